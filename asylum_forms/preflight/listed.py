"""What index, separators and certificates print of exhibits, and in which language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.localize import plain
from asylum_forms.record.values import Text

_PRINTED = ("title", "issuer", "obtained", "supports")


def untranslated(filing: Filing, exhibits: Sequence[Exhibit]) -> Iterator[Finding]:
    """What is printed of these exhibits and has no words in the language of the filing."""
    theirs = {exhibit.id for exhibit in exhibits}
    for number, entry in enumerate(filing.record.rows("evidence")):
        if not isinstance(entry, Mapping) or plain(entry.get("id")) not in theirs:
            continue
        for key in _PRINTED:
            value = entry.get(key)
            if isinstance(value, Text) and value.in_language(filing.language) is None:
                place = filing.record.place(f"evidence.{number}.{key}")
                original = next((tag for tag, _words in value.by_language if tag), filing.record.language)
                yield Finding(
                    "exhibit.untranslated",
                    Severity.BLOCKS,
                    _("{where} has no words in the language of the filing ({language}); the original words are printed.").format(
                        where=place.question or place.field, language=filing.language
                    ),
                    _("Give the words in that language too, in the record: {{{original}: ..., {language}: ...}}").format(
                        original=original, language=filing.language
                    ),
                    replace(place, exhibit=plain(entry.get("id"))),
                )


def said_once(findings: Sequence[Finding]) -> list[Finding]:
    """Without those of them that a form says too, which prints the same words."""
    forms = {(one.place.file, one.place.field) for one in findings if one.id == "answer.untranslated"}
    return [one for one in findings if one.id != "exhibit.untranslated" or (one.place.file, one.place.field) not in forms]
