"""Signs as a Chinese or Korean keyboard types them, where a record wants those of an English one.

Structure (`｛en：…，zh_Hans：…｝`, `[普通话，粤语]`) would be read as words and printed; a number or an address in full-width
signs (`１３８`, `chen＠example.org`) is refused or not found by who reads it. Nothing is changed silently: the message shows it
written right.
"""

from __future__ import annotations

import re

from asylum_forms.i18n import _
from asylum_forms.record.problems import Problem, shorten

_BRACKETS = str.maketrans("｛｝［］", "{}[]")
_KEY = re.compile(r"(?P<before>[{,，、]|^)\s*(?P<key>[A-Za-z_][\w-]*)\s*[:：]\s*", re.ASCII)
_QUOTED = re.compile("[“”„＂](?P<text>[^“”„＂]*)[“”＂]")
_NOTE = re.compile(r"\s+#.*")
_QUESTION = re.compile(r"(?:- +)*[\w-]+: +|(?:- +)+")

_HALF: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", ord("。"): "."}
_HALF_WORDS = {code: half for code, half in _HALF.items() if isinstance(half, int) and re.match("[A-Za-z0-9@]", chr(half))}
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def in_line(line: str) -> Problem | None:
    """What is wrong with a line whose answer is a group or list in brackets, or a text in quotes, with such signs; or None."""
    question = _QUESTION.match(line)
    if question is None:
        return None
    start = question.end()
    return _structure(line[start:], line[:start]) or _quotes(line[start:], line[:start])


def in_group(text: str) -> Problem | None:
    """The same of an answer that was read as plain words, and would be a group: `｛en：…｝`."""
    return _structure(text, "") if text[:1] in ("｛", "{") and _KEY.search(text.translate(_BRACKETS)) else None


def in_list(text: str) -> Problem | None:
    """The same of an answer that would be a list: `［a，b］`."""
    return _structure(text, "") if text[:1] in ("［", "[") else None


def _structure(text: str, question: str) -> Problem | None:
    inner = _NOTE.sub("", text).translate(_BRACKETS)
    if (inner[:1], inner[-1:]) == ("{", "}"):
        right = "{" + _KEY.sub(lambda found: f"{', ' if found['before'] else ''}{found['key']}: ", inner[1:-1].strip()) + "}"
    elif (inner[:1], inner[-1:]) == ("[", "]"):
        parts = [part.strip() for part in re.split("[,，、]", inner[1:-1])]
        right = f"[{', '.join(parts)}]"
        if "{" in right:
            right = _KEY.sub(lambda found: f"{found['before'].replace(',', ', ')}{found['key']}: ", right).replace(",  ", ", ")
    else:
        return None
    return _problem(text, question, right)


def _quotes(text: str, question: str) -> Problem | None:
    found = _QUOTED.fullmatch(_NOTE.sub("", text))
    return _problem(text, question, "'" + found["text"].replace("'", "''") + "'") if found else None


def _problem(text: str, question: str, right: str) -> Problem | None:
    signs = [sign for sign in dict.fromkeys(text) if sign in "｛｝［］：，、“”„＂" and text.count(sign) > right.count(sign)]
    if not signs:
        return None
    message = _("Chinese signs stand here where the record wants English ones: {signs}").format(signs=" ".join(signs))
    remedy = _("With the keyboard set to English, write: {example}").format(example=question + right)
    return Problem("record.chinese-signs", message, remedy)


def in_quotes(text: str) -> Problem | None:
    """What is wrong with an answer in the quotation marks of a telephone or of Word: they would be printed with it."""
    found = re.fullmatch("[“”„‟«»‘‚](?P<text>[^“”„‟«»]*)[“”‟«»’]", text)
    if found is None or "\n" in text:
        return None
    message = _("These quotation marks would be printed as part of the answer: {signs}").format(signs=f"{text[0]} {text[-1]}")
    straight = found["text"].strip().replace("'", "''")
    remedy = _("To print them, put ' before and after them. Otherwise write: {example}").format(example=f"'{straight}'")
    return Problem("record.curly-quotes", message, remedy)


def in_code(text: str) -> Problem | None:
    """What is wrong with a number, a name or an address that has full-width digits, letters or signs; or None.

    Beside Chinese or Korean words full-width brackets and the like belong to the text, and only digits and letters count.
    """
    half = text.translate(_HALF_WORDS if _IDEOGRAPH.search(text) else _HALF)
    if half == text:
        return None
    message = _("`{text}` is written in full-width signs, as a Chinese keyboard types them; it may not be understood.")
    remedy = _("With the keyboard set to English, write: {example}").format(example=half)
    return Problem("record.full-width", message.format(text=shorten(text)), remedy)
