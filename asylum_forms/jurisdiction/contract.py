"""The plugin contract: what a jurisdiction is. Everything a country needs is data or one of the functions named here."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from asylum_forms.findings import Finding
from asylum_forms.forms.answers import Answers
from asylum_forms.i18n import _, use
from asylum_forms.jurisdiction import calling
from asylum_forms.jurisdiction.catalogue import Catalogue
from asylum_forms.jurisdiction.dated import Dated as Dated
from asylum_forms.jurisdiction.dated import Entry as Entry
from asylum_forms.jurisdiction.profile import DatedProfile, Profile
from asylum_forms.record.model import Record
from asylum_forms.record.people import full_name


@dataclass(frozen=True)
class Part:
    """One part of a packet, in order. Exactly one of `form`, `document`, `exhibits` is set.

    `when` names a function of the jurisdiction's `documents.py` taking the Filing and returning bool; empty means always.
    `each` names one taking the Filing and returning the ids of the persons for each of whom the part is made ("" is the
    applicant); empty means once, for the applicant.
    """

    form: str = ""
    """A form table's name, such as `I-589`."""
    document: str = ""
    """A template `templates/<jurisdiction>/<document>.docx` or `templates/common/<document>.docx`."""
    exhibits: bool = False
    title: str = ""
    when: str = ""
    each: str = ""
    person: str = ""
    """Whose part it is, where a filing makes it for several people: id of a person; empty for the applicant."""
    index: bool = False
    """Whether the document lists every exhibit with its page; the printed numbers are then checked in the written filing."""
    file: str = ""
    """The file it is in where the office wants one for each kind, such as `form X` for what belongs to that form; empty: a form
    has its own, all other papers are together. What is made for several people is in a file for each of them."""
    supplement: bool = False
    """Whether the document goes with whatever is handed in after the filing too."""
    later: bool = False
    """Whether it goes only with what is handed in after the filing, such as a letter of its own."""
    anew: str = ""
    """What the document is called when it is handed in once more after the filing, because it has changed since; empty: it is
    not, and its changes are only told."""
    anew_with: str = ""
    """The document that takes this one with it when it is handed in anew, such as the statement that a certificate is about."""
    uses: tuple[str, ...] = ()
    """Record paths that the document needs, for the guide; forms name theirs in their tables."""
    uses_of_others: tuple[str, ...] = ()
    """Further ones that are asked in the own records of further people only (`each`), for this and for papers of their own."""

    @property
    def template(self) -> str:
        """Name of its Word template, without ending."""
        return self.document or self.form.lower()

    @property
    def leaf(self) -> str:
        """What this form or document is called in the filing: id of its leaf in the plan, name of its Word file."""
        return f"{self.template}--{self.person}" if self.person else self.template

    @property
    def goes_with(self) -> str:
        """Leaf id of the same person's paper that this one is about; empty where there is none."""
        return replace(self, document=self.anew_with).leaf if self.anew_with else ""


ABOUT = ("fees", "copies", "enclosures", "sending")
"""What an item of a checklist is about, in the order in which the list is printed."""


@dataclass(frozen=True)
class Task:
    """One line of a procedure's checklist: what goes with the packet or has to be done by hand. The program does none of it.

    `when` names a function of `documents.py` as for a part. `value` names a dated value, which the text prints as `{value}`; its
    source and verification are then those of the line.
    """

    about: str
    """`fees`, `copies`, `enclosures` or `sending`."""
    text: str
    when: str = ""
    value: str = ""
    source: str = ""
    verified: bool = False
    """Whether it was read in the source named."""


REDACTED = "-redacted"
"""Ends the file names of a redacted copy."""
SENT = "to-send"
"""Folder of the files of a redacted copy, in that of its build: what lies beside it tells what was taken out."""
HELD = "not-to-send"
"""Where these files lie as long as something stands in the way: marked words can, or may, still be read in them."""

EXHIBITS = "exhibits"
"""How a set of copies names the evidence."""


@dataclass(frozen=True)
class Amending:
    """How papers that are filed already are changed: page by page, each new page signed and dated, what is new underlined."""

    parts: tuple[str, ...]
    """The forms and documents whose pages are taken out and replaced."""
    document: str
    """Template of the paper that lists the pages and their changes; it stands first."""
    title: str
    signer: str
    """Function of `documents.py` that says who signs each page, for the filing as the person of the papers sees it."""


@dataclass(frozen=True)
class CopySet:
    """A copy of the filing for somebody else than the office, with all of it or some of its parts."""

    name: str
    """What it is asked for by, and the name of its file: `served`."""
    title: str
    source: str
    """The rule that wants it, or what is known of one."""
    verified: bool = False
    """Whether it was read in the source named."""
    parts: tuple[str, ...] = ()
    """The forms and documents in it, `exhibits` for the evidence; empty for the whole filing."""
    each: str = ""
    """Function of `documents.py` that takes the Filing and gives the record paths (`spouse`, `children.0`) of the people for each
    of whom a copy is made, with a cover that names them; empty: there is one copy."""

    def made(self, folder: Path) -> list[Path]:
        """Its files in the folder of a build."""
        folders = [folder / SENT, folder / HELD] if self.name.endswith(REDACTED) else [folder]
        whole = [one / f"{self.name}.pdf" for one in folders]
        return [*filter(Path.exists, whole), *(file for one in folders for file in sorted(one.glob(f"{self.name}--*.pdf")))]


@dataclass(frozen=True)
class Procedure:
    """A way of applying in one jurisdiction: `us/affirmative`."""

    id: str
    title: str
    office: str
    languages: tuple[str, ...]
    """Languages the office accepts; the first is the default filing language."""
    profiles: tuple[DatedProfile, ...]
    """How the office takes the packet; the first is the default."""
    parts: tuple[Part, ...]
    note: str = ""
    """What a user must know before choosing it."""
    checklist: tuple[Task, ...] = ()
    sets: tuple[CopySet, ...] = ()
    """Copies for others than the office, made when they are asked for."""
    amending: Amending | None = None
    """None where the office has no such rule, or it is not known."""
    corrected: str = ""
    """How answers of a form that was handed in are corrected, as the office's own papers say; empty where that is not known."""
    draft: str = ""
    """When set, why nothing of this procedure can be filed as it is; printed on preflight and marked on the forms."""


def taken(languages: Sequence[str], written: str) -> str:
    """The language of a filing for which none is named: that of the record where the office takes it, else the office's first."""
    return next((one for one in languages if one.split("_")[0] == written.split("_")[0]), languages[0])


@dataclass(frozen=True)
class Filing:
    """What is being filed: the context every function of a jurisdiction gets."""

    record: Record
    jurisdiction: Jurisdiction
    procedure: Procedure
    language: str
    """Language of the filing, such as `en`."""
    date: datetime.date
    """The filing date, by which dated values are chosen and periods are counted."""
    today: datetime.date | None = None
    """The day on which it is looked at; None where nobody looks, and the filing date is believed."""
    alone: bool = False
    """Whether it holds the papers of its applicant only, whoever else applies in the same case."""
    person: str = ""
    """Whose papers are being made, in a filing for several people: id of a person; empty for the applicant. `record` is then the
    record as that person's own (`Record.person`)."""
    packet: str = ""
    """Name of the profile asked for; empty for the procedure's default."""
    filed: frozenset[str] | None = None
    """Where it is a supplementary filing: ids of the exhibits that were handed in before. Its papers are then those that such a
    filing has."""
    after: int = 0
    """How many filings were handed in before it."""
    replaces: int = 0
    """Where it is pages that take the place of others: how many filings were handed in before it."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Labels of the exhibits that were handed in before, by id. They keep them, whatever the record and the profile say today:
    what cites them is read with the filing that the office has."""
    anew: Mapping[str, int] = field(default_factory=dict)
    """The papers that a supplementary filing has because they have changed (see `Part.anew`): leaf id to how many times they
    were handed in before; 0 for one that is handed in for the first time."""
    redacted: bool = False
    """Whether it is the copy for others than the office, in which what is marked for redaction has been taken out."""
    whole: Filing | None = field(default=None, repr=False)
    """The filing that the papers of this person are part of; None for the applicant's."""

    def for_person(self, id: str) -> Filing:
        """The filing as the papers of this person see it. Raises KeyError when the record knows nobody of that id."""
        whole = self.whole or self
        if id and id not in whole._people:
            whole._people[id] = replace(whole, record=whole.record.person(id), person=id, whole=whole)
        return whole._people[id] if id else whole

    def parts(self, titles: str = "") -> list[Part]:
        """The parts of the whole filing, in order, one for each person where declared so; titles are in its language, or in the
        language that is asked for."""
        if self.whole:
            return self.whole.parts(titles)
        if titles not in self._parts:
            wanted = (made for part in self.procedure.parts if self._wants(part) for made in self._made(part, titles))
            self._parts[titles] = [made for made in wanted if self._has(made)]
        return list(self._parts[titles])

    # Asked for hundreds of times in a build, and always the same: the record does not change.

    @cached_property
    def _people(self) -> dict[str, Filing]:
        """The filing as the papers of each person see it, by id, as far as it was asked for."""
        return {}

    @cached_property
    def _parts(self) -> dict[str, list[Part]]:
        """The parts by the language of their titles, as far as it was asked for."""
        return {}

    def _wants(self, part: Part) -> bool:
        """Whether a filing of this kind may have such a part."""
        return not part.later if self.filed is None else bool(_goes_along(part) or self.anew)

    def _has(self, made: Part) -> bool:
        return self.filed is None or _goes_along(made) or made.leaf in self.anew

    def _made(self, part: Part, titles: str) -> list[Part]:
        documents = self.jurisdiction.documents
        people = calling.words(documents, part.each, self) if part.each else [""]
        made = []
        for id in people:
            try:
                filing = self.for_person(id)
            except KeyError as error:
                raise calling.failed(getattr(documents, part.each), f"the record knows nobody called {id}") from error
            if (id and self.alone) or (part.when and not self.jurisdiction.ask(part.when, filing)):
                continue
            name = full_name(filing.record.get("applicant.name")) if len(people) > 1 else ""
            theirs = replace(part, person=id)
            title = self._title(theirs, titles or self.language)
            made.append(replace(theirs, title=f"{title} – {name}" if name else title))
        return made

    def _title(self, made: Part, language: str) -> str:
        """What a part is called; each time that it is handed in anew by another title, so that it is told apart."""
        times = self.anew.get(made.leaf, 0)
        with use(language):
            title = _(made.anew if times else made.title) if made.title else ""
            return _("{title}, no. {number}").format(title=title, number=times) if times > 1 else title

    def people(self) -> list[str]:
        """Ids of everybody who has parts of their own in this filing, the applicant ("") first."""
        return ["", *dict.fromkeys(part.person for part in self.parts() if part.person)]

    @property
    def name(self) -> str:
        """What is filed, as on the command line: `us/defensive`."""
        return f"{self.jurisdiction.code}/{self.procedure.id}"

    @property
    def in_another_language(self) -> str:
        """Its language, where commands have to name it with `--in`; empty where it is taken without that."""
        return "" if self.language == taken(self.procedure.languages, (self.whole or self).record.language) else self.language

    @property
    def profile(self) -> Profile:
        """How the office wants this packet, on the filing date. Files that are handed in after others have names of their own; so
        has a redacted copy, each page of which says what it is."""
        known = self.procedure.profiles
        found = next((profile for profile in known if profile.name == self.packet), known[0]).on(self.date)
        before = self.after or self.replaces
        # A file for each kind of paper is called after that: changed pages are one.
        kind = "_Supplement" if self.filed is not None else "_Amended" if "{category}" not in found.file_name else ""
        if before:
            found = replace(found, file_name=f"{found.file_name}{kind}{f'_{before}' if before > 1 else ''}")
        if self.redacted:
            stamp = f"{self.redacted_copy()} {found.stamp}".strip()
            found = replace(found, file_name=f"{found.file_name}{REDACTED}", stamp=stamp)
        return found

    @property
    def sets(self) -> tuple[CopySet, ...]:
        """The copies for others that may be asked for; those of a redacted copy say in their file names what they are."""
        known = self.procedure.sets
        return tuple(replace(one, name=f"{one.name}{REDACTED}") for one in known) if self.redacted else known

    def redacted_copy(self) -> str:
        """What a redacted copy calls itself, in the language of the filing."""
        with use(self.language):
            return _("REDACTED COPY")

    @property
    def has_exhibits(self) -> bool:
        """Whether there is evidence in it; in a supplementary filing such as was not handed in before."""
        entries = (entry for entry in self.record.rows("evidence") if isinstance(entry, Mapping))
        return any(entry.get("id") not in (self.filed or ()) for entry in entries)

    @property
    def passed(self) -> bool:
        """Whether the filing date is over: what is counted from it is wrong."""
        return self.today is not None and self.date < self.today

    def value(self, name: str) -> Any:
        """A dated value of the jurisdiction on the filing date (`values.yaml`)."""
        return self.jurisdiction.values[name].on(self.date)


def _goes_along(part: Part) -> bool:
    """Whether a part goes with whatever is handed in after the filing."""
    return part.supplement or part.later or part.index or part.exhibits


def function_of(kind: str, document: str) -> str:
    """Name of the function of `documents.py` for a document: `context_cover_letter`, `findings_cover_letter`."""
    return f"{kind}_{document.replace('-', '_')}"


@dataclass(frozen=True)
class Jurisdiction:
    """A country or office, as its plugin declares it. Built by `read_jurisdiction` from the plugin's folder.

    `answers`   module with the functions form tables name in `by`: each takes a Filing (or Filing and entry, in a column) and
                returns a record value.
    `documents` module with the functions parts name in `when`, one `context_<document>(filing) -> dict` per template that
                needs more than the common context (also `context_<form>` for a form printed on a template of our own), and one
                `findings_<document>(filing) -> list[Finding]` per document that preflight has something to say about (dashes in
                the document's name become underscores). The templates about one exhibit have
                `context_exhibit_separator(filing, exhibit)`, a translator's certificate
                `context_translator_certificate(filing, certificate)` (see `Certificate` in asylum_forms/packet/certificates.py).
    `rules`     `rules(filing, answers) -> list[Finding]`: what this jurisdiction checks beyond the form tables. Called for the
                applicant, then for every other person of the filing (`filing.person`) with that person's answers by form name.
    """

    code: str
    name: str
    folder: Path
    schema: Path | None
    """Cerberus schema of the jurisdiction's own questions."""
    templates: Path
    tables: Mapping[str, Path]
    """Form name to table file."""
    procedures: Mapping[str, Procedure]
    values: Mapping[str, Dated] = field(default_factory=dict)
    findings: Catalogue = field(default_factory=dict)
    """What its findings mean (`findings.yaml`), by id."""
    answers: ModuleType | None = None
    documents: ModuleType | None = None
    rules: Callable[[Filing, Mapping[str, Answers]], list[Finding]] | None = None

    def ask(self, name: str, *arguments: Any) -> Any:
        """What a function of `documents.py` gives. Raises JurisdictionError where there is none, or it fails."""
        return calling.named(self.documents, name, *arguments)
