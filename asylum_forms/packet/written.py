"""What one person wrote, as papers of ours print it, beside their own words: statements, reasons, sections of a declaration."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from asylum_forms.forms import changed, word
from asylum_forms.i18n import _, use
from asylum_forms.jurisdiction.contract import Filing, Part
from asylum_forms.packet.asked import Asked, catalog_of
from asylum_forms.packet.bilingual import STATEMENT, Line, Side, Unlike, not_the_same
from asylum_forms.record.citations import CITATION
from asylum_forms.record.values import Text, walk

NEW = "▲"
"""Stands where a paper says something else than the one that was handed in before."""

_SHORT = 12
"""Texts with fewer letters may stand in any paper."""

Cited = Mapping[str, Callable[[str], str]]
"""Makes citations into words, by language."""


@dataclass
class _Paper:
    """A paper of ours, and the texts of the record that it prints."""

    part: Part
    paragraphs: list[str]
    packed: str
    """All its words, those in tables too, without gaps."""
    texts: dict[str, Text]
    """By their paths in the record."""
    edited: bool = False
    """Whether somebody has changed such a text in the Word file."""


def written(
    filing: Filing,
    language: str,
    parts: Sequence[Part],
    forms: Mapping[str, Path],
    cited: Cited,
    unlike: Unlike,
    shown: frozenset[str],
    before: Mapping[str, Path],
) -> list[tuple[Part, list[Line]]]:
    """Every paper that prints texts of this person, with these as they are filed and in their `language`.

    `parts`, `forms`, `cited` and `unlike` are as for `reading.context`; `shown` has the paths of what is in the copy already;
    `before` maps papers that were handed in before to their Word files then: what is new since, and what is gone, is marked.
    """
    papers = [_paper(part, forms[part.leaf]) for part in parts if part.document and not part.index and part.leaf in forms]
    asked = Asked(filing.record.questions, language)
    for path, text in walk(filing.record.data):
        if isinstance(text, Text) and asked.is_beside_prose(path) and path not in shown:
            _place(papers, path, text, text.in_language(filing.language) or text.any())
    found = []
    for paper in (paper for paper in papers if paper.texts):
        pairs = list(_pairs(filing, language, paper, cited, unlike))
        if former := before.get(paper.part.leaf):
            pairs = _compared(pairs, forms[paper.part.leaf], former, filing.language, language)
        found.append((paper.part, pairs))
    return found


def _paper(part: Part, file: Path) -> _Paper:
    return _Paper(part, word.paragraphs_of(file), "".join(word.text_of(file).split()), {})


def _place(papers: Sequence[_Paper], path: str, text: Text, filed: str) -> None:
    """Note a text with the paper that prints it; one that somebody has edited with the paper that uses it and has most of its
    words, the statement with any that has."""
    if len("".join(filed.split())) >= _SHORT and (exact := next((p for p in papers if _contains(p.packed, filed)), None)):
        exact.texts[path] = text
        return
    wanted = set(re.findall(r"\w+", CITATION.sub(" ", filed)))
    best: tuple[float, _Paper | None] = (0.5, None)
    for paper in (paper for paper in papers if path == STATEMENT or _uses(paper.part, path)):
        share = len(wanted & set(re.findall(r"\w+", "\n".join(paper.paragraphs)))) / max(len(wanted), 1)
        best = max(best, (share, paper), key=lambda found: found[0])
    if best[1]:
        best[1].texts[path] = text
        best[1].edited |= not _contains(best[1].packed, filed)


def _uses(part: Part, path: str) -> bool:
    return any(path == use or path.startswith(f"{use}.") for use in part.uses)


def _pairs(filing: Filing, language: str, paper: _Paper, cited: Cited, unlike: Unlike) -> Iterator[Line]:
    """The texts of a paper in its order, with what differs in each; all of the paper, where somebody has edited it."""
    tags = (filing.language, language)
    filed = {path: text.in_language(filing.language) or text.any() for path, text in paper.texts.items()}
    own = {path: text.in_language(language) or "" for path, text in paper.texts.items()}
    right = {path: _said(words, cited[language]) if words != filed[path] else [] for path, words in own.items()}
    cite = cited[filing.language]
    told = {path: [(cite(one), not_the_same(what, language)) for one, what in unlike.get(path, ())] for path in own}
    if paper.edited:
        pairs = side_by_side(paper.paragraphs, [block for blocks in right.values() for block in blocks])
        yield from marked(list(pairs), [one for found in told.values() for one in found])
        return
    for path in sorted(filed, key=lambda path: _where(paper, filed[path])):
        if path != STATEMENT:
            head, own_head = (Asked(filing.record.questions, tag).label(path) for tag in tags)
            yield Line("", Side(head), Side(own_head))
        yield from marked(list(side_by_side(_said(filed[path], cite), right[path])), told[path])


def _said(text: str, cite: Callable[[str], str]) -> list[str]:
    return [cite(block) for block in _blocks(text)]


def _where(paper: _Paper, filed: str) -> int:
    """The place of a text in its paper."""
    first = "".join(CITATION.split(next(iter(_blocks(filed)), ""))[0].lstrip("#").split())
    return paper.packed.find(first)


def as_new(line: Line, language: str) -> Line:
    """A line that says something else than what was handed in before, with a mark that says so in the applicant's language."""
    with use(catalog_of(language) or "en"):
        said = _("New, or with other words than in the paper handed in before.")
    return replace(line, own=Side(line.own.question, (f"{NEW} {said}", *line.own.answer)))


def _compared(pairs: Sequence[Line], paper: Path, before: Path, language: str, own: str) -> list[Line]:
    """Paragraphs in pairs, those marked that the paper handed in before has not, or has with other words; then what is gone."""
    with use(catalog_of(own) or "en"):
        none = _("What stands on the left was in the paper handed in before, and is left out.")
    new, gone = changed.versions(paper, before)
    packed = ["".join(paragraph.split()) for paragraph in new]
    found = []
    for line in pairs:
        filed = ("".join(text.split()) for text in (line.filed.question, *line.filed.answer) if text)
        if any(text in paragraph for text in filed for paragraph in packed):
            line = as_new(line, own)
        found.append(line)
    if gone:
        with use(catalog_of(language) or "en"):
            left_out = [_("Left out: “{old}”").format(old=_bare(paragraph)) for paragraph in gone]
        found.append(Line("", Side("", tuple(left_out)), Side("", (f"{NEW} {none}",))))
    return found


def marked(pairs: Sequence[Line], written: Sequence[tuple[str, str]]) -> list[Line]:
    """Paragraphs in pairs, with what differs said below the pair in which it stands as it is written, else below the first."""
    found = list(pairs)
    for one, said in written if found else ():
        here = (at for at, line in enumerate(pairs) if any(one in text for text in (*line.filed.answer, *line.own.answer)))
        at = next(here, 0)
        found[at] = replace(found[at], own=Side(found[at].own.question, (*found[at].own.answer, said)))
    return found


def _contains(packed: str, filed: str) -> bool:
    """Whether a paper has every sentence of a text of the record, so that nobody has edited them."""
    pieces = ("".join(piece.split()) for block in _blocks(filed) for piece in CITATION.sub("\0", block).split("\0"))
    return all(piece.lstrip("#") in packed for piece in pieces)


def _blocks(text: str) -> list[str]:
    """The paragraphs of a statement; headings without their mark stay paragraphs of their own, marked by `#`."""
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line.lstrip("#").strip()]


def side_by_side(left: Sequence[str], right: Sequence[str]) -> Iterator[Line]:
    """Paragraphs of two languages in pairs where both have as many, else section by section, else all of one beside all of the
    other. Headings, which begin with `#`, are the questions of the sides. Where the applicant's own has fewer paragraphs, the
    rest must be read to them."""
    ours, theirs = _sections(left), _sections(right)
    if [head for head, _text in ours].count("") != [head for head, _text in theirs].count("") or len(ours) != len(theirs):
        fewer = len(right) < len(left)
        yield Line("", Side("", tuple(map(_bare, left))), Side("", tuple(map(_bare, right))), to_read=fewer)
        return
    for (head, text), (own_head, own_text) in zip(ours, theirs, strict=True):
        if len(text) != len(own_text) or not text:
            yield Line("", Side(head, tuple(text)), Side(own_head, tuple(own_text)), to_read=len(own_text) < len(text))
            continue
        yield Line("", Side(head, (text[0],)), Side(own_head, (own_text[0],)))
        yield from (Line("", Side("", (one,)), Side("", (two,))) for one, two in zip(text[1:], own_text[1:], strict=True))


def _sections(blocks: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Headings with the paragraphs below them; what stands before the first has none."""
    found: list[tuple[str, list[str]]] = []
    for block in blocks:
        if block.startswith("#") or not found:
            found.append((_bare(block) if block.startswith("#") else "", []))
        if not block.startswith("#"):
            found[-1][1].append(block)
    return found


def _bare(block: str) -> str:
    return block.lstrip("#").strip()
