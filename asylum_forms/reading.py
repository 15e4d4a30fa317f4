"""Reading copies: for each person of a filing who reads another language than the office's, what they file and sign, in both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

from asylum_forms.anew import Filed
from asylum_forms.assembly.plan import Leaf, Pages, Plan, Written
from asylum_forms.assembly.verify import checks, outline_of
from asylum_forms.assembly.write import write
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.forms import draftmark
from asylum_forms.forms.render import render
from asylum_forms.i18n import N_, _, use
from asylum_forms.jurisdiction.contract import Filing, Part
from asylum_forms.jurisdiction.templates import READING_COPY, find_template
from asylum_forms.look import Looked, drafts, typeset_ours
from asylum_forms.packet.asked import catalog_of, own_language, titles
from asylum_forms.packet.certificates import certificates
from asylum_forms.packet.context import common_context
from asylum_forms.packet.labelling import called
from asylum_forms.packet.meaning import TO_READ
from asylum_forms.packet.papers import AMENDED
from asylum_forms.packet.reading import OPENING, Chapter, Later, forms_read, opening, papers_read
from asylum_forms.packet.signing import Signed
from asylum_forms.preflight.report import sign_label
from asylum_forms.progress import Progress
from asylum_forms.record.people import full_name, helper
from asylum_forms.record.values import Text
from asylum_forms.tools.workers import Call
from asylum_forms.translation.given import differences_in

_PARENT = "parent-or-"
"""Begins the words of forms for a parent, or somebody in their place, who signs for a child."""


@dataclass(frozen=True)
class Signing:
    """A paper that somebody signs."""

    part: Part
    own_title: str = ""
    """What it is called in the reader's language, where no part of the packet says it."""


@dataclass(frozen=True)
class Finished:
    """What is filed, as a reading copy is made of it."""

    looked: Looked
    exhibits: Sequence[Exhibit]
    plan: Plan
    written: Written
    forms: Mapping[str, Path]
    """The Word files as they are filed, by name."""
    every: Sequence[Exhibit]
    """The exhibits that may be cited."""
    filed: Filed | None = None
    """What was handed in before, where these papers come after it."""

    @property
    def replaced(self) -> list[str]:
        """The leaf ids of papers of which changed pages take the place of earlier ones."""
        return list(dict.fromkeys(_leaf(leaf.id) for leaf in self.plan.leaves if leaf.id.startswith(f"{AMENDED}/")))

    def pages(self, filing: Filing) -> Pages:
        """Those that may be cited by a person's statement."""
        pages = Pages(self.plan.starts(), self.plan.leaves, self.plan.labels)
        theirs = [part.leaf for part in filing.parts() if part.person == filing.person and part.leaf in self.replaced]
        if self.filed and theirs:
            return self.filed.again(pages, theirs[-1])
        return self.filed.then(pages) if self.filed else pages

    def readers(self) -> list[str]:
        """Ids of those who have papers in it."""
        people = self.looked.filing.people()
        theirs = {part.person for part in self.looked.filing.parts() if part.leaf in self.replaced}
        return [whose for whose in people if whose in theirs] if theirs else people


def write_reading_copies(finished: Finished, work: Path, cache: Path, progress: Progress) -> dict[Path, tuple[Call, ...]]:
    """What each person of a filing reads who does not read its language: their own papers and nothing of another's.

    Writes `reading-copy.<language>.pdf` into `work`, `reading-copy--<id>.<language>.pdf` for other persons; returns the files,
    each with what verifies it. Of papers that come after a filing, these alone. Raises what rendering, typesetting and writing
    raise.
    """
    readers = {whose: _reads(finished, whose) for whose in finished.readers()}
    rendered: list[tuple[str, Chapter]] = []

    def files() -> Iterator[Path]:
        for whose, language in readers.items():
            for chapter in _chapters(finished, whose, language) if language else ():
                rendered.append((whose, chapter))
                yield _word_file(chapter, finished.looked, work / _name(whose, language))

    pdfs = typeset_ours(files(), work / "typeset", cache, progress)
    found = {}
    for whose in dict.fromkeys(reader for reader, _chapter in rendered):
        leaves = [_leaf_of(chapter, pdf) for (reader, chapter), pdf in zip(rendered, pdfs, strict=True) if reader == whose]
        out = work / f"{_name(whose, readers[whose])}.pdf"
        found[out] = _written(leaves, readers[whose], finished.looked.filing, out)
    return found


def _reads(finished: Finished, whose: str) -> str:
    """The language of a person's copy, empty where none is needed: their own, or the applicant's where a parent signs for them,
    as the record of a child is often written by a helper."""
    own = own_language(finished.looked.filing.for_person(whose))
    if own or not any(sign.who.startswith(_PARENT) for sign in _signed(finished, whose, "en")):
        return own
    return own_language(finished.looked.filing.for_person(""))


def _name(whose: str, language: str) -> str:
    return f"{READING_COPY}{f'--{whose}' if whose else ''}.{language}"


def _leaf_of(chapter: Chapter, pdf: Path) -> Leaf:
    with pikepdf.open(pdf) as opened:
        count, headings = len(opened.pages), tuple(_parts_of(chapter, opened))
    return Leaf(f"{READING_COPY}/{chapter.name}", chapter.title, pdf, count, headings=headings)


def _parts_of(chapter: Chapter, pdf: pikepdf.Pdf) -> Iterator[tuple[str, int]]:
    """The parts of a form in both languages, each with its page: where LibreOffice has the headings of the left side."""
    rows = (chapter.words["form"] or {"rows": ()})["rows"]
    called = {filed: " / ".join(dict.fromkeys((filed, own))) for filed, own in (row["sections"] for row in rows) if filed}
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    for _level, title, page in outline_of(pdf, numbers):
        if said := called.pop(title, ""):
            yield said.removesuffix(f" / {TO_READ}"), page


def _written(leaves: Sequence[Leaf], language: str, filing: Filing, out: Path) -> tuple[Call, ...]:
    """Write a copy with its own page numbers, the opening first; what verifies it."""
    title = _in(language, N_("Reading copy"))
    first = sorted(leaves, key=lambda leaf: leaf.id != f"{READING_COPY}/{OPENING}")
    plan = Plan(tuple(first), filing.profile.paper, language, title, "{page} / {pages}")
    return checks(plan, write(plan, out))


def _signed(finished: Finished, whose: str, language: str) -> list[Signed]:
    """The places to sign on one person's papers; for the applicant also what translators certify, once for each of them."""
    filing, written = finished.looked.filing, finished.written
    own = {part.leaf: Signing(part) for part in filing.parts() if part.person == whose and not part.exhibits}
    found = {**own, **(_certified(filing, language, finished.exhibits) if not whose else {})}
    pages = {
        page: found[_leaf(leaf.id)]
        for leaf in finished.plan.leaves
        if _leaf(leaf.id) in found
        for page in range(written.starts[leaf.id], written.starts[leaf.id] + leaf.pages)
    }
    signs = [(who.partition(" (")[0], page) for who, page in written.signs if page in pages]
    return [Signed(who, written.at(page), pages[page].part, pages[page].own_title) for who, page in signs]


def _certified(filing: Filing, language: str, exhibits: Sequence[Exhibit]) -> dict[str, Signing]:
    """The translators' certificates by leaf id, all of one translator as the first of them."""
    first: dict[str, Signing] = {}
    found = {}
    for one in certificates(exhibits):
        name = full_name(helper(filing.record, one.translator).get("name"))
        titles = []
        for tag in (filing.language, language):
            with use(catalog_of(tag) or "en"):
                titles.append(": ".join(filter(None, (_("Translator's certificate"), name))))
        found[one.leaf] = first.setdefault(one.translator, Signing(Part(document=one.name, title=titles[0]), titles[1]))
    return found


def _leaf(id: str) -> str:
    """The leaf id of the paper that a leaf is, or has a page of."""
    return id.split("/")[1] if id.startswith(f"{AMENDED}/") else id


def _later(finished: Finished, whose: str, language: str) -> Later | None:
    """What one person is told besides of papers that come after a filing; the exhibits are the applicant's."""
    if finished.filed is None:
        return None
    filing, written = finished.looked.filing, finished.written
    theirs = [part.leaf for part in filing.parts() if part.person == whose]
    own_titles = titles(filing, catalog_of(language) or "en")
    if (amending := filing.procedure.amending) and not whose:
        theirs.append(amending.document)
        own_titles[amending.document] = _in(language, amending.title)
    held: list[tuple[int, tuple[str, str, str]]] = []

    def hold(page: int, filed: str, own: str) -> None:
        spot = written.at(page)
        file = f" ({spot.file})" if spot.file else ""
        held.append((page, (str(spot.page), filed + file, own + file)))

    for leaf in (leaf for leaf in finished.plan.leaves if _leaf(leaf.id) in theirs):
        own = own_titles[_leaf(leaf.id)]
        if leaf.id.startswith(f"{AMENDED}/"):
            own = _in(language, "{title}, page {page}").format(title=own, page=leaf.id.rpartition("/")[2])
        hold(written.starts[leaf.id], leaf.title, own)
    for exhibit in () if whose else finished.exhibits:
        pages = [page for leaf, page in written.starts.items() if leaf.startswith(f"exhibit/{exhibit.id}/")]
        for page in pages[:1]:
            hold(page, *_called(filing, exhibit, language))
    anew = finished.replaced or list(filing.anew)
    papers = {leaf: finished.filed.word_file(leaf) for leaf in anew if leaf in theirs}
    items = finished.filed.items({leaf: finished.looked.answers[leaf] for leaf in papers if leaf in finished.looked.answers})
    return Later([line for _page, line in sorted(held)], papers, items, bool(finished.replaced))


def _in(language: str, message: str) -> str:
    """A message of ours in the reader's language."""
    with use(catalog_of(language) or "en"):
        return _(message)


def _called(filing: Filing, exhibit: Exhibit, language: str) -> tuple[str, str]:
    """An exhibit with its title in both languages; the applicant's own words, where there are any."""
    entries = (one for one in filing.record.rows("evidence") if isinstance(one, Mapping) and one.get("id") == exhibit.id)
    title = next(entries, {}).get("title")
    own = (title.in_language(language) if isinstance(title, Text) else None) or TO_READ
    said = []
    for tag, words in ((filing.language, exhibit.title), (language, own)):
        with use(catalog_of(tag) or "en"):
            said.append(f"{called(exhibit.label)}: {words}")
    return said[0], said[1]


def _chapters(finished: Finished, whose: str, language: str) -> Iterator[Chapter]:
    """The chapters of one person's copy, the largest first: the others are made while it is typeset."""
    looked = finished.looked
    filing = looked.filing.for_person(whose)
    later = _later(finished, whose, language)
    unlike: dict[str, list[tuple[str, str]]] = {}
    with use(catalog_of(language) or "en"):
        for one in differences_in(filing.record, filing.language):
            unlike.setdefault(one.path, []).append((one.written, one.message))
    answers = {leaf: one for leaf, one in looked.answers.items() if later is None or leaf in later.papers}
    yield from forms_read(filing, language, answers, unlike, later.items if later else {})
    cited = {tag: _citing(filing, tag, finished) for tag in (filing.language, language)}
    yield from papers_read(filing, language, answers, finished.forms, cited, unlike, later)
    yield opening(filing, language, answers, _signed(finished, whose, language), finished.forms, sign_label, later)


def _word_file(chapter: Chapter, looked: Looked, folder: Path) -> Path:
    template = find_template(looked.filing.jurisdiction, READING_COPY)
    assert template, "templates/common has it"
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / f"{chapter.name}.docx"
    render(template, chapter.words, out)
    unconfirmed = drafts(looked)
    if unconfirmed.words and draftmark.shows(draftmark.words_of(out), unconfirmed.words):
        draftmark.mark(out, unconfirmed.mark, out)
    return out


def _citing(filing: Filing, language: str, finished: Finished) -> Callable[[str], str]:
    """Makes the citations of a statement into words of a language."""
    speaking = replace(filing, language=catalog_of(language) or "en")
    cite = common_context(speaking, finished.every, finished.pages(filing))["cited"]
    return lambda text: str(cite(text, "").plain())
