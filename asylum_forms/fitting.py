"""An exhibit that is too large for one file: its pictures stored again, or its pages divided over several files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from asylum_forms.assembly.recompress import STEPS, recompress
from asylum_forms.assembly.slices import cut, page_weights, weight
from asylum_forms.errors import OutputError
from asylum_forms.evidence.exhibit import Exhibit, Paper
from asylum_forms.files import megabytes
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet.division import Piece, runs


def papers_of(exhibit: Exhibit) -> dict[str, Paper]:
    """Its papers by role."""
    return {"original": exhibit.original, **({"translation": exhibit.translation} if exhibit.translation else {})}


def weigh(exhibit: Exhibit) -> int:
    """About how many bytes its papers add to a file."""
    return sum(weight(paper.pdf, paper.pages) for paper in papers_of(exhibit).values())


_FAR = 2
"""So many times too large, an exhibit is seldom made small enough by the gentlest step."""


@dataclass(frozen=True)
class Fit:
    """An exhibit as it fits into the files."""

    exhibit: Exhibit
    """With its pictures stored again where that was needed."""
    chunks: Sequence[tuple[dict[str, Piece], int]] = ()
    """What each of several files has of it, with its size; empty where it lies in one."""
    findings: tuple[Finding, ...] = ()


def fit(filing: Filing, exhibit: Exhibit, room: int | None, work: Path) -> Fit:
    """The exhibit as it is when it fits into one file with `room`; or with its pictures stored again, no smaller than is needed.

    Where that is not enough it is divided, and its pictures stay as they are: they would be worse for nothing. Only those on
    pages that are too large for any file are stored again. Raises OutputError for a page that is too large even then.
    """
    if room is None or weigh(exhibit) <= room:
        return Fit(exhibit)
    if again := _stored_again(filing, exhibit, work, lambda one: weigh(one) <= room, far=weigh(exhibit) > _FAR * room):
        return Fit(again.exhibit, findings=(_recompressed(again),))
    large = _too_large(filing, exhibit, room)
    again = None
    if large:
        only = {role: {number for of, number, _size in large if of == role} for role in papers_of(exhibit)}
        again = _stored_again(filing, exhibit, work / "pages", lambda one: not _too_large(filing, one, room), only)
        if not again:
            raise _page_too_large(filing, exhibit, large[0])
    divided = again.exhibit if again else exhibit
    chunks = _chunks(filing, divided, room, work)
    return Fit(divided, chunks, (_recompressed(again, len(chunks)) if again else _continued(exhibit, len(chunks)),))


@dataclass(frozen=True)
class _Again:
    """An exhibit whose pictures were stored again."""

    exhibit: Exhibit
    count: int
    """How many were changed."""
    dpi: int
    quality: int


def _stored_again(
    filing: Filing,
    exhibit: Exhibit,
    work: Path,
    enough: Callable[[Exhibit], bool],
    only: Mapping[str, Collection[int]] | None = None,
    *,
    far: bool = False,
) -> _Again | None:
    """The exhibit with the pictures of `only` these pages (by role) stored again by the gentlest step that is enough; None where
    none is. `far` says that the gentlest will hardly be."""

    def by(step: tuple[int, int]) -> _Again | None:
        again = _by_step(filing, exhibit, work, *step, only)
        return again if enough(again.exhibit) else None

    gentlest, *between, hardest = STEPS
    # Most are either a little too large or far too large: both are known before all steps are tried.
    if not far and (again := by(gentlest)):
        return again
    if not (last := by(hardest)):
        return None
    return next(filter(None, map(by, [gentlest, *between] if far else between)), last)


def _by_step(
    filing: Filing, exhibit: Exhibit, work: Path, dpi: int, quality: int, only: Mapping[str, Collection[int]] | None
) -> _Again:
    smaller: dict[str, Paper] = {}
    changed = 0
    for role, paper in papers_of(exhibit).items():
        out = work / f"{role}-{dpi}-{quality}.pdf"
        count = recompress(paper.pdf, filing.profile.paper, dpi, quality, out, only[role] if only else None)
        if count and out.stat().st_size < paper.pdf.stat().st_size:
            note = f"{count} pictures stored again at {dpi} dpi, JPEG quality {quality}"
            smaller[role] = replace(paper, pdf=out, notes=(*paper.notes, note))
            changed += count
        else:
            out.unlink()
    original, translation = smaller.get("original", exhibit.original), smaller.get("translation", exhibit.translation)
    return _Again(replace(exhibit, original=original, translation=translation), changed, dpi, quality)


def _recompressed(again: _Again, files: int = 1) -> Finding:
    message = _(
        "Exhibit {label} is too large for one file: {count} of its pictures were stored again with {dpi} dots per inch "
        "(JPEG quality {quality}). Your file was not changed."
    )
    remedy = _("Look at its pages in the filing: everything must be legible.")
    if files > 1:
        message = _(
            "Exhibit {label} is too large for one file and lies in {files} of them. Some pages alone are too large for any file: "
            "{count} of their pictures were stored again with {dpi} dots per inch (JPEG quality {quality}). Your file was not "
            "changed."
        )
        remedy = " ".join((remedy, _("Hand in all files, in their order.")))
    label = again.exhibit.label
    return Finding(
        id="profile.recompressed",
        severity=Severity.ATTEND,
        message=message.format(label=label, count=again.count, dpi=again.dpi, quality=again.quality, files=files),
        remedy=remedy,
        place=Place(exhibit=again.exhibit.id),
    )


def _continued(exhibit: Exhibit, count: int) -> Finding:
    return Finding(
        id="profile.continued",
        severity=Severity.NOTE,
        message=_("Exhibit {label} is too large for one file and lies in {count} of them.").format(
            label=exhibit.label, count=count
        ),
        remedy=_("Hand in all files, in their order."),
        place=Place(exhibit=exhibit.id),
    )


def _pages(filing: Filing, exhibit: Exhibit) -> tuple[int, list[tuple[str, int, int]]]:
    """What all pages of an exhibit share, and in the order of the filing (role, page from 0, size) of each besides."""
    papers = papers_of(exhibit)
    roles = [role for role in filing.profile.translation_order if role in papers]
    weights = {role: page_weights(papers[role].pdf) for role in roles}
    pages = [(role, number, size) for role in roles for number, size in enumerate(weights[role][1])]
    return sum(size for size, _pages in weights.values()), pages


def _too_large(filing: Filing, exhibit: Exhibit, room: int) -> list[tuple[str, int, int]]:
    """The pages that have no room in any file, with the size of each."""
    shared, pages = _pages(filing, exhibit)
    return [(role, number, size + shared) for role, number, size in pages if size + shared > room]


def _page_too_large(filing: Filing, exhibit: Exhibit, page: tuple[str, int, int]) -> OutputError:
    role, number, size = page
    return OutputError(
        _("Page {page} of {file} (exhibit {label}) alone has {size}, and this office takes files of at most {limit}.").format(
            page=number + 1,
            file=papers_of(exhibit)[role].source.name,
            label=exhibit.label,
            size=megabytes(size),
            limit=megabytes(filing.profile.size_limit or 0),
        ),
        remedy=_("Scan it again at a lower resolution, or ask the office for another way."),
        place=Place(exhibit=exhibit.id, page=number + 1),
    )


def _chunks(filing: Filing, exhibit: Exhibit, room: int, work: Path) -> list[tuple[dict[str, Piece], int]]:
    """The papers of an exhibit cut into what fits in one file each, with its size. No page of it is too large."""
    papers = papers_of(exhibit)
    shared, pages = _pages(filing, exhibit)
    chunks = []
    for chunk, (first, count) in enumerate(runs([size for _role, _number, size in pages], room - shared)):
        run = pages[first : first + count]
        made: dict[str, Piece] = {}
        for role in dict.fromkeys(role for role, _number, _size in run):
            own = [number for of, number, _size in run if of == role]
            made[role] = Piece(cut(papers[role].pdf, own[0], len(own), work / f"{role}-part-{chunk}.pdf"), len(own))
        chunks.append((made, shared + sum(size for _role, _number, size in run)))
    return chunks
