"""Countries and languages by code or by name, as CLDR (through Babel) and `schemas/names.yaml` know them."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale
from babel.localedata import locale_identifiers

from asylum_forms import yamlfile
from asylum_forms.i18n import language
from asylum_forms.resources import folder

STATELESS = "stateless"
"""Stands for a country where a person has no nationality."""

_LOCALES = ("en", "zh_Hans", "zh_Hant", "ko", "fr")
_NO_COUNTRY = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
"""Two-letter regions of CLDR that are not countries or territories."""
_LONGEST = 80
"""No name is longer; longer text is not searched for."""


def country_code(text: str) -> str | None:
    """The ISO 3166 alpha-2 code of a country given by code (two letters, or the three of passports) or by name.

    Names are those in English, Chinese, Korean and French. `stateless` gives itself. None when no country, or more than one, is
    meant by the text.
    """
    word = unicodedata.normalize("NFKC", text[:_LONGEST]).replace(".", "").strip()
    if word in ("no", "No"):  # the answer `no`, not the country NO
        return None
    if word.upper() in _territories() and word.isascii():
        return word.upper()
    if re.fullmatch("[A-Za-z]{3}", word):
        today = _successors(word)
        if len(today) == 1:
            return today[0]
    return _countries().get(_key(text))


def country_suggestions(text: str) -> list[str]:
    """Codes and names of countries that may be meant, best first: the successors of a state that is no more, or names alike."""
    names = Locale.parse(language()).territories
    codes = _successors(text[:_LONGEST]) or _close(text, _countries())
    return [f"{code} ({names.get(code, _territories()[code])})" for code in codes if code in _territories()]


def language_tag(text: str) -> str | None:
    """The tag (`ko`, `zh_Hans`, `pt_BR`) of a language given by a tag in either style or by name in one of the known languages.

    Where the country decides the script, the script stands in its place: `zh-CN` is `zh_Hans`. None for what neither CLDR
    nor `schemas/names.yaml` knows.
    """
    word = text[:_LONGEST].strip().replace("-", "_")
    capital = word[:1].isupper()
    return (_languages().get(_key(text)) if capital else None) or _tag(word) or _languages().get(_key(text))


def language_suggestions(text: str) -> list[str]:
    """Tags and names of languages that may be meant, best first."""
    names = Locale.parse(language()).languages
    told = [f"{code} ({names.get(code, code)})" for code in _close(text, _languages())]
    return told or [f"{tag} ({Locale.parse(tag).get_display_name(language())})" for tag in _close_tags(text)]


def _tag(word: str) -> str | None:
    if not re.fullmatch("[A-Za-z]{2,3}(_[A-Za-z]{4})?(_[A-Za-z]{2}|_[0-9]{3})?", word):
        return None
    code, territory, script = parse_locale(word)[:3]
    known = {**Locale("en").languages, **more_languages()}
    today = get_global("language_aliases").get(code, code)
    code = today if today in known else code
    if code not in known or code == "root":
        return None
    if (script and script not in Locale("en").scripts) or (territory and territory not in Locale("en").territories):
        return None
    if territory and not script:
        try:
            script = Locale.parse(f"{code}_{territory}").script
        except (UnknownLocaleError, ValueError):
            return None
    return f"{code}_{script}" if script else f"{code}_{territory}" if territory else str(code)


def _close_tags(text: str) -> list[str]:
    """Tags of the same language, with another script or territory than one that there is not."""
    word = text[:_LONGEST].strip().replace("-", "_")
    start = word.partition("_")[0].lower() + "_"
    return difflib.get_close_matches(
        word, [tag for tag in locale_identifiers() if tag.startswith(start) and tag.count("_") == 1], 2, 0.6
    )


def _successors(code: str) -> list[str]:
    """The countries of today that CLDR gives for a three-letter code or the code of a former state."""
    today = get_global("territory_aliases").get(code.strip().upper(), [])
    return [found for found in today if found in _territories()]


@cache
def _territories() -> dict[str, str]:
    names = Locale("en").territories
    return {code: name for code, name in names.items() if re.fullmatch("[A-Z]{2}", code) and code not in _NO_COUNTRY}


@cache
def _more() -> dict[str, Any]:
    return dict(yamlfile.load(folder("schemas") / "names.yaml"))


@cache
def _countries() -> dict[str, str]:
    """Every spelling of a country's name to its code."""
    names = [(name, code) for code, name in _cldr("territories") if code in _territories()]
    names += [(name, str(code)) for code, others in _more()["countries"].items() for name in others]
    names += [(name, STATELESS) for name in _more()[STATELESS]]
    return {**_index(names, _parts), **_index(names, lambda name: [name])}


@cache
def _languages() -> dict[str, str]:
    """Every spelling of a language's name to its tag."""
    names = [(name, code) for code, name in _cldr("languages") if code != "root"]
    names += [(name, str(code)) for code, others in _more()["languages"].items() for name in others]
    names += [(name, code) for code, name in more_languages().items()]
    return _index(names, lambda name: [name])


def more_languages() -> dict[str, str]:
    """Tag and name of the languages that CLDR does not know; their names are the same in all languages."""
    return {str(code): str(name) for code, name in _more()["more_languages"].items()}


def _cldr(kind: str) -> Iterable[tuple[str, str]]:
    for locale in _LOCALES:
        yield from getattr(Locale.parse(locale), kind).items()


def _index(names: Iterable[tuple[str, str]], spellings: Callable[[str], list[str]]) -> dict[str, str]:
    """Spelling to code, without the spellings that stand for two."""
    found: dict[str, set[str]] = {}
    for name, code in names:
        for spelling in spellings(name):
            if key := _key(spelling):
                found.setdefault(key, set()).add(code)
    return {key: codes.pop() for key, codes in found.items() if len(codes) == 1}


def _parts(name: str) -> list[str]:
    """A name with a second one in brackets is known by either."""
    match = re.fullmatch(r"([\w\s]{3,}) \(([\w\s]{3,})\)", name)
    return [match[1], match[2]] if match else []


def _key(name: str) -> str:
    """A name without case, accents, punctuation, `the` and the shorthand of `and` and `saint`."""
    flat = unicodedata.normalize("NFKD", name[:_LONGEST]).casefold()
    flat = "".join(character for character in flat if not unicodedata.combining(character))
    flat = unicodedata.normalize("NFC", flat).replace("&", " and ")
    words = re.sub(r"[\W_]+", " ", re.sub(r"['’ʼ.]", "", flat)).split()
    if words[:1] == ["the"]:
        words = words[1:]
    return " ".join("saint" if word == "st" else word for word in words)


def _close(text: str, known: dict[str, str]) -> list[str]:
    """Codes of up to four names that contain the text as a word, else of those most like it."""
    key = _key(text)
    containing = [code for name, code in known.items() if key and f" {key} " in f" {name} "]
    return (list(dict.fromkeys(containing)) or [known[name] for name in _alike(key, known)])[:4]


def _alike(key: str, known: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(difflib.get_close_matches(key, known, n=4, cutoff=0.7)))


UNDETERMINED = "und"
"""BCP 47 tag of words in no particular language, or in one that we cannot tell: place names in Roman letters, numbers."""


def language_of(text: str, written_in: str) -> str:
    """The language of a text that names none, in a record written in `written_in`.

    In a record whose language has a script of its own (Chinese, Korean, Arabic, ...), words without a single letter of another
    script than Latin are not in that language: a street or a company in Roman letters stands for every filing as it is.
    Empty where the record does not say its language.
    """
    if not written_in or script(written_in) == "Latn" or any(char.isalpha() and not _latin(char) for char in text):
        return written_in
    return UNDETERMINED


def foreign_to(language: str, words: str) -> bool:
    """Whether words cannot be in this language: most of their letters are of another script. Latin letters are at home in every
    language, and words without letters are in all."""
    own = {"Latn": ("LATIN",), "Kore": ("HANGUL",)}.get(script(language), ())
    letters = [unicodedata.name(char, "").split(" ")[0].split("-")[0] for char in words if char.isalpha()]
    return bool(own) and sum(name not in (*own, "LATIN") for name in letters) > sum(name in (*own, "LATIN") for name in letters)


def _latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN ")


@cache
def script(tag: str) -> str:
    """The script that a language is usually written in, as `Latn` or `Ethi`."""
    parts = parse_locale(get_global("likely_subtags").get(tag.split("_")[0], tag)) if "_" not in tag else parse_locale(tag)
    return parts[2] or parse_locale(get_global("likely_subtags").get(parts[0], f"{parts[0]}_Latn"))[2] or "Latn"
