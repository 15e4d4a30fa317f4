"""Links between the pages of a filing: forms and papers carry them, assembly resolves them."""

from __future__ import annotations

INTERNAL = "https://asylum-forms.invalid/"
"""Prefix of the links that our Word templates carry and assembly resolves: `exhibit/<id>`, `exhibit/<id>/<page>`, `part/<id>`
become links inside the filing; `sign/<who>` marks a place to sign by hand and leaves no link. None may survive in the filing.

In a Word template the linked text needs a character style that the document defines (such as Hyperlink): LibreOffice 7.4 writes
no link at all for linked text without one, and says nothing."""
