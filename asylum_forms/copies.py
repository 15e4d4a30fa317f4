"""Copies of a filing for others than the office: the whole of it or some of its parts, with the page numbers that it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from asylum_forms.assembly.extract import extract
from asylum_forms.assembly.plan import Plan, Written
from asylum_forms.assembly.write import write as write_filing
from asylum_forms.errors import AsylumFormsError
from asylum_forms.i18n import _, use
from asylum_forms.jurisdiction.contract import EXHIBITS, CopySet, Filing
from asylum_forms.jurisdiction.templates import CERTIFICATE


def wanted(filing: Filing, names: Sequence[str]) -> list[CopySet]:
    """The sets of these names. Raises AsylumFormsError for one that the procedure does not have."""
    known = {one.name: one for one in filing.procedure.sets}
    if wrong := [name for name in names if name not in known]:
        raise AsylumFormsError(
            _("{procedure} has no set of copies called {name}.").format(
                procedure=f"{filing.jurisdiction.code}/{filing.procedure.id}", name=wrong[0]
            ),
            remedy=_("Choose one of: {known}").format(known=", ".join(known) or "–"),
        )
    return [known[name] for name in dict.fromkeys(names)]


def write(filing: Filing, copies: CopySet, plan: Plan, files: Sequence[Written], work: Path) -> Path:
    """Write a set into `work` as `<name>.pdf`, one file however many the office gets; returns it. `files` are those of the filing
    as they are written. Raises AsylumFormsError when nothing of it is in the filing."""
    with use(filing.language):
        title = f"{plan.title} – {_(copies.title)}"
    whole = files[0].pdf
    if len(files) > 1:
        one = replace(plan, leaves=tuple(replace(leaf, part=1) for leaf in plan.leaves))
        whole = write_filing(one, work / f"{copies.name}-whole.pdf").pdf
    out = work / f"{copies.name}.pdf"
    extract(whole, pages(filing, copies, plan), plan.labels, title, out)
    return out


def pages(filing: Filing, copies: CopySet, plan: Plan) -> list[int]:
    """The pages of the filing (1-based) that are in a set. Raises AsylumFormsError when there are none."""
    leaves = {
        part.leaf
        for part in filing.parts()
        if not part.exhibits and (not copies.parts or (part.form or part.document) in copies.parts)
    }
    evidence = not copies.parts or EXHIBITS in copies.parts
    starts = plan.starts()
    found = [
        page
        for leaf in plan.leaves
        if (evidence if leaf.id.startswith(("exhibit/", f"{CERTIFICATE}--")) else not copies.parts or leaf.id in leaves)
        for page in range(starts[leaf.id], starts[leaf.id] + leaf.pages)
    ]
    if not found:
        raise AsylumFormsError(
            _("The set {name} would have no pages: nothing of it is in this filing.").format(name=copies.name),
            remedy=_("Build without --set {name}.").format(name=copies.name),
        )
    return found
