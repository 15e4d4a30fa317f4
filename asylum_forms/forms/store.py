"""The user's copies of official fillable PDFs: told apart by edition, kept unchanged in the user's data folder."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from asylum_forms import resources
from asylum_forms.errors import FormError
from asylum_forms.findings import Place
from asylum_forms.forms.fields import fields_of
from asylum_forms.forms.table import FormTable, Item, Official
from asylum_forms.i18n import _, listed
from asylum_forms.pdf.opening import CannotOpen, open_plain

_EDITION = re.compile(
    r"\b(?:Edition|Ed\.|Rev\.|Revised|Revision|Version)[ :]{1,3}\(?[0-9]{1,4}[0-9./-]{3,8}[0-9]\b"
    r"|\bForm [A-Z]{1,4}-[0-9]{1,4}[A-Z]? [0-9]{2}/[0-9]{2}/[0-9]{2}\b"
    r"|\((?:0[1-9]|1[0-2])-(?:19|20)[0-9]{2}\)"
)
"""How forms print their edition: `Edition 01/20/25`, `Rev. 08/25/20`, `Form G-28 09/17/18`, `(12-2012)`."""
_SHOWN = 5
"""Field names to show of a longer list."""
_RELATED = 0.25
"""From this share of common field names on, a PDF is taken for another edition of a form rather than another form."""


@dataclass(frozen=True)
class Fingerprint:
    """What tells one edition of a fillable PDF from another."""

    editions: tuple[str, ...]
    """Words of the first and the last page that look like the name of an edition, as printed, spaces made single."""
    pages: int
    fields: tuple[str, ...]
    """Names of all terminal fields, sorted."""
    sha256: str
    """Over the sorted lines `name|type|on-states` of all terminal fields, joined by line feeds, in UTF-8. The type is `Tx`,
    `Btn`, `Ch` or `Sig`; on-states are sorted and joined by commas."""
    text: str
    """Words of the first page, spaces made single."""
    xfa_only: bool = False
    """The form itself is XFA, which only Adobe Reader opens: others see a single page that asks to wait."""


def fingerprint(pdf: Path) -> Fingerprint:
    """The fingerprint of a fillable PDF. Raises FormError for a file that is no readable PDF."""
    try:
        reader = open_plain(pdf)
        fields = fields_of(reader)
        # The edition stands in the foot of the pages: the first is enough to know it, the last helps to name an unknown one.
        texts = [re.sub(r"\s+", " ", reader.pages[number].extract_text()) for number in sorted({0, len(reader.pages) - 1})]
        pages = len(reader.pages)
        xfa = "/XFA" in reader.root_object.get("/AcroForm", {})
    except CannotOpen as problem:
        raise _unreadable(pdf, problem.reason) from problem
    except Exception as problem:  # pypdf raises whatever a damaged file leads it to
        raise _unreadable(pdf, "damaged") from problem
    lines = sorted(f"{field.name}|{field.kind}|{','.join(field.states)}" for field in fields.values())
    return Fingerprint(
        editions=tuple(dict.fromkeys(match.group() for text in texts for match in _EDITION.finditer(text))),
        pages=pages,
        fields=tuple(sorted(fields)),
        sha256=hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        text=texts[0],
        xfa_only=xfa and not any(field.kind in ("Tx", "Btn", "Ch") for field in fields.values()),
    )


def add(pdf: Path, tables: Iterable[FormTable]) -> Path:
    """Keep an official PDF, bytes unchanged, in the user's data folder, and return where.

    Raises FormError when it is not the edition of one of the tables, saying what differs and where to get the right one.
    """
    tables = list(tables)
    known = [table for table in tables if table.official is not None]
    found = fingerprint(pdf)
    if found.xfa_only:
        raise _xfa_refusal(pdf, known, [table for table in tables if table.xfa])
    for table in known:
        if not _differences(found, table):
            return _keep(pdf, place_of(table))
    raise _refusal(pdf, found, known)


def find(table: FormTable) -> Path | None:
    """The kept official PDF of this form and edition, or None when the user has not added it.

    Raises FormError when the kept file is no longer what was added.
    """
    kept = place_of(table)
    if table.official is None or not kept.is_file():
        return None
    differences = _differences(fingerprint(kept), table)
    if not differences:
        return kept
    message = _("The kept copy of {form} has changed since it was added: {file}").format(form=table.form, file=kept)
    remedy = _("Add the official PDF again: asylum-forms forms add FILE. You can get it from {source}.").format(
        source=_(table.source)
    )
    raise FormError(" ".join([message + ".", *differences]), remedy=remedy, place=Place(file=str(kept), form=table.form))


def place_of(table: FormTable) -> Path:
    """Where the official PDF of this form and edition is kept."""
    name = f"{re.sub(r'[^A-Za-z0-9-]', '-', table.form).lower()}.{table.edition.isoformat()}.pdf"
    return resources.users("forms") / name


def _differences(found: Fingerprint, table: FormTable) -> list[str]:
    """Sentences on how a PDF differs from the one the table knows; none when it is that one."""
    official = table.official
    if official is None:
        return [_("The table of {form} knows no official PDF.").format(form=table.form)]
    right_text = re.sub(r"\s+", " ", official.text) in found.text
    if official.fingerprint.removeprefix("sha256:") == found.sha256 and found.pages == official.pages and right_text:
        return []
    return [
        *_text_difference(found, official, right_text),
        *_count_differences(found, official),
        *_field_differences(found, table),
    ]


def _text_difference(found: Fingerprint, official: Official, right: bool) -> list[str]:
    if right:
        return []
    if found.editions:
        message = _("It says “{found}”; we know “{known}”.")
        return [message.format(found=_("”, “").join(found.editions), known=official.text)]
    return [_("It does not say “{known}”.").format(known=official.text)]


def _count_differences(found: Fingerprint, official: Official) -> list[str]:
    result = []
    if found.pages != official.pages:
        message = _("Pages: {found}; we know {known}.")
        result.append(message.format(found=found.pages, known=official.pages))
    if len(found.fields) != official.fields:
        message = _("Fields to fill in: {found}; we know {known}.")
        result.append(message.format(found=len(found.fields), known=official.fields))
    return result


def _field_differences(found: Fingerprint, table: FormTable) -> list[str]:
    known = field_names(table)
    gone = sorted(known - set(found.fields))
    # Names can be called new only where the table lists every field of its own edition.
    complete = table.official is not None and len(known) == table.official.fields
    new = sorted(set(found.fields) - known) if complete else []
    result = []
    if gone:
        message = _("Fields that are missing ({count}): {names}")
        result.append(message.format(count=len(gone), names=_some(gone)))
    if new:
        message = _("Fields that are new ({count}): {names}")
        result.append(message.format(count=len(new), names=_some(new)))
    if not gone and not new:
        result.append(_("Its fields differ in kind or in the states of their boxes."))
    return result


def _some(names: list[str]) -> str:
    shown = listed(names[:_SHOWN])
    return _("{names} and more.").format(names=shown) if len(names) > _SHOWN else f"{shown}."


def field_names(table: FormTable) -> set[str]:
    """Names of all fields of the official PDF that the table mentions."""
    names: set[str] = set()
    for item in [*table.items.values(), *(item for sheet in table.sheets.values() for item in sheet.items)]:
        names |= _names_of(item)
    return names


def _names_of(item: Item) -> set[str]:
    names = {*item.pdf, *item.sheet}
    names |= {pair.rpartition("=")[0] for option in item.options for pair in (*option.pdf, *option.sheet)}
    return names.union(*(_names_of(column) for column in item.columns))


def _refusal(pdf: Path, found: Fingerprint, known: list[FormTable]) -> FormError:
    place = Place(file=str(pdf))
    if not known:
        return FormError(_("No form is known to us, so {file} cannot be recognised.").format(file=pdf.name), place=place)
    if not found.fields:
        message = _("{file} has no fields to fill in.").format(file=pdf.name)
        remedy = _("It may be a printed or scanned copy. Get the fillable PDF: {sources}").format(sources=_sources(known))
        return FormError(message, remedy=remedy, place=place)
    nearest = max(known, key=lambda table: (_likeness(found, table), table.form))
    if _likeness(found, nearest) < _RELATED:
        message = _("{file} is none of the forms we know: {forms}.")
        forms = listed(f"{table.form} ({table.edition.isoformat()})" for table in known)
        remedy = _("Get the right form: {sources}").format(sources=_sources(known))
        return FormError(message.format(file=pdf.name, forms=forms), remedy=remedy, place=place)
    message = _("{file} looks like {form}, but not the edition of {edition} that we know.")
    parts = [message.format(file=pdf.name, form=nearest.form, edition=nearest.edition.isoformat()), *_differences(found, nearest)]
    remedy = _(
        "Get the edition “{edition}” from {source}. If the office now takes only a newer one, look for a newer version of this "
        "program; until then the answer sheet holds every answer."
    )
    official = nearest.official.text if nearest.official else nearest.edition.isoformat()
    place = Place(file=str(pdf), form=nearest.form)
    return FormError(" ".join(parts), remedy=remedy.format(edition=official, source=nearest.source), place=place)


def _xfa_refusal(pdf: Path, known: list[FormTable], sheets: list[FormTable]) -> FormError:
    """Why a form of which other programs see only a page that asks to wait is not kept, and what to do with it."""
    message = _("{file} opens only in Adobe Reader (it says “Please wait…”), so this program cannot fill it in.")
    remedies = []
    if sheets:
        named = listed(f"{table.form} ({table.edition.isoformat()})" for table in sheets)
        remedies.append(
            _("Open it in Adobe Reader and type in the data sheet of the filing; there is one for: {forms}.").format(forms=named)
        )
    if known:
        remedies.append(_("Get the fillable PDF of this form, if there is one: {sources}").format(sources=_sources(known)))
    return FormError(message.format(file=pdf.name), remedy=" ".join(remedies), place=Place(file=str(pdf)))


def _likeness(found: Fingerprint, table: FormTable) -> float:
    """How many of the table's fields the PDF has, from 0 to 1. Forms of one office share some names."""
    names = field_names(table)
    return len(names & set(found.fields)) / len(names) if names else 0


def _sources(known: list[FormTable]) -> str:
    return listed(dict.fromkeys(f"{table.form}: {table.source}" for table in known))


def _unreadable(pdf: Path, reason: str) -> FormError:
    messages = {
        "missing": _("There is no file {file}."),
        "unreadable": _("The file {file} cannot be read."),
        "not-a-pdf": _("{file} is not a PDF."),
        "locked": _("{file} is locked with a password."),
        "damaged": _("{file} is damaged and cannot be read as a PDF."),
    }
    remedies = {
        "missing": _("Check the name of the file and the folder."),
        "unreadable": _("Check that you may open the file."),
        "not-a-pdf": _("Give the official fillable PDF as the authority publishes it."),
        "locked": _("Get the form from the authority's own site: it opens without a password."),
        "damaged": _("Download the form again."),
    }
    return FormError(messages[reason].format(file=pdf.name), remedy=remedies[reason], place=Place(file=str(pdf)))


def _keep(pdf: Path, kept: Path) -> Path:
    """Copy the file as it is, so that there is never half a file; only the user may read the folder."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.parent.chmod(0o700)
        handle, temporary = tempfile.mkstemp(dir=kept.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as target:
                target.write(pdf.read_bytes())
                target.flush()
                os.fsync(target.fileno())
            Path(temporary).replace(kept)
        finally:
            with suppress(FileNotFoundError):
                Path(temporary).unlink()
    except OSError as problem:
        message = _("The form cannot be kept in {folder}: {reason}.").format(folder=kept.parent, reason=problem.strerror)
        raise FormError(message, remedy=_("Check that you may write there and that the disk is not full.")) from problem
    return kept
