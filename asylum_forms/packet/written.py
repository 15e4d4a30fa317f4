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
from asylum_forms.packet.line import STATEMENT, Line, Side, Unlike, not_the_same
from asylum_forms.packet.rows import Row, Rows, plain
from asylum_forms.record.citations import CITATION
from asylum_forms.record.values import Text, Value, entry_of, walk

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
    rows: Sequence[Row]
    """Those of its tables."""
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
    anew: Mapping[str, Path | None],
) -> list[tuple[Part, list[Line]]]:
    """Every paper that prints texts of this person, with these as they are filed and in their `language`; where they stand in a
    table, with the whole row.

    `parts`, `forms`, `cited` and `unlike` are as for `reading.context`; `shown` has the paths of what is in the copy already.
    `anew` maps papers that are handed in once more to their Word files then, where these are known: all rows of their tables are
    told, no form being beside them that has the same; what is new since, and what is gone, is marked.
    """
    papers = [_paper(part, forms[part.leaf]) for part in parts if part.document and part.leaf in forms]
    asked = Asked(filing.record.questions, language)
    values = [(path, value) for path, value in walk(filing.record.data) if path not in shown]
    for path, text in values:
        if isinstance(text, Text) and asked.is_prose(path):
            _place(papers, path, text, text.in_language(filing.language) or text.any())
    for paper in papers:
        _forget_within(paper, filing.language)
    rows = Rows(filing, language)
    found = []
    for paper in (paper for paper in papers if paper.texts or (paper.rows and paper.part.leaf in anew)):
        _add_beside(paper, values, filing.language)
        told = _told(filing, language, paper, rows, cited, unlike, anew)
        found.append((paper.part, told))
    return found


def _paper(part: Part, file: Path) -> _Paper:
    return _Paper(part, word.paragraphs_of(file), word.rows_of(file), _packed(word.text_of(file)), {})


def _place(papers: Sequence[_Paper], path: str, text: Text, filed: str) -> None:
    """Note a text with the paper that prints it; one that somebody has edited with the paper that uses it and has most of its
    words, the statement with any that has."""
    if len(_packed(filed)) >= _SHORT and (exact := next((p for p in papers if _contains(p.packed, filed)), None)):
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
    return any(path == use or path.startswith(f"{use}.") for use in (*part.uses, *part.uses_of_others))


def _forget_within(paper: _Paper, language: str) -> None:
    """Leave out a text that the paper has only as words of another one."""
    said = {path: _packed(text.in_language(language) or text.any()) for path, text in paper.texts.items()}
    within = [
        path
        for path, words in said.items()
        if 0 < paper.packed.count(words) <= sum(other.count(words) for other in said.values() if len(other) > len(words))
    ]
    paper.texts = {path: text for path, text in paper.texts.items() if path not in within}


def _add_beside(paper: _Paper, values: Sequence[tuple[str, Value]], language: str) -> None:
    """To a text of an entry of a list what else the paper prints of that entry: nobody knows else what the text is about."""
    entries = {entry_of(path) for path in paper.texts} - {""}
    beside = {path: text for path, text in values if isinstance(text, Text) and entry_of(path) in entries}
    printed = {path: text for path, text in beside.items() if _contains(paper.packed, text.in_language(language) or text.any())}
    paper.texts = {**printed, **paper.texts}


def _told(
    filing: Filing, language: str, paper: _Paper, rows: Rows, cited: Cited, unlike: Unlike, anew: Mapping[str, Path | None]
) -> list[Line]:
    """What a paper says, in its order: its texts, with what differs in each; of its tables the rows that hold one, all of them
    where it is handed in anew. What is new since then is marked, what is gone comes last."""
    filed = {path: text.in_language(filing.language) or text.any() for path, text in paper.texts.items()}
    cite = cited[filing.language]
    differ = {path: [(cite(one), not_the_same(what, language)) for one, what in unlike.get(path, ())] for path in filed}
    every, former = paper.part.leaf in anew, anew.get(paper.part.leaf)
    holding = [(row, [path for path, words in filed.items() if _holds(row, words)]) for row in paper.rows]
    holding = [(row, held) for row, held in holding if held or every]
    in_rows = {path for _row, held in holding for path in held}
    texts = list(
        _texts(filing, language, replace(paper, texts={p: t for p, t in paper.texts.items() if p not in in_rows}), cited, differ)
    )
    gone: list[str] = []
    before = [plain(row) for row in word.rows_of(former)] if former else []
    if former:
        new, gone = changed.versions(paper.paragraphs, word.paragraphs_of(former))
        texts = [(place, _marked_new(line, new, language)) for place, line in texts]
        gone += changed.versions([plain(row) for row in paper.rows], before)[1]
    table = []
    for row, held in holding:
        (line,) = marked([rows.line(row)], [one for path in held for one in differ[path]])
        line = as_new(line, language) if former and plain(row) not in before else line
        table.append((_place_of(paper, row), line))
    told = [line for _place, line in sorted([*table, *texts], key=lambda one: one[0])]
    return [*told, *_left_out(gone, filing.language, language)]


def _texts(
    filing: Filing, language: str, paper: _Paper, cited: Cited, differ: Mapping[str, Sequence[tuple[str, str]]]
) -> Iterator[tuple[int, Line]]:
    """The texts of a paper, each line with its place in it; all of the paper, where somebody has edited it."""
    filed = {path: text.in_language(filing.language) or text.any() for path, text in paper.texts.items()}
    own = {path: text.in_language(language) or "" for path, text in paper.texts.items()}
    right = {path: _said(words, cited[language]) if words != filed[path] else [] for path, words in own.items()}
    if paper.edited and filed:
        pairs = side_by_side(paper.paragraphs, [block for blocks in right.values() for block in blocks])
        differing = [one for path in filed for one in differ[path]]
        yield from ((len(paper.packed), line) for line in marked(list(pairs), differing))
        return
    for path, words in filed.items():
        place = _where(paper, words)
        if path != STATEMENT:
            head, own_head = (Asked(filing.record.questions, tag).label(path) for tag in (filing.language, language))
            yield place, Line("", Side(head), Side(own_head))
        pairs = side_by_side(_said(words, cited[filing.language]), right[path])
        yield from ((place, line) for line in marked(list(pairs), differ[path]))


def _said(text: str, cite: Callable[[str], str]) -> list[str]:
    return [cite(block) for block in _blocks(text)]


def _where(paper: _Paper, text: str) -> int:
    """The place of a text in its paper. Headings may stand there as those of sections too."""
    blocks = _blocks(text)
    first = next((block for block in blocks if not block.startswith("#")), blocks[0] if blocks else "")
    return paper.packed.find(_packed(CITATION.split(first)[0].lstrip("#")))


def _place_of(paper: _Paper, row: Row) -> int:
    """The place of a row in its paper."""
    longest = max((words for _caption, words in row), key=len)
    return paper.packed.find(_packed(next(iter(longest.splitlines()), "")))


def _holds(row: Row, text: str) -> bool:
    return any(_contains(_packed(words), text) for _caption, words in row)


def as_new(line: Line, language: str) -> Line:
    """A line that says something else than what was handed in before, with a mark that says so in the applicant's language."""
    with use(catalog_of(language) or "en"):
        said = _("New, or with other words than in the paper handed in before.")
    return replace(line, own=Side(line.own.question, (f"{NEW} {said}", *line.own.answer)))


def _marked_new(line: Line, new: Sequence[str], language: str) -> Line:
    """A line of a text, with a mark where a paragraph that is new says it."""
    said = [_packed(text) for text in (line.filed.question, *line.filed.answer) if text]
    return as_new(line, language) if any(text in _packed(one) for text in said for one in new) else line


def _left_out(gone: Sequence[str], language: str, own: str) -> list[Line]:
    """What was handed in before and stands no longer in a paper."""
    if not gone:
        return []
    with use(catalog_of(own) or "en"):
        none = _("What stands on the left was in the paper handed in before, and is left out.")
    with use(catalog_of(language) or "en"):
        left_out = [_("Left out: “{old}”").format(old=_bare(paragraph)) for paragraph in gone]
    return [Line("", Side("", tuple(left_out)), Side("", (f"{NEW} {none}",)))]


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
    pieces = (_packed(piece) for block in _blocks(filed) for piece in CITATION.sub("\0", block).split("\0"))
    return all(piece.lstrip("#") in packed for piece in pieces)


def _packed(words: str) -> str:
    return "".join(words.split())


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
