"""What a build refuses, and why: each of these raises before anything of the filing is published.

Only `boxes_of_others` warns instead; it stands here beside the letters for which a build stops.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from asylum_forms.assembly import glyphs
from asylum_forms.errors import ArgumentError, EvidenceError, OutputError, RecordError
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms.kept import Rendering
from asylum_forms.i18n import _, listed, runs
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.look import citation_findings
from asylum_forms.packet import own
from asylum_forms.record.guide import FOLDERS
from asylum_forms.record.model import PEOPLE
from asylum_forms.tools.workers import Lost


def among_papers(case: Path, out: Path) -> None:
    """What was built would count as papers of the case, and be written over them. Raises ArgumentError."""
    here, papers_in = out.resolve(), (*FOLDERS, PEOPLE, own.PDFS, own.TEMPLATES)
    if here == case.resolve() or any(here.is_relative_to((case / name).resolve()) for name in papers_in):
        raise ArgumentError(
            _("The filing would lie among the papers of the case, in {folder}.").format(folder=out),
            remedy=_("Name another folder with --out."),
        )


def over_what_was_handed_in(out: Path, earlier: Sequence[Path]) -> None:
    """The new pages would take the place of a filing that the office has. Raises ArgumentError."""
    if out.resolve() in [folder.resolve() for folder in earlier]:
        raise ArgumentError(
            _("The new pages would be written over the filing that was handed in."),
            remedy=_("Name another folder with --out."),
        )


def known_files(fresh: Sequence[str], forms: Path, last: Mapping[str, Rendering]) -> frozenset[str]:
    """The names of the Word files to render anew, without their ending. Raises ArgumentError for one that is neither in the
    folder `forms` nor among the `last` renderings."""
    names = [name.removesuffix(".docx") for name in fresh]
    known = {*last, *(file.stem for file in forms.glob("*.docx"))}
    if wrong := [name for name in names if name not in known]:
        close = difflib.get_close_matches(wrong[0], known, n=1)
        others = _("Choose one of: {known}").format(known=listed(close or sorted(known)))
        raise ArgumentError(
            _("The filing has no Word file {name}.").format(name=f"{wrong[0]}.docx"),
            remedy=others if known else _("Build without --fresh first."),
        )
    return frozenset(names)


def letters_of_the_record(findings: Sequence[Finding]) -> None:
    """Letters of the record that no font here can print, as preflight has found them. Raises OutputError."""
    missing = [finding for finding in findings if finding.id == "text.no-glyph"]
    if missing:
        raise OutputError(
            _("Some letters of the record cannot be printed on this computer. Nothing was built."),
            remedy=_("Install a font that has them, then build again."),
            findings=missing,
        )


def letters_of_the_evidence(exhibits: Sequence[Exhibit]) -> None:
    """Evidence that we typeset ourselves (Word, text) must not show empty boxes in place of letters. Raises EvidenceError."""
    found = [
        Finding(
            id="evidence.no-glyph",
            severity=Severity.BLOCKS,
            message=_("No font on this computer can print {letter} (U+{code}) on page {page} of {file}.").format(
                letter=letter, code=" U+".join(f"{ord(char):04X}" for char in letter), page=page, file=paper.source.name
            ),
            remedy=_("Install a font that has it (many are in the packages fonts-noto*), or give the file as a PDF."),
            place=Place(exhibit=exhibit.id, page=page),
        )
        for exhibit in exhibits
        for paper in (exhibit.original, exhibit.translation)
        if paper and paper.typeset
        for page, letter in glyphs.boxes(paper.pdf)
    ]
    if found:
        raise EvidenceError(_("Some letters of the evidence cannot be printed. Nothing was built."), findings=found)


def boxes_of_others(exhibits: Sequence[Exhibit]) -> list[Finding]:
    """Evidence of others that shows empty boxes in place of letters: it is filed as it is, but somebody should know."""
    return [
        Finding(
            id="evidence.boxes",
            severity=Severity.ATTEND,
            message=(
                _("{file} shows empty boxes in place of letters on page {pages}.")
                if len(pages) == 1
                else _("{file} shows empty boxes in place of letters on pages {pages}.")
            ).format(file=paper.source.name, pages=runs(pages)),
            remedy=_("If they are not in the paper itself, get the file anew, or scan the paper."),
            place=Place(exhibit=exhibit.id, page=pages[0]),
        )
        for exhibit in exhibits
        for paper in (exhibit.original, exhibit.translation)
        if paper and not paper.typeset and (pages := glyphs.empty(paper.pdf))
    ]


@contextmanager
def every_citation(filing: Filing, every: Sequence[Exhibit]) -> Iterator[None]:
    """Whoever makes the papers meets one citation that leads nowhere: the RecordError then tells of all of them."""
    try:
        yield
    except RecordError as met:
        found = citation_findings(filing, every)
        if not found:
            raise
        raise RecordError(found[0].message, remedy=found[0].remedy, place=found[0].place, findings=found) from met


def unverified(answers: Sequence[Any]) -> None:
    """Raises what verifying the files has raised; OutputError where it did not come to an end."""
    for answer in answers:
        if isinstance(answer, Lost):
            raise OutputError(
                _("The finished filing could not be verified ({reason}).").format(reason=answer.detail or answer.reason),
                remedy=_("Check that the computer has memory to spare, then run the command again."),
            ) from answer
        if isinstance(answer, Exception):
            raise answer
