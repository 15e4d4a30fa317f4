"""The papers of one packet: which templates are rendered, under which names, and where each stands in the filing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from asylum_forms.assembly.plan import Leaf, Pages, Plan, Spot, Written
from asylum_forms.errors import TemplateError
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.findings import Finding
from asylum_forms.forms.answers import Answers, Laid
from asylum_forms.forms.render import form_context
from asylum_forms.forms.sheet import own_sheets
from asylum_forms.i18n import _, use
from asylum_forms.jurisdiction import calling
from asylum_forms.jurisdiction.contract import Filing, Part, function_of
from asylum_forms.jurisdiction.templates import CERTIFICATE, SEPARATOR, SHEETS, template_on
from asylum_forms.packet import own, withheld
from asylum_forms.packet.certificates import Certificate, certificate_context, certificates, title
from asylum_forms.packet.context import common_context, exhibit_context
from asylum_forms.packet.division import ONE, Division, Piece
from asylum_forms.packet.labelling import called
from asylum_forms.packet.signing import is_official, signers_of
from asylum_forms.record.localize import plain
from asylum_forms.record.people import full_name

AMENDED = "amended"
"""Begins the id of a leaf that takes the place of a page filed before: `amended/<leaf>/<page of it>`."""

PART, CONTINUED, BEFORE = "part", "continued", "before"
"""Leaf ids: `exhibit-index/part-2` is the index of the second file, `exhibit/<id>/continued-2` stands before the rest of an
exhibit that is too large for one file, `exhibit-index/before` is the index without late exhibits, rendered and not filed."""


@dataclass(frozen=True)
class Document:
    """One Word document of the packet."""

    name: str
    """Name of the Word file under `forms/`, without ending."""
    leaf: str
    """Id of its leaf in the plan."""
    template: Path
    context: Callable[[Pages], Mapping[str, Any]]
    editable: bool = True
    """Whether the Word file is handed to the user under `forms/`."""


@dataclass(frozen=True)
class Typeset:
    """A finished PDF of our own: a typeset Word document or a filled official form."""

    pdf: Path
    pages: int
    signs: tuple[tuple[str, int], ...] = ()
    taken: bool = False
    """Whether the user made it: its pages stay as they are."""


def documents(
    filing: Filing,
    laid: Mapping[str, Laid],
    filled: frozenset[str],
    exhibits: Sequence[Exhibit],
    division: Division = ONE,
) -> list[Document]:
    """Every Word document to render.

    `laid` has the forms by leaf id; `filled` holds the leaf ids of forms whose official PDF is filled instead of our sheet. Where
    the filing is handed in as several files, each that holds exhibits has an index of its own.

    Raises TemplateError when a template is missing.
    """
    parts = [part for part in filing.parts() if not part.exhibits and part.leaf not in filled]
    listed = _continuing(filing, exhibits, division)
    found = [document(filing, part, laid, listed) for part in parts]
    found += [_own_sheets(filing, part, laid[part.leaf], exhibits) for part in _with_sheets(filing, laid, filled)]
    for exhibit in exhibits if any(part.exhibits for part in filing.procedure.parts) else ():
        if filing.profile.separators != "none":
            found.append(_exhibit_document(filing, exhibit, exhibits, "separator", division))
        for chunk in range(1, division.chunks(exhibit.id)):
            found.append(_exhibit_document(filing, exhibit, exhibits, f"{CONTINUED}-{chunk + 1}", division, chunk))
    found += certificate_documents(filing, exhibits)
    if (index := index_of(filing)) and len(division.names) > 1:
        own = [number for number in division.with_evidence() if number != division.part(index.leaf)]
        found += [document(filing, index, laid, _continuing(filing, exhibits, division, number), number) for number in own]
    if any(exhibit.late for exhibit in exhibits):
        found += [document(filing, part, laid, listed, late=False) for part in parts if part.document]
    return found


def _continuing(filing: Filing, exhibits: Sequence[Exhibit], division: Division, number: int = 0) -> list[Exhibit]:
    """The exhibits as a list of all of them calls them, or with `number` that of one file: one that lies in several says so."""
    return [
        _in_file(filing, exhibit, division, files.index(number) if number in files else 0)
        if len(files := division.files(exhibit.id)) > 1
        else exhibit
        for exhibit in (_marked(filing, exhibit) for exhibit in exhibits)
    ]


def _marked(filing: Filing, exhibit: Exhibit) -> Exhibit:
    """The exhibit, with the line beside a long picture explained where no page before it does so."""
    if filing.profile.separators != "none" or not exhibit.original.repeats:
        return exhibit
    with use(filing.language):
        said = _("a line beside the picture marks what is shown twice")
    return replace(exhibit, title=f"{exhibit.title} ({said})")


def _in_file(filing: Filing, exhibit: Exhibit, division: Division, chunk: int) -> Exhibit:
    """The exhibit, called as what one file (from 0) has of it: `Many scans (continued from part 2, continued in part 4)`."""
    files = division.files(exhibit.id)
    with use(filing.language):
        said = [from_part(files[chunk - 1])] if chunk else []
        said += [_("continued in part\u00a0{n}").format(n=files[chunk + 1])] if chunk + 1 < len(files) else []
    return replace(exhibit, title=f"{exhibit.title} ({', '.join(said)})") if said else exhibit


def from_part(number: int) -> str:
    """What is said of the rest of an exhibit whose beginning is in another file."""
    return _("continued from part\u00a0{n}").format(n=number)


def certificate_documents(filing: Filing, exhibits: Sequence[Exhibit]) -> list[Document]:
    """The translators' certificates of these exhibits. Raises TemplateError when their template is missing."""
    return [_certificate(filing, one, exhibits) for one in certificates(exhibits)]


def index_of(filing: Filing) -> Part | None:
    """The paper that lists all exhibits; None where the filing has none."""
    return next((part for part in filing.parts() if part.index), None)


def document_findings(filing: Filing, part: Part) -> list[Finding]:
    """What the jurisdiction finds about one document of the packet (`findings_<document>` of its `documents.py`)."""
    find = getattr(filing.jurisdiction.documents, function_of("findings", part.document), None) if part.document else None
    return calling.findings(find, filing.for_person(part.person)) if find else []


def plan(filing: Filing, typeset: Mapping[str, Typeset], exhibits: Sequence[Exhibit], division: Division = ONE) -> Plan:
    """The filing in order. `typeset` maps leaf ids to our own PDFs."""
    leaves: list[Leaf] = []
    index = index_of(filing)
    for number in division.with_evidence() if index else ():
        if index and (done := typeset.get(f"{index.leaf}/{PART}-{number}")):
            leaves.append(Leaf(f"{index.leaf}/{PART}-{number}", index.title, done.pdf, done.pages, part=number))
    for part in filing.parts():
        if part.exhibits:
            leaves += [_shared(filing, one, typeset, division) for one in certificates(exhibits) if one.shared]
            leaves += [leaf for exhibit in exhibits for leaf in exhibit_leaves(filing, exhibit, typeset, division)]
        elif not own.in_account(filing, part):
            done = typeset[part.leaf]
            before = typeset.get(f"{part.leaf}/{BEFORE}")
            late = max(0, done.pages - before.pages) if before else 0
            leaf = Leaf(part.leaf, part.title, done.pdf, done.pages, signs=done.signs, evidence=done.taken, late=late)
            leaves.append(replace(leaf, part=division.part(part.leaf)))
            if sheets := typeset.get(f"{part.leaf}-{SHEETS}"):
                leaf = Leaf(f"{part.leaf}-{SHEETS}", _("Continuation sheets"), sheets.pdf, sheets.pages, 1)
                leaves.append(replace(leaf, part=division.part(part.leaf)))
    leaves.sort(key=lambda leaf: leaf.part)
    return bound(filing, leaves)


def bound(filing: Filing, leaves: Sequence[Leaf]) -> Plan:
    """These leaves as a filing, the way the office wants it."""
    profile = filing.profile
    name = plain(filing.record.get("applicant.name.family"))
    with use(filing.language):
        title = _(filing.procedure.title)
    if filing.redacted:
        title = f"{title} – {filing.redacted_copy()}"
        # A form of somebody's own is called after them, and the outline says so.
        hidden = withheld.words(filing.record)
        leaves = [replace(leaf, title=withheld.without(leaf.title, hidden)) for leaf in leaves]
        name = withheld.without(name, hidden)
    filed = filing.filed or frozenset()
    return Plan(tuple(leaves), profile.paper, filing.language, title, profile.stamp, name, profile.stamp_size, filed=filed)


def signers(filing: Filing, plan: Plan, written: Written) -> tuple[tuple[str, int], ...]:
    """Who signs on which page of the filing; on the papers of one of several people with the name: `applicant (Mei LIN)`. Forms
    that are signed in the office's online account are not signed here."""
    names: dict[int, str] = {}
    elsewhere: set[int] = set()
    for part in filing.parts():
        for leaf in plan.leaves:
            if leaf.id == part.leaf or leaf.id.startswith(f"{AMENDED}/{part.leaf}/"):
                pages = range(written.starts[leaf.id], written.starts[leaf.id] + leaf.pages)
                if len(filing.people()) > 1 and part.each:
                    names |= dict.fromkeys(pages, full_name(filing.for_person(part.person).record.get("applicant.name")))
                elsewhere |= set(pages) if part.form and filing.profile.in_account else set()
    return tuple(
        (f"{who} ({names[page]})" if names.get(page) else who, page) for who, page in written.signs if page not in elsewhere
    )


def signed_papers(written: Written, titles: Mapping[str, str]) -> tuple[tuple[Spot, str], ...]:
    """(page on which somebody signs, what its paper is called); `titles` by leaf id, papers without one are left out."""
    found = {}
    for _who, page in written.signs:
        leaf = max((start, id_) for id_, start in written.starts.items() if start <= page)[1]
        leaf = leaf.split("/")[1] if leaf.startswith(f"{AMENDED}/") else leaf
        found.update({written.at(page): titles[leaf]} if leaf in titles else {})
    return tuple(found.items())


def elsewhere(
    filing: Filing, answers: Mapping[str, Answers], signed: Collection[str], written: Written
) -> tuple[tuple[str, str], ...]:
    """(who signs, which official form) where a sheet of ours stands in its place; names as in `signers`.

    `answers` has the forms by leaf id; `signed` are the leaf ids of forms that are in the filing themselves. Of a filing that has
    only changed pages, the forms whose pages are in it.
    """
    if filing.profile.in_account or filing.redacted:
        return ()
    changed = {id_.split("/")[1] for id_ in written.starts if id_.startswith(f"{AMENDED}/")}
    found = []
    for part in filing.parts():
        if part.leaf not in answers or part.leaf in signed or not is_official(answers[part.leaf]):
            continue
        if changed and part.leaf not in changed:
            continue
        name = full_name(filing.for_person(part.person).record.get("applicant.name"))
        whose = f" ({name})" if len(filing.people()) > 1 and part.each and name else ""
        found += [(f"{who}{whose}", part.form) for who in signers_of(answers[part.leaf])]
    return tuple(found)


def _with_sheets(filing: Filing, laid: Mapping[str, Laid], filled: frozenset[str]) -> list[Part]:
    """The filled official forms whose answers go on on sheets that the official PDF does not have."""
    return [part for part in filing.parts() if part.leaf in filled and own_sheets(laid[part.leaf])]


def _own_sheets(filing: Filing, part: Part, laid: Laid, exhibits: Sequence[Exhibit]) -> Document:
    name = f"{part.leaf}-{SHEETS}"

    def context(pages: Pages) -> Mapping[str, Any]:
        whose = filing.for_person(part.person)
        return {**common_context(whose, exhibits, pages), **form_context(laid), "own_sheets": own_sheets(laid)}

    return Document(name, name, _template(filing, SHEETS), context)


def document(
    filing: Filing,
    part: Part,
    laid: Mapping[str, Laid],
    exhibits: Sequence[Exhibit],
    number: int = 0,
    *,
    late: bool = True,
) -> Document:
    """A paper of ours; with `number` the index of that file of the filing; without `late` as it was before exhibits were added,
    to know how many pages it had."""
    which = f"{PART}-{number}" if number else "" if late else BEFORE
    leaf = "/".join(filter(None, (part.leaf, which)))
    whose = filing.for_person(part.person)
    documents, about = filing.jurisdiction.documents, function_of("context", part.document or part.form)
    form = form_context(laid[part.leaf]) if part.form else {}

    def context(pages: Pages) -> Mapping[str, Any]:
        common = common_context(whose, exhibits, pages, leaf, part=number, late=late)
        return {**common, **form, **calling.context(documents, about, whose)}

    return Document(leaf.replace("/", "--"), leaf, _template(filing, part.template), context, editable=not which)


def _exhibit_document(
    filing: Filing, exhibit: Exhibit, exhibits: Sequence[Exhibit], role: str, division: Division, chunk: int = 0
) -> Document:
    """The page before what one file (from 0) has of an exhibit."""
    leaf, shown = f"exhibit/{exhibit.id}/{role}", _in_file(filing, exhibit, division, chunk)
    pieces = division.pieces.get(exhibit.id)
    here = sum(piece.pages for piece in pieces[chunk].values()) if pieces else 0

    def context(pages: Pages) -> Mapping[str, Any]:
        about = {**common_context(filing, exhibits, pages, leaf), **exhibit_context(filing, (shown,), pages)}
        if exhibit.original.repeats:
            with use(filing.language):
                about["exhibit"]["pages"] = _("{count}; a line beside the picture marks what is shown twice").format(
                    count=exhibit.pages
                )
        if here:
            with use(filing.language):
                about["exhibit"]["pages"] = _("{here} here, {count} in all").format(here=here, count=exhibit.pages)
        return {**about, **calling.context(filing.jurisdiction.documents, function_of("context", SEPARATOR), filing, exhibit)}

    return Document(f"{role}-{exhibit.id}", leaf, _template(filing, SEPARATOR), context, editable=False)


def _certificate(filing: Filing, certificate: Certificate, exhibits: Sequence[Exhibit]) -> Document:
    def context(pages: Pages) -> Mapping[str, Any]:
        common = common_context(filing, exhibits, pages, certificate.leaf)
        about = {**common, **exhibit_context(filing, certificate.exhibits, pages), **certificate_context(filing, certificate)}
        theirs = calling.context(filing.jurisdiction.documents, function_of("context", CERTIFICATE), filing, certificate)
        return {**about, **theirs}

    return Document(certificate.name, certificate.leaf, _template(filing, CERTIFICATE), context)


def _shared(filing: Filing, certificate: Certificate, typeset: Mapping[str, Typeset], division: Division) -> Leaf:
    """The leaf of a certificate for several exhibits, in the file of the first of them."""
    done = typeset[certificate.leaf]
    part = division.part(f"exhibit/{certificate.exhibits[0].id}/0")
    return Leaf(certificate.leaf, title(filing, certificate), done.pdf, done.pages, signs=done.signs, part=part)


def _template(filing: Filing, name: str) -> Path:
    if file := own.template(filing, name) or template_on(filing, name):
        return file
    raise TemplateError(
        _("There is no template {name}.docx.").format(name=name),
        remedy=_("Install asylum-forms again, or the plugin that this procedure comes from."),
    )


def exhibit_leaves(filing: Filing, exhibit: Exhibit, typeset: Mapping[str, Typeset], division: Division = ONE) -> list[Leaf]:
    """Everything about one exhibit, in the order that the office wants; titles are in the language of the filing."""
    with use(filing.language):
        return list(_exhibit_leaves(filing, exhibit, typeset, division))


def _exhibit_leaves(filing: Filing, exhibit: Exhibit, typeset: Mapping[str, Typeset], division: Division) -> Iterator[Leaf]:
    heading = _("{exhibit}: {title}").format(exhibit=called(exhibit.label), title=exhibit.title)
    titles = {"translation": _("Translation"), "certificate": _("Translator's certificate"), "original": _("Original")}
    pieces = division.pieces.get(exhibit.id) or (_papers(exhibit),)
    certified = _chunk_of_certificate(filing, pieces)
    for number, chunk in enumerate(pieces):
        opening = f"exhibit/{exhibit.id}/{f'{CONTINUED}-{number + 1}' if number else 'separator'}"
        part = division.part(f"exhibit/{exhibit.id}/{number}")
        title = heading
        if number:
            before = division.part(f"exhibit/{exhibit.id}/{number - 1}")
            title = f"{heading} ({from_part(before)})"
        found = []
        if begun := typeset.get(opening):
            found.append(Leaf(opening, title, begun.pdf, begun.pages))
        for role in filing.profile.translation_order:
            id = f"exhibit/{exhibit.id}/{role}"
            said = titles[role] if found else title
            level = min(1, len(found)) if begun else 0
            if role == "certificate":
                if (done := typeset.get(id)) and number == certified:
                    found.append(Leaf(id, said, done.pdf, done.pages, level, signs=done.signs))
            elif paper := chunk.get(role):
                is_first = not any(role in earlier for earlier in pieces[:number])
                own = id if is_first else f"{id}-{number + 1}"
                blacked = _blacked(exhibit, role, sum(one[role].pages for one in pieces[:number] if role in one), paper.pages)
                found.append(Leaf(own, said, paper.pdf, paper.pages, level, evidence=True, blacked=blacked))
        for leaf in found:
            yield replace(leaf, label=exhibit.label, late=leaf.pages if exhibit.late else 0, part=part)


def _papers(exhibit: Exhibit) -> dict[str, Piece]:
    papers = {"original": exhibit.original, "translation": exhibit.translation}
    return {role: Piece(paper.pdf, paper.pages) for role, paper in papers.items() if paper}


def _blacked(exhibit: Exhibit, role: str, before: int, pages: int) -> tuple[tuple[int, str], ...]:
    """`Leaf.blacked` of a piece of a paper, which so many pages of it come before."""
    paper = exhibit.translation if role == "translation" else exhibit.original
    every = paper.blacked if paper else ()
    return tuple((page - before, text) for page, text in every if before < page <= before + pages)


def _chunk_of_certificate(filing: Filing, pieces: Sequence[Mapping[str, Piece]]) -> int:
    """The certificate follows what stands before it in the profile's order, wherever that ends."""
    order = filing.profile.translation_order
    before = set(order[: order.index("certificate")])
    return max((number for number, chunk in enumerate(pieces) if before & chunk.keys()), default=0)
