"""What is handed in after a filing: the exhibits that it has not, with cover, index and certificate of service of their own.

Papers that have changed since then, and may be handed in anew, are among them (see anew.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from asylum_forms import before
from asylum_forms.anew import Filed
from asylum_forms.compare.filing import Built
from asylum_forms.compare.filing import Exhibit as FiledExhibit
from asylum_forms.errors import AsylumFormsError
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.catalogue import find
from asylum_forms.jurisdiction.contract import Filing, Part
from asylum_forms.packet import papers
from asylum_forms.packet.papers import Document

_FOLDER = "supplement"


def folder(earlier: Sequence[Path]) -> str:
    """What ends the name of the folder of such a filing: none is built over another."""
    return f"{_FOLDER}-{len(earlier)}" if len(earlier) > 1 else _FOLDER if earlier else ""


@dataclass(frozen=True)
class Supplement:
    """A filing after others."""

    earlier: Sequence[Built]
    """What was handed in before."""

    @cached_property
    def before(self) -> Filed:
        """The same, as papers of today are held against it."""
        return Filed(self.earlier)

    def of(self, filing: Filing, anew: Mapping[str, str]) -> Filing:
        """The filing with the papers of a supplementary one; `anew` maps papers that are handed in anew to their titles."""
        filed = frozenset(id_ for one in self.earlier for id_ in one.exhibits)
        return replace(filing, filed=filed, after=len(self.earlier), anew=anew)

    def exhibits(self, every: Sequence[Exhibit], anew: Collection[str]) -> list[Exhibit]:
        """Those that no earlier filing has; their pages are numbered from 1.

        Raises AsylumFormsError where there are none and no paper is handed in `anew`, and for one with a label that was handed in
        for another.
        """
        found = [replace(exhibit, late=False) for exhibit in every if not self._filed(exhibit)]
        if not found and not anew:
            raise AsylumFormsError(
                _("Every exhibit is in the earlier filing already."),
                remedy=_("Add the new papers under evidence first. What else differs is told by: `asylum-forms diff OLD NEW`"),
            )
        labels = {one.label for built in self.earlier for one in built.exhibits.values()}
        if twice := next((exhibit for exhibit in found if exhibit.label in labels), None):
            raise AsylumFormsError(
                _("Exhibit {label} was handed in as another paper.").format(label=twice.label),
                remedy=_(
                    "Give this entry of the record a label that no paper has yet: `label: C1` after exhibit C, `15A` after 15."
                ),
                place=Place(exhibit=twice.id),
            )
        return found

    def _filed(self, exhibit: Exhibit) -> bool:
        return any(exhibit.id in one.exhibits for one in self.earlier)

    def documents(self, filing: Filing, every: Sequence[Exhibit], documents: Sequence[Document]) -> list[Document]:
        """The Word files of these papers: one that is handed in anew may cite and list what was handed in before."""
        anew = {part.leaf: part for part in filing.parts() if part.leaf in filing.anew}

        def citing(part: Part) -> Document:
            made = papers.document(filing, part, {}, every)
            return replace(made, context=lambda pages: made.context(self.before.then(pages)))

        return [citing(anew[document.leaf]) if document.leaf in anew else document for document in documents]

    def findings(self, filing: Filing, every: Sequence[Exhibit], found: Sequence[Finding]) -> Iterator[Finding]:
        """Of what was found for the whole filing, what is about these papers; and what they do not hold."""
        yield from before.findings(filing, self.earlier)
        known = filing.jurisdiction.findings
        filed = {exhibit.id for exhibit in every if self._filed(exhibit)}
        for finding in found:
            explained = find(known, finding.id)
            told = None if explained is None else explained.supplement
            if finding.place.exhibit not in filed and (not finding.place.form if told is None else told):
                yield _later(finding) if finding.id == "record.date-later" else finding
        if not filing.anew:
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
        for exhibit in every:
            if (last := self._last(exhibit)) and last.label != exhibit.label:
                yield Finding(
                    "supplement.relabelled",
                    Severity.BLOCKS,
                    _("Exhibit {old} of the earlier filing is called {label} now. Papers that cite it name another one.").format(
                        old=last.label, label=exhibit.label
                    ),
                    _("Put the entries under evidence back in their order, and give what is new a label: `label: C1` after C."),
                    Place(exhibit=exhibit.id),
                )
        for exhibit in (exhibit for exhibit in every if self._other_file(exhibit)):
            yield Finding(
                "supplement.other-file",
                Severity.ATTEND,
                _("Exhibit {label} has another file than in the earlier filing, and is not in these papers.").format(
                    label=exhibit.label
                ),
                _("If the new file is to be handed in, give it an entry with an id of its own."),
                Place(exhibit=exhibit.id),
            )

    def _last(self, exhibit: Exhibit) -> FiledExhibit | None:
        """The exhibit as it was handed in last."""
        return next((one.exhibits[exhibit.id] for one in reversed(self.earlier) if exhibit.id in one.exhibits), None)

    def _other_file(self, exhibit: Exhibit) -> bool:
        papers = tuple(paper.sha256 for paper in (exhibit.original, exhibit.translation) if paper)
        last = self._last(exhibit)
        return last is not None and set(last.sources) != set(papers)


def _later(finding: Finding) -> Finding:
    """Papers that come after a filing may be dated after it."""
    if not finding.place.field.startswith("evidence"):
        return finding
    return replace(
        finding, remedy=_("If the paper is newer than the filing, build with --date and the day on which you hand it in.")
    )


def supplement(filing: Filing, earlier: Sequence[Path]) -> Supplement:
    """After the filings in these build folders.

    Raises what `before.read` raises.
    """
    also = _("Name the folder of that filing too: --supplements FILING --supplements {path}")
    return Supplement(before.read(filing, earlier, also))
