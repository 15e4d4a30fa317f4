"""The papers of one packet: which templates are rendered, under which names, and where each stands in the filing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asylum_forms.assembly.plan import Leaf, Plan, Written
from asylum_forms.errors import TemplateError
from asylum_forms.evidence.exhibit import Exhibit, Paper
from asylum_forms.findings import Finding
from asylum_forms.forms.answers import Laid
from asylum_forms.forms.render import form_context
from asylum_forms.forms.sheet import own_sheets
from asylum_forms.i18n import _, use
from asylum_forms.jurisdiction.contract import Filing, Part, function_of
from asylum_forms.jurisdiction.templates import CERTIFICATE, SEPARATOR, SHEETS, find_template
from asylum_forms.packet import own
from asylum_forms.packet.context import common_context, exhibit_context
from asylum_forms.packet.labelling import called
from asylum_forms.record.localize import plain
from asylum_forms.record.people import full_name

Pages = Mapping[str, int]
"""Leaf id to first page of the filing; empty while nothing is assembled yet."""


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


def documents(filing: Filing, laid: Mapping[str, Laid], filled: frozenset[str], exhibits: Sequence[Exhibit]) -> list[Document]:
    """Every Word document to render.

    `laid` has the forms by leaf id; `filled` holds the leaf ids of forms whose official PDF is filled instead of our sheet.

    Raises TemplateError when a template is missing.
    """
    parts = [part for part in filing.parts() if not part.exhibits and part.leaf not in filled]
    found = [_document(filing, part, laid, exhibits) for part in parts]
    found += [_own_sheets(filing, part, laid[part.leaf], exhibits) for part in _with_sheets(filing, laid, filled)]
    for exhibit in exhibits if any(part.exhibits for part in filing.procedure.parts) else ():
        if filing.profile.separators != "none":
            found.append(_exhibit_document(filing, exhibit, exhibits, "separator", SEPARATOR, editable=False))
        if exhibit.translation and not exhibit.draft:
            found.append(_exhibit_document(filing, exhibit, exhibits, "certificate", CERTIFICATE, editable=True))
    return found


def document_findings(filing: Filing, part: Part) -> list[Finding]:
    """What the jurisdiction finds about one document of the packet (`findings_<document>` of its `documents.py`)."""
    find = getattr(filing.jurisdiction.documents, function_of("findings", part.document), None) if part.document else None
    return list(find(filing.for_person(part.person))) if find else []


def plan(filing: Filing, typeset: Mapping[str, Typeset], exhibits: Sequence[Exhibit]) -> Plan:
    """The filing in order. `typeset` maps leaf ids to our own PDFs."""
    leaves: list[Leaf] = []
    for part in filing.parts():
        if part.exhibits:
            with use(filing.language):
                leaves += [leaf for exhibit in exhibits for leaf in _exhibit_leaves(filing, exhibit, typeset)]
        else:
            done = typeset[part.leaf]
            leaves.append(Leaf(part.leaf, part.title, done.pdf, done.pages, signs=done.signs, evidence=done.taken))
            if sheets := typeset.get(f"{part.leaf}-{SHEETS}"):
                leaves.append(Leaf(f"{part.leaf}-{SHEETS}", _("Continuation sheets"), sheets.pdf, sheets.pages, 1))
    profile = filing.profile
    name = plain(filing.record.get("applicant.name.family"))
    with use(filing.language):
        title = _(filing.procedure.title)
    return Plan(tuple(leaves), profile.paper, filing.language, title, profile.stamp, name, profile.stamp_size)


def signers(filing: Filing, plan: Plan, written: Written) -> tuple[tuple[str, int], ...]:
    """Who signs on which page of the filing; on the papers of one of several people with the name: `applicant (Mei LIN)`."""
    names = {
        page: full_name(filing.for_person(part.person).record.get("applicant.name"))
        for part in filing.parts()
        if len(filing.people()) > 1 and part.each
        for leaf in plan.leaves
        if leaf.id == part.leaf
        for page in range(written.starts[leaf.id], written.starts[leaf.id] + leaf.pages)
    }
    return tuple((f"{who} ({names[page]})" if names.get(page) else who, page) for who, page in written.signs)


def _with_sheets(filing: Filing, laid: Mapping[str, Laid], filled: frozenset[str]) -> list[Part]:
    """The filled official forms whose answers go on on sheets that the official PDF does not have."""
    return [part for part in filing.parts() if part.leaf in filled and own_sheets(laid[part.leaf])]


def _own_sheets(filing: Filing, part: Part, laid: Laid, exhibits: Sequence[Exhibit]) -> Document:
    name = f"{part.leaf}-{SHEETS}"

    def context(pages: Pages) -> Mapping[str, Any]:
        whose = filing.for_person(part.person)
        return {**common_context(whose, exhibits, pages), **form_context(laid), "own_sheets": own_sheets(laid)}

    return Document(name, name, _template(filing, SHEETS), context)


def _document(filing: Filing, part: Part, laid: Mapping[str, Laid], exhibits: Sequence[Exhibit]) -> Document:
    whose = filing.for_person(part.person)
    context_of = getattr(filing.jurisdiction.documents, function_of("context", part.document or part.form), None)
    form = form_context(laid[part.leaf]) if part.form else {}

    def context(pages: Pages) -> Mapping[str, Any]:
        return {**common_context(whose, exhibits, pages), **form, **(context_of(whose) if context_of else {})}

    return Document(part.leaf, part.leaf, _template(filing, part.template), context)


def _exhibit_document(
    filing: Filing, exhibit: Exhibit, exhibits: Sequence[Exhibit], role: str, template: str, *, editable: bool
) -> Document:
    context_of = getattr(filing.jurisdiction.documents, function_of("context", template), None)

    def context(pages: Pages) -> Mapping[str, Any]:
        about = {**common_context(filing, exhibits, pages), **exhibit_context(filing, exhibit, pages)}
        return {**about, **(context_of(filing, exhibit) if context_of else {})}

    return Document(f"{role}-{exhibit.id}", f"exhibit/{exhibit.id}/{role}", _template(filing, template), context, editable)


def _template(filing: Filing, name: str) -> Path:
    if file := own.template(filing, name) or find_template(filing.jurisdiction, name, filing.language):
        return file
    raise TemplateError(
        _("There is no template {name}.docx.").format(name=name),
        remedy=_("Install asylum-forms again, or the plugin that this procedure comes from."),
    )


def _exhibit_leaves(filing: Filing, exhibit: Exhibit, typeset: Mapping[str, Typeset]) -> Iterator[Leaf]:
    heading = _("{exhibit}: {title}").format(exhibit=called(exhibit.label), title=exhibit.title)
    level = 0
    if separator := typeset.get(f"exhibit/{exhibit.id}/separator"):
        yield Leaf(f"exhibit/{exhibit.id}/separator", heading, separator.pdf, separator.pages, label=exhibit.label)
        level = 1
    titles = {"translation": _("Translation"), "certificate": _("Translator's certificate"), "original": _("Original")}
    for role in filing.profile.translation_order:
        id = f"exhibit/{exhibit.id}/{role}"
        title = titles[role] if level else heading
        if role == "certificate":
            if done := typeset.get(id):
                yield Leaf(id, title, done.pdf, done.pages, level, signs=done.signs, label=exhibit.label)
        elif paper := _paper(exhibit, role):
            yield Leaf(id, title, paper.pdf, paper.pages, level, evidence=True, label=exhibit.label)


def _paper(exhibit: Exhibit, role: str) -> Paper | None:
    return exhibit.original if role == "original" else exhibit.translation
