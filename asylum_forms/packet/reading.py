"""The reading copy: what one person files and signs, in the filing's language and in their own. Never for the office."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from asylum_forms.forms import word
from asylum_forms.forms.answers import Answers
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.sheet import official_number
from asylum_forms.forms.table import FormTable
from asylum_forms.i18n import _, use
from asylum_forms.jurisdiction.contract import Filing, Part
from asylum_forms.packet.asked import catalog_of
from asylum_forms.packet.bilingual import STATEMENT, Line, Side, Unlike, lines, not_the_same, titles
from asylum_forms.packet.context import EAST_ASIAN
from asylum_forms.packet.meaning import TO_READ, Meaning
from asylum_forms.packet.signing import Signed, places
from asylum_forms.record.citations import CITATION
from asylum_forms.record.localize import language_name
from asylum_forms.record.people import full_name
from asylum_forms.record.values import Text

_LONG, _LONG_TO_SIGN = 500, 1200
"""Rows with more letters may break across pages; what is signed for stays together if it can."""


def context(
    filing: Filing,
    language: str,
    answers: Mapping[str, Answers],
    signed: Sequence[Signed],
    forms: Mapping[str, Path],
    cited: Mapping[str, Callable[[str], str]],
    sign_label: Callable[[str], str],
    unlike: Unlike,
) -> dict[str, Any]:
    """What the template reading-copy.docx prints, for the person as whom `filing` sees it, in their `language`.

    `answers` has the forms by leaf id; `signed` are the places to sign on this person's papers; `forms` has the Word
    files as they are filed, by name; `cited` makes citations into words, by language; `sign_label` says who does what at a place;
    `unlike` is where what they wrote says something else than what is filed.
    """
    parts = [part for part in filing.parts() if part.person == filing.person and not part.exhibits]
    return {
        "mark": " / ".join(_both(filing, language, lambda: _("READING COPY – NOT FOR THE OFFICE"))),
        "name": full_name(filing.record.get("applicant.name")),
        "title": _both(filing, language, lambda: _("Reading copy")),
        "about": _both(filing, language, lambda: " · ".join(_about(filing))),
        "intro": _pairs(filing, language, _intro),
        "languages": [language_name(tag, tag) for tag in (filing.language, language)],
        "page": " / ".join(_both(filing, language, lambda: _("Page"))),
        "number": " / ".join(_both(filing, language, lambda: _("No."))),
        "signing": _pairs(filing, language, lambda: [_("Where to sign, and what for")])[0],
        "signs": [
            _row(line.number, line, _LONG_TO_SIGN) for line in places(filing, language, answers, signed, forms, sign_label)
        ],
        "forms": [
            *(_form(filing, language, part, answers[part.leaf], unlike) for part in parts if part.form),
            *(_paper_of_own(filing, language, part, forms[part.leaf]) for part in parts if part.own_words and part.leaf in forms),
        ],
        "statement": _statement(filing, language, parts, forms, cited, unlike.get(STATEMENT, ())),
        "east_asian": EAST_ASIAN.get(language, EAST_ASIAN.get(filing.language, "zh-CN")),
        "document_title": " / ".join(_both(filing, language, lambda: _("Reading copy"))),
    }


def _intro() -> list[str]:
    return [
        _("This copy is for you, not for the office. Do not hand it in."),
        _("On the left stands what is filed; on the right what is asked, in your language, and your own words if there are any."),
        _("You sign what stands on the left. What stands on the right is only to understand it; no office has checked it."),
        _("Where {mark} stands, your words are missing: let somebody read you what stands on the left.").format(mark=TO_READ),
        _("Only dates, numbers and citations were compared (≠). Without ≠, the two sides may still say different things."),
        _("Sign nothing that you have not read or heard. If an answer is wrong, correct the record and build again."),
    ]


def _about(filing: Filing) -> list[str]:
    return [_(filing.procedure.title), _(filing.procedure.office)]


def _both(filing: Filing, language: str, say: Callable[[], str]) -> list[str]:
    """Words of ours in the language of the filing and in the applicant's, once where they are the same."""
    said = []
    for tag in (filing.language, language):
        with use(catalog_of(tag) or "en"):
            said.append(say())
    return list(dict.fromkeys(said))


def _pairs(filing: Filing, language: str, say: Callable[[], list[str]]) -> list[dict[str, str]]:
    """Sentences of ours side by side; the right side is empty where we do not speak the applicant's language."""
    with use(catalog_of(filing.language) or "en"):
        left = say()
    right = [""] * len(left)
    if own := catalog_of(language):
        with use(own):
            right = say()
    return [{"filed": one, "own": two} for one, two in zip(left, right, strict=True)]


def _row(number: str, line: Line, long: int = _LONG) -> dict[str, Any]:
    return {
        "number": number,
        "sections": ["", ""],
        "long": sum(map(len, (*line.filed.answer, *line.own.answer))) > long,
        "filed": _side(line.filed.question, line.filed.answer),
        "own": _side(line.own.question, [*line.own.answer, *([TO_READ] if line.to_read else [])]),
    }


def _side(question: str, answer: Sequence[str]) -> dict[str, Any]:
    """One cell; a cell of a Word table needs a paragraph, so a side without words has an empty one."""
    return {"question": question, "answer": list(answer) or ([] if question else [""])}


def _title(filing: Filing, language: str, part: Part) -> str:
    """What a paper is called in both languages; in the filing's alone where nothing of ours says it in the other."""
    if not (own := catalog_of(language)):
        return part.title
    return " / ".join(dict.fromkeys((part.title, titles(filing, own).get(part.leaf, part.title))))


def _form(filing: Filing, language: str, part: Part, answers: Answers, unlike: Unlike) -> dict[str, Any]:
    table = answers.table
    own = read_table(table.file, language) if language in table.languages else table
    meaning = Meaning(filing, language)
    rows: list[dict[str, Any]] = []
    section = ""
    for line in lines(answers, filing, own, language, unlike):
        number = official_number(line.number)
        row = _row("" if " " in number and not re.search(r"\d", number) else number, line)  # some boxes have a name, no number
        heading = _section(table, line) if line.number else section
        if heading != section:
            row["sections"] = [heading, _section(own, line) if own is not table else meaning.caption(heading) or TO_READ]
            section = heading
        rows.append(row)
    return {"title": _title(filing, language, part), "rows": rows}


def _paper_of_own(filing: Filing, language: str, part: Part, file: Path) -> dict[str, Any]:
    """A paper in the person's name as it is filed, from the first sentence that has a translation; above stands only its head."""
    meaning = Meaning(filing, language)
    pieces = word.pieces_of(file)
    said = [meaning.line(piece) for piece in pieces]
    first = next((at for at, own in enumerate(said) if own and pieces[at].endswith(".")), 0)
    pairs = list(zip(pieces, said, strict=True))[first:]
    rows = [_row("", Line("", Side("", (piece,)), Side("", (own,) if own else ()), to_read=not own)) for piece, own in pairs]
    return {"title": _title(filing, language, part), "rows": rows}


def _section(table: FormTable, line: Line) -> str:
    fitting = [key for key in table.sections if line.number == key or line.number.startswith(f"{key}.")]
    return table.sections.get(max(fitting, key=len, default=""), "")


def _statement(
    filing: Filing,
    language: str,
    parts: Sequence[Part],
    forms: Mapping[str, Path],
    cited: Mapping[str, Callable[[str], str]],
    unlike: Sequence[tuple[str, str]],
) -> dict[str, Any]:
    """The statement as it is filed beside the applicant's own; `rows` is empty where no paper of theirs prints one."""
    text = filing.record.get(STATEMENT)
    if not isinstance(text, Text):
        return {"title": "", "rows": []}
    filed = text.in_language(filing.language) or text.any()
    part, paper = _paper(filed, parts, forms)
    if part is None:
        return {"title": "", "rows": []}
    theirs = text.in_language(language) or ""
    edited = not _contains(paper, filed)
    left = paper if edited else [cited[filing.language](block) for block in _blocks(filed)]
    right = [cited[language](block) for block in _blocks(theirs)] if theirs != filed else []
    written = [(cited[filing.language](one), not_the_same(what, language)) for one, what in unlike]
    rows = [_row("", line) for line in marked(list(side_by_side(left, right)), written)]
    return {"title": _title(filing, language, part), "rows": rows}


def marked(pairs: Sequence[Line], written: Sequence[tuple[str, str]]) -> list[Line]:
    """Paragraphs in pairs, with what differs said below the pair in which it stands as it is written, else below the first."""
    found = list(pairs)
    for one, said in written if found else ():
        here = (at for at, line in enumerate(pairs) if any(one in text for text in (*line.filed.answer, *line.own.answer)))
        at = next(here, 0)
        found[at] = replace(found[at], own=Side(found[at].own.question, (*found[at].own.answer, said)))
    return found


def _paper(filed: str, parts: Sequence[Part], forms: Mapping[str, Path]) -> tuple[Part | None, list[str]]:
    """The paper that prints the statement, and its paragraphs as they are filed: the one that has most of its words."""
    wanted = set(re.findall(r"\w+", CITATION.sub(" ", filed)))
    best: tuple[float, Part | None, list[str]] = (0.5, None, [])
    for part in (part for part in parts if part.document and part.leaf in forms):
        paragraphs = word.paragraphs_of(forms[part.leaf])
        share = len(wanted & set(re.findall(r"\w+", "\n".join(paragraphs)))) / max(len(wanted), 1)
        best = max(best, (share, part, paragraphs), key=lambda found: found[0])
    return best[1], best[2]


def _contains(paragraphs: Sequence[str], filed: str) -> bool:
    """Whether the paper still has every sentence of the record's statement, so that nobody has edited them."""
    packed = "".join("".join(paragraphs).split())
    pieces = ("".join(piece.split()) for block in _blocks(filed) for piece in CITATION.sub("\0", block).split("\0"))
    return all(piece in packed for piece in pieces)


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
