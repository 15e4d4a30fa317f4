"""From the record's evidence entries to exhibits: every file taken in, or every trouble named at once."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import Any

from asylum_forms.errors import AsylumFormsError, EvidenceError, ToolError
from asylum_forms.evidence import bounded
from asylum_forms.evidence.earlier import Earlier
from asylum_forms.evidence.exhibit import Exhibit, Paper
from asylum_forms.evidence.intake import Prepared, begin, finish
from asylum_forms.files import find, printable
from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _
from asylum_forms.record.localize import plain, words
from asylum_forms.record.model import Record
from asylum_forms.record.values import PartialDate, walk
from asylum_forms.tools.workers import Call, Workers

FOLDER = "evidence"
"""Folder of a case in which people put their papers."""
FOLDERS = (FOLDER, "translations")
"""Folders in which a file that the record names wrongly is looked for."""

Convert = Callable[[Iterable[Path], Path], Sequence[Path]]
"""Turns Word documents into PDFs in the given folder, in the same order. It may begin while they are being prepared."""


@dataclass(frozen=True)
class Made:
    """A translation that was made segment by segment, typeset for a filing."""

    document: Path
    """Word file."""
    translator: str
    """Id of who confirmed it."""
    fingerprint: str
    """Of the confirmed words; empty for a draft."""


@dataclass(frozen=True)
class _Wanted:
    """One file of one entry, before it is taken in."""

    entry: int
    role: str
    """`original` or `translation`."""
    file: Path
    password: str

    @property
    def key(self) -> tuple[int, str]:
        """What its paper is known by."""
        return self.entry, self.role

    @property
    def folder(self) -> str:
        """Where its paper goes."""
        return f"{self.entry:04d}-{self.role}"


def collect(
    record: Record,
    work: Path,
    *,
    language: str,
    paper: str,
    label: Callable[[int], str],
    convert: Convert | None,
    progress: Callable[[int, int], None],
    made: Mapping[str, Made] = {},
    hired: Workers,
    earlier: Earlier | None = None,
) -> list[Exhibit]:
    """All exhibits of the record, in its order, taken in under `work`.

    `made` are translations of our own making by the id of their exhibit; `hired` take the files in, see `bounded`, but for those
    that `earlier` has.

    `language` is the filing's, `label` gives the n-th exhibit's letter or number (0-based). Without `convert` Word files are
    looked at but not converted, and their papers have no pages: enough to check a record.

    Raises EvidenceError whose findings name every file that cannot be taken in, with reason and remedy.
    """
    entries = [entry for entry in record.rows("evidence") if isinstance(entry, Mapping)]
    wanted = [item for number, entry in enumerate(entries) for item in _files(record, number, entry, made)]
    intake = _Intake(record, work, paper, _without_file(record, entries), earlier)
    progress(0, len(wanted))
    intake.take(wanted, convert, hired, lambda done: progress(done, len(wanted)))
    progress(len(wanted), len(wanted))
    if intake.findings:
        one = _("One piece of evidence cannot be taken in. Nothing was built.")
        more = _("{count} pieces of evidence cannot be taken in. Nothing was built.").format(count=len(intake.findings))
        raise EvidenceError(
            one if len(intake.findings) == 1 else more,
            remedy=_("Put each of them right, then run the command again. Your files were not changed."),
            findings=sorted(intake.findings, key=lambda finding: finding.place.line or 0),
        )
    return [_exhibit(entry, number, label(number), language, intake.papers, made) for number, entry in enumerate(entries)]


def unlisted(record: Record) -> list[Finding]:
    """Files in the case's folder `evidence` that the record does not name, a finding each: they are in no filing."""
    case = record.case
    files = sorted(file for file in (case / FOLDER).rglob("*") if file.is_file() and not _of_the_system(file.name))
    composed = {file: _composed(file.relative_to(case).as_posix()) for file in files}
    said = (value for _path, value in walk(record.data) if isinstance(value, str) and FOLDER in value)
    named = {find(case, value) for value in said if _composed(PurePosixPath(value).as_posix()) in composed.values()}
    ids = {plain(entry.get("id")) for entry in record.rows("evidence") if isinstance(entry, Mapping)}
    found = []
    for file, name in composed.items():
        if file in named:
            continue
        # Of two names that look the same, this one is written as it is stored.
        name = printable(name if find(case, name) == file else file.relative_to(case).as_posix())
        shown = "".join("�" if unicodedata.category(char) == "Cc" else char for char in name)
        plain_name = shown.replace("�", "")
        message = _("{file} is not named in the record, so it is not in the filing.").format(file=shown)
        entry = _entry_for(plain_name, printable(Path(plain_name).stem), ids)
        # What no record can hold cannot be named there either.
        wrong = _("The name of the file has characters that no document can show. Rename it, then write under evidence: {entry}")
        remedy = (_("To add it, write under evidence: {entry}") if plain_name == name else wrong).format(entry=entry)
        found.append(Finding("evidence.unlisted", Severity.ATTEND, message, remedy, record.place("evidence")))
    return found


def _of_the_system(name: str) -> bool:
    """Whether a file of this name was not put there by anybody: what systems and programs leave in folders."""
    return name.startswith((".", "~$")) or name.lower() in ("thumbs.db", "desktop.ini")


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _entry_for(name: str, stem: str, taken: set[str]) -> str:
    """The lines of the record that add a file as evidence, to be copied. Its id joins those that are `taken`."""
    id_ = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "paper"
    id_ = (id_ if id_[0].isalpha() else f"paper-{id_}")[:40].rstrip("-")
    id_ = next(one for one in chain([id_], (f"{id_}-{number}" for number in count(2))) if one not in taken)
    taken.add(id_)
    quoted = name if re.fullmatch(r"[\w./-]+", name) else json.dumps(name, ensure_ascii=False)
    return f"- {{id: {id_}, file: {quoted}, title: ...}}"


class _Intake:
    """Takes files in side by side, and keeps going when one cannot be: the user is to hear of all of them."""

    def __init__(self, record: Record, work: Path, paper: str, findings: list[Finding], earlier: Earlier | None) -> None:
        self._record, self._work, self._paper, self._earlier = record, work, paper, earlier
        self._keys: dict[_Wanted, str] = {}
        self.findings = findings
        self.papers: dict[tuple[int, str], Paper] = {}
        self._prepared: dict[_Wanted, Prepared] = {}

    def take(self, wanted: Sequence[_Wanted], convert: Convert | None, hired: Workers, progress: Callable[[int], None]) -> None:
        """Take the files in. A Word file is converted while the next are looked at; without `convert` it is only looked at."""
        found = {item: paper for item in wanted if (paper := self._known(item))}
        self.papers |= {item.key: paper for item, paper in found.items()}
        calls = {
            item: Call(begin, (item.file, self._folder(item)), {"password": item.password, "paper": self._paper})
            for item in wanted
            if item not in found
        }
        documents = self._begun(calls, hired, lambda done: progress(len(found) + done))
        if convert is None:
            list(documents)
            self.papers |= {item.key: _unconverted(item.file, prepared) for item, prepared in self._prepared.items()}
            return
        pdfs = self._converted(documents, convert)
        if self.findings:
            return
        finishing = {
            item: Call(finish, (item.file, self._folder(item), prepared, pdf))
            for (item, prepared), pdf in zip(self._prepared.items(), pdfs, strict=True)
        }
        for item, paper in bounded.run(finishing, hired).items():
            if not self._refused(item, paper):
                self._have(item, paper)

    def _begun(self, calls: Mapping[_Wanted, Call], hired: Workers, progress: Callable[[int], None]) -> Iterator[Path]:
        """Take in what needs no conversion, and give what does, as it is prepared."""
        for done, (item, begun) in enumerate(bounded.each(calls, hired), 1):
            progress(done)
            if isinstance(begun, Prepared):
                self._prepared[item] = begun
                yield begun.document
            elif not self._refused(item, begun):
                self._have(item, begun)

    def _known(self, item: _Wanted) -> Paper | None:
        """The paper of a file, where an earlier build took it in."""
        if not self._earlier:
            return None
        self._keys[item] = self._earlier.key(item.file, item.password, self._paper)
        return self._earlier.find(self._keys[item], item.file, self._work / item.folder)

    def _have(self, item: _Wanted, paper: Paper) -> None:
        self.papers[item.key] = paper
        if self._earlier:
            self._earlier.keep(self._keys[item], paper)

    def _converted(self, documents: Iterator[Path], convert: Convert) -> Sequence[Path]:
        """The PDFs of the documents; none when any of them cannot be converted, which becomes findings."""
        try:
            return convert(documents, self._work)
        except ToolError as error:
            if not error.findings:
                raise
            list(documents)  # so that the other files are heard of all the same
            items = {str(prepared.document): item for item, prepared in self._prepared.items()}
            for found in error.findings:
                self._refused(items[found.place.file], EvidenceError(found.message, remedy=found.remedy))
            return ()

    def _refused(self, item: _Wanted, answer: Any) -> bool:
        """Whether a file cannot be taken in, which becomes a finding."""
        if isinstance(answer, EvidenceError):
            self.findings.append(_finding(self._record, item, answer))
            return True
        return False

    def _folder(self, item: _Wanted) -> Path:
        folder = self._work / item.folder
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def _unconverted(file: Path, prepared: Prepared) -> Paper:
    """A Word file or text that was only looked at."""
    return Paper(file, "", Path(), 0, prepared.notes, prepared.findings, typeset=True)


def _files(record: Record, number: int, entry: Mapping[str, Any], made: Mapping[str, Made]) -> list[_Wanted]:
    found = []
    if file := plain(entry.get("file")):
        found.append(_Wanted(number, "original", find(record.case, file), plain(entry.get("password"))))
    translation = entry.get("translation")
    if own := made.get(plain(entry.get("id"))):
        found.append(_Wanted(number, "translation", own.document, ""))
    elif isinstance(translation, Mapping) and (file := plain(translation.get("file"))):
        found.append(_Wanted(number, "translation", find(record.case, file), ""))
    return found


def _without_file(record: Record, entries: Sequence[Mapping[str, Any]]) -> list[Finding]:
    return [
        Finding(
            id="evidence.no-file",
            severity=Severity.BLOCKS,
            message=_("This piece of evidence has no file."),
            remedy=_(
                "Write the file's name, such as evidence/summons.jpg, or take the entry out and name it under missing_evidence."
            ),
            place=record.place(f"evidence.{number}"),
        )
        for number, entry in enumerate(entries)
        if not plain(entry.get("file"))
    ]


def _finding(record: Record, item: _Wanted, error: AsylumFormsError) -> Finding:
    path = f"evidence.{item.entry}" + (".translation.file" if item.role == "translation" else ".file")
    remedy = error.remedy
    if not item.file.exists() and (meant := _meant(record, item.file)):
        remedy = _("Did you mean `{key}`?").format(key=meant) + " " + remedy
    return Finding(
        id="evidence.refused", severity=Severity.BLOCKS, message=error.message, remedy=remedy, place=record.place(path)
    )


def _meant(record: Record, missing: Path) -> str:
    """The file of the case whose name is the same but for capitals, ending or folder; empty where that is not just one."""
    found = [file for file in record.case.rglob("*") if file.is_file() and _bare(file) == _bare(missing)]
    found = [file for file in found if file.relative_to(record.case).parts[0] in FOLDERS]
    return found[0].relative_to(record.case).as_posix() if len(found) == 1 else ""


def _bare(file: Path) -> str:
    return unicodedata.normalize("NFKC", file.stem).casefold()


def _exhibit(
    entry: Mapping[str, Any],
    number: int,
    label: str,
    language: str,
    papers: Mapping[tuple[int, str], Paper],
    made: Mapping[str, Made],
) -> Exhibit:
    given = entry.get("translation")
    paper = papers.get((number, "translation"))
    own = made.get(plain(entry.get("id")))
    translator = words(given.get("translator"), language) if isinstance(given, Mapping) else ""
    date, captured = entry.get("date"), entry.get("captured")
    return Exhibit(
        id=str(entry.get("id") or f"exhibit-{number + 1}"),
        label=label,
        title=words(entry.get("title"), language) or Path(str(entry.get("file"))).stem,
        date=date if isinstance(date, PartialDate) else None,
        issuer=words(entry.get("issuer"), language),
        language=words(entry.get("language"), language),
        obtained=words(entry.get("obtained"), language),
        supports=words(entry.get("supports"), language),
        category=words(entry.get("category"), language),
        original=papers[number, "original"],
        translation=paper,
        translator=own.translator if own else translator,
        draft=bool(own and not own.fingerprint),
        fingerprint=own.fingerprint if own else paper.sha256 if paper else "",
        url=plain(entry.get("url")),
        captured=captured if isinstance(captured, PartialDate) else None,
    )
