"""The one write: all leaves in order, fitted, stamped, linked, outlined and labelled, in one file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedRandom
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    Fit,
    NameObject,
    NumberObject,
    TextStringObject,
)

from asylum_forms.assembly import annots, links, stamp, stored
from asylum_forms.assembly.annots import Link
from asylum_forms.assembly.atomic import replacing
from asylum_forms.assembly.fit import paper_size
from asylum_forms.assembly.pages import OwnPages, add_evidence, seen
from asylum_forms.assembly.plan import Leaf, Plan, Written
from asylum_forms.assembly.signs import signs
from asylum_forms.errors import AsylumFormsError, OutputError
from asylum_forms.i18n import _, listed
from asylum_forms.progress import Told, untold

_NO_ID = bytes(16)
"""Stands in the file while its fingerprint is taken."""

_TAIL = 4096
"""More bytes than the trailer at the end of the file has."""


@dataclass
class _Work:
    """What is under way while the leaves are added."""

    plan: Plan
    writer: PdfWriter
    font: stamp.StampFont | None
    stamps: list[str]
    starts: dict[str, int]
    found: list[tuple[int, Leaf, Link]] = field(default_factory=list)
    """(page of the filing, leaf, link) of our own pages."""


def write(plan: Plan, out: Path, told: Told = untold) -> Written:
    """Write the filing that is planned to `out`, which stays as it was until the new file is whole. `told` of pages as they go.

    The same plan and the same leaves give the same bytes. Raises OutputError when a leaf is not what the plan says or cannot be
    read, a link leads nowhere, or the file cannot be written.
    """
    paper_size(plan.paper)
    _check(plan)
    stamps = stamp.texts(plan)
    writer = PdfWriter()
    writer.pdf_header = "%PDF-1.7"
    characters = "".join(sorted(set("".join(stamps))))
    font = stamp.embed(writer, characters, plan.stamp_size) if characters else None
    work = _Work(plan, writer, font, stamps, dict(plan.starts()))
    for leaf in plan.leaves:
        _add_leaf(work, leaf, told)
    pages = list(writer.pages)
    _link(work, pages)
    _outline(work, pages)
    _describe(work)
    with replacing(out) as file:
        writer.write(file)
        _identify(file)
    return planned(plan, out)


def planned(plan: Plan, out: Path) -> Written:
    """What writing the plan to `out` will give."""
    return Written(pdf=out, pages=plan.pages(), starts=dict(plan.starts()), signs=signs(plan), labels=plan.labels)


def _check(plan: Plan) -> None:
    ids = [leaf.id for leaf in plan.leaves]
    for leaf_id in ids:
        if ids.count(leaf_id) > 1:
            raise OutputError(_("The filing has two parts named {id}.").format(id=leaf_id), remedy=_("Rename one of them."))
    if not plan.pages():
        raise OutputError(_("The filing has no pages."), remedy=_("Add a form or an exhibit."))


def _add_leaf(work: _Work, leaf: Leaf, told: Told) -> None:
    with _about(leaf), leaf.pdf.open("rb") as file:
        reader = PdfReader(file)
        if reader.is_encrypted:
            raise OutputError(_("it is still locked by a password"), remedy=_("Give its password in the record."))
        if len(reader.pages) != leaf.pages:
            raise OutputError(
                _("number of pages: {actual}, planned: {planned}").format(actual=len(reader.pages), planned=leaf.pages),
                remedy=_("A file changed while the filing was built. Build again."),
            )
        if _hides(reader):
            raise OutputError(
                _("it has hidden layers, and it is unclear what of it should be seen"),
                remedy=_("Show or hide its layers as you want them, print it to a new PDF, and use that one."),
            )
        own = OwnPages(work.writer, work.plan.paper, work.font)
        start, first = work.starts[leaf.id], len(work.writer._objects)
        for number, page in enumerate(reader.pages):
            with _about(leaf, number + 1):
                _add_page(work, leaf, reader, page, own, start + number)
            told(start + number)
        # pypdf keeps every reader alive until told that no more will come from it.
        work.writer.reset_translation(reader)
        reader.close()  # what it has read refers to it: without this it all stays until somebody cleans up
        stored.leave(work.writer, first, leaf.pdf)


def _hides(reader: PdfReader) -> bool:
    """Whether layers are switched off. The filing has no layers, so everything in it is seen (ISO 32000-1, 8.11.4)."""
    layers: Any = reader.root_object.get("/OCProperties", DictionaryObject()).get_object()
    state: Any = layers.get("/D", DictionaryObject()).get_object()
    return bool(state.get("/OFF", ArrayObject()).get_object()) or state.get("/BaseState", "/ON") != "/ON"


def _add_page(work: _Work, leaf: Leaf, reader: PdfReader, page: PageObject, own: OwnPages, number: int) -> None:
    if kinds := annots.unflattened(page, leaf.evidence):
        raise OutputError(
            _("it still has form fields or notes that would be lost: {kinds}").format(kinds=listed(kinds)),
            remedy=_("Print the file to PDF, and use that PDF instead."),
        )
    text = work.stamps[number - 1]
    if leaf.evidence:
        add_evidence(work.writer, page, work.plan.paper, work.font, text)
    else:
        own.add(page, text)
        work.found.extend((number, leaf, link) for link in annots.links(reader, page))


def _link(work: _Work, pages: list[PageObject]) -> None:
    """Write the links of our own pages, but for those that mark a place to sign."""
    for number, leaf, link in work.found:
        with _about(leaf, number - work.starts[leaf.id] + 1):
            goal = links.Goal(page=work.starts[leaf.id] + link.page - 1) if link.page else links.goal(work.plan, link.address)
        if goal is None or goal.signer:
            continue
        if goal.page:
            target = pages[goal.page - 1]
            annots.add_link(work.writer, pages[number - 1], link, target, _corner(target))
        else:
            annots.add_link(work.writer, pages[number - 1], link, None, (0, 0))


def _corner(page: PageObject) -> tuple[float, float]:
    """Upper left corner of a page as seen, in its page space."""
    view = seen(page)
    x, y = view.matrix.inverse().transform((0, view.height))
    return float(x), float(y)


def _outline(work: _Work, pages: list[PageObject]) -> None:
    parents: list[Any] = []
    for level, title, number in work.plan.outline():
        del parents[level:]
        page = pages[number - 1]
        left, top = _corner(page)
        parents.append(
            work.writer.add_outline_item(
                title=title, page_number=page, parent=parents[-1] if parents else None, fit=Fit.xyz(left=left, top=top)
            )
        )


def _describe(work: _Work) -> None:
    """What the filing is, and nothing about who made it when."""
    plan, writer = work.plan, work.writer
    writer.metadata = {"/Title": plan.title}
    root = writer.root_object
    root[NameObject("/PageLabels")] = DictionaryObject({NameObject("/Nums"): _page_labels(plan.labels)})
    root[NameObject("/Lang")] = TextStringObject(plan.language.replace("_", "-"))
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    root[NameObject("/ViewerPreferences")] = shown
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    writer._ID = ArrayObject([ByteStringObject(_NO_ID), ByteStringObject(_NO_ID)])


def _page_labels(labels: Sequence[str]) -> ArrayObject:
    """Ranges of pages whose numbers follow one another; a page with letters is a range of its own (ISO 32000-1, 12.4.2)."""
    ranges = ArrayObject()
    for index, label in enumerate(labels):
        if not label.isdecimal():
            ranges += [NumberObject(index), DictionaryObject({NameObject("/P"): TextStringObject(label)})]
        elif not index or not labels[index - 1].isdecimal() or int(labels[index - 1]) + 1 != int(label):
            decimal = {NameObject("/S"): NameObject("/D"), NameObject("/St"): NumberObject(int(label))}
            ranges += [NumberObject(index), DictionaryObject(decimal)]
    return ranges


def _identify(file: BufferedRandom) -> None:
    """Put the fingerprint of the file where its identifier stands (ISO 32000-1, 14.4 wants one; pypdf's is random)."""
    file.seek(0)
    fingerprint = hashlib.file_digest(file, "sha256").digest()[: len(_NO_ID)]
    file.seek(max(0, file.seek(0, 2) - _TAIL))
    _before, _trailer, end = file.read().rpartition(b"trailer\n")
    placed = end.replace(_NO_ID.hex().encode(), fingerprint.hex().encode())
    if placed == end:
        raise OutputError(_("The filing could not be given an identifier."), remedy=_("Report this as a fault of the program."))
    file.seek(-len(end), 2)
    file.write(placed)


@contextmanager
def _about(leaf: Leaf, page: int = 0) -> Iterator[None]:
    """Says which part of the filing, and which of its pages, an error is about."""
    where = _("{title}, page {page}").format(title=leaf.title, page=page) if page else leaf.title
    try:
        yield
    except _Located:
        raise
    except AsylumFormsError as error:
        raise _Located(_("{where}: {problem}").format(where=where, problem=error.message), remedy=error.remedy) from error
    except Exception as error:  # A damaged PDF can make pypdf raise nearly anything.
        raise _Located(
            _("{where}: the PDF cannot be read ({problem}).").format(where=where, problem=error or type(error).__name__),
            remedy=_("Open the file in a PDF reader, print it to a new PDF, and use that one."),
        ) from error


class _Located(OutputError):
    """An error that already says where."""
