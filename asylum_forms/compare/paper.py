"""What changed as sentences, and as a Word file from which a lawyer can paste them into a cover letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from asylum_forms import resources
from asylum_forms.compare.answers import Change
from asylum_forms.compare.difference import Difference, Run, span
from asylum_forms.compare.pages import Kind
from asylum_forms.compare.words import AROUND, Words, differences
from asylum_forms.forms.render import render
from asylum_forms.forms.table import official_number
from asylum_forms.i18n import _, labelled, listed, use

_IN_A_ROW = re.compile(r"(?<!\S)(\S+)(?: \1){2,}(?!\S)")
TEMPLATE = "changes"
_LONG = 600
"""Of an answer with more letters only what differs in it is quoted."""


def write(found: Difference, paper: str, language: str, out: Path) -> None:
    """Write the changes as a Word file, in this language, on this paper (`A4`, `Letter`). Raises TemplateError."""
    with use(language):
        render(resources.folder("templates") / "common" / f"{TEMPLATE}.docx", {**_context(found), "paper": paper}, out)


def _context(found: Difference) -> dict[str, Any]:
    sections = [
        (_("Pages"), page_sentences(found)),
        (_("Answers"), answer_sentences(found)),
        (_("Exhibits"), exhibit_sentences(found)),
        (_("Page numbers and references"), moved_sentences(found)),
    ]
    return {
        "title": _("Changes since the earlier filing"),
        "nothing": _("Nothing has changed.") if found.empty else "",
        "sections": [{"title": title, "lines": lines} for title, said in sections if (lines := list(said))],
        "document_title": _("Changes since the earlier filing"),
    }


def page_sentences(found: Difference) -> Iterator[str]:
    """One sentence for what is the same on several pages, and one for pages in a row that came, went or changed."""
    yield from everywhere_sentences(found)
    yield from (_page_sentence(run) for run in found.runs() if run.is_substance)


def moved_sentences(found: Difference) -> Iterator[str]:
    """One sentence for pages in a row that only follow what moved, and one for files that are counted otherwise."""
    yield from files_sentences(found)
    yield from (_page_sentence(run) for run in found.runs() if not run.is_substance)


def files_sentences(found: Difference) -> Iterator[str]:
    """That there are more files, or fewer: every one of them says so at its head."""
    if found.files[0] != found.files[1]:
        yield _("Files: {new} now, {old} before.").format(new=found.files[1], old=found.files[0])


def everywhere_sentences(found: Difference) -> Iterator[str]:
    """`Pages 1–18, 89: “SHEN” is now “SHENG”.`"""
    for one in found.everywhere():
        old, new = (listed(map(span, spans)) for spans in (one.old, one.new))
        pages = (_("Pages {new}") if old == new else _("Pages {new}, formerly pages {old}")).format(new=new, old=old)
        yield labelled(pages, word_sentence(one.words))


def _page_sentence(run: Run) -> str:
    told = [*details(run), references(run)]
    if run.kind is Kind.CHANGED and not any(told):
        told = [_("Its look has changed, its words have not.")]
    return " ".join(filter(None, (_fate(run), *told)))


def _fate(run: Run) -> str:
    """What became of the pages, without what is in them."""
    page = _pages(run)
    part = f"{run.title}, {run.file}" if run.file else run.title
    elsewhere = _listed(run.pages[0].elsewhere)
    if run.kind is Kind.REMOVED and elsewhere:
        return _("{page}: its lines stand on page {new} now ({part}).").format(page=page, new=elsewhere, part=part)
    said = {
        Kind.ADDED: _("{page}: new ({part})."),
        Kind.REMOVED: _("{page}: left out ({part})."),
        Kind.CHANGED: _("{page}: changed ({part})."),
        Kind.REFERENCES: _("{page}: only references follow what moved ({part})."),
        Kind.FLOWED: _("{page}: the same words, but lines moved from page to page ({part})."),
        Kind.MOVED: _("{page}: unchanged."),
    }[run.kind]
    return said.format(page=page, part=part)


def _pages(run: Run) -> str:
    """`Page 7`, `Pages 7–9`, `Page 7, formerly page 5`, `Page 5 of the earlier filing`."""
    one = len(run.pages) == 1
    if run.kind is Kind.REMOVED:
        said = _("Page {old} of the earlier filing") if one else _("Pages {old} of the earlier filing")
    elif run.kind is Kind.ADDED or run.old == run.new:
        said = _("Page {new}") if one else _("Pages {new}")
    else:
        said = _("Page {new}, formerly page {old}") if one else _("Pages {new}, formerly pages {old}")
    return said.format(new=span(run.new), old=span(run.old))


def details(run: Run) -> Iterator[str]:
    """What differs in the pages: words, and lines that stood on another page of a paper in which pages are new."""
    for page in run.pages:
        if run.kind is Kind.ADDED and page.elsewhere:
            yield _("Lines of page {old} stand on it now.").format(old=_listed(page.elsewhere))
        yield from (_("“{words}” stood on page {old}.").format(words=moved.words, old=moved.old) for moved in page.moved)
        yield from map(word_sentence, page.words)


def _listed(pages: Sequence[int | str]) -> str:
    return listed(map(str, pages))


def references(run: Run) -> str:
    """`(41 → 43; D, → E,)`: what in its pages seems only to follow what moved; empty where there is nothing."""
    follows = (words for page in run.pages for words in page.references)
    told = dict.fromkeys(f"{words.old.strip(AROUND)} → {words.new.strip(AROUND)}" for words in follows)
    return f"({'; '.join(told)})" if told else ""


def word_sentence(words: Words) -> str:
    """Words that came, went or are others now, and after which words. What fills the empty boxes of a table is counted."""
    bare = words.bare()
    words = Words(_counted(bare.old), _counted(bare.new), _counted(words.after))
    if not words.old:
        told = _("Added: “{new}”").format(new=words.new)
    elif not words.new:
        told = _("Left out: “{old}”").format(old=words.old)
    else:
        told = _("“{old}” is now “{new}”").format(old=words.old, new=words.new)
    return _("{change}, after “{words}”.").format(change=told, words=words.after) if words.after else f"{told}."


def _counted(said: str) -> str:
    """`N/A (6×)` for a word that stands there more than twice in a row."""
    return _IN_A_ROW.sub(lambda found: f"{found[1]} ({len(found[0].split())}×)", said)


def answer_sentences(found: Difference) -> Iterator[str]:
    """One sentence for each answer that is another one now, by its official item."""
    for change in found.answers or ():
        yield answer_sentence(change)


def answer_sentence(change: Change) -> str:
    """`I-589, A.III.2, entry 3 (City/Town): “Beijing” is now “Tianjin”.` Nothing is cut off: it may stand nowhere else."""
    whole = (Words(change.old, change.new),)
    long = change.old and change.new and max(len(change.old), len(change.new)) > _LONG
    told = differences(change.old.split(), change.new.split())[0] if long else whole
    return labelled(place(change), " ".join(map(word_sentence, told or whole)))


def place(change: Change) -> str:
    """`I-589, A.III.2, entry 3 (City/Town)`."""
    number = official_number(change.item)
    if change.entry:
        number = _("{number}, entry {entry}").format(number=number, entry=change.entry)
    form = _(change.form)
    return f"{form}, {number} ({change.column or change.label})"


def exhibit_sentences(found: Difference) -> Iterator[str]:
    """One sentence for each exhibit that came, went, has another file or another number."""
    for exhibit in found.exhibits.added:
        yield _("Exhibit {label}, {title}: new.").format(label=exhibit.label, title=exhibit.title)
    for exhibit in found.exhibits.removed:
        yield _("Exhibit {label}, {title}: left out.").format(label=exhibit.label, title=exhibit.title)
    for exhibit in found.exhibits.replaced:
        yield _("Exhibit {label}, {title}: its pages are others now.").format(label=exhibit.label, title=exhibit.title)
    for old, new in found.exhibits.renumbered:
        yield _("Exhibit {label}, {title}: formerly exhibit {old}.").format(label=new.label, title=new.title, old=old.label)
