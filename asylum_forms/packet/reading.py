"""The reading copy: what one person files and signs, in the filing's language and in their own. Never for the office."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asylum_forms.forms.answers import Answers
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import FormTable
from asylum_forms.i18n import _, use
from asylum_forms.jurisdiction.contract import Filing, Part
from asylum_forms.packet.asked import catalog_of, titles
from asylum_forms.packet.bilingual import lines
from asylum_forms.packet.context import EAST_ASIAN
from asylum_forms.packet.line import STATEMENT, Line, Unlike
from asylum_forms.packet.meaning import TO_READ, Meaning
from asylum_forms.packet.signing import Signed, places
from asylum_forms.packet.written import Cited, as_new, written
from asylum_forms.record.localize import language_name
from asylum_forms.record.people import full_name
from asylum_forms.record.values import values_at

_LONG, _LONG_TO_SIGN = 500, 1200
"""Rows with more letters may break across pages; what is signed for stays together if it can."""


OPENING = "opening"
"""The chapter that a copy begins with."""


@dataclass(frozen=True)
class Later:
    """What is said besides in the copy of papers that come after a filing."""

    held: Sequence[tuple[str, str, str]]
    """Everything in them: printed page, what it is called, the same in the applicant's language."""
    papers: Mapping[str, Path | None]
    """Leaf id of each paper or form that is handed in anew, whole or in pages, to the Word file of the earlier, where it is
    there."""
    items: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Leaf id of a form to the items that have another answer now."""
    pages: bool = False
    """Whether only changed pages are handed in."""


@dataclass(frozen=True)
class Chapter:
    """A part of a reading copy that begins on a page of its own."""

    name: str
    """`OPENING`, `form-<leaf id>` or `written-<leaf id>`."""
    title: str
    """In both languages."""
    words: Mapping[str, Any]
    """What the template reading-copy.docx prints."""


def opening(
    filing: Filing,
    language: str,
    answers: Mapping[str, Answers],
    signed: Sequence[Signed],
    forms: Mapping[str, Path],
    sign_label: Callable[[str], str],
    later: Later | None = None,
) -> Chapter:
    """What the copy is, for the person as whom `filing` sees it, in their `language`, and where they sign what.

    `answers` has the forms of this copy by leaf id; `signed` are the places to sign on this person's papers; `forms` has the Word
    files as they are filed, by name; `sign_label` says who does what at a place; `later` is for papers that come after a filing.
    """
    title = _both(filing, language, lambda: _("Reading copy"))
    signs = places(filing, language, answers, signed, forms, sign_label)
    words = {
        "title": title,
        "about": _both(filing, language, lambda: " · ".join(_about(filing))),
        "intro": _pairs(filing, language, lambda: _intro(later)),
        "holding": _pairs(filing, language, lambda: [_("What is in these papers")])[0],
        "held": [{"number": number, "filed": filed, "own": own} for number, filed, own in (later.held if later else ())],
        "signing": _pairs(filing, language, lambda: [_("Where to sign, and what for")])[0],
        "signs": [_row(line.number, line, _LONG_TO_SIGN) for line in signs],
    }
    return Chapter(OPENING, " / ".join(title), {**_common(filing, language), **words})


def forms_read(
    filing: Filing, language: str, answers: Mapping[str, Answers], unlike: Unlike, changed: Mapping[str, Collection[str]]
) -> Iterator[Chapter]:
    """A chapter for each form of one person, item by item; arguments as for `opening`.

    `unlike` is where what they wrote says something else than what is filed; `changed` has the items that have another answer
    than in an earlier filing, by leaf id.
    """
    for part in _parts(filing):
        if part.leaf in answers:
            rows = _form_rows(filing, language, answers[part.leaf], unlike, changed.get(part.leaf, ()))
            yield _chapter(filing, language, part, "form", list(rows))


def papers_read(
    filing: Filing,
    language: str,
    answers: Mapping[str, Answers],
    forms: Mapping[str, Path],
    cited: Cited,
    unlike: Unlike,
    later: Later | None = None,
) -> list[Chapter]:
    """A chapter for each paper with words of this person; of papers that come after a filing, those that are handed in anew.

    `cited` makes citations into words, by language; the other arguments as for `opening` and `forms_read`.
    """
    parts = _parts(filing)
    here = [part for part in parts if later is None or part.leaf in later.papers]
    shown = frozenset(_shown(filing, [answers[part.leaf] for part in parts if part.leaf in answers]))
    found = written(filing, language, here, forms, cited, unlike, shown, later.papers if later else {})
    return [_chapter(filing, language, part, "written", [_row("", line) for line in pairs]) for part, pairs in found]


def _parts(filing: Filing) -> list[Part]:
    """This person's own papers."""
    return [part for part in filing.parts() if part.person == filing.person and not part.exhibits]


def _chapter(filing: Filing, language: str, part: Part, kind: str, rows: Sequence[Mapping[str, Any]]) -> Chapter:
    title = _title(filing, language, part)
    return Chapter(f"{kind}-{part.leaf}", title, {**_common(filing, language), kind: {"title": title, "rows": rows}})


def _common(filing: Filing, language: str) -> dict[str, Any]:
    """What stands on the pages of every chapter."""
    return {
        "mark": " / ".join(_both(filing, language, lambda: _("READING COPY – NOT FOR THE OFFICE"))),
        "name": full_name(filing.record.get("applicant.name")),
        "languages": [language_name(tag, tag) for tag in (filing.language, language)],
        "page": " / ".join(_both(filing, language, lambda: _("Page"))),
        "number": " / ".join(_both(filing, language, lambda: _("No."))),
        "east_asian": EAST_ASIAN.get(language, EAST_ASIAN.get(filing.language, "zh-CN")),
        "document_title": " / ".join(_both(filing, language, lambda: _("Reading copy"))),
        "paper": filing.profile.paper,
        **dict.fromkeys(("title", "held", "signs", "form", "written")),  # each is in one kind of chapter only
    }


def _intro(later: Later | None) -> list[str]:
    besides = _("These papers come after a filing. What was handed in with that, and has not changed, is not in this copy.")
    instead = _(
        "These pages replace pages that were handed in. You sign for the whole paper again, so all of it is in this copy."
    )
    return [
        _("This copy is for you, not for the office. Do not hand it in."),
        *([instead if later.pages else besides] if later else []),
        _("On the left stands what is filed; on the right what is asked, in your language, and your own words if there are any."),
        _("You sign what stands on the left. What stands on the right is only to understand it; no office has checked it."),
        _(
            "Where {mark} stands, something on the left is not there in your language. Let somebody read it to you before you "
            "sign, or write it in your language in the record too, and build again."
        ).format(mark=TO_READ),
        _("Only dates, numbers, citations and some names were compared (≠). Without ≠, the two sides may still differ."),
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


def _form_rows(
    filing: Filing, language: str, answers: Answers, unlike: Unlike, changed: Collection[str]
) -> Iterator[dict[str, Any]]:
    table = answers.table
    own = read_table(table.file, language) if language in table.languages else table
    meaning = Meaning(filing, language)
    section = ""
    for line in lines(answers, filing, own, language, unlike):
        line = as_new(line, language) if line.number in changed else line
        number = table.official_number(line.number)
        row = _row("" if " " in number and not re.search(r"\d", number) else number, line)  # some boxes have a name, no number
        heading = _section(table, line) if line.number else section
        if heading != section:
            row["sections"] = [heading, _section(own, line) if own is not table else meaning.caption(heading) or TO_READ]
            section = heading
        yield row


def _section(table: FormTable, line: Line) -> str:
    fitting = [key for key in table.sections if line.number == key or line.number.startswith(f"{key}.")]
    return table.sections.get(max(fitting, key=len, default=""), "")


def _shown(filing: Filing, answers: Sequence[Answers]) -> Iterator[str]:
    """The paths of everything that stands in the forms."""
    for form in answers:
        cells = (cell for answer in form.items.values() for row in answer.rows for cell in row.values())
        for answer in (*form.items.values(), *cells):
            yield from (path for path in values_at(filing.record.data, answer.sources) if path != STATEMENT)
