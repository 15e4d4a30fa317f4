"""From the plan to the files that are handed in: one, or several where the office wants parts, none above its size limit."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from asylum_forms import fitting
from asylum_forms.assembly.index import Index
from asylum_forms.assembly.plan import Plan, Written
from asylum_forms.assembly.slices import weight
from asylum_forms.assembly.taken import Taken
from asylum_forms.assembly.typesize import too_small
from asylum_forms.assembly.verify import checks
from asylum_forms.assembly.write import planned, write
from asylum_forms.errors import OutputError
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.files import megabytes
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.fitting import Fit
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.profile import Profile
from asylum_forms.packet import own
from asylum_forms.packet.certificates import certificates
from asylum_forms.packet.division import LATE, ONE, Division, Piece, Unit, divide, file_of, names
from asylum_forms.packet.papers import AMENDED, PART, index_of
from asylum_forms.packet.press import Press
from asylum_forms.progress import Progress, Tally
from asylum_forms.tools.threads import begin
from asylum_forms.tools.workers import Call

FOLDER = "parts"
"""Where the files lie when there are several, beside the reports."""

_TRIES = 6
"""Sizes are known for sure only when a file is written; where one is too large after all, it is divided more finely."""
_MARGIN = 0.97
"""How full a file is planned, for what is not known beforehand."""

_TOLD = "told"
"""How what verifies a file is given where to tell how far it is."""

Settle = Callable[[Sequence[Exhibit], Division], tuple[Press, Plan]]
"""Renders the papers for a division of the filing until their page numbers are right."""


@dataclass(frozen=True)
class Handed:
    """The files of a filing, written."""

    press: Press
    plan: Plan
    """The whole filing."""
    exhibits: tuple[Exhibit, ...]
    """As they are in the files; one that was too large may have been stored anew."""
    files: tuple[Written, ...]
    """In order; one where the office wants no parts."""
    checks: tuple[Call, ...]
    """What verifies the files, each in a process of its own."""
    findings: tuple[Finding, ...] = ()

    def verified(self) -> int:
        """How many pages of the files are verified already."""
        return sum(check.options[_TOLD].done() for check in self.checks if _TOLD in check.options)

    @property
    def written(self) -> Written:
        """The filing as a whole, its pages counted through all files."""
        first = self.files[0]
        if len(self.files) == 1:
            return first
        before, signs = 0, []
        for file in self.files:
            signs += [(who, page + before) for who, page in file.signs]
            before += file.pages
        names = tuple((file.pdf.name, file.pages) for file in self.files)
        return Written(first.pdf, before, self.plan.starts(), tuple(signs), self.plan.labels, names)


def hand_in(
    filing: Filing,
    exhibits: Sequence[Exhibit],
    settle: Settle,
    begin: Callable[[Handed], None],
    work: Path,
    progress: Progress,
    *,
    whole: bool = False,
) -> Handed:
    """Write the filing in the files that its profile wants. Nothing is to be published before `Handed.checks` are run.

    `begin` is told once what the files will hold, as soon as that is sure: as a rule before anything is written.

    Where the profile has a size limit that the whole filing does not keep, it is divided between exhibits; what becomes of one
    that is too large alone, fitting.py says. What was added late has a file of its own then, so that the others keep their pages.
    Only one file is in memory at a time. With `whole`, for changed pages, it is one file in any case. Raises OutputError naming
    the page that is too large alone, and what `write` raises.
    """
    press, plan = settle(exhibits, ONE)
    limit = None if whole else filing.profile.size_limit
    if whole or (filing.profile.files == "whole" and (limit is None or _weight(plan) <= limit)):
        (name,) = names(filing.profile, [[Unit("", AMENDED if whole else "", 0)]])
        one = planned(plan, work / f"{name}.pdf")
        handed = Handed(press, plan, tuple(exhibits), (one,), _checks(filing, exhibits, plan, one, work))
        if limit is None:
            begin(handed)
        write(plan, one.pdf, partial(_tell, progress, plan.pages(), 0))
        if limit is None or _size(one) <= limit:
            if limit:
                begin(handed)
            return replace(handed, findings=tuple(_not_taken(filing.profile, [one.pdf])))
        one.pdf.unlink()
    budget = int(limit * _MARGIN) if limit else None
    for attempt in range(_TRIES):
        fitted, division, findings = _divided(filing, exhibits, plan, budget, work / f"divided-{attempt}", progress)
        press, parts = settle(fitted, division)
        folder = work / f"{FOLDER}-{attempt}"
        folder.mkdir()
        files: list[Written] = []
        calls: list[Call] = []
        for file, name in zip(parts.files(), division.names, strict=True):
            told = partial(_tell, progress, parts.pages(), sum(one.pages for one in files))
            files.append(write(file, folder / f"{name}.pdf", told))
            calls += _checks(filing, fitted, file, files[-1], work)
        largest = max(map(_size, files))
        if limit is None or largest <= limit:
            findings += _not_taken(filing.profile, [file.pdf for file in files])
            handed = Handed(press, parts, tuple(fitted), tuple(files), tuple(calls), tuple(findings))
            begin(handed)
            return handed
        assert budget is not None
        budget = int(budget * limit / largest * _MARGIN)
    raise OutputError(
        _("The filing cannot be divided into files of at most {limit}.").format(limit=megabytes(limit or 0)),
        remedy=_("Scan large papers again at a lower resolution, or ask the office for another way."),
    )


def asked_of_files(profile: Profile) -> Taken:
    """What the office takes of each file."""
    patterns = (profile.file_name, profile.part_name.replace("{name}", profile.file_name))
    return Taken(profile.size_limit, profile.file_types, profile.encrypted, patterns)


def _not_taken(profile: Profile, files: Sequence[Path]) -> Iterator[Finding]:
    """What the office would refuse of the files as they are written."""
    for file in files:
        for rule, why in asked_of_files(profile).refused(file):
            entry = profile.entries.get(rule)
            yield Finding(
                id="profile.not-taken",
                severity=Severity.BLOCKS,
                message=_("{where}: {problem}").format(where=file.name, problem=why),
                remedy=_("Do not hand it in as it is. Ask the office for another way, or choose another profile."),
                place=Place(file=file.name),
                rule=profile.name,
                source=entry.source if entry else "",
                checked=str(entry.read_on or "") if entry else None,
            )


def type_findings(filing: Filing, plan: Plan, written: Written) -> list[Finding]:
    """Our own papers whose type is smaller than the profile's least: with edited Word files this can happen."""
    least = filing.profile.least_type
    letters = {part.leaf: part.title for part in filing.parts() if part.document} if least else {}
    found = []
    for leaf in plan.leaves:
        pages = too_small(leaf.pdf, least) if leaf.id in letters else []
        if pages:
            spot = written.at(written.starts[leaf.id] + pages[0][0] - 1)
            found.append(
                Finding(
                    id="profile.type-small",
                    severity=Severity.ATTEND,
                    message=_("{title} has type of {size} points; this office asks for at least {least}.").format(
                        title=leaf.title, size=f"{min(size for _page, size in pages):g}", least=f"{least:g}"
                    ),
                    remedy=_("Make the type of the Word file larger, then build again."),
                    place=Place(file=spot.file, page=spot.page),
                    rule=filing.profile.name,
                    source=filing.profile.entries["least_type"].source,
                    checked=str(filing.profile.entries["least_type"].read_on or ""),
                )
            )
    return found


def _weight(plan: Plan) -> int:
    return sum(weight(leaf.pdf, leaf.pages) for leaf in plan.leaves)


def _size(written: Written) -> int:
    return written.pdf.stat().st_size


def _tell(progress: Progress, total: int, before: int, done: int) -> None:
    """`before` are the pages of the files that are finished."""
    progress(_("Writing the filing"), before + done, total)


def _checks(filing: Filing, exhibits: Sequence[Exhibit], plan: Plan, written: Written, work: Path) -> tuple[Call, ...]:
    """What verifies one file, with the numbers printed in every index that it holds, two things side by side."""
    indexes: list[Index] = []
    here = {leaf.id for leaf in plan.leaves}
    whole = plan.whole or plan
    labels = whole.labels
    for part in filing.parts():
        for index in (leaf for leaf in here if part.index and (leaf == part.leaf or leaf.startswith(f"{part.leaf}/{PART}-"))):
            rows, elsewhere = [], []
            for exhibit in exhibits:
                leaves = [leaf for leaf in whole.leaves if leaf.id.startswith(f"exhibit/{exhibit.id}/")]
                first = next((leaf for leaf in leaves if index == part.leaf or leaf.id in here), None)
                if first and first.id in here:
                    rows.append((exhibit.label, written.starts[first.id]))
                elif first:
                    elsewhere.append((exhibit.label, labels[whole.starts()[first.id] - 1]))
            indexes.append((index, rows, elsewhere))
    return checks(plan, written, indexes, **{_TOLD: Tally(work / f"verified-{written.pdf.stem}")})


def _side_by_side(
    fit: Callable[[Exhibit], tuple[Fit, int]], exhibits: Sequence[Exhibit], progress: Progress
) -> Iterator[tuple[Fit, int]]:
    """What `fit` gives of each. Storing pictures again leaves Python to others nearly all the time, so threads are enough."""
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as threads:
        try:
            asked = [begin(threads, fit, exhibit) for exhibit in exhibits]
            for done, one in enumerate(asked):
                progress(_("Dividing the evidence into files"), done, len(asked))
                yield one.result()
        except BaseException:
            threads.shutdown(cancel_futures=True)
            raise


def _divided(
    filing: Filing, exhibits: Sequence[Exhibit], plan: Plan, budget: int | None, work: Path, progress: Progress
) -> tuple[list[Exhibit], Division, list[Finding]]:
    """The exhibits as they fit, which file each and each of our papers is in, and what the user has to know of it.

    `plan` is the filing in one file, from which the sizes are known.
    """
    profile = filing.profile
    index = index_of(filing)
    weights = {leaf.id: weight(leaf.pdf, leaf.pages) for leaf in plan.leaves}
    reserve = weights.get(index.leaf, 0) if index else 0
    units: list[Unit] = []
    fitted: list[Exhibit] = []
    pieces: dict[str, tuple[dict[str, Piece], ...]] = {}
    findings: list[Finding] = []
    shared = {one.exhibits[0].id: one.leaf for one in certificates(exhibits) if one.shared}

    def fit(exhibit: Exhibit) -> tuple[Fit, int]:
        """As it fits, and what its separators and certificates weigh."""
        rest = sum(size for id, size in weights.items() if id.startswith(f"exhibit/{exhibit.id}/")) - fitting.weigh(exhibit)
        rest += weights.get(shared.get(exhibit.id, ""), 0)
        room = None if budget is None else budget - reserve - rest
        return fitting.fit(filing, exhibit, room, work / exhibit.id), rest

    fits = list(_side_by_side(fit, exhibits, progress))
    for part in filing.parts():
        if own.in_account(filing, part):
            continue
        if not part.exhibits:
            size = sum(size for id, size in weights.items() if id == part.leaf or id.startswith(f"{part.leaf}-"))
            units.append(Unit(part.leaf, file_of(profile, part), size))
            continue
        for exhibit, (one, rest) in zip(exhibits, fits, strict=True):
            kind = LATE if exhibit.late else (exhibit.category or "other") if profile.files == "categories" else ""
            fitted.append(one.exhibit)
            findings += one.findings
            if one.chunks:
                pieces[exhibit.id] = tuple(chunk for chunk, _size in one.chunks)
            sizes = [size for _chunk, size in one.chunks] or [fitting.weigh(one.exhibit)]
            units += [Unit(f"exhibit/{exhibit.id}/{number}", kind, size + rest) for number, size in enumerate(sizes)]
    try:
        files = divide(units, budget, reserve)
    except ValueError as error:
        raise OutputError(
            _("{part} alone is larger than the {limit} that this office takes in one file.").format(
                part=error, limit=megabytes(profile.size_limit or 0)
            ),
            remedy=_("Scan it again at a lower resolution, or ask the office for another way."),
        ) from error
    parts = {unit.key: number for number, file in enumerate(files, 1) for unit in file}
    return fitted, Division(parts, names(profile, files), pieces), findings
