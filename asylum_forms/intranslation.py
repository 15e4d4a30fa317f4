"""A filing with the translations that its case has: what is printed of them, what counts as a draft, what is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from asylum_forms import totranslate
from asylum_forms.files import sha256
from asylum_forms.findings import Finding, Place
from asylum_forms.i18n import _, language, use
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.localize import plain, words
from asylum_forms.record.model import Record
from asylum_forms.totranslate import Lacking
from asylum_forms.translation import desk, given, waiting, xliff
from asylum_forms.translation.segment import base
from asylum_forms.translation.texts import joined, with_translations
from asylum_forms.translation.units import Document, Unit, confirmed_hash
from asylum_forms.vouching import in_vain, vouched_for


@dataclass(frozen=True)
class Translated:
    """A filing with the translations there are."""

    filing: Filing
    """With words in the language of the filing added to the texts of its records."""
    drafts: tuple[str, ...] = ()
    """Words among those that no human has confirmed."""
    papers: Mapping[str, Document] = field(default_factory=dict)
    """Id of an exhibit to its translation."""
    findings: tuple[Finding, ...] = ()
    translators: tuple[str, ...] = ()
    """Ids of the helpers whose word stands behind translations of the filing."""
    steps: Mapping[tuple[str, str], waiting.Next] = field(default_factory=dict)
    """File and field of a text or paper that has no words in the language of the filing yet to what is next for it."""

    def advised(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings; those about words in another language say what is really next for these words."""
        return list(waiting.advised(findings, self.steps))


def apply(filing: Filing) -> Translated:
    """The filing with what its case has in `translations`. Raises EvidenceError when a file there cannot be read."""
    found = _Found(filing)
    for lacking in totranslate.texts(filing):
        found.take_texts(lacking)
    for whose in filing.people():
        found.findings += given.differing(filing.for_person(whose).record, filing.language)
    for number, entry in totranslate.papers(filing):
        found.take_paper(number, entry)
    rows = range(len(found.record.rows("evidence")))
    found.translators += [plain(found.record.get(f"evidence.{n}.translation.translator")) for n in rows]
    return Translated(
        replace(filing, record=found.record),
        tuple(found.drafts),
        found.papers,
        tuple(found.findings),
        tuple(dict.fromkeys(filter(None, found.translators))),
        found.steps,
    )


class _Found:
    """What a filing takes of the translations of its case, one document after the other."""

    def __init__(self, filing: Filing) -> None:
        self.filing = filing
        self.record = filing.record
        self.drafts: list[str] = []
        self.papers: dict[str, Document] = {}
        self.findings: list[Finding] = []
        self.translators: list[str] = []
        self.steps: dict[tuple[str, str], waiting.Next] = {}
        self._raw = totranslate.kept(filing)
        self._kept = {key: vouched_for(document, filing) for key, document in self._raw.items()}
        self._gap = _gap(filing.language)

    def take_texts(self, lacking: Lacking) -> None:
        """The texts of one record in one language."""
        id, name, own, texts = lacking[:4]
        language = self.filing.language
        whole, places = totranslate.document_of(id, texts, language, self._kept)
        document = replace(whole, units=totranslate.needed(lacking, whole, places))
        ready = _paragraphs(document.units, places, language)
        # Of what it does not print it takes no drafts: nobody would be told to read them.
        final = _paragraphs([unit for unit in whole.units if unit.final or unit.empty], places, language)
        self._put(id, own, {**_without_gaps(final), **ready})
        shown = [(unit, ready[path][n]) for unit in document.units for path, n in [places[unit.paragraph]] if path in ready]
        used = replace(document, units=tuple(unit for unit, words in shown if words))
        self.drafts += [unit.target for unit in used.units if not unit.final and not unit.empty]
        self.drafts += [f"{self._gap} {unit.source}" for unit, words in shown if not words]
        self.translators += used.translators
        title, place = _("The answers of {file}").format(file=own.file.name), own.place(texts[0].path)
        refused = in_vain(self._raw.get((id, base(texts[0].language))), self.filing)
        self.findings += waiting.unconfirmed(name, used, title, place, refused)
        path = {number: path for number, (path, _n) in places.items()}
        self._ask_for_words(lacking, document, path, title)
        gaps = ready.keys() - _without_gaps(ready).keys()
        self.findings += [waiting.in_part(ready[path], self._gap, own.place(path)) for path in ready if path in gaps]

    def _put(self, id: str, own: Record, paragraphs: Mapping[str, Mapping[int, str]]) -> None:
        """Translations, by the path of their text, into the record of a document, beside those from other languages."""
        person = totranslate.person_of(id)
        so_far = self.record.people.get(person, own) if person else self.record
        done = with_translations(so_far, self.filing.language, paragraphs, self._gap)
        self.record = replace(self.record, people={**self.record.people, person: done}) if person else done

    def _ask_for_words(self, lacking: Lacking, document: Document, path: Mapping[int, str], title: str) -> None:
        """Name the units without words, and what is next for each text; `path` is by paragraph."""
        own, where = lacking.own, partial(_place_in, lacking.own, path, lacking.texts[0].language)
        open_ = waiting.open_units(lacking.name, document, self._kept.get((document.id, base(document.source_language))))
        begun = {path[unit.paragraph] for unit in document.units if unit.target.strip()}
        for unit, step in open_:
            at = own.place(path[unit.paragraph])
            if (field := (at.file, at.field)) not in self.steps:
                rest = unit.source if path[unit.paragraph] in begun else ""
                self.steps[field] = waiting.Next(step, where(unit), rest)
        if open_:
            self.findings.append(waiting.missing(document, title, open_, where))

    def take_paper(self, number: int, entry: Mapping[str, object]) -> None:
        """One paper, if it has been taken up; arguments as `totranslate.papers` has them."""
        name = str(entry["id"])
        key = (name, base(plain(entry.get("language"))))
        paper = self._kept.get(key)
        if not paper:
            return
        place = replace(self.filing.record.place(f"evidence.{number}"), exhibit=name)
        title = words(entry.get("title"), language()) or name
        if paper.original_hash != sha256(self.filing.record.case / plain(entry.get("file"))):
            self.findings.append(waiting.outdated(name, place))
            return
        self.findings += [*waiting.unreadable(paper, title, place), *waiting.doubtful(paper, title, place)]
        if not any(unit.target for unit in paper.units):
            self.steps[place.file, place.field] = waiting.Next(waiting.to_translate(name, True), place)
            return
        self.papers[name] = paper
        self.record = replace(self.record, data=_named(self.record.data, number, paper))
        self.findings += waiting.unconfirmed(name, paper, title, place, in_vain(self._raw[key], self.filing))


def fingerprint(document: Document) -> str:
    """What a certificate carries of the text it stands for: SHA-256 of the confirmed words; empty while it is a draft."""
    return confirmed_hash(document) if document.complete else ""


def mark(language: str) -> str:
    """What stands on every page that shows a draft, in the language of the filing."""
    with use(language):
        return _("DRAFT – translation not confirmed by a human translator – not for filing")


def _place_in(own: Record, path: Mapping[int, str], language: str, unit: Unit) -> Place:
    """Where the words of a unit stand in their record; `path` is by paragraph."""
    return own.place_of(path[unit.paragraph], language, unit.source.splitlines()[0])


def _paragraphs(units: Sequence[Unit], places: Mapping[int, tuple[str, int]], language: str) -> dict[str, dict[int, str]]:
    """Path of a text to the translations of its paragraphs, where there are any; empty for a paragraph that has none."""
    of: dict[int, list[Unit]] = {}
    for unit in units:
        of.setdefault(unit.paragraph, []).append(unit)
    found: dict[str, dict[int, str]] = {}
    for paragraph, (path, number) in places.items():
        found.setdefault(path, {})[number] = joined(of.get(paragraph, ()), language)
    return {path: lines for path, lines in found.items() if any(lines.values())}


def _without_gaps(texts: Mapping[str, Mapping[int, str]]) -> dict[str, Mapping[int, str]]:
    """Those of which every paragraph is translated."""
    return {path: lines for path, lines in texts.items() if all(lines.values())}


def _named(data: Mapping[str, Any], number: int, paper: Document) -> dict[str, Any]:
    """The data with an exhibit that names this translation, and once it is confirmed its translator, as if the user had; until
    then it is called a `draft`, so that nobody misses its translator."""
    word = {"translator": paper.translators[0]} if paper.complete and paper.translators else {"draft": "yes"}
    named = {"file": f"{desk.FOLDER}/{xliff.file_name(paper)}", "language": paper.target_language, **word}
    entries = [{**entry, "translation": named} if n == number else entry for n, entry in enumerate(data["evidence"])]
    return {**data, "evidence": entries}


def _gap(language: str) -> str:
    """What stands before a paragraph that has no translation, in the language of the filing. No brackets: these cite evidence."""
    with use(language):
        return _("*** TRANSLATION MISSING ***")
