"""Links inside the filing: what the addresses in our documents mean, and to which page they lead."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from asylum_forms.assembly.plan import Leaf, Plan
from asylum_forms.errors import OutputError
from asylum_forms.i18n import _
from asylum_forms.pdf.links import INTERNAL

OUTSIDE = ("https://", "http://", "mailto:")
"""Addresses that may stay in our own documents. Anything else (files, scripts, relative paths) is dropped."""


@dataclass(frozen=True)
class Goal:
    """Where a link leads: exactly one of a page of the filing, a person who signs here, or an address outside."""

    page: int = 0
    """1-based page of the filing."""
    signer: str = ""
    outside: str = ""


def goal(plan: Plan, address: str) -> Goal | None:
    """What an address means in this filing; None when the link must be dropped: what lies in another file of it, or was handed in
    before, stays as text.

    Raises OutputError, naming the address, when it starts with INTERNAL and leads to nothing in the plan.
    """
    if not _internal(address):
        return Goal(outside=address) if address.lower().startswith(OUTSIDE) else None
    if who := signer(address):
        return Goal(signer=who)
    kind, rest = _parts(address)
    page = {"exhibit": _exhibit, "part": _part}.get(kind, _nowhere)(plan.whole or plan, rest)
    if page is None and kind == "exhibit" and {rest, rest.rpartition("/")[0]} & plan.filed:
        return None
    if page is None:
        raise OutputError(
            _("A link leads to {target}, which is not in the filing.").format(target=f"{kind}/{rest}"),
            remedy=_("Correct the citation or the Word template, or add what it names to the record."),
        )
    page -= plan.before
    if kind == "exhibit" and not 0 < page <= plan.pages() and (here := _leaves(plan, rest)):
        page = plan.starts()[here[0].id]  # what this file has of an exhibit that goes on in several
    return Goal(page=page) if 0 < page <= plan.pages() else None


def signer(address: str) -> str:
    """Who signs at a link with this address; empty for any other link."""
    kind, rest = _parts(address) if _internal(address) else ("", "")
    return rest if kind == "sign" else ""


def _parts(address: str) -> tuple[str, str]:
    kind, _slash, rest = unquote(address[len(INTERNAL) :]).rstrip("/").partition("/")
    return kind, rest


def _internal(address: str) -> bool:
    return address.lower().startswith(INTERNAL)


def _exhibit(plan: Plan, rest: str) -> int | None:
    leaves = _leaves(plan, rest)
    if leaves:
        separator = f"exhibit/{rest}/separator"
        first = next((leaf for leaf in leaves if leaf.id == separator), leaves[0])
        return plan.starts()[first.id]
    exhibit, _slash, number = rest.rpartition("/")
    if number.isascii() and number.isdigit():
        return _nth(plan, exhibit, int(number))
    return None


def _part(plan: Plan, rest: str) -> int | None:
    return plan.starts().get(rest)


def _nowhere(plan: Plan, rest: str) -> int | None:
    return None


def _leaves(plan: Plan, exhibit: str) -> list[Leaf]:
    """The leaves of one exhibit; `exhibit/a/separator` is of exhibit `a`, whatever slashes `a` itself may hold."""
    return [leaf for leaf in plan.leaves if leaf.id.rpartition("/")[0] == f"exhibit/{exhibit}"]


def _nth(plan: Plan, exhibit: str, n: int) -> int | None:
    """Page of the filing on which the n-th page (from 1) of an exhibit stands, separators not counted; None without one."""
    starts = plan.starts()
    left = n
    for leaf in _leaves(plan, exhibit):
        if leaf.id.rpartition("/")[2].startswith(("separator", "continued")):
            continue
        if 1 <= left <= leaf.pages:
            return starts[leaf.id] + left - 1
        left -= leaf.pages
    return None
