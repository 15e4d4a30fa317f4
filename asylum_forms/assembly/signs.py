"""Who signs where: known once the papers are typeset, before the filing is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary

from asylum_forms.assembly.links import signer
from asylum_forms.assembly.plan import Plan


def signs(plan: Plan) -> tuple[tuple[str, int], ...]:
    """(who signs what, page of the file) for every place to sign in our own papers, in page order."""
    starts = plan.starts()
    found = [(who, starts[leaf.id] + page - 1) for leaf in plan.leaves for who, page in leaf.signs]
    for leaf in plan.leaves:
        if not leaf.evidence:
            found += [(who, starts[leaf.id] + page) for who, page in _marked(leaf.pdf)]
    return tuple(sorted(dict.fromkeys(found), key=lambda sign: sign[1]))


def _marked(file: Path) -> Iterator[tuple[str, int]]:
    """(who signs what, page from 0) for every link that marks a place to sign."""
    with pikepdf.open(file) as pdf:
        for number, page in enumerate(pdf.pages):
            for annotation in page.get("/Annots", Array()):
                action = annotation.get("/A", Dictionary())
                is_address = annotation.get("/Subtype") == "/Link" and action.get("/S") == "/URI"
                if is_address and (who := signer(bytes(action.URI).decode("utf-8", "replace"))):
                    yield who, number
