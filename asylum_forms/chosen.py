"""What is to be handed in: the whole filing, or what comes after one, with or without what is marked for redaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from asylum_forms import amend, publish, refusals
from asylum_forms.amend import Amendment
from asylum_forms.anew import Anew, Filed
from asylum_forms.compare.filing import Built as Earlier
from asylum_forms.evidence import redact
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.findings import Finding
from asylum_forms.forms import kept
from asylum_forms.jurisdiction.contract import CopySet, Filing
from asylum_forms.look import Looked
from asylum_forms.packet import own, withheld
from asylum_forms.packet.certificates import apart
from asylum_forms.packet.papers import AMENDED
from asylum_forms.supplement import Supplement


@dataclass(frozen=True)
class Wish:
    """What is asked of a build besides the filing; see `build`."""

    amends: Sequence[Earlier]
    """What was handed in before, where pages of it are replaced."""
    after: Supplement | None
    sets: Sequence[CopySet]
    fresh: Sequence[str]
    whole: Path
    """Where a build of the whole filing goes, unless it is told another folder."""


@dataclass(frozen=True)
class Chosen:
    """What is to be handed in: which exhibits, as they are shown, and which papers."""

    looked: Looked
    exhibits: Sequence[Exhibit]
    every: Sequence[Exhibit]
    """The exhibits that may be cited."""
    edited: Mapping[str, Path]
    """Word files of the last build that somebody has edited since, by name."""
    findings: Sequence[Finding]
    after: Supplement | None
    amended: Amendment | None
    anew: Anew | None
    """What has changed since an earlier filing."""
    taken_out: redact.Redacted | None
    """Where words of the evidence are taken out."""

    @property
    def filing(self) -> Filing:
        return self.looked.filing

    @property
    def filed(self) -> Filed | None:
        """What was handed in before, where these papers come after it."""
        return self.amended.filed if self.amended else self.after.before if self.after else None


def choose(looked: Looked, exhibits: Sequence[Exhibit], wish: Wish, work: Path, out: Path) -> Chosen:
    """The whole filing, or what comes after it where that is wished; redacted where the filing is.

    `exhibits` are all of the record; `out` is the folder of the last build of the same. Raises what `refusals` raises of Word
    files and evidence, and what reading the earlier filing, amending, supplementing and redacting raise.
    """
    last = publish.last_renderings(out)
    forms, earlier = out / "forms", work / "before"
    edited = kept.edited_files(forms, last, refusals.known_files(wish.fresh, forms, last))
    kept.refuse_damaged(edited.values())
    after, amended, anew = wish.after, None, None
    if after:
        anew = after.before.changed(looked.filing, looked.tables, exhibits, edited, earlier)
        looked = replace(looked, filing=after.of(looked.filing, anew.again), answers={})
    filing = looked.filing
    if wish.amends:
        theirs = {*own.pdfs(filing), *(part.leaf for part in filing.parts() if part.form in looked.officials)}
        amended = amend.amendment(filing, wish.amends, looked.answers, theirs, work / AMENDED)
        changed = amended.filed.changed(filing, looked.tables, exhibits, edited, earlier)
        anew, exhibits = changed.but({part.leaf for part in amended.parts}), apart(exhibits)
    refusals.letters_of_the_evidence(exhibits)
    odd = refusals.boxes_of_others(exhibits)
    taken_out = None
    if filing.redacted:
        taken_out = redact.redacted(filing.record, exhibits, work / "redacted", filing.language)
        exhibits = withheld.described(taken_out.exhibits, withheld.words(filing.record))
    else:
        odd += redact.not_taken_out(filing.record, exhibits)
    handed_in = apart(after.exhibits(filing, exhibits, anew)) if after and anew else exhibits
    return Chosen(looked, handed_in, exhibits, edited, odd, after, amended, anew, taken_out)
