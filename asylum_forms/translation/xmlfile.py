"""XML files of a case: read without trusting them, written so that the last good one stays until the new one is whole."""

from __future__ import annotations

import os
from pathlib import Path

from lxml import etree

from asylum_forms.errors import EvidenceError
from asylum_forms.findings import Place
from asylum_forms.i18n import _

_LARGEST = 50_000_000
"""Bytes."""


def parse(file: Path) -> etree._Element:
    """The root of the file. No entity is resolved and nothing is fetched. Raises EvidenceError, OSError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    if file.stat().st_size > _LARGEST:
        raise broken(file, _("it is far too large."))
    try:
        root = etree.parse(str(file), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise broken(file, str(error)) from None
    if any(isinstance(node, etree._Entity) for node in root.iter()):
        raise broken(file, _("it has entities, which nobody needs in such a file."))
    return root


def write(root: etree._Element, file: Path) -> None:
    """Write the file, readable by its owner only. Raises OSError."""
    unfinished = file.with_name(f".{file.name}.unfinished")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        etree.ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
    unfinished.replace(file)


def broken(file: Path, reason: str) -> EvidenceError:
    """The error for a translation file that cannot be read."""
    message = _("The translation file {file} cannot be read: {reason}").format(file=file.name, reason=reason)
    return EvidenceError(message, remedy=_("Bring back the last good copy of it."), place=Place(file=file.name))
