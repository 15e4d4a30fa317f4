"""Reading copies: for each person of a filing who reads another language than the office's, what they file and sign, in both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

from asylum_forms.assembly.plan import Leaf, Pages, Plan, Written
from asylum_forms.assembly.verify import verify
from asylum_forms.assembly.write import write
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.forms import draftmark, word
from asylum_forms.forms.render import render
from asylum_forms.i18n import _, use
from asylum_forms.jurisdiction.contract import Filing, Part
from asylum_forms.jurisdiction.templates import READING_COPY, find_template
from asylum_forms.look import Looked, drafts, typeset_ours
from asylum_forms.packet.asked import catalog_of
from asylum_forms.packet.bilingual import own_language
from asylum_forms.packet.certificates import certificates
from asylum_forms.packet.context import common_context
from asylum_forms.packet.reading import context
from asylum_forms.packet.signing import Signed
from asylum_forms.preflight.report import sign_label
from asylum_forms.progress import Progress
from asylum_forms.record.people import full_name, helper
from asylum_forms.translation.given import differences_in


@dataclass(frozen=True)
class Signing:
    """A paper that somebody signs."""

    part: Part
    own_title: str = ""
    """What it is called in the reader's language, where no part of the packet says it."""


@dataclass(frozen=True)
class ReadingCopy:
    """The reading copy of one person, as a Word file."""

    name: str
    """Of the file that it becomes, without ending."""
    language: str
    """The reader's."""
    word: Path


def render_reading_copies(
    looked: Looked, exhibits: Sequence[Exhibit], plan: Plan, written: Written, forms: Mapping[str, Path], work: Path
) -> list[ReadingCopy]:
    """What each person of a filing reads who does not read its language: their own papers and nothing of another's.

    `forms` has the Word files as they are filed, by name. Raises what rendering raises.
    """
    found = []
    for whose in looked.filing.people():
        if language := own_language(looked.filing.for_person(whose)):
            name = f"{READING_COPY}{f'--{whose}' if whose else ''}.{language}"
            out = _render(looked, whose, language, exhibits, plan, written, forms, work / f"{name}.docx")
            found.append(ReadingCopy(name, language, out))
    return found


def write_reading_copies(
    filing: Filing, copies: Sequence[ReadingCopy], work: Path, cache: Path, progress: Progress
) -> list[Path]:
    """Write `reading-copy.<language>.pdf` into `work`, `reading-copy--<id>.<language>.pdf` for other persons; returns the files.

    Raises what typesetting and writing raise.
    """
    pdfs = typeset_ours([copy.word for copy in copies], work / "typeset", cache, progress) if copies else []
    return [_written(pdf, filing, copy.language, work / f"{copy.name}.pdf") for pdf, copy in zip(pdfs, copies, strict=True)]


def _signed(filing: Filing, whose: str, language: str, exhibits: Sequence[Exhibit], plan: Plan, written: Written) -> list[Signed]:
    """The places to sign on one person's papers; for the applicant also what translators certify, once for each of them."""
    own = {part.leaf: Signing(part) for part in filing.parts() if part.person == whose and not part.exhibits}
    found = {**own, **(_certified(filing, language, exhibits) if not whose else {})}
    pages = {
        page: found[leaf.id]
        for leaf in plan.leaves
        if leaf.id in found
        for page in range(written.starts[leaf.id], written.starts[leaf.id] + leaf.pages)
    }
    signs = [(who.partition(" (")[0], page) for who, page in written.signs if page in pages]
    return [Signed(who, written.at(page), pages[page].part, pages[page].own_title) for who, page in signs]


def _certified(filing: Filing, language: str, exhibits: Sequence[Exhibit]) -> dict[str, Signing]:
    """The translators' certificates by leaf id, all of one translator as the first of them."""
    first: dict[str, Signing] = {}
    found = {}
    for one in certificates(exhibits):
        name = full_name(helper(filing.record, one.translator).get("name"))
        titles = []
        for tag in (filing.language, language):
            with use(catalog_of(tag) or "en"):
                titles.append(": ".join(filter(None, (_("Translator's certificate"), name))))
        found[one.leaf] = first.setdefault(one.translator, Signing(Part(document=one.name, title=titles[0]), titles[1]))
    return found


def _render(
    looked: Looked,
    whose: str,
    language: str,
    exhibits: Sequence[Exhibit],
    plan: Plan,
    written: Written,
    forms: Mapping[str, Path],
    out: Path,
) -> Path:
    filing = looked.filing.for_person(whose)
    template = find_template(filing.jurisdiction, READING_COPY)
    assert template, "templates/common has it"
    out.parent.mkdir(parents=True, exist_ok=True)
    signed = _signed(looked.filing, whose, language, exhibits, plan, written)
    cited = {tag: _citing(filing, tag, exhibits, plan) for tag in (filing.language, language)}
    unlike: dict[str, list[tuple[str, str]]] = {}
    with use(catalog_of(language) or "en"):
        for one in differences_in(filing.record, filing.language):
            unlike.setdefault(one.path, []).append((one.written, one.message))
    render(template, context(filing, language, looked.answers, signed, forms, cited, sign_label, unlike), out)
    word.set_paper(out, filing.profile.paper)
    unconfirmed = drafts(looked)
    if unconfirmed.words and draftmark.shows(draftmark.words_of(out), unconfirmed.words):
        draftmark.mark(out, unconfirmed.mark, out)
    return out


def _citing(filing: Filing, language: str, exhibits: Sequence[Exhibit], plan: Plan) -> Callable[[str], str]:
    """Makes the citations of a statement into words of a language."""
    speaking = replace(filing, language=catalog_of(language) or "en")
    cite = common_context(speaking, exhibits, Pages(plan.starts(), plan.leaves, plan.labels))["cited"]
    return lambda text: str(cite(text, "").plain())


def _written(pdf: Path, filing: Filing, language: str, out: Path) -> Path:
    """The copy with its own page numbers, verified as a filing is."""
    with use(catalog_of(language) or "en"):
        title = _("Reading copy")
    with pikepdf.open(pdf) as opened:
        leaf = Leaf(READING_COPY, title, pdf, len(opened.pages))
    plan = Plan((leaf,), filing.profile.paper, language, title, "{page} / {pages}")
    verify(plan, write(plan, out))
    return out
