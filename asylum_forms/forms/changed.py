"""Changes shown in a Word file: what an earlier version does not have is underlined, and every page gets a line to sign on."""

from __future__ import annotations

import copy
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.run import Run

from asylum_forms.forms import word
from asylum_forms.forms.marks import Sign
from asylum_forms.pdf.links import INTERNAL

_DENSE_FROM = "\u2e80"
"""Scripts without spaces, and Korean, have no letters below."""
_WORDS = re.compile(
    r"(?:[^\W\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff][\u0300-\u036f]*)+|.",
    re.DOTALL,
)
"""Words of scripts with spaces; every letter of those without."""

_ENDS = (".", "!", "?", "…", "。", "！", "？")
"""What a sentence ends with."""
_AFTER_END = " \t\xa0\u202f»”’\"')」』"
_NEAR = 8
"""So many pieces are looked at for the end of a sentence."""
_CLOSING = frozenset(",;:.!?…»”)，；：、。！？」』")
"""What nothing begins with."""

_ALIKE = 0.3
"""Paragraphs that share less are not versions of one another."""

_LINE = 26
"""Underscores of a line to sign on in the foot of a page."""

Range = tuple[int, int]
"""Letters of a paragraph: the first, and the one after the last."""


def underline(file: Path, before: Path | None) -> int:
    """Underline in a Word file all words that `before`, an earlier version of it, does not have at their place; the file is
    written anew. Without an earlier version everything is. Returns the number of paragraphs that differ, gone ones included."""
    document = docx.Document(str(file))
    paragraphs = list(document.element.body.iter(qn("w:p")))
    new = [_text(paragraph) for paragraph in paragraphs]
    old = [_text(p) for p in docx.Document(str(before)).element.body.iter(qn("w:p"))] if before else []
    changed = 0
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        changed += max(b - a, d - c)
        for number, former in zip(range(c, d), _former(old[a:b], new[c:d]), strict=True):
            _underline(paragraphs[number], list(_ranges(former, new[number])))
    if changed:
        word.save(document, file)
    return changed


def versions(new: Sequence[str], old: Sequence[str]) -> tuple[list[str], list[str]]:
    """(paragraphs of a paper that an earlier version has not, or has with other words; paragraphs of that which are gone)."""
    changed: list[str] = []
    gone: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            formers = set(_former(old[a:b], new[c:d]))
            changed += new[c:d]
            gone += [paragraph for paragraph in old[a:b] if paragraph not in formers]
    return changed, gone


def add_signature(file: Path, who: str, captions: tuple[str, str], size: float) -> str:
    """Put a line for a signature and one for a date, with these captions, into the foot of every page of a Word file, in type of
    this size. Returns the words of the foot."""
    document = docx.Document(str(file))
    word.define_character_styles(document)
    mark = Sign(who, _LINE)
    for section in document.sections:
        footer = section.footer
        paragraph = footer.add_paragraph() if footer.paragraphs[0].text.strip() else footer.paragraphs[0]
        relation = footer.part.relate_to(INTERNAL + mark.target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        paragraph.add_run(f"{captions[0]} ")
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), relation)
        line = paragraph.add_run("_" * mark.width)
        line.style = document.styles[word.SIGNATURE]
        link.append(line._r)
        paragraph._p.append(link)
        paragraph.add_run(f"   {captions[1]} {'_' * (_LINE // 2)}")
        for run in paragraph._p.iter(qn("w:r")):
            Run(run, paragraph).font.size = Pt(size)
    word.save(document, file)
    return f"{captions[0]} {'_' * mark.width} {captions[1]} {'_' * (_LINE // 2)}"


def _text(paragraph: Any) -> str:
    return "".join(_said(child) for run in paragraph.iter(qn("w:r")) for child in run)


def _said(element: Any) -> str:
    if element.tag == qn("w:t"):
        return str(element.text or "")
    return " " if element.tag in (qn("w:tab"), qn("w:br")) else ""


def _former(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """For each new paragraph the old one that it is a version of, in order; empty where there is none."""
    position = 0
    for text in new:
        alike = [SequenceMatcher(None, one, text, autojunk=False).ratio() for one in old[position:]]
        best = max(range(len(alike)), key=alike.__getitem__, default=-1)
        if best >= 0 and alike[best] >= _ALIKE:
            yield old[position + best]
            position += best + 1
        else:
            yield ""


def _ranges(old: str, new: str) -> Iterator[Range]:
    """The letters of the new paragraph that the old one does not have, whole words at a time, without spaces around them."""
    before, after = ([unicodedata.normalize("NFC", word) for word in _WORDS.findall(text)] for text in (old, new))
    ends = [0, *itertools.accumulate(map(len, _WORDS.findall(new)))]
    found: list[Range] = []
    for first, last in _came(before, after):
        said = new[ends[first] : ends[last]]
        start, end = ends[first] + len(said) - len(said.lstrip()), ends[last] - len(said) + len(said.rstrip())
        if start >= end:
            continue
        if found and not new[found[-1][1] : start].strip():
            start = found.pop()[0]
        found.append((start, end))
    yield from found


def _came(before: Sequence[str], after: Sequence[str]) -> Iterator[Range]:
    """The words that are new, from the first to the one after the last."""
    same = list(itertools.takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    head = len(same)
    rest = zip(reversed(before[head:]), reversed(after[head:]), strict=False)
    tail = len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], rest)))
    # What both begin and end with stays: `SequenceMatcher` would look for the longest piece first, wherever that is.
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()[:-1]
    kept = [(0, 0, head), *((a + head, b + head, size) for a, b, size in blocks), (len(before) - tail, len(after) - tail, tail)]
    end = 0
    for (a, b, size), (c, d, following) in itertools.pairwise(kept):
        first, last = b + size, d
        if first < last:
            # Of words that were only added, several choices are as true: "de la" may be new before "police" or after it.
            found = _begun(after, first, last, first - max(b, end), following) if a + size == c else (first, last)
            end = found[1]
            yield found


def _begun(words: Sequence[str], first: int, last: int, back: int, on: int) -> Range:
    """Added words, begun where a reader sees them begin: with a sentence, else with a word, as early as can be. They may as well
    be begun up to so many words further `back`, or further `on`, as long as what is added reads the same."""
    while back and words[first - 1] == words[last - 1]:
        first, last, back, on = first - 1, last - 1, back - 1, on + 1
    places = [(first, last)]
    while on and words[first] == words[last]:
        first, last, on = first + 1, last + 1, on - 1
        places.append((first, last))
    return max(places, key=lambda place: (_whole(words, *place), -place[0]))


def _whole(words: Sequence[str], first: int, last: int) -> int:
    """How well what is added stands by itself: as a sentence, the beginning of one, from a word on, or not even that."""
    first = next((at for at in range(first, last) if not words[at].isspace()), last)
    before, said = "".join(words[max(first - _NEAR, 0) : first]), "".join(words[max(first, last - _NEAR) : last])
    if not said or words[first] in _CLOSING:
        return 0
    if before and not before[-1].isspace() and before[-1] < _DENSE_FROM:
        return 0
    return (2 + _is_ended(said)) if _is_ended(before) or not before.strip() else 1


def _is_ended(words: str) -> bool:
    return words.rstrip(_AFTER_END).endswith(_ENDS)


def _underline(paragraph: Any, ranges: Sequence[Range]) -> None:
    """Underline these letters of a paragraph; runs are split where a range begins or ends."""
    position = 0
    for run in list(paragraph.iter(qn("w:r"))):
        properties = run.find(qn("w:rPr"))
        for child in [child for child in run if child is not properties]:
            said = _said(child)
            pieces = _pieces(said, position, ranges) if child.tag == qn("w:t") else [(said, False)]
            for text, changed in pieces:
                part = OxmlElement("w:r")
                if properties is not None:
                    part.append(copy.deepcopy(properties))
                new = copy.deepcopy(child)
                if child.tag == qn("w:t"):
                    new.text = text
                    new.set(qn("xml:space"), "preserve")
                part.append(new)
                run.addprevious(part)
                if changed:
                    Run(part, None).font.underline = True  # type: ignore[arg-type]
            position += len(said)
        run.getparent().remove(run)


def _pieces(text: str, start: int, ranges: Sequence[Range]) -> Iterator[tuple[str, bool]]:
    """The text cut where a range begins or ends; `start` is the place of its first letter in the paragraph."""
    cuts = sorted({0, len(text), *(min(max(edge - start, 0), len(text)) for one in ranges for edge in one)})
    for one, two in itertools.pairwise(cuts):
        yield text[one:two], any(first <= start + one < last for first, last in ranges)
