"""The press: renders and typesets the packet's Word documents until the page numbers printed in them are right."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

from asylum_forms.assembly.plan import Pages, Plan
from asylum_forms.errors import OutputError
from asylum_forms.files import sha256
from asylum_forms.findings import Finding
from asylum_forms.forms import draftmark, kept
from asylum_forms.forms.render import render
from asylum_forms.forms.word import is_signed
from asylum_forms.i18n import _
from asylum_forms.packet.papers import Document, Typeset

Convert = Callable[[Iterable[Path], Path, int], Sequence[Path]]
"""Turns Word documents, so many, into PDFs in the given folder, in the same order. It may begin while they are being made."""


@dataclass(frozen=True)
class Drafts:
    """Words of the filing that nobody has confirmed, and the mark on every page of a paper that shows any of them."""

    words: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True)
class _Rendering:
    """A document as a Word file."""

    file: Path
    paged: bool
    """Whether it prints page numbers of the filing."""


_PASSES = 6
"""Page numbers settle in two or three passes; more means that a page reference keeps changing the number of pages."""


class Press:
    """Renders and typesets the Word documents again and again until the page numbers in them are right."""

    def __init__(
        self,
        documents: Sequence[Document],
        edited: Mapping[str, Path],
        last: Mapping[str, kept.Rendering],
        folder: Path,
        convert: Convert,
        drafts: Drafts = Drafts(),
        finish: Callable[[Document, Path], None] = lambda document, file: None,
    ) -> None:
        """`edited` are the Word files to use as they are, `last` what the last build rendered, `folder` is for the work; `finish`
        may go on with each file once it is rendered.

        Papers that show `drafts` are marked, edited ones too: nobody can take the mark off in Word.
        """
        self._documents, self._edited, self._last = documents, edited, last
        self._passes = 0
        self._folder, self._convert, self._drafts, self._finish = folder, convert, drafts, finish
        self._renderings: dict[str, _Rendering] = {}
        """The newest of each document, by its name."""
        self._typesets: dict[str, Typeset] = {}
        """Leaf id to the newest PDF."""
        self._content: dict[str, str] = {}
        """Hash of each rendering without page numbers."""

    def settle(self, plan_of: Callable[[Mapping[str, Typeset]], Plan]) -> Plan:
        """The plan in which every printed page number is the page it speaks of."""
        pages = Pages()
        for _pass in range(_PASSES):
            plan = plan_of(self._typeset(pages))
            if pages.same_as(plan):
                return plan
            pages = Pages(plan.starts(), plan.leaves, plan.labels)
        raise OutputError(
            _("The page numbers in the index do not settle."),
            remedy=_("Please report this with the list of your exhibits' page counts (without their contents)."),
        )

    def _typeset(self, pages: Pages) -> dict[str, Typeset]:
        """Every document with these page numbers; one that prints none of them is made in the first pass only."""
        folder = self._folder / f"pass-{self._passes}"
        folder.mkdir(parents=True)
        self._passes += 1
        again = [d for d in self._documents if d.name not in self._renderings or self._renderings[d.name].paged]
        files = (self._rendered(document, pages, folder) for document in again)
        for document, pdf in zip(again, self._convert(files, folder / "pdf", len(again)), strict=True):
            with pikepdf.open(pdf) as opened:
                self._typesets[document.leaf] = Typeset(pdf, len(opened.pages))
        return {document.leaf: self._typesets[document.leaf] for document in self._documents}

    def _rendered(self, document: Document, pages: Pages, folder: Path) -> Path:
        file, pages.asked = folder / f"{document.name}.docx", False
        render(document.template, document.context(pages), file)
        self._finish(document, file)
        self._mark(file, file)
        self._renderings[document.name] = _Rendering(file, pages.asked)
        if not pages:
            self._content[document.name] = sha256(file)
        if not document.editable or document.name not in self._edited:
            return file
        return self._mark(self._edited[document.name], folder / "edited" / file.name)

    def _mark(self, file: Path, out: Path) -> Path:
        """The file, or where it shows drafts a marked copy."""
        if not self._drafts.words or not draftmark.shows(draftmark.words_of(file), self._drafts.words):
            return file
        out.parent.mkdir(exist_ok=True)
        draftmark.mark(file, self._drafts.mark, out)
        return out

    def _is_outdated(self, name: str) -> bool:
        """Whether what an edited Word file was made from has changed since it was rendered."""
        return kept.is_outdated(self._edited[name], self._last.get(name), self._content[name])

    def findings(self) -> list[Finding]:
        """What the user should know of the edited Word files that were used."""
        names = [d.name for d in self._documents if d.editable and d.name in self._edited]
        return [kept.finding(name, self._is_outdated(name), is_signed(self._renderings[name].file)) for name in names]

    def files(self) -> dict[str, Path]:
        """Name of each Word document to the file as it is filed: the edited one where there is one."""
        newest = {name: rendering.file for name, rendering in self._renderings.items()}
        return {**newest, **{name: file for name, file in self._edited.items() if name in newest}}

    def save(self, forms: Path) -> dict[str, kept.Rendering]:
        """Put the Word files into `forms`, never over an edited one; return what was rendered, by name."""
        renderings = {}
        for name in self._last.keys() - {document.name for document in self._documents}:
            if (file := forms / f"{name}.docx").exists() and not kept.is_edited(file, self._last[name]):
                file.unlink()  # no part of the filing any more: left there, it would count as edited the next time
        for document in self._documents:
            if not document.editable:
                continue
            name, newest, content = document.name, self._renderings[document.name].file, self._content[document.name]
            beside, pages = kept.beside(forms / f"{name}.docx"), self._typesets[document.leaf].pages
            if name not in self._edited:
                kept.save(newest, forms, name)
                renderings[name] = kept.Rendering(sha256(newest), content, pages=pages)
                beside.unlink(missing_ok=True)
            elif name in self._last:
                renderings[name] = kept.Rendering(self._last[name].sha256, content, pages=pages)
                if self._is_outdated(name):
                    renderings[name] = replace(self._last[name], beside=content, pages=pages)
                    shutil.copyfile(newest, beside)
        return renderings
