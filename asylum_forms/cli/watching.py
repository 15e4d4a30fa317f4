"""`build --watch`: the first build is told in full, of each further one what is new."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from asylum_forms import again
from asylum_forms.built import Built
from asylum_forms.cli import finished, preflight, show
from asylum_forms.errors import AsylumFormsError
from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _, labelled, listed
from asylum_forms.preflight.report import severity_label


def build(case: Path, procedure: str, asked: again.Asked, everything: bool) -> NoReturn:
    """Build again and again, until Ctrl-C; of the first build `everything` is told, or what comes first."""
    from asylum_forms.watch import watch

    last: Built | None = None

    def told(result: Built | AsylumFormsError, seconds: float) -> None:
        nonlocal last
        if isinstance(result, Built):
            result = replace(result, preflight=preflight.runnable(result.preflight, case))
        if isinstance(result, AsylumFormsError):
            show.error(result)
        elif last is None:
            preflight.built(result, everything=everything)
        else:
            _again(last, result, seconds)
        if isinstance(result, Built):
            finished.tell_copies(result)
        last = result if isinstance(result, Built) else last
        show.say("")
        show.say(_("Waiting until something is saved. Ctrl-C ends this."))

    watch(case, procedure, told=told, progress=show.progress, **asked)


def _again(last: Built, now: Built, seconds: float) -> None:
    """What is new since the last build."""
    known = Counter(map(_key, last.findings))
    new = list((Counter(map(_key, now.findings)) - known).elements())
    gone = list((known - Counter(map(_key, now.findings))).elements())
    counts = listed(
        labelled(severity_label(severity), str(sum(finding.severity is severity for finding in now.findings)))
        for severity in Severity
    )
    show.say(
        _("Built again in {seconds} seconds. Pages: {pages}. {counts}").format(
            seconds=f"{seconds:.1f}", pages=now.pages, counts=counts
        )
    )
    if gone:
        show.say(_("Settled since the last build: {count}").format(count=len(gone)))
    if new:
        preflight.findings([finding for finding in now.findings if _key(finding) in set(new)])


def _key(finding: Finding) -> tuple[str, str, str]:
    """What a finding is known by when lines and pages have moved."""
    return finding.id, finding.message, finding.place.field
