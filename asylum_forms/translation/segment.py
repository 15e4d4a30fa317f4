"""Paragraphs to sentences, by rule and offline, for Chinese, Korean, English and French.

sentencex, the maintained library for this, was tried first: it cuts Korean dates (`2019. 6. 4.`) into three sentences, French
`M. Li` into two, and a quotation off the verb that follows it. A cut inside a date or a name does most harm, so these
rules rather cut too little. Nothing is lost: the pieces and the white space between them give the text again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Piece = tuple[str, str]
"""A sentence, and the white space that follows it."""

_CLOSING = "\"'”’»)）」』】〉》］\\]"
_WIDE_END = re.compile(rf"[。！？!?；;…]+[{_CLOSING}]*")
"""Ends of Chinese sentences. A semicolon ends one too: Chinese legal prose runs through whole pages on them."""
_END = re.compile(rf"[.!?…。！？]+(?:[\u00a0\u202f ]?»|[{_CLOSING}])*(?=\s)")
"""Ends of sentences in writing with spaces."""

_CITED = re.compile(r"(?:\s*\[\[[^\[\]]*\]\])*\s*")
"""Citations of evidence behind the end of a sentence: they are of that sentence, and prove what it says, not the next one."""

_SHORT = {
    "en": "mr mrs ms dr prof st no nos art arts sec secs para paras ch vol fig al etc vs v jr sr rev hon gen col sgt lt capt cpl "
    "dept inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec approx e.g i.e a.m p.m cf p pp b.e r.o.c",
    "fr": "m mm mme mlle dr me art al cf p pp no n° ch vol etc janv févr avr juil sept oct nov déc env av apr st ste chap fig",
    "ko": "no vol p pp dr mr ms st",
    "ar": "د أ م ص ج ط هـ ق no vol p pp dr mr ms st",
}
"""Words that end in a full stop within a sentence, without it."""

_NUMBERED = re.compile(r"(?:^|[\s(（])(?:[0-9]{1,4}|[A-Za-z]|[IVXivx]{1,4}|[가-하])[.]$")
"""Numbers and single letters before a full stop: `2019.`, `1.`, `A.`, `iv.`: parts of dates, of names, of lists."""
_LONGEST = 500
"""Characters; a longer sentence is cut at its clauses, because an engine loses the end of very long ones."""
_CLAUSE = re.compile(r"(?<=[，、：,:；;])\s*|(?<=\s[—–-])\s")


def base(language: str) -> str:
    """`zh` of `zh_Hans`."""
    return language.replace("-", "_").split("_")[0].lower()


def paragraphs(text: str) -> list[str]:
    """Blocks of a text between empty lines, without those; form feeds separate too."""
    return [block.strip("\n") for block in re.split(r"\n[ \t\u3000]*\n|\f", text.replace("\r\n", "\n")) if block.strip()]


def sentences(text: str, language: str) -> list[Piece]:
    """The sentences of one paragraph. A line break always ends a piece: lines of an address stay lines.

    White space before the first one is part of it. `"".join(a + b for a, b in sentences(text, ...)) == text`.
    """
    found: list[Piece] = []
    for line in re.findall(r"[^\n]*\n+|[^\n]+", text):
        for start, end in _cuts(line, base(language)):
            found.append(_trim(line[start:end]))
    return _without_blank(found)


def clauses(sentence: str, limit: int = _LONGEST) -> list[str]:
    """A sentence in pieces of at most `limit` characters, cut after commas and the like; whole where there are none."""
    if len(sentence) <= limit:
        return [sentence]
    pieces = [""]
    for part in _split(sentence):
        if pieces[-1] and len(pieces[-1]) + len(part) > limit:
            pieces.append("")
        pieces[-1] += part
    return pieces


def _split(sentence: str) -> Iterator[str]:
    start = 0
    for match in _CLAUSE.finditer(sentence):
        if match.end() > start and not _inside_number(sentence, match.end()):
            yield sentence[start : match.end()]
            start = match.end()
    if start < len(sentence):
        yield sentence[start:]


def _inside_number(text: str, at: int) -> bool:
    """Whether a cut here would part 3,000 or 12:30."""
    return 1 < at < len(text) and text[at].isdigit() and text[at - 2].isdigit()


def _cuts(line: str, language: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in (_WIDE_END if language in ("zh", "ja", "yue") else _END).finditer(line):
        if match.start() >= start and _ends(line, match, language):
            cited = _CITED.match(line, match.end())
            end = cited.end() if cited else match.end()
            yield start, end
            start = end
    if start < len(line):
        yield start, len(line)


def _ends(line: str, match: re.Match[str], language: str) -> bool:
    before, after = line[: match.end()], line[match.end() :].lstrip()
    if language in ("zh", "ja", "yue"):
        return _wide_ends(line, match)
    if not match[0].startswith("."):
        return not (after[:1].islower() or _particle(match[0], line[match.end() :]))
    bare = before.rstrip(_CLOSING.replace("\\", ""))
    if _NUMBERED.search(bare):
        return _date_is_over(bare, after, language)
    word = re.split(r"[\s(（\"“«']", bare)[-1].rstrip(".").lower()
    if word in _SHORT.get(language, _SHORT["en"]).split() or re.fullmatch(r"(?:\w\.)+\w", word):
        return False
    return not after[:1].islower()


def _wide_ends(line: str, match: re.Match[str]) -> bool:
    """Chinese needs no space after a sentence. A quotation that goes on (`“为什么？”他问。`) is not cut off its verb."""
    rest = line[match.end() :]
    quoted = match[0][-1] in "”’」』\"'"
    return not (quoted and rest[:1] and re.match(r"[\w，,、的]", rest))


def _particle(end: str, rest: str) -> bool:
    """Whether a Korean particle follows a quotation: `"왜?"라고`."""
    return end[-1] in "\"'”’" and bool(re.match(r"[가-힣]", rest))


def _date_is_over(bare: str, after: str, language: str) -> bool:
    """Whether a number before a full stop ends a sentence: a year or an amount does before a capital letter, in a language that
    has them; a Korean date of three parts never does, nor does a list number."""
    capital = re.match(r"""[«“"'(]?\s?[^\W\d_a-z]""", after)
    return language in ("en", "fr") and bool(capital and re.search(r"[\w,)] [0-9]{2,4}\.$", bare))


def _trim(piece: str) -> Piece:
    text = piece.rstrip()
    return text, piece[len(text) :]


def _without_blank(pieces: list[Piece]) -> list[Piece]:
    """Pieces without words go to the one before, or, at the beginning, to the one after."""
    found: list[Piece] = []
    lead = ""
    for text, after in pieces:
        if text:
            found.append((lead + text, after))
            lead = ""
        elif found:
            found[-1] = (found[-1][0], found[-1][1] + after)
        else:
            lead += after
    return found or ([(lead, "")] if lead else [])
