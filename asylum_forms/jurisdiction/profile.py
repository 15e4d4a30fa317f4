"""Profiles: how an office or portal wants the packet. Data of a jurisdiction (`profiles.yaml`), resolved on the filing date."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from asylum_forms.jurisdiction.dated import Dated, Entry, read_dated
from asylum_forms.jurisdiction.declared import Fault, at
from asylum_forms.pdf.paper import PAPERS

OTHERS = "others"
"""In `labels`: every category that is not named."""
SEPARATORS = ("page", "tab", "none")
FILES = ("whole", "categories")
PAPER, UPLOAD, ACCOUNT = HANDED_IN = ("paper", "upload", "account")
STAMPED = ("page", "pages", "label", "name")
"""What a stamp may use."""
ORDER = ("translation", "certificate", "original")
_HOLE = r"\{([^{}]*)\}"


@dataclass(frozen=True)
class Profile:
    """A profile on one day, as plain values: each field but `name` and `entries` is a rule of `profiles.yaml`."""

    name: str
    entries: Mapping[str, Entry] = field(default_factory=dict, repr=False)
    """By rule: where its value comes from and whether that was read there. Rules that are not here have the default below."""

    paper: str = "Letter"
    """`Letter` or `A4`."""
    separators: str = "page"
    """`page` (a plain separator page), `tab` (a page with a large tab letter) or `none`."""
    labels: Mapping[str, str] = field(default_factory=lambda: {OTHERS: "letters"})
    """Exhibit labels by category of evidence, `others` for all that are not named: `letters` (A, B, ... AA), `numbers`, or a
    pattern such as `갑 제{n}호증`. Exhibits stand in the filing in the order of these keys. In YAML one label for all may be
    written without `others`."""
    translation_order: tuple[str, ...] = ORDER
    stamp: str = "{page}"
    """Page stamp; may use {page}, {pages}, {label}, {name}."""
    stamp_size: float = 9.0
    """Its type, in points."""
    least_type: float = 0.0
    """Smallest type of the papers that a party prepares, in points; 0 for none asked."""
    files: str = "whole"
    """How the packet is handed in: `whole` (one file, or parts of it) or `categories` (a file for each form, for the letters, and
    for each category of evidence, with its translations)."""
    size_limit: int | None = None
    """Most bytes of one file. None: none, or one that is not known; in `profiles.yaml` null means that it was not found."""
    file_name: str = "filing"
    """Name of the files, without ending; may use {category} where there is a file for each, and {n}, the number of the file."""
    part_name: str = "{name}_Part{n}"
    """Name of a file that is one of several parts."""
    file_types: tuple[str, ...] = ("pdf",)
    """Endings of the files that are taken."""
    encrypted: bool = False
    """Whether a file with a password is taken."""
    page_limits: Mapping[str, int] = field(default_factory=dict)
    """Most pages of a category of evidence that may be handed in without leave."""
    handed_in: str = PAPER
    """How the packet goes to the office: on `paper`, as an `upload`, or through an `account` in which the forms themselves are
    answered and signed, and the rest is uploaded."""
    handling: str = ""
    """What else to mind when the packet is printed, put together or sent, in plain words; stands in the checklist."""

    @property
    def on_paper(self) -> bool:
        """Whether it is printed, and nothing of it uploaded."""
        return self.handed_in == PAPER

    @property
    def in_account(self) -> bool:
        """Whether the forms are answered and signed in the office's online account."""
        return self.handed_in == ACCOUNT

    def label(self, category: str) -> str:
        """How exhibits of this category are labelled."""
        return self.labels.get(category, self.labels.get(OTHERS, "letters"))

    def rank(self, category: str) -> int:
        """Where exhibits of this category stand among the others."""
        keys = list(self.labels)
        return keys.index(category if category in keys else OTHERS)


@dataclass(frozen=True)
class DatedProfile:
    """A profile as it is declared: each rule with all its dated entries."""

    name: str
    rules: Mapping[str, Dated]

    def on(self, day: datetime.date) -> Profile:
        """The profile in force on that day; rules without an entry for it have their defaults."""
        entries = {rule: entry for rule, dated in self.rules.items() if (entry := dated.entry(day))}
        values = {rule: _plain(rule, entry.value) for rule, entry in entries.items()}
        return Profile(self.name, entries, **values)


def read_profile(name: str, given: Mapping[str, Any]) -> DatedProfile:
    """A profile from `profiles.yaml`: rule to its dated entries. Raises Fault for what it cannot be."""
    if not given:
        raise Fault("it has no rules")
    if unknown := sorted(set(given) - set(RULES)):
        raise Fault(f"unknown rule {unknown[0]}; known: {', '.join(RULES)}", unknown[0])
    rules = {}
    for rule, entries in given.items():
        with at(rule):
            rules[rule] = read_dated(rule, entries)
            for number, entry in enumerate(entries):
                with at(number):
                    _check(rule, entry)
    return DatedProfile(name, rules)


def _check(rule: str, entry: Mapping[str, Any]) -> None:
    is_right, may_be = RULES[rule]
    if not is_right(entry["value"]):
        raise Fault(f"{rule} is {entry['value']}, but may be {may_be}", "value")
    if entry["verified"] is True:
        raise Fault("verified must be the day on which it was read in the source, or false", "verified")


def _plain(rule: str, value: Any) -> Any:
    if rule == "labels" and isinstance(value, str):
        return {OTHERS: value}
    return tuple(value) if isinstance(value, list) else value


def _one_of(*known: str) -> tuple[Callable[[Any], bool], str]:
    return (lambda value: value in known), ", ".join(known)


def _is_pattern(value: Any, names: tuple[str, ...], needed: str = "") -> bool:
    if not isinstance(value, str) or re.search(r"[{}]", re.sub(_HOLE, "", value)):
        return False
    used = re.findall(_HOLE, value)
    return all(name in names for name in used) and (not needed or needed in used)


def _is_label(value: Any) -> bool:
    return value in ("letters", "numbers") or (isinstance(value, str) and "{" in value and _is_pattern(value, ("n",), "n"))


def _are_labels(value: Any) -> bool:
    if isinstance(value, Mapping):
        return OTHERS in value and all(map(_is_label, value.values()))
    return _is_label(value)


def _is_file_name(value: Any, names: tuple[str, ...], needed: str = "") -> bool:
    plain = re.sub(r"\{[^{}]*\}", "", value) if isinstance(value, str) else "?"
    return re.fullmatch(r"[A-Za-z0-9._-]*", plain) is not None and bool(value) and _is_pattern(value, names, needed)


def _is_order(value: Any) -> bool:
    return isinstance(value, list) and sorted(map(str, value)) == sorted(ORDER)


def _is_size(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0


RULES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "paper": _one_of(*PAPERS),
    "separators": _one_of(*SEPARATORS),
    "labels": (_are_labels, "letters, numbers, a pattern with {n}, or one of these for each category and for others"),
    "translation_order": (_is_order, f"an order of {', '.join(ORDER)}"),
    "stamp": (lambda value: _is_pattern(value, STAMPED), f"words with {', '.join(f'{{{name}}}' for name in STAMPED)}"),
    "stamp_size": (_is_size, "a number of points"),
    "least_type": (_is_size, "a number of points"),
    "files": _one_of(*FILES),
    "size_limit": (lambda value: value is None or (isinstance(value, int) and _is_size(value)), "a number of bytes, or null"),
    "file_name": (lambda value: _is_file_name(value, ("category", "n")), "English letters, digits, {category} and {n}"),
    "part_name": (lambda value: _is_file_name(value, ("name", "n"), "n"), "English letters, digits, {name} and {n}"),
    "file_types": (lambda value: isinstance(value, list) and "pdf" in value, "a list of endings with pdf among them"),
    "encrypted": (lambda value: isinstance(value, bool), "true or false"),
    "page_limits": (
        lambda value: isinstance(value, Mapping) and all(isinstance(count, int) and count > 0 for count in value.values()),
        "a number of pages for each category",
    ),
    "handed_in": _one_of(*HANDED_IN),
    "handling": (lambda value: isinstance(value, str) and bool(value.strip()), "words"),
}
"""Every rule: what its value must be, and how to say so."""

assert set(RULES) == {field.name for field in fields(Profile)} - {"name", "entries"}
