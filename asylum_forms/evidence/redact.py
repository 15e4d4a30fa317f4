"""Redaction: what is marked in a paper is taken out of the copy that is asked for, so that nobody can bring it back (blacked.py).

Marks are words, which are searched for, and areas. Where words are marked, every page on which no search finds them (searched.py)
has to have an area, or somebody says that nothing is to go there: `{page: 2, area: none}`, or `redact: none` for a whole paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pypdfium2 import PdfDocument, PdfPage

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence.blacked import DPI, black_out
from asylum_forms.evidence.exhibit import Exhibit, Mark, Paper
from asylum_forms.evidence.kinds import refused
from asylum_forms.evidence.layer import is_hidden
from asylum_forms.evidence.places import places, readable
from asylum_forms.evidence.searched import unsearched
from asylum_forms.evidence.seen import Area, on_page
from asylum_forms.evidence.shared import Again, again
from asylum_forms.evidence.spelling import Text, Words
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _, listed, runs
from asylum_forms.record.localize import plain
from asylum_forms.record.localize import words as localized
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent

_Entries = dict[str, tuple[int, Mapping[str, Any]]]
"""Entries of the evidence by id, with their numbers from 1."""
_NO_ENTRY: tuple[int, Mapping[str, Any]] = (0, {})


@dataclass(frozen=True)
class Open:
    """What somebody has to look at before others get the copy."""

    finding: Finding
    """Of one exhibit."""
    role: str
    """`original` or `translation`."""
    pages: tuple[int, ...] = ()
    """Of that paper, counted from 1; empty where it is about all of it."""


@dataclass(frozen=True)
class Marked:
    """What would be blacked out of a paper."""

    paper: Paper
    marks: tuple[Mark, ...]
    unsearched: tuple[int, ...]
    """Its pages on which no words are searched for."""


@dataclass(frozen=True)
class Redacted:
    """Exhibits without what is marked in them."""

    exhibits: list[Exhibit]
    findings: list[Open]
    under: dict[str, tuple[str, str]]
    """Label to (the text under the areas that are marked, all text), of the papers that have text. Marked words are not among
    them: these are searched for by themselves."""


@dataclass(frozen=True)
class _Order:
    """What the record wants taken out of one paper."""

    role: str
    paper: Paper
    marks: tuple[Mark, ...]
    words: tuple[tuple[str, str], ...]
    """(words, reason)."""
    found: tuple[Mark, ...]
    """Where these words stand."""
    read: tuple[Mark, ...]
    """Those of them that another program has read in a picture, and that lie unseen over it."""
    absent: frozenset[str]
    """The words that the paper does not have."""
    seen: frozenset[int]
    """The pages of which somebody says that nothing is to be taken out."""
    rows: bool
    """Whether the record has any mark for this exhibit."""

    @property
    def said(self) -> set[int]:
        """The pages of which somebody says what is to be taken out, or that nothing is."""
        return {*self.seen, *(mark.page for mark in self.marks)}

    def row(self, page: int | None, area: str) -> str:
        """What is to be written under redact of its exhibit, of one page or of all."""
        about = {"page": page, "area": area, "paper": "translation" if self.role == "translation" else None}
        return f"`{{{', '.join(f'{key}: {value}' for key, value in about.items() if value)}}}`"

    def remedy(self, page: int) -> str:
        """What to do with pages of which nobody has said anything, the first of them as the example."""
        return _(
            "Look at each page. Under redact, write what must go, {mark}, or that nothing must, {nothing}; for all pages, {none}."
        ).format(
            mark=self.row(page, "60 12 25 4"),
            nothing=self.row(page, "none"),
            none=self.row(None, "none") if self.rows else "`redact: none`",
        )


def redacted(record: Record, exhibits: Sequence[Exhibit], work: Path, language: str) -> Redacted:
    """The exhibits with all that is marked in the record (`redact`) or in their PDF (redaction annotations) taken out.

    Words are taken out of the original and of the translation, wherever they stand; areas out of the paper they are given for.
    Raises EvidenceError naming every mark that leads nowhere, and when nothing at all is marked.
    """
    entries = _entries(record)
    every = _every(entries)
    done = Redacted([], [], {})
    troubles: list[Finding] = []
    orders = _orders(record, exhibits, language, troubles)
    for exhibit in exhibits if not troubles else ():
        with _troubles(record, entries, exhibit, troubles):
            new, findings = _exhibit(exhibit, orders[exhibit.id], every, work / exhibit.id)
            done.exhibits.append(new)
            place = _place(record, entries, exhibit)
            done.findings.extend(replace(one, finding=replace(one.finding, place=place)) for one in findings)
            if under := _under_areas([order for order, _shared in orders[exhibit.id]]):
                done.under[exhibit.label] = under
    if troubles:
        raise EvidenceError(_("Something marked for redaction cannot be taken out. Nothing was built."), findings=troubles)
    if all(new is old for new, old in zip(done.exhibits, exhibits, strict=True)):
        raise EvidenceError(
            _("No paper has anything marked for redaction."),
            remedy=_("Mark it in the record, under evidence, redact; or build without --redacted."),
        )
    return done


def marked(record: Record, exhibits: Sequence[Exhibit], language: str) -> Iterator[Marked]:
    """What would be blacked out, of each paper, without doing it. Papers of exhibits with a mark that leads nowhere are left out:
    `redacted` tells of them."""
    for orders in _orders(record, exhibits, language, []).values():
        for order, shared in orders:
            marks = _everywhere(order, shared)
            yield Marked(order.paper, tuple(marks), tuple(unsearched(order.paper.pdf)))


def _orders(
    record: Record, exhibits: Sequence[Exhibit], language: str, troubles: list[Finding]
) -> dict[str, list[tuple[_Order, Again]]]:
    """What is wanted of the papers of each exhibit, and where else they show the pictures that are marked."""
    entries = _entries(record)
    every = [Words(said) for said in _every(entries)]
    orders: dict[str, list[_Order]] = {}
    for exhibit in exhibits:
        with _troubles(record, entries, exhibit, troubles):
            entry = entries.get(exhibit.id, _NO_ENTRY)[1]
            orders[exhibit.id] = [_order(role, paper, entry, language) for role, paper in _papers(exhibit)]
            _refuse_telling_reasons(orders[exhibit.id], every)
    flat = (order for of_one in orders.values() for order in of_one)
    shown = iter(again([(order.paper.source.name, order.paper.pdf, (*order.marks, *order.read)) for order in flat]))
    return {id_: [(order, next(shown)) for order in of_one] for id_, of_one in orders.items()}


def _place(record: Record, entries: _Entries, exhibit: Exhibit) -> Place:
    return replace(record.place(f"evidence.{entries.get(exhibit.id, _NO_ENTRY)[0] - 1}.redact"), exhibit=exhibit.id)


@contextmanager
def _troubles(record: Record, entries: _Entries, exhibit: Exhibit, troubles: list[Finding]) -> Iterator[None]:
    """Keep what is wrong with the marks of an exhibit: all of it is told together."""
    try:
        yield
    except EvidenceError as error:
        place = _place(record, entries, exhibit)
        troubles.append(Finding("evidence.redaction", Severity.BLOCKS, error.message, error.remedy, place))


def not_taken_out(record: Record, exhibits: Sequence[Exhibit]) -> list[Finding]:
    """For a full copy: which exhibits have something marked that is still to be read in it."""
    wanted = {plain(entry.get("id")) for entry in record.rows("evidence") if not all(map(_is_nothing, _rows(entry)))}
    found = [exhibit for exhibit in exhibits if exhibit.id in wanted or exhibit.original.marks]
    if not found:
        return []
    message = _("What is marked for redaction in exhibits {labels} is still in this copy.").format(
        labels=listed(exhibit.label for exhibit in found)
    )
    remedy = _("For the copy without it, build again with --redacted.")
    return [Finding("evidence.not-redacted", Severity.NOTE, message, remedy, record.place("evidence"))]


def _under_areas(orders: Sequence[_Order]) -> tuple[str, str] | None:
    under, whole = [], []
    for order in (order for order in orders if order.marks):
        with PdfDocument(order.paper.pdf) as document:
            whole += [page.get_textpage().get_text_range() for page in document]
            under += [_text_in(document[mark.page - 1], mark.area) for mark in order.marks]
    return ("\n".join(under), "\n".join(whole)) if any(text.strip() for text in under) else None


def _text_in(page: PdfPage, area: Area) -> str:
    corners = (on_page(page, area[0], area[1]), on_page(page, area[2], area[3]))
    (left, right), (bottom, top) = (sorted(side) for side in zip(*corners, strict=True))
    return str(page.get_textpage().get_text_bounded(left, bottom, right, top))


def _entries(record: Record) -> _Entries:
    """The entries of the evidence by id, with their numbers from 1."""
    return {plain(entry.get("id")) or f"exhibit-{n}": (n, entry) for n, entry in enumerate(record.rows("evidence"), 1)}


def _papers(exhibit: Exhibit) -> Iterator[tuple[str, Paper]]:
    yield "original", exhibit.original
    if exhibit.translation:
        yield "translation", exhibit.translation


def _exhibit(
    exhibit: Exhibit, orders: Sequence[tuple[_Order, Again]], every: Sequence[str], work: Path
) -> tuple[Exhibit, list[Open]]:
    """An exhibit without what is marked in it, and what is to be looked at; `every` are the words marked in any exhibit."""
    new: dict[str, Any] = {}
    found: list[Open] = []
    missed = [order.absent for order, _shared in orders]
    for order, shared in orders:
        if everywhere := _everywhere(order, shared):
            new[order.role] = _redacted(order.paper, everywhere, order, work / f"{order.role}.pdf")
        if more := sorted({mark.page for mark in shared.marks} - order.seen):
            found.append(_shown_again(order, more))
        if unplaced := sorted(shared.unplaced - order.said):
            found.append(_unplaced(order, unplaced))
        if alike := sorted(one for one in shared.alike if one[0] not in order.said):
            found.append(_looks_alike(order, alike))
        if every and (pages := [page for page in unsearched(order.paper.pdf) if page not in order.said]):
            found.append(_not_searched(order, pages, every))
        elif len(order.absent) > len(min(missed, key=len)) and len(order.said) < order.paper.pages:
            # It may show them in another script, in which the record does not have them.
            severity = Severity.ATTEND if order.marks or order.found else Severity.BLOCKS
            error = _nowhere(order.paper, order.absent)
            found.append(Open(Finding("evidence.redaction", severity, error.message, error.remedy), order.role))
    if nowhere := frozenset.intersection(*missed):
        raise _nowhere(exhibit.original, nowhere)
    return replace(exhibit, **new) if new else exhibit, found


def _everywhere(order: _Order, shared: Again) -> list[Mark]:
    """The marks of a paper, those around its words too, with those on what it shows twice."""
    more = [*order.marks, *order.found, *(mark for mark in shared.marks if mark.page not in order.seen)]
    return [*more, *_again(order.paper, more)]


def _shown_again(order: _Order, pages: Sequence[int]) -> Open:
    """What it is, somebody has to see: it may be no more than the head of a letter."""
    message = _("{file} shows on pages {pages} a picture that is blacked out elsewhere. The same part of it is blacked out here.")
    remedy = _("Look at each page. Where nothing must go, write under redact {nothing}.")
    return _open(order, Severity.ATTEND, message, pages, remedy.format(nothing=order.row(pages[0], "none")))


def _unplaced(order: _Order, pages: Sequence[int]) -> Open:
    """Where a picture only fills a shape, its marked part may be anywhere, once or often."""
    message = _("{file} shows on pages {pages} a picture that is blacked out elsewhere. Here it can still be seen.")
    return _open(order, Severity.BLOCKS, message, pages, order.remedy(pages[0]))


def _looks_alike(order: _Order, alike: Sequence[tuple[int, str, int]]) -> Open:
    """It may be the same scan, or another page of the same form."""
    where = listed(dict.fromkeys(f"{name} · {_('page {page}').format(page=page)}" for _page, name, page in alike))
    pages = sorted({page for page, _name, _there in alike})
    message = _(
        "{file} shows on pages {pages} a picture that looks like one of which a part is blacked out, or a part of it: {where}. "
        "Here it can still be seen."
    )
    return _open(
        order,
        Severity.BLOCKS,
        message.replace("{where}", where.replace("{", "{{").replace("}", "}}")),
        pages,
        order.remedy(pages[0]),
    )


def _open(order: _Order, severity: Severity, message: str, pages: Sequence[int], remedy: str) -> Open:
    said = message.format(file=order.paper.source.name, pages=runs(pages))
    return Open(Finding("evidence.redaction", severity, said, remedy), order.role, tuple(pages))


def _nowhere(paper: Paper, absent: frozenset[str]) -> EvidenceError:
    return refused(
        paper.source,
        _("the words to be redacted are nowhere in it: {words}.").format(words="; ".join(sorted(absent))),
        _("Write them as they stand in the paper. In a scan or photograph, give page and area instead."),
    )


def _not_searched(order: _Order, pages: Sequence[int], every: Sequence[str]) -> Open:
    message = _(
        "{file} has pictures on pages {pages}. No words are searched for in them; it may be that {words} can be read there."
    )
    if len(pages) == 1:
        message = _(
            "{file} has a picture on page {pages}. No words are searched for in it; it may be that {words} can be read there."
        )
    message = message.replace("{words}", "; ".join(every).replace("{", "{{").replace("}", "}}"))
    return _open(order, Severity.BLOCKS, message, pages, order.remedy(pages[0]))


def _rows(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = entry.get("redact")
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, (list, tuple)) else []


def _is_nothing(row: Mapping[str, Any]) -> bool:
    """Whether an entry says that nothing is to be taken out."""
    return row.get("area") is Absent.NONE


def _every(entries: _Entries) -> list[str]:
    """The words that are marked in any exhibit."""
    rows = (row for _number, entry in entries.values() for row in _rows(entry))
    return list(dict.fromkeys(said for row in rows if (said := plain(row.get("words")))))


def _words(entry: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    return [(said, localized(row.get("reason"), language)) for row in _rows(entry) if (said := plain(row.get("words")))]


def _order(role: str, paper: Paper, entry: Mapping[str, Any], language: str) -> _Order:
    marks: list[Mark] = list(paper.marks)
    every = range(1, paper.pages + 1)
    seen: set[int] = set(every if entry.get("redact") is Absent.NONE else ())
    for row in _rows(entry):
        if plain(row.get("words")) or (plain(row.get("paper")) or "original") != role:
            continue
        if _is_nothing(row):
            seen.update([_page(row, paper)] if row.get("page") is not None else every)
        else:
            marks.append(Mark(_page(row, paper), _area(row, paper), localized(row.get("reason"), language)))
    words = tuple(_words(entry, language))
    return _Order(role, paper, tuple(marks), words, *_found(paper, words), frozenset(seen), bool(_rows(entry)))


def _refuse_telling_reasons(orders: Sequence[_Order], every: Sequence[Words]) -> None:
    """A reason is printed on the black box: it must not say what is under it, or under another."""
    for order in orders:
        for reason in (*(mark.reason for mark in order.marks), *(reason for _said, reason in order.words)):
            if any(Text(reason).has(words) for words in every):
                raise refused(
                    order.paper.source,
                    _("the reason says what is to be redacted: {reason}.").format(reason=reason),
                    _("It is printed on the black box. Say what kind of thing it is: Name of a child."),
                )


def _page(row: Mapping[str, Any], paper: Paper) -> int:
    page = row.get("page")
    if isinstance(page, int) and 1 <= page <= paper.pages:
        return page
    raise refused(
        paper.source,
        _("there is no page {page} to redact; it has {count}.").format(page=plain(page) or "–", count=paper.pages),
        _("Count the pages of the file from 1."),
    )


def _area(row: Mapping[str, Any], paper: Paper) -> tuple[float, float, float, float]:
    """Left, top, right, bottom as parts of the page as seen. An entry without an area means the whole page."""
    given = plain(row.get("area")).replace("%", " ").replace(",", " ").split()
    try:
        left, top, width, height = (float(part) / 100 for part in given or ("0", "0", "100", "100"))
        if width > 0 and height > 0 and 0 <= left < 1 and 0 <= top < 1:
            return left, top, left + width, top + height
    except ValueError:
        pass
    raise refused(
        paper.source,
        _("the area to redact cannot be understood: {area}.").format(area=plain(row.get("area"))),
        _("Write four numbers, in percent of the page: from the left, from the top, width, height. Example: {example}").format(
            example="60 12 25 4"
        ),
    )


def _found(paper: Paper, wanted: Sequence[tuple[str, str]]) -> tuple[tuple[Mark, ...], tuple[Mark, ...], frozenset[str]]:
    """Where words stand in a paper, where they lie unseen over pictures, and those that it does not have."""
    marks: list[Mark] = []
    reasons = {Words(said): reason for said, reason in wanted}
    absent = {said for said, _reason in wanted}
    with PdfDocument(paper.pdf) as document:
        for number, words, area in places(document, list(reasons)):
            marks.append(Mark(number, area, reasons[words]))
            absent.discard(words.said)
        hidden = {number for number in {mark.page for mark in marks} if is_hidden(document[number - 1])}
    return tuple(marks), tuple(mark for mark in marks if mark.page in hidden), frozenset(absent)


def _again(paper: Paper, marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks on a strip that another page shows too, on that page."""
    for strip in paper.repeats:
        here, there = strip.places()
        for (page, area), (other, shown) in ((here, there), (there, here)):
            for mark in marks:
                if mark.page == page and (part := _within(mark.area, area)):
                    yield Mark(other, _moved(part, area, shown), mark.reason)


def _within(area: Area, strip: Area) -> Area | None:
    left, top, right, bottom = (*map(max, area[:2], strip[:2]), *map(min, area[2:], strip[2:]))
    return (left, top, right, bottom) if left < right and top < bottom else None


def _moved(part: Area, strip: Area, shown: Area) -> Area:
    """Where a part of one strip is on the other."""
    wide, high = (shown[2] - shown[0]) / (strip[2] - strip[0]), (shown[3] - shown[1]) / (strip[3] - strip[1])
    left, right = (shown[0] + (x - strip[0]) * wide for x in (part[0], part[2]))
    top, bottom = (shown[1] + (y - strip[1]) * high for y in (part[1], part[3]))
    return left, top, right, bottom


def _redacted(paper: Paper, marks: Sequence[Mark], order: _Order, out: Path) -> Paper:
    """The paper with its marked pages as pictures. Raises EvidenceError when words that were to go are still there."""
    pages = black_out(paper.pdf, marks, out)
    with PdfDocument(out) as document:
        wanted = [Words(said) for said, _reason in order.words]
        if any(True for _place in places(document, wanted)):
            raise refused(paper.source, _("words could not be taken out of it."), _("Give page and area of them instead."))
    note = f"redacted: pages {', '.join(map(str, pages))} are pictures, at most {DPI} dpi, without text"
    return replace(paper, pdf=out, notes=(*paper.notes, note), marks=(), blacked=tuple(readable(paper.pdf, marks)))
