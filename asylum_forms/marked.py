"""What a redacted copy would black out, to look at before it is built."""

from __future__ import annotations

import datetime
from pathlib import Path

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence import bounded, framed, redact
from asylum_forms.findings import Finding, Severity
from asylum_forms.look import exhibits_of, opened
from asylum_forms.progress import Progress
from asylum_forms.tools import scratch

NAME = "marked-for-redaction.pdf"


def draw(
    case: Path,
    procedure: str,
    *,
    date: datetime.date | None = None,
    language: str | None = None,
    person: str = "",
    profile: str = "",
    progress: Progress,
) -> tuple[Path | None, list[Finding]]:
    """Draw what would be blacked out of the evidence into the folder `build` of the case; arguments as for `build`.

    Returns the file, None where no page has a mark or is a picture, and what a redacted build would find of the evidence. Raises
    what a build would raise for a record or evidence it refuses.
    """
    with bounded.workers() as hired, scratch.folder() as work:
        translated = opened(case, procedure, date, language, person, profile, progress)
        filing = translated.filing
        exhibits = exhibits_of(translated, work, work / "cache", hired, progress)
        out = case / "build" / NAME
        count = framed.draw(redact.marked(filing.record, exhibits, filing.language), out)
        try:
            found = [one.finding for one in redact.redacted(filing.record, exhibits, work, filing.language).findings]
        except EvidenceError as error:
            found = list(error.findings) or [Finding("evidence.redaction", Severity.BLOCKS, error.message, error.remedy)]
    return out if count else None, found
