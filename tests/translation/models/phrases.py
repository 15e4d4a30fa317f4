"""Sentences of our own in four languages, made from the templates and words beside this file.

A template has slots in braces. `{place}` takes a line of phrases.words.tsv; these are made here:

    {name}                a personal name, Chinese characters or their usual transcription
    {date} {time} {n}     numbers, written as each language does; {date2} is another date, {n2} another number
    {term}                a prison term in years and months
    {money} {id} {phone} {serial} {case}    an amount, and numbers of identity cards, telephones, patients and court cases
    {org}                 an office with its place and, in English and French, its article; {org:bare} is without article
    {Person}              {person} with a capital; {body:bare} an office without article

Korean particles stand in both forms, `은(는)`, and French participles as `détenu(e)`: the words before them decide.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

LANGUAGES = ("zh", "en", "ko", "fr")
Words = dict[str, str]
"""Language to words."""

_HERE = Path(__file__).parent
_SLOT = re.compile(r"\{([A-Za-z]+)(2?)(:bare)?\}")
_MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}
_DIGITS = "〇一二三四五六七八九"
_COUNT = {
    "en": [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
    ],
    "fr": [
        "zéro",
        "un",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
    ],
}
# Transcriptions: pinyin, and the Korean spelling of modern Chinese names.
_FAMILIES = """王 Wang 왕|李 Li 리|张 Zhang 장|刘 Liu 류|陈 Chen 천|杨 Yang 양|赵 Zhao 자오|
黄 Huang 황|周 Zhou 저우|吴 Wu 우|孙 Sun 쑨|林 Lin 린|沈 Shen 선|何 He 허|
郑 Zheng 정|梁 Liang 량|阮 Ruan 롼|陆 Lu 루|韩 Han 한|冯 Feng 펑"""
_GIVEN = """建 jian 젠|国 guo 궈|明 ming 밍|华 hua 화|伟 wei 웨이|芳 fang 팡|敏 min 민|
静 jing 징|军 jun 쥔|强 qiang 창|磊 lei 레이|洋 yang 양|勇 yong 융|丽 li 리|
娟 juan 쥐안|涛 tao 타오|超 chao 차오|霞 xia 샤|平 ping 핑|辉 hui 후이|
玲 ling 링|文 wen 원|志 zhi 즈|恒 heng 헝|维 wei 웨이|秀 xiu 슈|兰 lan 란|
佳 jia 자|宁 ning 닝|铭 ming 밍"""


def read(name: str) -> list[list[str]]:
    """The lines of a phrase file as lists of cells; lines that begin with # are comments."""
    lines = (_HERE / f"phrases.{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def sentences(seed: int) -> Iterator[Words]:
    """Sentences without end, each in all languages; the same seed gives the same ones."""
    rng = random.Random(seed)
    templates = read("sentences")
    words: dict[str, list[Words]] = {}
    for slot, *cells in read("words"):
        words.setdefault(slot, []).append(dict(zip(LANGUAGES, cells, strict=True)))
    # What must be copied letter by letter is harder to learn than a fixed phrase, and is seen more often.
    weights = [1 + len(_SLOT.findall(template[0])) for template in templates]
    while True:
        (template,) = rng.choices(templates, weights)
        yield _filled(dict(zip(LANGUAGES, template, strict=True)), words, rng)


def _filled(template: Words, words: dict[str, list[Words]], rng: random.Random) -> Words:
    chosen: dict[str, Words] = {}
    for name, second, _bare in _SLOT.findall("".join(template.values())):
        slot = name.lower()
        if slot + second not in chosen:
            make = _MAKERS.get(slot)
            chosen[slot + second] = make(rng, words) if make else rng.choice(words[slot])
    return {language: _said(template[language], language, chosen) for language in LANGUAGES}


def _said(template: str, language: str, chosen: dict[str, Words]) -> str:
    feminine = "person" in chosen and chosen["person"]["fr"].endswith("^f")

    def fill(slot: re.Match[str]) -> str:
        name, second, bare = slot.groups()
        words = chosen[name.lower() + second][language].removesuffix("^f")
        if bare:
            words = re.sub(r"^(the |le |la |l')", "", words)
        return _capital(words) if bare or name[0].isupper() else words

    text = _SLOT.sub(fill, template)
    if language == "ko":
        return _PARTICLE.sub(_particle, text)
    if language == "fr":
        text = text.replace("(e)", "e" if feminine else "")
        text = re.sub(r"\bde (?=[aeiouéAEIOUÉ])(?!onze)", "d'", text)
        return re.sub(r"\b(de|à) le ", lambda found: {"de": "du ", "à": "au "}[found[1]], text)
    return text


_PARTICLE = re.compile(r"(.)(은\(는\)|이\(가\)|을\(를\)|으로\(로\))")


def _particle(found: re.Match[str]) -> str:
    """The form after a final consonant, or after a vowel; 으로 is also 로 after ㄹ."""
    final = (ord(found[1]) - 0xAC00) % 28
    closed, _, open_ = found[2].partition("(")
    after_vowel = not final or (closed == "으로" and final == 8)
    return found[1] + (open_.rstrip(")") if after_vowel else closed)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _han(number: int) -> str:
    """A number below 100 in Chinese characters."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones or not tens else "")


def _date(rng: random.Random, _words: object) -> Words:
    year, month, day = rng.randint(1940, 2026), rng.randint(1, 12), rng.randint(1, 28)
    zh = f"{year}年{month}月{day}日"
    if rng.random() < 0.15:
        zh = f"{''.join(_DIGITS[int(digit)] for digit in str(year))}年{_han(month)}月{_han(day)}日"
    return {
        "zh": zh,
        "en": f"{_MONTHS['en'][month - 1]} {day}, {year}",
        "ko": f"{year}년 {month}월 {day}일",
        "fr": f"{'1er' if day == 1 else day} {_MONTHS['fr'][month - 1]} {year}",
    }


def _time(rng: random.Random, _words: object) -> Words:
    hour, minute = rng.randint(0, 23), rng.choice([0, 0, *range(1, 60)])
    zh, ko, fr = f"{hour}时", f"{hour}시", f"{hour} h"
    if minute:
        zh, ko, fr = f"{zh}{minute}分", f"{ko} {minute}분", f"{fr} {minute:02}"
    return {"zh": zh, "en": f"{hour}:{minute:02}", "ko": ko, "fr": fr}


def _term(rng: random.Random, _words: object) -> Words:
    years, months = rng.randint(1, 15), rng.choice([0, 0, 0, 3, 6, 8, 10])

    def said(language: str, year: str, month: str, joint: str) -> str:
        words = f"{_COUNT[language][years]} {year}" + ("s" if years > 1 else "")
        return words + (f" {joint} {_COUNT[language][months]} {month}" if months else "")

    return {
        "zh": f"{_han(years)}年" + (f"{_han(months)}个月" if months else ""),
        "en": said("en", "year", "months", "and"),
        "ko": f"{years}년" + (f" {months}개월" if months else ""),
        "fr": said("fr", "an", "mois", "et"),
    }


def _name(rng: random.Random, _words: object) -> Words:
    family = rng.choice(_FAMILIES.split("|")).split()
    given = [rng.choice(_GIVEN.split("|")).split() for _number in range(rng.choice([1, 2, 2]))]
    latin = f"{family[1]} {_capital(''.join(part[1] for part in given))}"
    joined = ["".join(part[column] for part in (family, *given)) for column in (0, 2)]
    return {"zh": joined[0], "en": latin, "ko": joined[1], "fr": latin}


def _org(rng: random.Random, words: dict[str, list[Words]]) -> Words:
    place, body = rng.choice(words["place"]), rng.choice(words["body"])
    return {
        "zh": place["zh"] + body["zh"],
        "en": f"the {place['en']} {body['en']}",
        "ko": f"{place['ko']} {body['ko']}",
        "fr": f"{body['fr']} de {place['fr']}",
    }


def _case(rng: random.Random, _words: object) -> Words:
    year, court, number = rng.randint(2000, 2026), rng.randint(1, 99), rng.randint(1, 999)
    return {
        "zh": f"（{year}）鄂{court:02}刑初{number}号",
        "en": f"({year}) E {court:02} Criminal First Instance No. {number}",
        "ko": f"({year}) 어{court:02} 형초 {number}호",
        "fr": f"({year}) E {court:02}, pénal, première instance, no {number}",
    }


def _money(rng: random.Random, _words: object) -> Words:
    amount = rng.choice([rng.randint(1, 99) * 100, rng.randint(1, 99) * 1000, rng.randint(100, 9999)])
    english = f"{amount:,}"
    return {"zh": str(amount), "en": english, "ko": english, "fr": english.replace(",", " ")}


def _same(text: str) -> Words:
    return dict.fromkeys(LANGUAGES, text)


def _digits(rng: random.Random, count: int) -> str:
    return "".join(str(rng.randint(0, 9)) for _number in range(count))


def _id(rng: random.Random, _words: object) -> Words:
    """Like the number of an identity card: region, date of birth, and a serial number of zeros that nobody has."""
    born = f"{rng.randint(1940, 2015)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    return _same(f"99{_digits(rng, 4)}{born}0000")


_MAKERS = {
    "date": _date,
    "time": _time,
    "term": _term,
    "name": _name,
    "org": _org,
    "case": _case,
    "money": _money,
    "id": _id,
    "n": lambda rng, _words: _same(str(rng.randint(1, 99))),
    "phone": lambda rng, _words: _same("199" + _digits(rng, 8)),
    "serial": lambda rng, _words: _same(_digits(rng, rng.choice([8, 11]))),
}
