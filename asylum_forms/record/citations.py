"""How the applicant's own words cite evidence: `[[summons-2019]]`, `[[judgment p. 2]]`."""

from __future__ import annotations

import re
from collections.abc import Sequence

CITATION = re.compile(r"\[\[(?P<double>[^\[\]]*)\]\]|\[(?P<single>[^\[\]]*)\]")
"""Words in double brackets, always a citation, or in single ones, a citation where an exhibit has that id."""
CITED = re.compile(r"(?P<id>[A-Za-z0-9][A-Za-z0-9_-]*)(?:[\s,]+(?:p\.?|pp\.?|page|第)\s*(?P<page>[0-9]{1,4})\s*页?)?")
"""What stands between the brackets: the exhibit's id, and a page of its original."""


WIDE = re.compile(r"[【［〔「]{1,2}\s*(?P<id>[A-Za-z0-9][A-Za-z0-9_-]*)[^【［〔「】］〕」]{0,12}[】］〕」]{1,2}")
"""Words in brackets of a Chinese or Korean keyboard; a citation is meant where an exhibit has that id."""


def loose_citations(text: str, exhibits: Sequence[str]) -> list[str]:
    """Words in single brackets that look like the id of an exhibit but are none: `[petition2019]`. They print as written."""
    found = [match["single"] for match in CITATION.finditer(text) if match["single"] is not None]
    looks = re.compile(r"[a-z][a-z_-]*[0-9-][A-Za-z0-9_-]*")
    return [f"[{inner}]" for inner in found if looks.fullmatch(inner) and inner not in exhibits]
