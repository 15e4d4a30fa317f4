"""What preflight says about the rules of the office's profile: which nobody has checked, which are old, which are broken."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import N_, _, labelled, listed
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.schema import rules_at

_YEAR = datetime.timedelta(days=366)
"""After so long a rule is read again before anybody files by it."""


NAMES = {
    "paper": N_("paper size"),
    "separators": N_("separator pages"),
    "labels": N_("labels of exhibits"),
    "translation_order": N_("order of originals and translations"),
    "stamp": N_("page numbers"),
    "stamp_size": N_("type of page numbers"),
    "least_type": N_("smallest type"),
    "files": N_("one file or several"),
    "size_limit": N_("size limit"),
    "file_name": N_("file names"),
    "part_name": N_("names of several parts"),
    "file_types": N_("kinds of files"),
    "encrypted": N_("files with a password"),
    "page_limits": N_("page limits"),
    "handed_in": N_("how the packet goes to the office"),
    "handling": N_("handling"),
}
"""What the rules of a profile are called in front of users."""


def profile_findings(filing: Filing) -> list[Finding]:
    """What the user has to know of the profile itself, whatever is in the packet."""
    profile = filing.profile
    found = []
    if unverified := [rule for rule, entry in profile.entries.items() if not entry.verified]:
        message = _("How this office wants the packet ({profile}) has not been read in its own rules: {rules}.")
        remedy = _("Ask the office or look at its own page, and compare what is listed here.")
        found.append(_finding(filing, "profile.unverified", Severity.ATTEND, message, remedy, unverified))
    if old := [rule for rule, entry in profile.entries.items() if entry.read_on and filing.date - entry.read_on > _YEAR]:
        message = _("How this office wants the packet ({profile}) was read more than a year before the filing date: {rules}.")
        remedy = _("Read the rule again in its source before you file; it may have changed.")
        found.append(_finding(filing, "profile.old", Severity.ATTEND, message, remedy, old))
    if "size_limit" in profile.entries and profile.size_limit is None:
        message = _("How large a file this office takes ({profile}) was not found.")
        remedy = _("Ask the office before you send the packet.")
        found.append(_finding(filing, "profile.size-unknown", Severity.ATTEND, message, remedy, ["size_limit"]))
    return found


def page_findings(filing: Filing, pages: Iterable[tuple[str, int]]) -> list[Finding]:
    """What is over the profile's page limits. `pages` has the category and the pages of every exhibit with its translation."""
    profile = filing.profile
    counted: dict[str, int] = {}
    for category, count in pages:
        counted[category] = counted.get(category, 0) + count
    found = []
    for category, limit in profile.page_limits.items():
        count = counted.get(category, 0)
        if not count:
            continue
        over = count > limit
        if over := count > limit:
            message = _("The evidence of the kind {category} has {pages} pages. More than {limit} need the leave of the office.")
        else:
            message = _("The evidence of the kind {category} has {pages} pages; {limit} may be handed in without leave.")
        message = message.format(category=_category(filing, category), pages=count, limit=limit)
        remedy = _("Leave out what the office has already and name it instead, or ask for leave first.") if over else ""
        severity = Severity.BLOCKS if over else Severity.NOTE
        found.append(_finding(filing, "profile.page-limit", severity, message, remedy, ["page_limits"]))
    return found


def _finding(filing: Filing, id: str, severity: Severity, message: str, remedy: str, rules: Sequence[str]) -> Finding:
    name, entries = filing.profile.name, [filing.profile.entries[rule] for rule in rules]
    said = message.format(profile=name, rules=_listed(rules))
    # Of several rules, which comes from where.
    sources = [
        labelled(_listed([rule]), _(entry.source)) if len(rules) > 1 else entry.source
        for rule, entry in zip(rules, entries, strict=True)
    ]
    checked = "" if not all(entry.read_on for entry in entries) else str(min(entry.read_on for entry in entries if entry.read_on))
    return Finding(id, severity, said, remedy, rule=name, source=_("; ").join(sources), checked=checked)


def _listed(rules: Sequence[str]) -> str:
    return listed(_(NAMES[rule]) for rule in rules)


def _category(filing: Filing, category: str) -> str:
    """A kind of evidence in the words of the record's question."""
    meanings = rules_at(filing.record.questions, ["evidence", "category"]).get("meta", {}).get("choices", {})
    return _(str(meanings.get(category, category)))
