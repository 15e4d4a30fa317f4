"""Pages that take the place of pages filed before: what is new is underlined, each is signed and dated, the declaration is fresh.

The papers are made anew, whole, and held against the earlier filing page by page. The packet has a paper that lists the changes,
the pages that differ, the pages on which these papers are declared true, and the exhibits that the earlier filing has not, with
the papers that go with exhibits whenever they are handed in: their list, the statement of service.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf

from asylum_forms import before
from asylum_forms.anew import Filed, edits_lost, numbered, options
from asylum_forms.assembly.plan import Leaf, Pages, Plan
from asylum_forms.compare import answers as answers_of
from asylum_forms.compare import paper as sentences
from asylum_forms.compare.filing import Built
from asylum_forms.compare.sheets import opened
from asylum_forms.compare.words import differences
from asylum_forms.errors import ArgumentError, AsylumFormsError
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms import changed, word
from asylum_forms.forms.answers import Answers
from asylum_forms.forms.sheet import slug
from asylum_forms.i18n import _, use
from asylum_forms.jurisdiction.contract import Amending, Filing, Part, Procedure
from asylum_forms.packet import own, papers
from asylum_forms.packet.labelling import called
from asylum_forms.packet.papers import AMENDED, Document, Typeset
from asylum_forms.pdf.links import INTERNAL
from asylum_forms.record.people import full_name

_FOOT = 12.0
"""Type of the line to sign on: large enough for every office."""


def earlier(filing: Filing, paths: Sequence[Path]) -> list[Built]:
    """The filings in these build folders, the first as one whose pages can be replaced.

    Raises what `before.read` raises, and AsylumFormsError where the office has no such rule that we know or a form is answered in
    the office's account.
    """
    procedure = filing.procedure
    if procedure.amending is None:
        again = f"`{options('--supplements', paths)}`"
        remedies = [
            *(
                [_("Statements that have changed are handed in anew: build with {options}.").format(options=again)]
                if _anew(procedure)
                else []
            ),
            *([_(procedure.corrected)] if procedure.corrected else []),
            _("Build the whole filing, and see what changed with: `asylum-forms diff OLD NEW`"),
        ]
        raise AsylumFormsError(
            _("How {procedure} takes changed pages is not known.").format(procedure=filing.name), remedy=" ".join(remedies)
        )
    if ours := [part.title for part in _replaceable(filing) if own.in_account(filing, part)]:
        raise AsylumFormsError(
            _("{form} is answered in the office's online account: none of its pages was handed in, so none is replaced.").format(
                form=ours[0]
            ),
            remedy=_("Ask the office how it takes changes of what was answered there, and see them with: {command}").format(
                command="asylum-forms diff OLD NEW"
            ),
        )
    found = before.read(filing, paths, _("Name the folder of that filing too: --amends FILING --amends {path}"))
    if lacking := next((one for one in found if one.answers is None and not one.later), None):
        raise ArgumentError(
            _("{path} is no build folder with its answers and Word files.").format(path=lacking.folder),
            remedy=_("Name the folder of the build that was filed, such as CASE/build/PROCEDURE."),
        )
    return found


def _anew(procedure: Procedure) -> bool:
    """Whether a paper of it is handed in anew where it has changed."""
    return any(part.anew for part in procedure.parts)


def amendment(
    filing: Filing, handed_in: Sequence[Built], answers: Mapping[str, Answers], filled: Iterable[str], work: Path
) -> Amendment:
    """Pages for what was handed in, see `earlier`. `answers` has the forms as they are now, by leaf id; `filled` the leaf ids
    of official PDFs, whose pages are the office's own and cannot be underlined: AsylumFormsError is raised for those.
    """
    rule, parts = filing.procedure.amending, _replaceable(filing)
    assert rule, "earlier() has looked"
    if ours := [part.title for part in parts if part.leaf in set(filled)]:
        raise AsylumFormsError(
            _("{form} is an official PDF or one of your own, in which nothing can be underlined.").format(form=ours[0]),
            remedy=_("Change it by hand as the office asks, and sign and date the new pages."),
        )
    return Amendment(filing, rule, Filed(handed_in), parts, answers, work, numbered(handed_in[0])[1])


def _replaceable(filing: Filing) -> list[Part]:
    """The parts whose pages are replaced one by one."""
    rule = filing.procedure.amending
    return [part for part in filing.parts() if rule and (part.form or part.document) in rule.parts]


@dataclass
class Amendment:
    """The changed pages of one filing, while they are made."""

    filing: Filing
    rule: Amending
    filed: Filed
    """What was handed in: the filing whose pages are replaced, and what followed it."""
    parts: Sequence[Part]
    answers: Mapping[str, Answers]
    work: Path
    numbers: tuple[str, ...]
    """Those printed on the pages of the filing."""
    _feet: dict[str, str] = field(default_factory=dict)
    """Leaf id to the words in the foot of its pages."""
    _told: dict[str, list[str]] = field(default_factory=dict)
    """Leaf id of a paper without items to the sentences that say what changed in it."""
    _lengths: dict[str, int] = field(default_factory=dict)
    """Leaf id to the pages that a paper has now."""
    _passes: int = 0

    def exhibits(self, exhibits: Sequence[Exhibit]) -> list[Exhibit]:
        """Those that no earlier filing has. Raises what `before.new` raises."""
        return before.new(self.filing, self.filed.earlier, exhibits)

    def documents(self, every: Sequence[Document], exhibits: Sequence[Exhibit]) -> list[Document]:
        """The Word files of the packet, from those of the whole filing. Page numbers in them are those of the earlier filing."""
        wanted = {part.leaf for part in self.parts}
        new = self.exhibits(exhibits)
        beginnings = tuple(f"exhibit/{exhibit.id}/" for exhibit in new)
        wished = [one for one in every if one.leaf in wanted or (beginnings and one.leaf.startswith(beginnings))]
        cover = papers.document(self.filing, Part(document=self.rule.document, title=self._title()), {}, exhibits)
        again = [replace(one, context=self._as_filed(one)) if one.leaf in wanted else one for one in wished]
        along = [papers.document(self._later, part, {}, new) for part in self._along(new) if part.document]
        # The listing is last: what it tells of the others is then of the same pass.
        return [*again, *along, self._listing(cover, new)]

    @cached_property
    def _later(self) -> Filing:
        """The filing with only the exhibits that are new, as the papers that go with them see it."""
        return replace(self.filing, filed=frozenset(before.labels(self.filed.earlier)))

    def _along(self, new: Sequence[Exhibit]) -> list[Part]:
        """What is handed in with new exhibits, in order, these included; nothing where there are none. No letter: the paper that
        lists the pages is one."""
        return [part for part in self._later.parts() if not part.later] if new else []

    def _title(self) -> str:
        with use(self.filing.language):
            return _(self.rule.title)

    def _as_filed(self, document: Document) -> Any:
        def context(pages: Pages) -> Mapping[str, Any]:
            return document.context(self.filed.again(pages, document.leaf) if pages else pages)

        return context

    def _listing(self, cover: Document, new: Sequence[Exhibit]) -> Document:
        """The paper that lists the pages, their changes and the new exhibits; it knows them once they are typeset."""

        def context(pages: Pages) -> Mapping[str, Any]:
            listed = [*self._listed(pages), *self._added(new, pages)]
            return {**cover.context(pages), "pages": listed, "changes": list(self._changes())}

        return replace(cover, context=context)

    def _listed(self, pages: Pages) -> Iterator[dict[str, str]]:
        for part in self.parts:
            for id_ in (id_ for id_ in pages if id_.startswith(f"{AMENDED}/{part.leaf}/")):
                number = int(id_.rpartition("/")[2])
                with use(self.filing.language):
                    old = self._number(part.leaf, number) or "–"
                yield {"title": part.title, "page": str(pages[id_]), "old": old}

    def _added(self, new: Sequence[Exhibit], pages: Pages) -> Iterator[dict[str, str]]:
        with use(self.filing.language):
            for exhibit in new:
                first = min((page for id_, page in pages.items() if id_.startswith(f"exhibit/{exhibit.id}/")), default=0)
                title = _("{exhibit}: {title}").format(exhibit=called(exhibit.label), title=exhibit.title)
                yield {"title": title, "page": pages.printed(first), "old": "–"}

    def _changes(self) -> Iterator[dict[str, Any]]:
        """Title of each paper to the sentences about it."""
        now = answers_of.as_data(self.answers)
        found = answers_of.changes(self.filed.answers(now), now)
        with use(self.filing.language):
            for part in self.parts:
                table = self.answers[part.leaf].table if part.form else None
                mine = [change for change in found if change.leaf == part.leaf]
                mine = [replace(change, item=table.official_number(change.item)) for change in mine] if table else mine
                lines = [sentences.answer_sentence(change) for change in mine]
                lines = lines or self._told.get(part.leaf, [])
                gone = (
                    _("Page {page} is taken out, and no page takes its place.").format(page=self._number(part.leaf, number))
                    for number in self._gone(part.leaf)
                )
                if lines := [*lines, *gone]:
                    yield {"title": part.title, "lines": lines}

    def finish(self, document: Document, file: Path) -> None:
        """Underline in a rendered paper what is new, and put the line to sign on into the foot of its pages."""
        part = next((part for part in self.parts if part.leaf == document.leaf), None)
        if part is None:
            return
        earlier = self.filed.word_file(part.leaf)
        if earlier and not part.form:
            with use(self.filing.language):
                was, now = (" ".join(word.paragraphs_of(one)).split() for one in (earlier, file))
                self._told[part.leaf] = [sentences.word_sentence(one) for one in differences(was, now)[0]]
        changed.underline(file, earlier)
        who = slug(self.filing.jurisdiction.ask(self.rule.signer, self.filing.for_person(part.person)))
        with use(self.filing.language):
            captions = (_("Signature:"), _("Date:"))
        self._feet[part.leaf] = changed.add_signature(file, who, captions, _FOOT)

    def plan(self, typeset: Mapping[str, Typeset], exhibits: Sequence[Exhibit]) -> Plan:
        """The packet. Raises AsylumFormsError when nothing has changed."""
        self._passes += 1
        whole = {part.leaf: _split(typeset[part.leaf].pdf, self._folder(part.leaf)) for part in self.parts}
        differ = {part.leaf: self._differing(part.leaf, typeset[part.leaf].pdf) for part in self.parts}
        affected = {part.person for part in self.parts if differ[part.leaf] or self._gone(part.leaf)}
        if not affected:
            raise AsylumFormsError(
                _("Nothing has changed in these papers since the filing in {path}.").format(
                    path=self.filed.earlier[-1].folder.name
                ),
                remedy=_("Change the record first. What else differs is told by: `asylum-forms diff OLD NEW`"),
            )
        cover = typeset[self.rule.document]
        leaves = [Leaf(self.rule.document, self._title(), cover.pdf, cover.pages)]
        for part in (part for part in self.parts if part.person in affected):
            signed = _signed(typeset[part.leaf].pdf)
            for number in sorted(differ[part.leaf] | signed):
                leaves.append(self._leaf(part, number, whole[part.leaf][number - 1]))
        new = self.exhibits(exhibits)
        for part in self._along(new):
            if part.exhibits:
                found = (leaf for exhibit in new for leaf in papers.exhibit_leaves(self.filing, exhibit, typeset))
                leaves += [replace(leaf, label="") for leaf in found]
            else:
                leaves.append(Leaf(part.leaf, part.title, typeset[part.leaf].pdf, typeset[part.leaf].pages))
        plan = papers.bound(self.filing, leaves)
        return replace(plan, stamp=f"{{label}} {plan.stamp}")

    def _folder(self, leaf: str) -> Path:
        folder = self.work / f"{leaf}-{self._passes}"
        folder.mkdir(parents=True)
        return folder

    def _leaf(self, part: Part, number: int, pdf: Path) -> Leaf:
        with use(self.filing.language):
            title = _("{title}, page {page}").format(title=part.title, page=number)
            old = self._number(part.leaf, number)
            label = _("(replaces page {page})").format(page=old) if old else _("(new page)")
        return Leaf(f"{AMENDED}/{part.leaf}/{number}", title, pdf, 1, label=label)

    def _number(self, leaf: str, number: int) -> str:
        """The number printed on a page that a paper had before; the one within the paper, where it was new in changed pages that
        were handed in since; empty where there was no such page. To be called in the language of the filing."""
        if number not in self.filed.pages_of(leaf):
            return ""
        filed = next((piece for piece in self.filed.earlier[0].pieces if piece.id == leaf), None)
        if filed and number <= filed.pages:
            return self.numbers[filed.page + number - 2]
        return _("{page} (new)").format(page=number)

    def _gone(self, leaf: str) -> list[int]:
        """The pages, from 1, that the office has of a paper which is shorter now."""
        length = self._lengths.get(leaf, sys.maxsize)
        return [number for number in sorted(self.filed.pages_of(leaf)) if number > length]

    def _differing(self, leaf: str, pdf: Path) -> set[int]:
        """The pages of a paper that are others than those that the office has of it."""
        foot = _packed(self._feet[leaf].split())
        with opened([pdf]) as sheets:
            new = {number: _packed(sheets.words(number)).replace(foot, "") for number in range(1, len(sheets) + 1)}
        self._lengths[leaf] = len(new)
        old: dict[int, str] = {}
        there = self.filed.pages_of(leaf)
        for which, built in enumerate(self.filed.earlier):
            pages = {number: page for number, (its, page) in there.items() if its == which}
            with opened(built.pdfs) as sheets:
                old |= {number: _packed(sheets.words(page)).replace(foot, "") for number, page in pages.items()}
        return {number for number, text in new.items() if text != old.get(number)}

    def findings(self, every: Sequence[Exhibit], edited: Collection[str]) -> Iterator[Finding]:
        """What the user must know of the pages: what was filed may not be what the program made; pages that are gone.

        `every` are the exhibits of the record, `edited` the names of the Word files that were edited by hand since.
        """
        cover = Part(document=self.rule.document, title=self.rule.title)
        yield from before.findings(self.filing, self.filed.earlier, every)
        yield from papers.document_findings(self.filing, cover)
        for part in self.parts:
            who = full_name(self.filing.for_person(part.person).record.get("applicant.name"))
            filed = self.filed.word_file(part.leaf)
            if filed is None:
                yield Finding(
                    "amended.not-filed",
                    Severity.ATTEND,
                    _("{title} is not in the earlier filing: all of it is new ({name}).").format(title=part.title, name=who),
                    _("See that the folder after --amends is that of the filing which was handed in."),
                    Place(file=self.filed.earlier[0].pdfs[0].name),
                )
            elif self.filed.was_edited(part.leaf) and part.leaf not in edited:
                yield edits_lost(part)


def _packed(words: Sequence[str]) -> str:
    """Words without gaps and lines to write on: not every reader of PDF sees those."""
    return "".join(words).replace("_", "")


def _split(pdf: Path, folder: Path) -> list[Path]:
    """Each page as a PDF of its own, without links to other pages: those stay behind."""
    files = []
    with pikepdf.open(pdf) as source:
        for number, page in enumerate(source.pages, 1):
            with pikepdf.new() as single:
                single.pages.append(page)
                kept = [link for link in single.pages[0].get("/Annots", []) if _address(link).startswith(f"{INTERNAL}sign/")]
                single.pages[0].obj["/Annots"] = pikepdf.Array(kept)
                files.append(folder / f"{number}.pdf")
                single.save(files[-1], deterministic_id=True)
    return files


def _signed(pdf: Path) -> set[int]:
    """The pages that have a place to sign besides the foot."""
    with pikepdf.open(pdf) as source:
        marks = {
            number: [_address(link) for link in page.get("/Annots", []) if "/sign/" in _address(link)]
            for number, page in enumerate(source.pages, 1)
        }
    return {number for number, found in marks.items() if len(found) > 1}


def _address(link: Any) -> str:
    action = link.get("/A")
    return str(action.get("/URI", "")) if action is not None else ""
