"""Copies of a filing for others than the office: the whole of it or some of its parts, with the page numbers that it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from string import ascii_uppercase

from asylum_forms.assembly.extract import extract
from asylum_forms.assembly.plan import Plan, Written
from asylum_forms.assembly.taken import Taken
from asylum_forms.errors import ArgumentError, AsylumFormsError
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms.render import render
from asylum_forms.i18n import _, listed, use
from asylum_forms.jurisdiction import calling
from asylum_forms.jurisdiction.contract import EXHIBITS, REDACTED, CopySet, Filing
from asylum_forms.jurisdiction.templates import CERTIFICATE, COPY_COVER, find_template
from asylum_forms.packet import withheld
from asylum_forms.record.localize import format_date
from asylum_forms.record.people import full_name
from asylum_forms.record.values import PartialDate, Value


def wanted(filing: Filing, names: Sequence[str]) -> list[CopySet]:
    """The sets of these names. Raises AsylumFormsError for one that the procedure does not have, or that is for nobody."""
    known = {one.name: made for one, made in zip(filing.procedure.sets, filing.sets, strict=True)}
    if wrong := [name for name in names if name not in known]:
        raise ArgumentError(
            _("{procedure} has no set of copies called {name}.").format(procedure=filing.name, name=wrong[0]),
            remedy=_("Choose one of: {known}").format(known=listed(known) or "–"),
        )
    found = [known[name] for name in dict.fromkeys(names)]
    for one in found:
        if one.each and not people(filing, one):
            raise _empty(one)
    return found


def write(
    filing: Filing,
    copies: CopySet,
    plan: Plan,
    files: Sequence[Written],
    work: Path,
    typeset: Callable[[Sequence[Path]], Sequence[Path]],
) -> list[Path]:
    """Write a set into `work` as `<name>.pdf`; of a filing of several files a copy of each, `<name>--<file>.pdf`, so that none is
    above the office's limit and what an index says of files is right. Where it is made for each of several people it is called
    `<name>--<path>`, and the first file has a cover that names the person. Returns the files.

    `files` are those of the filing as they are written; `typeset` makes PDFs of Word files. Raises AsylumFormsError when nothing
    of the set is in the filing.
    """
    found = pages(filing, copies, plan)
    with use(filing.language):
        title = f"{plan.title} – {_(copies.title)}"  # that the filing is redacted its own title says
    covers: dict[str, Path | None] = {copies.name: None}
    if copies.each:
        numbers = span(plan.labels, found)
        words = [_cover(filing, copies, path, numbers, work) for path in people(filing, copies)]
        covers = dict(zip((file.stem for file in words), typeset(words), strict=True))
    return [file for stem, cover in covers.items() for file in _of_files(stem, cover, found, plan.labels, files, title, work)]


def _of_files(
    stem: str,
    cover: Path | None,
    pages: Sequence[int],
    labels: Sequence[str],
    files: Sequence[Written],
    title: str,
    work: Path,
) -> Iterator[Path]:
    """A copy of each file in which there are pages of the set, the cover before the first."""
    before = 0
    for file in files:
        here = [page - before for page in pages if before < page <= before + file.pages]
        if here:
            out = work / (f"{stem}--{file.pdf.stem}.pdf" if len(files) > 1 else f"{stem}.pdf")
            extract(file.pdf, here, labels[before : before + file.pages], title, out, cover)
            cover = None
            yield out
        before += file.pages


def people(filing: Filing, copies: CopySet) -> list[str]:
    """The record paths of those for each of whom a copy is made."""
    return calling.words(filing.jurisdiction.documents, copies.each, filing)


def made(filing: Filing, copies: CopySet, folder: Path) -> list[tuple[Path, str]]:
    """The files of a set in the folder of a build, and for whom each is, where it is made for each of several people."""
    each = people(filing, copies) if copies.each else ()
    names = {_stem(copies, path): full_name(filing.record.get(f"{path}.name")) for path in each}
    return [
        (file, next((name for stem, name in names.items() if f"{file.stem}--".startswith(f"{stem}--")), ""))
        for file in copies.made(folder)
    ]


def _stem(copies: CopySet, path: str) -> str:
    """What the copy for the person at a record path is called."""
    step, _dot, number = path.partition(".")
    return f"{copies.name}--{step}-{int(number) + 1}" if number else f"{copies.name}--{step}"


def span(labels: Sequence[str], pages: Sequence[int]) -> str:
    """The numbers printed on these pages: `1–9, 12, 14–16`. Pages put between others are named: `1–84, 84A–84B, 85–89`."""
    runs: list[list[int]] = []
    series = [label.rstrip(ascii_uppercase) if not label.isdecimal() else "" for label in labels]
    for page in pages:
        if runs and page == runs[-1][-1] + 1 and series[page - 1] == series[page - 2]:
            runs[-1].append(page)
        else:
            runs.append([page])
    ends = [(labels[run[0] - 1], labels[run[-1] - 1]) for run in runs]
    return ", ".join(first if first == last else f"{first}–{last}" for first, last in ends)


def _title(filing: Filing, copies: CopySet) -> str:
    """What a set is called, in the language of the filing; a redacted copy says what it is."""
    with use(filing.language):
        return " – ".join([filing.redacted_copy()] * filing.redacted + [_(copies.title)])


def _cover(filing: Filing, copies: CopySet, path: str, numbers: str, work: Path) -> Path:
    """The Word file of the page that says whose copy it is and of which filing."""
    template = find_template(filing.jurisdiction, COPY_COVER, filing.language)
    assert template, "templates/common has it"
    hidden = withheld.words(filing.record) if filing.redacted else ()

    def named(name: Value) -> str:
        return withheld.without(full_name(name), hidden)

    with use(filing.language):
        rows = [
            (_("Copy for"), named(filing.record.get(f"{path}.name"))),
            (_("Applicant"), named(filing.for_person("").record.get("applicant.name"))),
            (_("Application"), _(filing.procedure.title)),
            (_("Office"), _(filing.procedure.office)),
            (_("Filing date"), format_date(PartialDate(filing.date.year, filing.date.month, filing.date.day), filing.language)),
            (_("Pages"), numbers),
        ]
        about = {
            "title": _title(filing, copies),
            "rows": [{"name": name, "value": value} for name, value in rows],
            "note": _("Each page that follows is the page of the filing that has the same number."),
            "document_title": _title(filing, copies),
            "paper": filing.profile.paper,
        }
    out = work / f"{_stem(copies, path)}.docx"
    render(template, about, out)
    return out


def findings(copies: Sequence[CopySet]) -> list[Finding]:
    """What nobody has verified about the sets that are asked for."""
    return [
        Finding(
            "copies.unverified",
            Severity.ATTEND,
            _("Nobody has verified whether the copies {name} are wanted, and of what.").format(name=one.name),
            _("Ask the office, and take out what it does not want. Pages that are signed by hand are copied after that."),
            source=one.source,
            checked="",
        )
        for one in copies
        if not one.verified
    ]


def too_large(filing: Filing, files: Sequence[Path]) -> Iterator[Finding]:
    """The copies that are above the office's limit, though nobody has said that it holds for them."""
    profile = filing.profile
    for file in files:
        for rule, why in Taken(profile.size_limit).refused(file):
            yield Finding(
                "copies.too-large",
                Severity.ATTEND,
                _("{where}: {problem}").format(where=file.name, problem=why),
                _("Ask whoever is to get it how large a file may be, or hand it over in another way."),
                Place(file=file.name),
                rule=profile.name,
                source=profile.entries[rule].source,
                checked=str(profile.entries[rule].read_on or ""),
            )


def pages(filing: Filing, copies: CopySet, plan: Plan) -> list[int]:
    """The pages of the filing (1-based) that are in a set. Raises AsylumFormsError when there are none."""
    leaves = {
        part.leaf
        for part in filing.parts()
        if not part.exhibits and (not copies.parts or (part.form or part.document) in copies.parts)
    }
    evidence = not copies.parts or EXHIBITS in copies.parts

    def wanted(id: str) -> bool:
        if id.startswith(("exhibit/", f"{CERTIFICATE}--")):
            return evidence
        return not copies.parts or id.partition("/")[0] in leaves  # the index of a further file is called after the index

    starts = plan.starts()
    kept = [leaf for leaf in plan.leaves if wanted(leaf.id)]
    found = [page for leaf in kept for page in range(starts[leaf.id], starts[leaf.id] + leaf.pages)]
    if not found:
        raise _empty(copies)
    return found


def _empty(copies: CopySet) -> AsylumFormsError:
    name = copies.name.removesuffix(REDACTED)
    return AsylumFormsError(
        _("The set {name} would have no pages: nothing of it is in this filing.").format(name=name),
        remedy=_("Build without --set {name}.").format(name=name),
    )
