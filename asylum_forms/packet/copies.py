"""Copies of a filing for others than the office: which pages are in each."""

from __future__ import annotations

from collections.abc import Sequence

from asylum_forms.assembly.plan import Plan
from asylum_forms.errors import AsylumFormsError
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import EXHIBITS, CopySet, Filing


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
        if (evidence if leaf.id.startswith("exhibit/") else not copies.parts or leaf.id in leaves)
        for page in range(starts[leaf.id], starts[leaf.id] + leaf.pages)
    ]
    if not found:
        raise AsylumFormsError(
            _("The set {name} would have no pages: nothing of it is in this filing.").format(name=copies.name),
            remedy=_("Build without --set {name}.").format(name=copies.name),
        )
    return found
