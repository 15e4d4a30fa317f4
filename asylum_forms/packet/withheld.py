"""A redacted copy: what is taken out of the evidence must not be read on our own sheets about it either.

The words that the record marks (`redact: [{words: ...}]`) are taken out of what the record says of the exhibits, which the index,
the exhibit sheets, the certificates and the outline print. Then the finished sheets are read again, whoever wrote their words: a
copy that only seems to be redacted puts somebody in danger.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pypdfium2 import PdfDocument

from asylum_forms.assembly.plan import Leaf, Plan
from asylum_forms.errors import EvidenceError
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.evidence.spelling import Text, Words
from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _, listed
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.templates import CERTIFICATE
from asylum_forms.packet.labelling import called
from asylum_forms.record.localize import plain
from asylum_forms.record.model import Record
from asylum_forms.record.people import full_name
from asylum_forms.record.values import step

BAR = "█" * 5
"""Stands for what was taken out, however long it was."""

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""Chinese characters and Japanese letters: words without spaces."""

_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]")
"""Latin, Greek and Cyrillic, which have large letters."""

_LONG = 5
"""Digits of a number that is no year or day."""


def words(record: Record) -> list[str]:
    """What the record wants taken out of its papers, wherever it stands."""
    entries = (entry.get("redact") for entry in record.rows("evidence"))
    rows = (row for rows in entries if isinstance(rows, (list, tuple)) for row in rows if isinstance(row, Mapping))
    return list(dict.fromkeys(said for row in rows if (said := plain(row.get("words")))))


def described(exhibits: Iterable[Exhibit], withheld: Sequence[str]) -> list[Exhibit]:
    """The exhibits with these words taken out of all that is said about them."""
    return [
        replace(
            one,
            title=without(one.title, withheld),
            issuer=without(one.issuer, withheld),
            obtained=without(one.obtained, withheld),
            supports=without(one.supports, withheld),
            url=without(one.url, withheld),
        )
        for one in exhibits
    ]


def without(text: str, withheld: Sequence[str]) -> str:
    """A text with these words taken out."""
    for said in withheld:
        for begin, end in reversed(Text(text).places(Words(said), whole=True)):
            text = text[:begin] + BAR + text[end:]
    return text


def findings(filing: Filing, plan: Plan, withheld: Sequence[str]) -> list[Finding]:
    """Where these words are still to be read in the copy: in exhibits that have no such mark, and in forms, statements and other
    papers, which are never redacted.

    Raises EvidenceError when our own sheets about the exhibits, or the outline, show them: such a copy must not be made.
    """
    wanted = [Words(said) for said in withheld]
    starts, index = plan.starts(), {part.leaf for part in filing.parts() if part.index}
    sheets: list[str] = []
    exhibits: list[str] = []
    others: list[str] = []
    for leaf in plan.leaves:
        pages = [page for page, text in enumerate(_pages(leaf.pdf)) if _has(text, wanted)]
        if pages or _has(leaf.title, wanted):
            numbers = listed(plan.labels[starts[leaf.id] - 1 + page] for page in pages)
            where = _("page {page} ({title})").format(page=numbers or "–", title=_called(leaf))
            is_ours = _about_exhibits(leaf, index) or _has(leaf.title, wanted)
            (sheets if is_ours else exhibits if leaf.id.startswith("exhibit/") else others).append(where)
    place = filing.record.place("evidence")
    if sheets:
        raise EvidenceError(
            _("Words marked for redaction would still be read on: {where}. Nothing was built.").format(where="; ".join(sheets)),
            remedy=_("Take them out of what you say of the exhibits; or mark page and area instead of words, in every paper."),
            place=place,
        )
    message = _("Words marked for redaction are still to be read on: {where}.")
    remedies = {
        Severity.BLOCKS: (exhibits, _("Mark them under redact of these exhibits too, as words or as page and area.")),
        Severity.ATTEND: (others, _("Black them out by hand, or leave these pages out of the copy.")),
    }
    return [
        Finding("evidence.redaction", severity, message.format(where="; ".join(where)), remedy, place)
        for severity, (where, remedy) in remedies.items()
        if where
    ]


def hinted(filing: Filing, plan: Plan, under: Mapping[str, tuple[str, str]]) -> list[Finding]:
    """Where our own papers, or the outline, print words that lay under a marked area (`redact.under_areas`).

    It is a guess: an area may hide a face or a stamp, and the words be there by chance. So only names, numbers and the like count
    (`_tells`), and only those that the paper shows nowhere else. The finding does not repeat them: the report may travel along.
    """
    secret = {label: _secret(filing.record, *texts) for label, texts in under.items()}
    starts = plan.starts()
    shown: dict[str, list[str]] = {}
    for leaf in plan.leaves if any(secret.values()) else ():
        pages = [] if leaf.evidence else [_words(text) for text in _pages(leaf.pdf)]
        for label, words in secret.items():
            numbers = [plan.labels[starts[leaf.id] - 1 + page] for page, said in enumerate(pages) if words & said.keys()]
            if numbers or words & _words(leaf.title).keys():
                where = _("page {page} ({title})").format(page=listed(numbers) or "–", title=_called(leaf))
                shown.setdefault(label, []).append(where)
    message = _("Words that lie under a marked area of exhibit {label} are also printed on: {where}.")
    return [
        Finding(
            "evidence.redaction",
            Severity.ATTEND,
            message.format(label=label, where="; ".join(where)),
            _("Look there. What must not be read belongs under redact as words too, in every paper."),
            filing.record.place("evidence"),
        )
        for label, where in shown.items()
    ]


def _words(text: str) -> Counter[str]:
    """The words of a text, without large letters; of scripts without spaces each two characters that stand together."""
    return Counter(word.casefold() for word in _pieces(text))


def _secret(record: Record, under: str, whole: str) -> set[str]:
    """Words under an area that may tell who or where, which the paper shows nowhere else and which are not the applicant's
    name."""
    name = record.get("applicant.name")
    open_ = _words(whole) - _words(under) + _words(f"{full_name(name)} {plain(step(name, 'native'))}")
    return {word.casefold() for word in _pieces(under) if _tells(word)} - open_.keys()


def _tells(word: str) -> bool:
    """Whether it may be a name, which begins with a large letter or is of a script that has none, or a long number."""
    if word.isdecimal():
        return len(word) >= _LONG
    return len(word) > 2 and word[0] != word[0].lower() if _LETTERS.match(word) else True


def _pieces(text: str) -> Iterator[str]:
    for run in re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text)):
        if _WIDE.search(run):
            yield from (run[at : at + 2] for at in range(len(run) - 1))
        else:
            yield run


def _called(leaf: Leaf) -> str:
    """Its title; with the exhibit where that only says which of its papers it is."""
    if not (leaf.level and leaf.label):
        return leaf.title
    return _("{exhibit}: {title}").format(exhibit=called(leaf.label), title=leaf.title)


def _about_exhibits(leaf: Leaf, index: set[str]) -> bool:
    """Whether it is a sheet of ours about exhibits: its words come from the record's list of the evidence."""
    if leaf.evidence:
        return False
    return leaf.id.startswith(("exhibit/", f"{CERTIFICATE}--")) or leaf.id.partition("/")[0] in index


def _pages(pdf: Path) -> Iterator[str]:
    with PdfDocument(pdf) as document:
        for page in document:
            yield page.get_textpage().get_text_range()


def _has(text: str, wanted: Sequence[Words]) -> bool:
    read = Text(text)
    return any(read.has(words, whole=True) for words in wanted)
