"""What the user puts in the place of ours, in the case folder: a finished PDF of a form, a Word template of their own.

`forms/<name>.pdf` is a form or paper of the packet that somebody completed elsewhere: printed from Adobe Reader, or filled in by
hand and scanned. `templates/<name>.docx` is rendered instead of ours: the form of a local office, the letterhead of a clinic. The
names are those of the Word files under `forms/` of a build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from asylum_forms.evidence.exhibit import Paper
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms.render import check_template
from asylum_forms.forms.table import FormTable
from asylum_forms.i18n import _, listed
from asylum_forms.jurisdiction.contract import Filing, Part
from asylum_forms.jurisdiction.templates import CERTIFICATE, SEPARATOR, SHEETS

PDFS, TEMPLATES = "forms", "templates"
BESIDES = (SEPARATOR, CERTIFICATE, SHEETS)
"""Templates of papers that are no part of their own."""


def pdfs(filing: Filing) -> dict[str, Path]:
    """Leaf id of a part to the user's PDF of it."""
    return _named(filing.record.case / PDFS, ".pdf", {part.leaf for part in filing.parts() if not part.exhibits})


def in_account(filing: Filing, part: Part) -> bool:
    """Whether a part is answered in the office's account: then it is no paper to hand in, but where the user has brought it."""
    return bool(part.form) and filing.profile.in_account and part.leaf not in pdfs(filing)


def template(filing: Filing, name: str) -> Path | None:
    """The user's own template of this name, where there is one."""
    return _named(filing.record.case / TEMPLATES, ".docx", {name}).get(name)


def templates(filing: Filing) -> dict[str, Path]:
    """Name to the user's own template, of all that are used."""
    names = {part.template for part in filing.parts() if not part.exhibits}
    return _named(filing.record.case / TEMPLATES, ".docx", names | set(BESIDES))


def findings(filing: Filing, tables: Mapping[str, FormTable], taken: Mapping[str, Paper]) -> Iterator[Finding]:
    """What the user must know of them: a PDF was compared with no answer, a template leaves items out, a name fits nothing.

    `tables` has the forms by name, `taken` the PDFs as they were taken in.
    """
    parts = [part for part in filing.parts() if not part.exhibits]
    for leaf in taken:
        yield Finding(
            "form.own-pdf",
            Severity.ATTEND,
            _("{file} is in the filing in the place of our sheet. Its answers were not compared with the record.").format(
                file=f"{PDFS}/{leaf}.pdf"
            ),
            _("Compare it line by line with the answers, and see that it is signed where it asks for it."),
            Place(file=f"{PDFS}/{leaf}.pdf"),
        )
    for part in {part.template: part for part in parts}.values():
        if (own := template(filing, part.template)) and part.form:
            for problem in check_template(own, tables[part.form]):
                yield Finding(
                    "form.own-template",
                    Severity.ATTEND,
                    _("Your template {file}: {problem}").format(file=f"{TEMPLATES}/{own.name}", problem=problem),
                    _("Add the item to the template, or see that the office does not ask for it."),
                    Place(file=f"{TEMPLATES}/{own.name}", form=part.form),
                )
    names = {PDFS: {f"{part.leaf}.pdf" for part in parts}}
    names[TEMPLATES] = {f"{name}.docx" for name in (*BESIDES, *(part.template for part in parts))}
    used = {*pdfs(filing).values(), *templates(filing).values()}
    for folder, known in names.items():
        for file in _files(filing.record.case / folder):
            if file not in used:
                yield Finding(
                    "form.own-unknown",
                    Severity.NOTE,
                    _("{file} belongs to no part of this filing and is not used.").format(file=f"{folder}/{file.name}"),
                    _("To use it, give it one of these names: {names}").format(names=listed(sorted(known))),
                    Place(file=f"{folder}/{file.name}"),
                )


def _named(folder: Path, ending: str, names: set[str]) -> dict[str, Path]:
    return {file.stem: file for file in _files(folder) if file.suffix.lower() == ending and file.stem in names}


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*") if file.is_file() and not file.name.startswith((".", "~$")))
