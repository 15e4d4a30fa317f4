"""The folders of what was handed in before, for what follows it: which are refused, and what is to be doubted of others."""

from __future__ import annotations

import datetime
import itertools
import shlex
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from asylum_forms.compare.filing import Built, read_built, refuse_another
from asylum_forms.compare.filing import Exhibit as FiledExhibit
from asylum_forms.errors import ArgumentError, AsylumFormsError
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.files import sha256
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _, listed
from asylum_forms.i18n import language as spoken
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet import manifest
from asylum_forms.record.localize import language_name


def read(filing: Filing, paths: Sequence[Path], remedy: str) -> list[Built]:
    """The filings in these build folders: the one that the others follow, then these, day by day; of one day first what had less
    before it, and what nothing tells apart as it is named here (`findings` says so).

    Raises OutputError where there is no filing, AsylumFormsError for a PDF alone, for a redacted copy, for a filing of somebody
    else or of another procedure, and with this `remedy` where all of them hold only what came after a filing: what that has would
    count as new; ArgumentError for one that is named twice, also as a copy: how many there are is counted in what is signed.
    """
    found = [read_built(path) for path in paths]
    for one, path in zip(found, paths, strict=True):
        if one.redacted:
            raise ArgumentError(
                _("{path} holds a redacted copy, which is for others and not for the office.").format(path=path),
                remedy=_("Name the folder of the build that was filed, such as CASE/build/PROCEDURE."),
            )
        refuse_another(path, one, filing.name, manifest.applicant(filing))
        if one.forms is None:
            raise ArgumentError(
                _("{path} is no build folder: which exhibits it has is not known.").format(path=path),
                remedy=_("Name the folder of the build that was filed, such as CASE/build/PROCEDURE."),
            )
    for at, one in enumerate(found):
        if twin := next((other for other in found[:at] if one.outputs and other.outputs == one.outputs), None):
            raise ArgumentError(
                _("{path} and {other} hold the same papers.").format(path=one.folder, other=twin.folder),
                remedy=_("Name each folder that was handed in once."),
            )
    if all(one.follows for one in found):
        raise AsylumFormsError(
            _("{path} holds only what was handed in after a filing.").format(path=paths[0]),
            remedy=remedy.format(path=shlex.quote(str(paths[0]))),
        )
    return sorted(found, key=_order)


def _order(one: Built) -> tuple[bool, datetime.date, int]:
    return (one.follows, one.date or datetime.date.min, one.after)


def once(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Each folder once, however it was written: how many there are is said in what follows them."""
    found: dict[Path, Path] = {}
    for path in paths:
        found.setdefault(path.resolve(), path)
    return tuple(found.values())


def folder(kind: str, earlier: Sequence[Path]) -> str:
    """What ends the name of the folder of what follows these: none is built over another."""
    return f"{kind}-{len(earlier)}" if len(earlier) > 1 else kind if earlier else ""


def labels(earlier: Sequence[Built]) -> dict[str, str]:
    """What each exhibit was called when it was handed in, by id."""
    return {id_: exhibit.label for id_, exhibit in _filed(earlier).items()}


def new(filing: Filing, earlier: Sequence[Built], every: Sequence[Exhibit]) -> list[Exhibit]:
    """The exhibits that no earlier filing has.

    Raises AsylumFormsError for one that was handed in with another id, and for one with a label that was handed in for another.
    """
    filed = _filed(earlier)
    _refuse_renamed(filed, every)
    found = [exhibit for exhibit in every if exhibit.id not in filed]
    taken = {one.label for built in earlier for one in built.exhibits.values()}
    if twice := next((exhibit for exhibit in found if exhibit.label in taken), None):
        remedies = [
            _("Give this entry of the record a label that no paper has yet: `label: C1` after exhibit C, `15A` after 15."),
            *([_as_before()] if any(one.profile != filing.profile.name for one in earlier) else []),
        ]
        raise AsylumFormsError(
            _("Exhibit {label} was handed in as another paper.").format(label=twice.label),
            remedy=" ".join(remedies),
            place=Place(exhibit=twice.id),
        )
    return found


def _refuse_renamed(filed: Mapping[str, FiledExhibit], every: Sequence[Exhibit]) -> None:
    """An exhibit is known by its id. One with another id counts as new, though the office has its file already."""
    here = {exhibit.id for exhibit in every}
    gone = [exhibit for id_, exhibit in filed.items() if id_ not in here]
    for exhibit in (exhibit for exhibit in every if exhibit.id not in filed):
        if was := next((one for one in gone if exhibit.original.sha256 in one.sources), None):
            raise AsylumFormsError(
                _("Exhibit {label} was handed in as “{old}”, and is called “{new}” in the record now.").format(
                    label=was.label, old=was.id, new=exhibit.id
                ),
                remedy=_("Write {id} in this entry again, and the old id where it is cited: it is no new paper.").format(
                    id=f"`id: {was.id}`"
                ),
                place=Place(exhibit=exhibit.id),
            )


def findings(filing: Filing, earlier: Sequence[Built], every: Sequence[Exhibit]) -> Iterator[Finding]:
    """Why something may count as changed, or as the same, though it is not. `every` are the exhibits of the record."""
    filed = _filed(earlier)
    for exhibit in (exhibit for exhibit in every if exhibit.id in filed and _other_file(exhibit, filed[exhibit.id])):
        yield Finding(
            "supplement.other-file",
            Severity.ATTEND,
            _("Exhibit {label} has another file than in the earlier filing, and is not in these papers.").format(
                label=exhibit.label
            ),
            _("If the new file is to be handed in, give it an entry with an id of its own."),
            Place(exhibit=exhibit.id),
        )
    for _key, group in itertools.groupby(earlier, _order):
        if len(same := [one.folder.name for one in group]) > 1:
            yield Finding(
                "before.order",
                Severity.ATTEND,
                _(
                    "Nothing says which of these was handed in last: {files}. "
                    "They are taken in the order in which you named them."
                ).format(files=listed(same)),
                _("Name them in the order in which they were handed in."),
                Place(file=same[-1]),
            )
    for one in earlier:
        folder = one.folder.name
        if differ := [file for file, digest in one.outputs.items() if not _is(one.folder / file, digest)]:
            yield Finding(
                "before.not-as-built",
                Severity.ATTEND,
                _("In {path} these files are not as they were built: {files}. What was handed in may say something else.").format(
                    path=folder, files=listed(differ)
                ),
                _("Put the folder back as it was when you handed it in, and build again."),
                Place(file=folder),
            )
        was, now = _kind(one.profile, one.language), _kind(filing.profile.name, filing.language)
        if one.profile and was != now:
            yield Finding(
                "before.other-kind",
                Severity.ATTEND,
                _(
                    "{path} was built for {old}, these papers are for {new}. What they cite keeps its label and page number; "
                    "words, and labels of what is new, may be others."
                ).format(path=folder, old=was, new=now),
                _as_before(),
                Place(file=folder),
            )
        if one.version and one.version != version("asylum-forms"):
            yield Finding(
                "before.other-version",
                Severity.ATTEND,
                _("{path} was built by version {old} of this program, these papers by {new}.").format(
                    path=folder, old=one.version, new=version("asylum-forms")
                ),
                _("What is told as changed may only be words of the program. Compare it with what you handed in."),
                Place(file=folder),
            )


def _as_before() -> str:
    return _("Unless the office wants it otherwise, build with the same --profile and --in as before.")


def _filed(earlier: Sequence[Built]) -> Mapping[str, FiledExhibit]:
    """The exhibits as they were handed in last."""
    return {id_: exhibit for one in earlier for id_, exhibit in one.exhibits.items()}


def _other_file(exhibit: Exhibit, filed: FiledExhibit) -> bool:
    if exhibit.fingerprint and exhibit.fingerprint == filed.fingerprint:
        # A translation that was made here is typeset each time: the same words may be another file.
        return exhibit.original.sha256 not in filed.sources
    return set(filed.sources) != {paper.sha256 for paper in (exhibit.original, exhibit.translation) if paper}


def _kind(profile: str, language: str) -> str:
    return f"{profile}, {language_name(language, spoken())}"


def _is(file: Path, digest: str) -> bool:
    return file.is_file() and sha256(file) == digest
