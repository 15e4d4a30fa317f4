"""What is handed in after a filing: the exhibits that it has not, with cover, index and certificate of service of their own.

Papers that have changed since then, and may be handed in anew, are among them (see anew.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from asylum_forms import before
from asylum_forms.anew import Anew, Filed
from asylum_forms.compare.filing import Built
from asylum_forms.errors import AsylumFormsError
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.catalogue import find
from asylum_forms.jurisdiction.contract import Filing, Part
from asylum_forms.packet import papers
from asylum_forms.packet.papers import Document
from asylum_forms.record.localize import plain
from asylum_forms.record.values import step, walk


@dataclass(frozen=True)
class Supplement:
    """A filing after others."""

    earlier: Sequence[Built]
    """What was handed in before."""

    @cached_property
    def before(self) -> Filed:
        """The same, as papers of today are held against it."""
        return Filed(self.earlier)

    def of(self, filing: Filing, anew: Mapping[str, int]) -> Filing:
        """The filing with the papers of a supplementary one; `anew` are those that are handed in anew, see `Filing.anew`."""
        filed = frozenset(before.labels(self.earlier))
        return replace(filing, filed=filed, after=len(self.earlier), anew=anew)

    def exhibits(self, filing: Filing, every: Sequence[Exhibit], anew: Anew) -> list[Exhibit]:
        """Those that no earlier filing has; their pages are numbered from 1. `anew` has the papers that have changed.

        Raises AsylumFormsError where there are none and no paper is handed in anew, and what `before.new` raises.
        """
        found = [replace(exhibit, late=False) for exhibit in before.new(filing, self.earlier, every)]
        if not found and not filing.anew and anew.changed:
            raise AsylumFormsError(
                _("No exhibit is new, and what has changed is not handed in with further papers: {titles}.").format(
                    titles="; ".join(one.part.title for one in anew.changed)
                ),
                remedy=" ".join(dict.fromkeys(anew.remedy(one.part) for one in anew.changed)),
            )
        if not found and not filing.anew:
            raise AsylumFormsError(
                _("Every exhibit is in the earlier filing already."),
                remedy=_("Add the new papers under evidence first. What else differs is told by: `asylum-forms diff OLD NEW`"),
            )
        return found

    def documents(self, filing: Filing, every: Sequence[Exhibit], documents: Sequence[Document]) -> list[Document]:
        """The Word files of these papers: one that is handed in anew may cite and list what was handed in before."""
        anew = {part.leaf: part for part in filing.parts() if part.leaf in filing.anew}

        def citing(part: Part) -> Document:
            made = papers.document(filing, part, {}, every)
            return replace(made, context=lambda pages: made.context(self.before.then(pages)))

        return [citing(anew[document.leaf]) if document.leaf in anew else document for document in documents]

    def findings(self, filing: Filing, every: Sequence[Exhibit], found: Sequence[Finding], anew: Anew) -> Iterator[Finding]:
        """Of what was found for the whole filing, what is about these papers; and what they do not hold. `anew` has the
        papers that have changed."""
        yield from before.findings(filing, self.earlier, every)
        known = filing.jurisdiction.findings
        filed = before.labels(self.earlier)
        settled = _settled(filing, every, filed)
        for finding in found:
            if ".".join(finding.place.field.split(".")[:2]) in settled:
                continue
            explained = find(known, finding.id)
            told = None if explained is None else explained.supplement
            if finding.place.exhibit not in filed and (not finding.place.form if told is None else told):
                yield _later(finding) if finding.id == "record.date-later" else finding
        if anew.changed and not filing.anew:
            yield Finding(
                "supplement.exhibits-only",
                Severity.ATTEND,
                _("Only exhibits that the earlier filing has not are in these papers. Nothing else that has changed is."),
                _("See what changed with `asylum-forms diff OLD NEW`, and hand in changed pages as the office wants them."),
            )
        if not any(part.supplement or part.later for part in filing.procedure.parts):
            yield Finding(
                "supplement.no-letter",
                Severity.ATTEND,
                _("No letter goes with these papers: this program has none for such papers to this office."),
                _("Write one that names the case and lists the papers, or ask the office how it takes further papers."),
            )


def of_the_filing_only(filing: Filing, finding: Finding) -> bool:
    """Whether a finding is about the filing itself, such as its deadline, and no more about what follows it."""
    explained = find(filing.jurisdiction.findings, finding.id)
    return explained is not None and explained.supplement is False


def _settled(filing: Filing, every: Sequence[Exhibit], filed: Mapping[str, str]) -> set[str]:
    """Entries of the record that have no part in these papers, as places call them (`evidence.1`, `helpers.2`): exhibits that
    were handed in, and who translated these and nothing else. With a paper that is handed in anew any helper may have a part."""
    record = filing.record
    found = {f"evidence.{n}" for n, entry in enumerate(record.rows("evidence"), 1) if plain(step(entry, "id")) in filed}
    here = {exhibit.translator for exhibit in every if exhibit.id not in filed}
    done = {exhibit.translator for exhibit in every if exhibit.id in filed} - here
    if done and not filing.anew:
        elsewhere = {plain(value) for path, value in walk(record.data) if path.split(".")[0] not in ("evidence", "helpers")}
        gone = done - elsewhere
        found |= {f"helpers.{n}" for n, entry in enumerate(record.rows("helpers"), 1) if plain(step(entry, "id")) in gone}
    return found


def _later(finding: Finding) -> Finding:
    """Papers that come after a filing may be dated after it."""
    if not finding.place.field.startswith("evidence"):
        return finding
    return replace(
        finding, remedy=_("If the paper is newer than the filing, build with --date and the day on which you hand it in.")
    )


def earlier(filing: Filing, paths: Sequence[Path]) -> list[Built]:
    """The filings in these build folders, which a supplement follows. Raises what `before.read` raises."""
    return before.read(filing, paths, _("Name the folder of that filing too: --supplements FILING --supplements {path}"))
