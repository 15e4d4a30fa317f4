"""What is in the folder of a filing, what each file is for and what to do with it, for the report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from asylum_forms.i18n import _, listed
from asylum_forms.jurisdiction.contract import HELD, SENT


def folder_table(
    filing: Sequence[str],
    reading: Sequence[str],
    others: Sequence[str],
    forms: Sequence[Path],
    *,
    uploaded: bool = False,
    redacted: bool = False,
    held: bool = False,
) -> list[tuple[str, str]]:
    """(file, what it is for): `filing` are the files to hand in, `reading` the reading copies, `others` the sets for others than
    the office, `forms` what lies in the folder of that name; for `uploaded` and `redacted` see `not_printed`, `held` is
    `Report.held`."""
    printed = _("The filing. Read every page, print it, sign it by hand where the list says, then hand it in.")
    rows = [
        (listed(filing), held_back() if held else not_printed(uploaded=uploaded, redacted=redacted) or printed),
        (listed(reading), _("For the person who files, not for the office: what they file and sign, in their language too.")),
        (listed(others), held_back() if held else _("Copies for others than the office.")),
        *((_of_kind(forms, ending), what) for ending, what in _forms().items()),
        ("preflight.html", _("This report: what is still to be done, and where to sign. Keep it; do not hand it in.")),
        ("preflight.json, answers.json, manifest.json", _("For programs. Leave them where they are; do not hand them in.")),
    ]
    return [(name, what) for name, what in rows if name]


def not_printed(*, uploaded: bool, redacted: bool) -> str:
    """What to do with a filing that the office takes as files (`uploaded`), or with a `redacted` copy for others; empty for one
    that is printed and signed."""
    if redacted:
        look = _("Look at every page before others get this copy. Nobody signs it.")
        send = _("Send nothing but the files in the folder {folder}: the others tell what was taken out.")
        return f"{look} {send.format(folder=SENT)}"
    return _("Read all of the filing, sign the pages that the list names, then upload the files.") if uploaded else ""


def held_back() -> str:
    """What to know of a redacted copy that may not go out."""
    return _(
        "Do not send it: something stands in its way, such as marked words that can, or may, still be read. It comes into the "
        "folder {folder} by a build in whose way nothing stands; until then it lies in {held}, to look at."
    ).format(folder=SENT, held=HELD)


def _forms() -> dict[str, str]:
    return {
        ".docx": _("The papers of the filing as Word files. What you change in them stays and is used by the next build."),
        ".pdf": _("Official forms as they are filled in, still to be typed into. They are in the filing already."),
        ".xml": _("Answers for a form that only Adobe Reader opens. Nobody has tried to import them there."),
    }


def _of_kind(forms: Sequence[Path], ending: str) -> str:
    """The one file of this kind, or how many there are."""
    found = [file.name for file in forms if file.suffix == ending]
    return f"forms/{found[0]}" if len(found) == 1 else f"forms/*{ending} ({len(found)})" if found else ""
