"""Our own papers held against those that were handed in: which have changed since, and which of these may be handed in anew."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from asylum_forms.assembly.plan import Leaf, Pages
from asylum_forms.compare import answers as answers_of
from asylum_forms.compare import paper as sentences
from asylum_forms.compare.answers import Kept
from asylum_forms.compare.filing import Built
from asylum_forms.compare.sheets import opened
from asylum_forms.compare.words import differences
from asylum_forms.errors import RecordError
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.files import sha256
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms import kept, word
from asylum_forms.forms.answers import Answers
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.render import render
from asylum_forms.forms.table import FormTable
from asylum_forms.i18n import _, language
from asylum_forms.jurisdiction.contract import Filing, Part
from asylum_forms.packet import own, papers
from asylum_forms.record.model import Record

_QUOTED, _LETTERS = 3, 300
"""So many changes of one paper are quoted, and so many letters of each; `asylum-forms diff` has all."""

_FOOT, _CELL = "[footer]", "|"
"""In the text of a Word file: what begins such a line, and what stands between the cells of a table."""


@dataclass(frozen=True)
class Changed:
    """A paper that is another one now than that which was handed in."""

    part: Part
    changes: tuple[str, ...]
    """Sentences; none where `words` are."""
    words: tuple[Sequence[str], Sequence[str]] = ((), ())
    """What the paper said, and what it would say today in the same place, by which it is known to have changed."""
    times: int = 0
    """How many times it was handed in; 0 where it is new as a whole."""
    edited: bool = False
    """Whether what was handed in had been edited by hand, so that what is made from the record has none of these edits."""

    def told(self, printed: Path | None) -> tuple[str, ...]:
        """What has changed, in sentences; in the words of the paper as it is `printed`, with the pages that it cites there."""
        old, new = self.words
        shown = _words(printed, foot=any(word.startswith(_FOOT) for word in new)) if printed else ()
        return (*self.changes, *map(sentences.word_sentence, differences(old, new, shown=shown)[0]))


@dataclass(frozen=True)
class Anew:
    """The papers that have changed since they were handed in."""

    filing: Filing
    """The whole filing, as it would be handed in today."""
    changed: tuple[Changed, ...]
    folders: tuple[Path, ...]
    """Where what was handed in lies."""

    @cached_property
    def again(self) -> Mapping[str, int]:
        """The papers that are handed in anew: those that have changed and may be, and those that go with one of them.

        Leaf id to how many times the paper was handed in before; of what goes with another, how many times that was.
        """
        anew = [one for one in self.changed if one.part.anew and not (one.times and one.part.anew_with)]
        found = {one.part.leaf: one.times for one in anew}
        return {**found, **{part.leaf: times for part in self.filing.parts() if (times := found.get(part.goes_with, 0))}}

    def but(self, leaves: Collection[str]) -> Anew:
        """Without these papers, and none handed in anew: their changed pages are handed in instead."""
        left = (replace(one, part=replace(one.part, anew="")) for one in self.changed if one.part.leaf not in leaves)
        return replace(self, changed=tuple(left))

    def findings(self, printed: Mapping[str, Path], edited: Collection[str]) -> Iterator[Finding]:
        """What has changed, whether it is in these papers, and what to do with what is not. `printed` has the Word files of these
        papers by name, `edited` the names of those that were edited by hand since."""
        for one in self.changed:
            place = Place(file=f"forms/{one.part.leaf}.docx") if one.part.document else Place(form=one.part.form)
            anew = one.part.leaf in self.again
            changes = one.told(printed.get(one.part.leaf) if anew else None)
            said = {"title": one.part.title, "changes": _quoted(changes)}
            if not anew:
                yield Finding(
                    "supplement.changed",
                    Severity.ATTEND,
                    _("{title} has changed since the filing, and is not in these papers: {changes}").format(**said),
                    self.remedy(one.part),
                    place,
                )
                continue
            yield Finding(
                "supplement.anew",
                Severity.ATTEND,
                _("{title} has changed since the filing, and is in these papers anew: {changes}").format(**said),
                _("Read it whole, and the reading copy where there is one; then sign it anew."),
                place,
            )
            if one.edited and one.part.leaf not in edited:
                yield edits_lost(one.part)

    def remedy(self, part: Part) -> str:
        """How a paper that has changed gets to the office, where it is not handed in anew."""
        procedure = self.filing.procedure
        if procedure.amending and (part.form or part.document) in procedure.amending.parts:
            return _("Make its changed pages: build with {options}.").format(options=f"`{options('--amends', self.folders)}`")
        return " ".join(filter(None, (part.form and procedure.corrected and _(procedure.corrected), _ask())))


def options(name: str, folders: Sequence[Path]) -> str:
    """An option with each of these folders, to be copied into a command."""
    return " ".join(f"{name} {shlex.quote(str(folder))}" for folder in folders)


def edits_lost(part: Part) -> Finding:
    """A paper that was filed as somebody had edited it, made anew without that."""
    return Finding(
        "supplement.edits-lost",
        Severity.BLOCKS,
        _("{title} was edited by hand before it was filed. The new one is made from the record, without that.").format(
            title=part.title
        ),
        _("Carry them over into {name}.docx in the folder of these papers, then build again.").format(name=part.leaf),
        Place(file=f"forms/{part.leaf}.docx"),
    )


def _quoted(changes: Sequence[str]) -> str:
    more = [_("and {count} more").format(count=len(changes) - _QUOTED)] if len(changes) > _QUOTED else []
    shown = (one if len(one) <= _LETTERS else f"{one[:_LETTERS]} …" for one in changes[:_QUOTED])
    return " ".join([*shown, *more])


@dataclass(frozen=True)
class Filed:
    """What was handed in before, as papers of today are held against it."""

    earlier: Sequence[Built]

    @cached_property
    def _pages(self) -> list[tuple[dict[str, int], tuple[Leaf, ...], tuple[str, ...], tuple[int, ...]]]:
        """Of each filing where its pieces begin, its leaves, the numbers printed on its pages, and the file that each page is in
        where there are several."""
        return [(({piece.id: piece.page for piece in one.pieces}), *numbered(one)) for one in self.earlier]

    def then(self, pages: Pages) -> Pages:
        """Pages of a paper of today, which may cite what was handed in before; empty as long as nothing is planned."""
        if pages:
            for number in range(len(self.earlier)):
                pages = self._and(pages, number)
        return pages

    def again(self, pages: Pages, leaf: str, until: int | None = None) -> Pages:
        """Pages of a packet as a paper sees them whose changed pages it has: see `Pages.in_place_of`. What followed the filing is
        among them, where it is not numbered `until` or later."""
        pages = pages.in_place_of(*self._pages[0][:3], leaf)
        for number in range(1, len(self.earlier))[: until and until - 1]:
            pages = self._and(pages, number)
        return pages

    def _and(self, pages: Pages, number: int) -> Pages:
        """Pages, and those of one of the filings. Only the first has page numbers that can be cited from elsewhere: those of what
        came later begin at 1 again."""
        starts, _leaves, labels, parts = self._pages[number]
        return pages.then(starts, ("",) * len(labels) if number else labels, () if number else parts)

    def changed(
        self, filing: Filing, tables: Mapping[str, FormTable], every: Sequence[Exhibit], edited: Mapping[str, Path], work: Path
    ) -> Anew:
        """The papers of the whole filing that are others today.

        `tables` has the forms by name, `every` all exhibits of the record, `edited` the Word files edited by hand since, by name.
        """
        work.mkdir()
        found, called = [], {part.leaf: part.title for part in filing.parts(language())}
        for part in filter(_is_compared, filing.parts()):
            one = self._form(filing, part, tables) if part.form else self._paper(filing, part, every, edited, work)
            # From here on it is only spoken of.
            found += [replace(one, part=replace(part, title=called[part.leaf]), times=self._times(part.leaf))] if one else []
        return Anew(filing, tuple(found), tuple(one.folder for one in self.earlier))

    def edited_elsewhere(self, filing: Filing, there: Mapping[str, Path], edited: Collection[str]) -> Iterator[Finding]:
        """The papers that somebody has edited since then in the folder of the whole filing, of which `there` has the edited Word
        files by name. `edited` names those in the folder of these papers, which are used."""
        for part in filter(_is_compared, filing.parts(language())):
            before = self.word_file(part.leaf)
            if part.leaf not in there or part.leaf in edited or before is None:
                continue
            if word.text_of(there[part.leaf]) != word.text_of(before):
                yield Finding(
                    "supplement.edited-elsewhere",
                    Severity.BLOCKS,
                    _("{title} was edited by hand in the folder of the whole filing. These papers do not have that.").format(
                        title=part.title
                    ),
                    _("Copy {name}.docx into forms of this folder, correct the page numbers in it, and build again.").format(
                        name=part.leaf
                    )
                    if part.anew
                    else _ask(),
                    Place(file=f"{there[part.leaf].parent.parent.name}/forms/{part.leaf}.docx"),
                )

    def _last(self, leaf: str) -> int | None:
        """The last filing that has this paper, or pages that take the place of its pages."""
        return max(self._having(leaf), default=None)

    def _having(self, leaf: str) -> list[int]:
        """The filings that have this paper, or pages that take the place of its pages."""
        changed = f"{papers.AMENDED}/{leaf}/"
        having = (any(one.id == leaf or one.id.startswith(changed) for one in built.pieces) for built in self.earlier)
        return [number for number, has in enumerate(having) if has]

    def _times(self, leaf: str, until: int | None = None) -> int:
        """How many times a paper was handed in, with the filing numbered `until` or later not counted."""
        return len([number for number in self._having(leaf) if until is None or number < until])

    def _answered(self, leaf: str) -> int | None:
        """The last filing that has the answers of this form, which are given in the office's account."""
        return max((number for number, one in enumerate(self.earlier) if leaf in (one.answers or {})), default=None)

    def pages_of(self, leaf: str) -> dict[int, tuple[int, int]]:
        """The pages of a paper that the office has, from 1: the number of the filing that each is in, and its page there."""
        found: dict[int, tuple[int, int]] = {}
        for number, built in enumerate(self.earlier):
            for piece in built.pieces:
                if piece.id == leaf:  # all of it takes the place of what was there
                    found = {page + 1: (number, piece.page + page) for page in range(piece.pages)}
                elif piece.id.startswith(f"{papers.AMENDED}/{leaf}/"):
                    found[int(piece.id.rpartition("/")[2])] = (number, piece.page)
            if built.amended and leaf in built.renderings and (length := built.renderings[leaf].pages):
                found = {page: at for page, at in found.items() if page <= length}  # the others it has taken out
        return found

    def word_file(self, leaf: str) -> Path | None:
        """A paper as it was handed in last; None where no folder has its Word file."""
        number = self._last(leaf)
        forms = self.earlier[number].forms if number is not None else None
        file = forms / f"{leaf}.docx" if forms else None
        return file if file and file.is_file() else None

    def was_edited(self, leaf: str) -> bool:
        """Whether a paper, as it was handed in last, had been edited by hand."""
        number, file = self._last(leaf), self.word_file(leaf)
        return number is not None and file is not None and kept.is_edited(file, self.earlier[number].renderings.get(leaf))

    def answers(self, leaves: Collection[str]) -> Kept:
        """The answers of these forms as they were handed in last."""
        last = {leaf: self.earlier[number].answers or {} for leaf in leaves if (number := self._last(leaf)) is not None}
        return {leaf: answers[leaf] for leaf, answers in last.items() if leaf in answers}

    def items(self, answers: Mapping[str, Answers]) -> dict[str, set[str]]:
        """Of forms, by leaf id, the items that say something else than when they were handed in last."""
        now = answers_of.as_data(answers)
        found = answers_of.changes(self.answers(now), now)
        return {leaf: {change.item for change in found if change.leaf == leaf} for leaf in answers}

    def _form(self, filing: Filing, part: Part, tables: Mapping[str, FormTable]) -> Changed | None:
        """A form, by its answers on the day of the filing, with its evidence: what follows from these alone has not changed."""
        as_filed = replace(filing, packet=self.earlier[0].profile)
        number = self._answered(part.leaf) if own.in_account(as_filed, part) else self._last(part.leaf)
        if number is None:
            return Changed(part, (_not_filed(),))
        if (ours := own.pdfs(filing).get(part.leaf)) is not None:
            return None if sha256(ours) in self.earlier[number].inputs else Changed(part, (_another_file(ours),))
        before = (self.earlier[number].answers or {}).get(part.leaf)
        if before is None:
            return Changed(part, (_not_known(),))
        then = self._at(filing, number, part)
        then = replace(then, record=_with_evidence(then.record, self._there(number)))
        now = answers_of.as_data({part.leaf: evaluate(tables[part.form], then.for_person(part.person))})
        found = answers_of.changes({part.leaf: before}, now)
        return Changed(part, tuple(map(sentences.answer_sentence, found))) if found else None

    def _there(self, number: int) -> set[str]:
        """The exhibits that were handed in up to one of the filings."""
        return {id_ for one in self.earlier[: number + 1] for id_ in one.exhibits}

    def _at(self, filing: Filing, number: int, part: Part) -> Filing:
        """The filing as it would have been made with this paper on the day of an earlier one, with the record of today."""
        date = self.earlier[number].date or filing.date
        if not number or self.earlier[number].amended:
            return replace(filing, date=date)
        return replace(
            filing,
            date=date,
            filed=frozenset(self._there(number - 1)),
            after=number,
            anew={part.leaf: self._times(part.goes_with or part.leaf, number)},
        )

    def _paper(
        self, filing: Filing, part: Part, every: Sequence[Exhibit], edited: Mapping[str, Path], work: Path
    ) -> Changed | None:
        number = self._last(part.leaf)
        if number is None:
            return Changed(part, (_not_filed(),))
        filed = self.earlier[number]
        if (ours := own.pdfs(filing).get(part.leaf)) is not None:
            return None if sha256(ours) in filed.inputs else Changed(part, (_another_file(ours),))
        before = self.word_file(part.leaf)
        if before is None:
            return Changed(part, (_not_known(),))
        by_hand = kept.is_edited(before, filed.renderings.get(part.leaf))
        now = edited.get(part.leaf) or self._rendered(filing, part, every, number, work)
        if part.leaf not in edited and by_hand and self._is_as_before(filing, part, every, number, work):
            return None
        was, words = (_words(file, foot=not filed.amended) for file in (before, now))
        return Changed(part, (), (was, words), edited=by_hand) if differences(was, words)[0] else None

    def _is_as_before(self, filing: Filing, part: Part, every: Sequence[Exhibit], number: int, work: Path) -> bool:
        """Whether what the record makes of a paper today is what it made then, before somebody edited it."""
        before = self.earlier[number].renderings.get(part.leaf)
        return before is not None and before.content == sha256(self._rendered(filing, part, every, number, work, paged=False))

    def _rendered(
        self, filing: Filing, part: Part, every: Sequence[Exhibit], number: int, work: Path, *, paged: bool = True
    ) -> Path:
        """The paper as the record makes it today, with the exhibits and page numbers of an earlier filing; where it cites what
        that has not, with all exhibits."""
        there = self._there(number)
        pages = self._then(number, part) if paged else Pages()
        out = work / f"{part.leaf}{'' if paged else '--bare'}.docx"
        for known in ([exhibit for exhibit in every if exhibit.id in there], every):
            document = papers.document(self._at(filing, number, part), part, {}, known)
            try:
                render(document.template, document.context(pages), out)
            except RecordError:
                if known is every:
                    raise
            else:
                break
        return out

    def _then(self, number: int, part: Part) -> Pages:
        """The pages that a paper of one of the filings could cite."""
        starts, leaves, labels, _parts = self._pages[number]
        pages = Pages(starts, leaves, labels)
        if self.earlier[number].amended:
            return self.again(pages, part.leaf, number)
        for before in range(number):
            pages = self._and(pages, before)
        return pages


def _words(file: Path, *, foot: bool) -> list[str]:
    """The words of a paper; without its foot where that has the line to sign on of changed pages."""
    lines = word.text_of(file).splitlines()
    return [one for line in lines if foot or not line.startswith(_FOOT) for one in line.split() if one != _CELL]


def _is_compared(part: Part) -> bool:
    """Whether a paper is handed in once: evidence, its index, and what goes along each time are not held against earlier ones."""
    return not (part.exhibits or part.index or part.supplement or part.later)


def _with_evidence(record: Record, ids: Collection[str]) -> Record:
    """The record with these pieces of evidence only."""
    rows = [row for row in record.rows("evidence") if isinstance(row, Mapping) and row.get("id") in ids]
    return replace(record, data={**record.data, "evidence": rows}) if record.rows("evidence") else record


def numbered(built: Built) -> tuple[tuple[Leaf, ...], tuple[str, ...], tuple[int, ...]]:
    """The leaves of a filing, with the file that each is in; the number printed on each page; where there are several files, that
    of each page."""
    with opened(built.pdfs) as sheets:
        numbers = tuple(str(sheets.printed(page)) for page in range(1, len(sheets) + 1))
        names = [sheets.file(page) for page in range(1, len(sheets) + 1)]
    files = list(dict.fromkeys(names))
    parts = [files.index(name) + 1 for name in names]
    leaves = (Leaf(p.id, p.title, built.pdfs[0], p.pages, part=parts[p.page - 1]) for p in built.pieces)
    return tuple(leaves), numbers, tuple(parts) if len(files) > 1 else ()


def _ask() -> str:
    return _(
        "All changes are told by `asylum-forms diff OLD NEW`. Ask the office how it takes them, or have a lawyer tell them "
        "there; nothing of them is handed in by these papers."
    )


def _not_filed() -> str:
    return _("It was not handed in before.")


def _not_known() -> str:
    return _("What was handed in cannot be compared: its Word file or its answers are not in the folder.")


def _another_file(file: Path) -> str:
    return _("{file} is another file now.").format(file=f"{own.PDFS}/{file.name}")
