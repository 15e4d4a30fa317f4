"""What a redacted copy would black out, to look at before it is built."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence import bounded, framed, redact
from asylum_forms.evidence.spelling import Text, Words
from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.look import exhibits_of, opened
from asylum_forms.packet import withheld
from asylum_forms.preflight.report import place_label
from asylum_forms.progress import Progress
from asylum_forms.record.people import full_name
from asylum_forms.record.values import Text as Said
from asylum_forms.record.values import Value, walk
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

    Returns the file, None where no page has a mark or is a picture, and what a redacted build would find of the evidence, with
    the answers that say marked words: pages of forms and statements are there only once they are built. Raises what a build would
    raise for a record or evidence it refuses.
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
    return out if count else None, [*found, *_said(filing, [Words(said) for said in withheld.words(filing.record)])]


def _said(filing: Filing, wanted: Sequence[Words]) -> Iterator[Finding]:
    """Where the records say marked words, but for what they say of exhibits."""
    records = [filing.for_person(whose).record for whose in filing.people()]
    places = [
        record.place(path)
        for record in records
        for path, value in walk(record.data)
        if not path.startswith("evidence.") and _has(value, wanted)
    ]
    if places:
        yield Finding(
            "evidence.redaction",
            Severity.NOTE,
            _("Words marked for redaction are also said in: {where}. Pages of forms and statements are not drawn here.").replace(
                "{where}", "; ".join(dict.fromkeys(map(place_label, places)))
            ),
            _("The copy has these words black where such pages print them. Look at them once it is built."),
            places[0],
        )


def _has(value: Value, wanted: Sequence[Words]) -> bool:
    said = [full_name(value)] if isinstance(value, Mapping) else [value] if isinstance(value, str) else []
    said += [text for _tag, text in value.by_language] if isinstance(value, Said) else []
    return any(Text(one).has(words, whole=True) for one in said for words in wanted)
