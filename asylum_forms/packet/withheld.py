"""A redacted copy: what is taken out of the evidence must not be read on our own sheets about it either.

The words that the record marks (`redact: [{words: ...}]`) are taken out of what the record says of the exhibits, which the index,
the exhibit sheets, the certificates and the outline print. Then the finished sheets are read again, whoever wrote their words: a
copy that only seems to be redacted puts somebody in danger.

In forms and statements, ours and those that the user brought, the words are blacked out as in exhibits.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary
from pypdfium2 import PdfDocument

from asylum_forms.assembly.plan import Leaf, Plan
from asylum_forms.errors import EvidenceError
from asylum_forms.evidence.blacked import black_out
from asylum_forms.evidence.exhibit import Exhibit, Mark
from asylum_forms.evidence.places import places, readable
from asylum_forms.evidence.redact import Open
from asylum_forms.evidence.searched import unsearched
from asylum_forms.evidence.shown import INSIDE, WHOLE, still_shown, told
from asylum_forms.evidence.spelling import Text, Words, takes_one_form
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _, listed, runs
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


def named(filing: Filing, parts: Mapping[str, str]) -> Mapping[str, str]:
    """A name in parts, as our sheets print it: in a redacted copy without what the record marks."""
    hidden = words(filing.record) if filing.redacted else ()
    return {key: without(said, hidden) for key, said in parts.items()}


def blacked(filing: Filing, plan: Plan, work: Path) -> Plan:
    """The filing with the words that the record marks blacked out in its forms, statements and other papers, our own or the
    user's: in all that is neither an exhibit nor a sheet of ours about exhibits."""
    wanted, index = [Words(said) for said in words(filing.record)], {part.leaf for part in filing.parts() if part.index}

    def is_about_exhibits(leaf: Leaf) -> bool:
        return leaf.id.startswith(("exhibit/", CERTIFICATE)) or leaf.id.partition("/")[0] in index

    return replace(plan, leaves=tuple(leaf if is_about_exhibits(leaf) else _blacked(leaf, wanted, work) for leaf in plan.leaves))


def _blacked(leaf: Leaf, wanted: Sequence[Words], work: Path) -> Leaf:
    if not wanted:
        return leaf
    with PdfDocument(leaf.pdf) as document:
        marks = [Mark(number, area) for number, _words, area in places(document, wanted)]
    plain_, out = (work / f"{leaf.id.replace('/', '--')}{ending}.pdf" for ending in ("-plain", ""))
    if not _without_telling_links(leaf.pdf, wanted, plain_) and not marks:
        return leaf
    black_out(plain_, marks, out)
    return replace(leaf, pdf=out, blacked=tuple(readable(leaf.pdf, marks)))


def _without_telling_links(source: Path, wanted: Sequence[Words], out: Path) -> bool:
    """Write the paper without links that would bring along another of its pages as it was, or an address that says the words;
    return whether one said them."""
    out.parent.mkdir(parents=True, exist_ok=True)
    found = False
    with pikepdf.open(source) as pdf:
        for page in pdf.pages:
            links = [one for one in page.obj.get("/Annots", Array()) if "/URI" in one.get("/A", Dictionary())]
            kept = [one for one in links if not _says(unquote(str(one.A.URI)), wanted)]
            found = found or len(kept) < len(links)
            page.obj.Annots = Array(kept)
        pdf.save(out)
    return found


def _says(text: str, wanted: Sequence[Words]) -> bool:
    read = Text(text)
    return any(read.has(words) for words in wanted)


def findings(filing: Filing, plan: Plan, withheld: Sequence[str]) -> list[Finding]:
    """What is to be known of these words in the copy: where they were blacked out in forms, statements and other papers, where
    they can still be read, in exhibits that have no such mark or inside longer words, and where no search proves anything.

    Raises EvidenceError when our own papers, or the outline, show them: such a copy must not be made.
    """
    found = _shown(plan, withheld)
    place = filing.record.place("evidence")
    if found.where("ours"):
        raise EvidenceError(
            _("Words marked for redaction would still be read on: {where}. Nothing was built.").format(where=found.where("ours")),
            remedy=_("Take them out of what you say of the exhibits; or mark page and area instead of words, in every paper."),
            place=place,
        )
    said = [
        *((kind, *told(kind, found.where(kind))) for kind in (WHOLE, INSIDE)),
        (
            "pictures",
            Severity.ATTEND,
            _("No words are searched for in pictures; it may be that marked words can be read on: {where}."),
            _("Black them out by hand, or leave these pages out of the copy."),
        ),
        *((kind, *told(kind, found.where(kind))) for kind in withheld),
        ("blacked", Severity.NOTE, _("Words marked for redaction are blacked out on: {where}."), ""),
    ]
    return [
        *(
            Finding("evidence.redaction", severity, message.replace("{where}", found.where(kind)), remedy, place)
            for kind, severity, message, remedy in said
            if found.where(kind)
        ),
        *([_of_one_form(place)] if any(map(takes_one_form, withheld)) else []),
    ]


def _of_one_form(place: Place) -> Finding:
    message = _("Traditional and simplified Chinese characters count as different words: this LibreOffice has no table of them.")
    return Finding("evidence.redaction", Severity.ATTEND, message, _("Mark both forms of each name under redact."), place)


def _shown(plan: Plan, withheld: Sequence[str]) -> _Shown:
    """The pages that show these words, or may, by kind."""
    wanted = [Words(said) for said in withheld]
    found = _Shown(plan)
    for leaf in plan.leaves:
        is_exhibit = leaf.id.startswith("exhibit/") and leaf.evidence
        blacked = {page for page, _left in leaf.blacked}
        kinds = still_shown(list(_pages(leaf)), wanted)
        for kind in (WHOLE, INSIDE, *withheld):
            pages = [page for page, here in enumerate(kinds, 1) if kind in here]
            is_titled = kind == WHOLE and _has(leaf.title, wanted)
            if pages or is_titled:
                found.add("ours" if kind == WHOLE and (is_titled or not is_exhibit) else kind, leaf, pages)
        if not leaf.id.startswith("exhibit/") and wanted:
            found.add("blacked", leaf, sorted(blacked))
            found.add("pictures", leaf, [page for page in unsearched(leaf.pdf) if page not in blacked])
    return found


class _Shown:
    """Pages of the filing by what is said of them."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._starts = plan, plan.starts()
        self._found: dict[str, list[str]] = {}

    def add(self, kind: str, leaf: Leaf, pages: Sequence[int]) -> None:
        """Pages of a leaf, or that its title says it."""
        if not pages and kind != "ours":
            return
        title = _called(leaf)
        if leaf.evidence and leaf.pages > 1 and pages:
            title = " · ".join((title, _("page {page}").format(page=runs(pages))))  # as the mark under redact wants it
        numbers = listed(self._plan.labels[self._starts[leaf.id] - 2 + page] for page in pages)
        self._found.setdefault(kind, []).append(_("page {page} ({title})").format(page=numbers or "–", title=title))

    def where(self, kind: str) -> str:
        """All of one kind, in words."""
        return "; ".join(self._found.get(kind, ()))


def located(one: Open, plan: Plan) -> Finding:
    """What is found about pages of a paper, with the pages of the filing that show them."""
    base, starts = f"exhibit/{one.finding.place.exhibit}/{one.role}", plan.starts()
    leaves = [leaf for leaf in plan.leaves if leaf.id == base or leaf.id.startswith(f"{base}-")]
    labels = [plan.labels[starts[leaf.id] - 1 + page] for leaf in leaves for page in range(leaf.pages)]
    numbers = [labels[page - 1] for page in one.pages if page <= len(labels)]
    if not numbers:
        return one.finding
    message = _("{problem} In this copy these are pages {pages}.")
    pages = runs(map(int, numbers)) if all(map(str.isdecimal, numbers)) else listed(numbers)
    return replace(one.finding, message=message.replace("{pages}", pages).replace("{problem}", one.finding.message))


def hinted(filing: Filing, plan: Plan, under: Mapping[str, tuple[str, str]]) -> list[Finding]:
    """Where other papers, or the outline, show words that lay under a marked area (`Redacted.under`): a translation has them too.

    It is a guess: an area may hide a face or a stamp, and the words be there by chance. So only names, numbers and the like count
    (`_tells`), and only those that the paper shows nowhere else. The finding does not repeat them: the report may travel along.
    """
    secret = {label: _secret(filing.record, *texts) for label, texts in under.items()}
    starts = plan.starts()
    shown: dict[str, list[str]] = {}
    for leaf in plan.leaves if any(secret.values()) else ():
        pages = [_words(text) for text in _pages(leaf)]
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


def _pages(leaf: Leaf) -> Iterator[str]:
    """What can be read on each page."""
    blacked = dict(leaf.blacked)
    with PdfDocument(leaf.pdf) as document:
        for number, page in enumerate(document, 1):
            yield blacked.get(number) or page.get_textpage().get_text_range()


def _has(text: str, wanted: Sequence[Words]) -> bool:
    read = Text(text)
    return any(read.has(words, whole=True) for words in wanted)
