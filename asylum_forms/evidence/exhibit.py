"""Exhibits: evidence as it stands in the filing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from asylum_forms.findings import Finding
from asylum_forms.record.values import PartialDate


@dataclass(frozen=True)
class Mark:
    """What is to be taken out of a redacted copy."""

    page: int
    """Of the paper, counted from 1."""
    area: tuple[float, float, float, float]
    """Left, top, right, bottom as parts of the page as it is seen."""
    reason: str = ""


@dataclass(frozen=True)
class Repeat:
    """A strip of a long picture that stands there twice, in areas as those of a mark."""

    page: int
    """Where a piece ends with it."""
    foot: tuple[float, float, float, float]
    head: tuple[float, float, float, float]
    """Where the next piece begins with it."""
    next: int
    """On this page, which may be the same."""

    def places(self) -> tuple[tuple[int, tuple[float, float, float, float]], ...]:
        """Page and area of both."""
        return (self.page, self.foot), (self.next, self.head)


@dataclass(frozen=True)
class Paper:
    """One file taken in: a clean PDF made from it, ready for assembly."""

    source: Path
    """The user's file; never written to."""
    sha256: str
    """Of the user's file."""
    pdf: Path
    """The clean PDF: decrypted, upright, without annotations, scripts, attachments and author data. Pages keep their own size."""
    pages: int
    notes: tuple[str, ...] = ()
    """What was done to it, for the manifest: `decrypted`, `rotated by EXIF`, `location data removed`."""
    findings: tuple[Finding, ...] = ()
    """What a person must look at before filing: comments that do not print, linked pictures that are not in the file."""
    typeset: bool = False
    """Whether we made the pages from words (Word, text), rather than taking over pages that existed."""
    marks: tuple[Mark, ...] = ()
    """What somebody marked for redaction in the PDF itself."""
    repeats: tuple[Repeat, ...] = ()
    """Of a long picture that was cut: what must be taken out of two pages where it is taken out of one."""
    blacked: tuple[tuple[int, str], ...] = ()
    """Its pages (1-based) in which what was marked has been blacked out, and what can be read there still; they are pictures."""


@dataclass(frozen=True)
class Exhibit:
    """One exhibit of the filing."""

    id: str
    label: str
    """`A`, `B`, ... or `1`, `2`, ..."""
    title: str
    """In the filing's language."""
    date: PartialDate | None
    issuer: str
    """Who made or issued it."""
    language: str
    """Language of the paper (`zh`), empty when not given."""
    obtained: str
    supports: str
    category: str
    original: Paper
    translation: Paper | None = None
    translator: str = ""
    """Id of the translator in the record."""
    draft: bool = False
    """Whether nobody has confirmed the translation; then there is no certificate."""
    fingerprint: str = ""
    """SHA-256 of the translation that the certificate stands for; empty for a draft and where there is none."""
    certificate: str = ""
    """Id of the leaf of the filing with its translator's certificate; empty where there is none."""
    url: str = ""
    """For what stands or stood on the internet, its address."""
    captured: PartialDate | None = None
    """The day it was saved from there."""
    late: bool = False
    """Whether it was added to a filing whose other labels and page numbers stay as they are."""

    @property
    def pages(self) -> int:
        """Pages of the paper and its translation."""
        return self.original.pages + (self.translation.pages if self.translation else 0)
