"""From the record's evidence entries to exhibits: every file taken in, or every trouble named at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asylum_forms.errors import AsylumFormsError, EvidenceError
from asylum_forms.evidence.exhibit import Exhibit, Paper
from asylum_forms.evidence.intake import needs_conversion, prepare, take_in
from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent, PartialDate, Text

Convert = Callable[[Sequence[Path], Path], Sequence[Path]]
"""Turns Word documents into PDFs in the given folder, in the same order."""


@dataclass(frozen=True)
class _Wanted:
    """One file of one entry, before it is taken in."""

    entry: int
    role: str
    """`original` or `translation`."""
    file: Path
    password: str


def collect(
    record: Record,
    work: Path,
    *,
    language: str,
    paper: str,
    label: Callable[[int], str],
    convert: Convert | None,
    progress: Callable[[int, int], None],
) -> list[Exhibit]:
    """All exhibits of the record, in its order, taken in under `work`.

    `language` is the filing's, `label` gives the n-th exhibit's letter or number (0-based). Without `convert` Word files are
    looked at but not converted, and their papers have no pages: enough to check a record.

    Raises EvidenceError whose findings name every file that cannot be taken in, with reason and remedy.
    """
    entries = [entry for entry in record.rows("evidence") if isinstance(entry, Mapping)]
    wanted = [item for number, entry in enumerate(entries) for item in _files(record, number, entry)]
    findings = _without_file(record, entries)
    papers: dict[tuple[int, str], Paper] = {}
    prepared: dict[tuple[int, str], Path] = {}
    for done, item in enumerate(wanted):
        progress(done, len(wanted))
        folder = work / f"{item.entry:04d}-{item.role}"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            if needs_conversion(item.file):
                prepared[item.entry, item.role] = prepare(item.file, folder, paper=paper)
            else:
                papers[item.entry, item.role] = take_in(item.file, folder, password=item.password, paper=paper)
        except AsylumFormsError as error:
            findings.append(_finding(record, item, error))
    if not findings and convert:
        pdfs = dict(zip(prepared, convert(list(prepared.values()), work), strict=True))
        for item in wanted:
            if pdf := pdfs.get((item.entry, item.role)):
                folder = work / f"{item.entry:04d}-{item.role}"
                papers[item.entry, item.role] = take_in(item.file, folder, converted=pdf, paper=paper)
    progress(len(wanted), len(wanted))
    if findings:
        raise EvidenceError(
            _("{count} pieces of evidence cannot be taken in. Nothing was built.").format(count=len(findings)),
            remedy=_("Put each of them right, then run the command again. Your files were not changed."),
            findings=findings,
        )
    return [
        _exhibit(entry, number, label(number), language, papers, prepared.get((number, "original")))
        for number, entry in enumerate(entries)
    ]


def _files(record: Record, number: int, entry: Mapping[str, Any]) -> list[_Wanted]:
    found = []
    if isinstance(file := entry.get("file"), str) and not isinstance(file, Absent):
        password = entry.get("password")
        known = password if isinstance(password, str) and not isinstance(password, Absent) else ""
        found.append(_Wanted(number, "original", record.case / file, known))
    translation = entry.get("translation")
    if isinstance(translation, Mapping) and isinstance(file := translation.get("file"), str) and not isinstance(file, Absent):
        found.append(_Wanted(number, "translation", record.case / file, ""))
    return found


def _without_file(record: Record, entries: Sequence[Mapping[str, Any]]) -> list[Finding]:
    return [
        Finding(
            id="evidence.no-file",
            severity=Severity.BLOCKS,
            message=_("This piece of evidence has no file."),
            remedy=_(
                "Write the file's name, such as evidence/summons.jpg, or take the entry out and name it under missing_evidence."
            ),
            place=record.place(f"evidence.{number}"),
        )
        for number, entry in enumerate(entries)
        if not isinstance(entry.get("file"), str) or isinstance(entry.get("file"), Absent)
    ]


def _finding(record: Record, item: _Wanted, error: AsylumFormsError) -> Finding:
    path = f"evidence.{item.entry}" + (".translation.file" if item.role == "translation" else ".file")
    return Finding(
        id="evidence.refused", severity=Severity.BLOCKS, message=error.message, remedy=error.remedy, place=record.place(path)
    )


def _exhibit(
    entry: Mapping[str, Any],
    number: int,
    label: str,
    language: str,
    papers: Mapping[tuple[int, str], Paper],
    unconverted: Path | None,
) -> Exhibit:
    translation = entry.get("translation")
    date = entry.get("date")
    original = papers.get((number, "original"))
    return Exhibit(
        id=str(entry.get("id") or f"exhibit-{number + 1}"),
        label=label,
        title=_words(entry.get("title"), language) or Path(str(entry.get("file"))).stem,
        date=date if isinstance(date, PartialDate) else None,
        issuer=_words(entry.get("issuer"), language),
        language=_words(entry.get("language"), language),
        obtained=_words(entry.get("obtained"), language),
        supports=_words(entry.get("supports"), language),
        category=_words(entry.get("category"), language),
        original=original or Paper(source=unconverted or Path(), sha256="", pdf=Path(), pages=0),
        translation=papers.get((number, "translation")),
        translator=_words(translation.get("translator"), language) if isinstance(translation, Mapping) else "",
    )


def _words(value: Any, language: str) -> str:
    """The words in the filing's language, otherwise as the applicant wrote them."""
    if value is None or isinstance(value, Absent):
        return ""
    if isinstance(value, Text):
        return value.in_language(language) or value.any()
    return str(value)
