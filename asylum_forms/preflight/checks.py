"""Checks that hold for every jurisdiction: unverified forms, missing official PDFs, letters no font can print, drafts."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms.answers import Answers
from asylum_forms.forms.table import FormTable
from asylum_forms.i18n import _, labelled, listed, listed_letters
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.citations import CITATION, CITED, WIDE
from asylum_forms.record.model import PEOPLE, Record
from asylum_forms.record.people import full_name
from asylum_forms.record.schema import rules_at
from asylum_forms.record.values import PartialDate, Text, Value, walk


def procedure_findings(filing: Filing) -> list[Finding]:
    """Why this procedure's packet cannot be filed as it is, where the jurisdiction says so."""
    if not filing.procedure.draft:
        return []
    return [
        Finding(
            id="procedure.draft",
            severity=Severity.BLOCKS,
            message=_(filing.procedure.draft),
            remedy=_("Use this packet to prepare. Build again with the procedure that fits once you are where it can be filed."),
        )
    ]


def day_findings(filing: Filing) -> list[Finding]:
    """A filing date that is over, whoever gave it: what is counted from it would be told as if that day were still to come."""
    if not filing.passed:
        return []
    planned = filing.record.get("filing_date")
    is_planned = isinstance(planned, PartialDate) and planned.first() <= filing.date <= planned.last()
    return [
        Finding(
            id="record.date-passed",
            severity=Severity.BLOCKS,
            message=_("The day you expect to file is over."),
            remedy=_(
                "Write under filing_date the day on which you will file, or give it with --date. Without both it is the day of "
                "the build."
            ),
            place=filing.record.place("filing_date") if is_planned else Place(),
        )
    ]


def people_findings(filing: Filing, answers: Iterable[Answers]) -> Iterator[Finding]:
    """Who files papers of their own and has no file for the answers yet, though some are open."""
    found = [finding for answered in answers for finding in answered.findings]
    for id_ in filter(None, filing.people()):
        file = f"{PEOPLE}/{id_}.yaml"
        if id_ in filing.record.people or not any(one.place.file == file for one in found):
            continue
        name = full_name(filing.for_person(id_).record.get("applicant.name")) or id_
        yield Finding(
            id="record.person-missing",
            severity=Severity.BLOCKS,
            message=_("{name} has papers to file and no file for the answers yet.").format(name=name),
            remedy=_("Let this person answer in people/{id}.yaml; asylum-forms new CASE --person {id} makes that file.").format(
                id=id_
            ),
            place=Place(file=file),
        )


def form_findings(filing: Filing, table: FormTable, has_official: bool) -> list[Finding]:
    """What the user must know of a form itself: unverified content, no official PDF to fill, or that it is no paper at all."""
    found = []
    official_wanted = not filing.procedure.draft
    in_account = official_wanted and filing.profile.in_account and (table.official or table.xfa)
    place = Place(form=table.form)
    if table.verified_on is None:
        found.append(
            Finding(
                id="form.unverified",
                severity=Severity.ATTEND,
                message=_("Form {form}, edition {edition}, has not been compared with the official form.").format(
                    form=_(table.form), edition=table.edition
                ),
                remedy=_("Get the current official form from {source} and compare every item before you file.").format(
                    source=_(table.source)
                ),
                place=place,
            )
        )
    if in_account:
        found.append(_account_finding(filing, table))
    elif table.xfa and official_wanted:
        found.append(_xfa_finding(table))
    elif table.official and official_wanted and not has_official:
        found.append(
            Finding(
                id="form.official-missing",
                severity=Severity.BLOCKS,
                message=_(
                    "The office takes only its own form {form} (edition {edition}). "
                    "This packet holds an answer sheet in its place."
                ).format(form=_(table.form), edition=table.edition),
                remedy=_(
                    "Download the form from {source} and run: asylum-forms forms add FILE. Then build again: the official "
                    "form is filled in. Or copy the answer sheet onto the official form by hand."
                ).format(source=_(table.source)),
                place=place,
            )
        )
    return found


def _account_finding(filing: Filing, table: FormTable) -> Finding:
    entry = filing.profile.entries["handed_in"]
    return Finding(
        id="form.in-account",
        severity=Severity.ATTEND,
        message=_(
            "Who applies in this way ({profile}) answers and signs form {form} in the office's online account. It is not among "
            "the files to hand in; in the folder forms it is there to copy from."
        ).format(profile=filing.profile.name, form=_(table.form)),
        remedy=_(
            "Copy answer by answer, and compare the questions: those of the account may differ. Read everything, or have it read "
            "to you in your language, before you sign there. If the account wants a file, it is the official form, filled in."
        ),
        place=Place(form=table.form),
        rule=filing.profile.name,
        source=entry.source,
        checked=str(entry.read_on or ""),
    )


def _xfa_finding(table: FormTable) -> Finding:
    message = _(
        "Form {form} (edition {edition}) opens only in Adobe Reader. This packet holds a data sheet in its place, which the "
        "office does not take."
    )
    remedy = _(
        "Get the form from {source}, open it in Adobe Reader, and type in the data sheet from top to bottom; then print it to "
        "a PDF and put that into the case as forms/{pdf}: it takes the place of the data sheet. "
        "Adobe Acrobat may take most answers from forms/{file} (Form, Import Data); nobody has tried this yet, and the free "
        "Reader does it only where the form allows it."
    )
    return Finding(
        id="form.xfa-only",
        severity=Severity.BLOCKS,
        message=message.format(form=_(table.form), edition=table.edition),
        remedy=remedy.format(source=_(table.source), file=f"{table.form.lower()}.xml", pdf=f"{table.form.lower()}.pdf"),
        place=Place(form=table.form),
    )


def citation_findings(record: Record, exhibits: Mapping[str, int]) -> list[Finding]:
    """Citations in the statement, in any of its languages, of evidence that the record does not have, or of pages that the
    original does not have. `exhibits` are the pages of each exhibit's original by its id, 0 where nobody has counted them."""
    found = []
    for path, words in _texts({"statement": {"text": record.get("statement.text")}}):
        double = [match for match in CITATION.finditer(words) if match["double"] is not None]
        wrong = [match.group() for match in double if not _leads(match["double"], exhibits)]
        wrong += [match.group() for match in WIDE.finditer(words) if match["id"] in exhibits]
        for written in dict.fromkeys(wrong):
            place = record.place(path)
            lines = [number for number, line in enumerate(record.lines, 1) if number >= place.line and written in line]
            if lines:
                place = replace(place, line=lines[0], column=record.lines[lines[0] - 1].index(written) + 1, text=written)
            cited = CITED.fullmatch(written.strip("[ ]"))
            if cited and cited["id"] in exhibits:
                message = _("{where} cites {written}. Pages of this exhibit: {count}.").format(
                    where=_("The statement"), written=written, count=exhibits[cited["id"]]
                )
                remedy = _("Pages are counted in the file of the original, from 1. Correct the number.")
            else:
                message = _("The statement cites {written}, but there is no such exhibit.").format(written=written)
                remedy = _other_exhibit(written, exhibits)
            found.append(Finding("statement.citation", Severity.BLOCKS, message, remedy, place))
    return found


def _leads(inner: str, exhibits: Mapping[str, int]) -> bool:
    """Whether a citation leads to an exhibit, and to a page that it has."""
    cited = CITED.fullmatch(inner.strip())
    if not cited or cited["id"] not in exhibits:
        return False
    pages = exhibits[cited["id"]]
    return not cited["page"] or not pages or 1 <= int(cited["page"]) <= pages


def _other_exhibit(written: str, exhibits: Mapping[str, int]) -> str:
    close = difflib.get_close_matches(written.strip("[ ]【】［］〔〕「」").split(" ")[0], exhibits, n=1)
    return _("Write the id of a piece of evidence, such as {example}. There are: {ids}").format(
        example=f"[[{(close or [*exhibits, 'summons-2019'])[0]}]]", ids=listed(exhibits) or "–"
    )


def glyph_findings(record: Record, missing: Callable[[str], set[str]]) -> list[Finding]:
    """Letters of the record that no installed font can print: they would be empty boxes. Names of files are not printed."""
    found = []
    for path, words in _texts(record.data):
        if _is_file(record, path):
            continue
        if letters := missing(words):
            place = record.place(path)
            message = _("no font on this computer can show these characters: {characters}.").format(
                characters=listed_letters(letters)
            )
            remedy = _("Install a font that has this letter (many are in the packages fonts-noto*), or write it differently.")
            found.append(Finding("text.no-glyph", Severity.BLOCKS, labelled(place.question or path, message), remedy, place))
    return found


def _is_file(record: Record, path: str) -> bool:
    steps = [int(step) if step.isdecimal() else step for step in path.split(".")]
    return rules_at(dict(record.questions), steps).get("type") == "file"


def _texts(value: Value) -> Iterator[tuple[str, str]]:
    """All words of the record, each with its path."""
    for path, one in walk(value):
        if isinstance(one, Text):
            yield from ((path, words) for _tag, words in one.by_language)
        elif isinstance(one, str):
            yield path, one
