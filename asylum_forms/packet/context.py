"""What every Word template of a filing may print: who applies, for what, the parts and exhibits with their pages, citations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from asylum_forms.errors import RecordError, TemplateError
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms.marks import Link, Runs, Sign
from asylum_forms.i18n import _, use
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet.labelling import called
from asylum_forms.record.citations import CITATION, CITED
from asylum_forms.record.localize import format_date, language_name, plain, words
from asylum_forms.record.people import contact, helper, person

EAST_ASIAN = {"zh_Hans": "zh-CN", "zh_Hant": "zh-TW", "zh": "zh-CN", "ja": "ja-JP", "ko": "ko-KR"}
"""Language of a record or filing to the one in which Word shows East Asian characters."""


def common_context(filing: Filing, exhibits: Sequence[Exhibit], pages: Mapping[str, int]) -> dict[str, Any]:
    """Names that every template of a filing can use. All values are plain text, marks, or mappings and lists of them.

    `pages` maps leaf ids of the assembly plan to their first page; it may be empty while nothing is assembled yet, then every
    page is 0. With pages, asking for a leaf that is not in the filing raises TemplateError.

    `filing`     procedure, title, office, jurisdiction, language, date, note, draft
    `person`     full_name (Given Middle FAMILY), family, given, middle, native
    `exhibits`   one mapping per exhibit: id, label, called (`Exhibit A`), title, date,
                 issuer, language, obtained, supports, category, url, captured,
                 sha256 (of the file as it was handed in), page, link, pages, original_pages, translation_pages,
                 fingerprint (SHA-256 of the translation, empty for a draft)
    `contents`   every part of the filing and every exhibit, in order: id, label, title, date, translation_pages, page, link,
                 level (0, exhibits 1)
    `translated` whether every exhibit in another language has a translation
    `tabs`       whether exhibits stand behind tabs with large letters
    `page(id)`   first page of a leaf
    `date(value)`, `cited(text, where)`, `record(path, default)`, `signature(who)` (a line to sign on, for `{{r ... }}`)
    """
    book = _Book(filing, exhibits, pages)
    listed = [book.exhibit(exhibit) for exhibit in exhibits]
    return {
        "filing": _filing(filing),
        "person": person(filing.record),
        "exhibits": listed,
        "contents": list(book.contents(listed)),
        "translated": all(e.translation is not None for e in exhibits if _foreign(e, filing.language)),
        "tabs": filing.profile.separators == "tab",
        "page": book.page,
        "cited": book.cited,
        "date": lambda value: format_date(value, filing.language),
        "record": _asker(filing),
        "signature": _signature,
        "east_asian": EAST_ASIAN.get(filing.record.language, EAST_ASIAN.get(filing.language, "zh-CN")),
    }


def exhibit_context(filing: Filing, exhibit: Exhibit, pages: Mapping[str, int]) -> dict[str, Any]:
    """What the pages about one exhibit need besides the common context: `exhibit`, and for the translator's certificate
    `translator` (name, address, phone, email; empty where unknown), `translated_from`, `translated_into` and `dialect`.
    """
    translator = helper(filing.record, exhibit.translator)
    target = _entry_language(filing, exhibit) or filing.language
    pair = next((p for p in _pairs(translator) if p.get("from") == exhibit.language), {})
    return {
        "exhibit": _Book(filing, (exhibit,), pages).exhibit(exhibit),
        "translator": contact(translator, filing.language),
        "translated_from": language_name(exhibit.language, filing.language),
        "translated_into": language_name(target, filing.language),
        "dialect": words(pair.get("dialect"), filing.language),
    }


def certificate_findings(filing: Filing, exhibit: Exhibit) -> list[Finding]:
    """What a translator's certificate of this exhibit still lacks; those places are printed as lines to fill in by hand."""
    if exhibit.translation is None or exhibit.draft:
        return []
    known = contact(helper(filing.record, exhibit.translator), filing.language)
    captions = {"name": _("name"), "address": _("address"), "phone": _("telephone")}
    lacking = [caption for key, caption in captions.items() if not known[key]]
    if not exhibit.language:
        lacking.append(_("language of the original"))
    if not lacking:
        return []
    return [
        Finding(
            id="translation.translator-incomplete",
            severity=Severity.ATTEND,
            message=_("The translator's certificate for exhibit {label} has empty lines: {lacking}.").format(
                label=exhibit.label, lacking=", ".join(lacking)
            ),
            remedy=_("Name the translator under helpers with address and telephone, or let the translator write it in by hand."),
            place=Place(exhibit=exhibit.id),
        )
    ]


class _Book:
    """The filing as a reader pages through it."""

    def __init__(self, filing: Filing, exhibits: Sequence[Exhibit], pages: Mapping[str, int]) -> None:
        self._filing, self._pages = filing, pages
        self._exhibits = {exhibit.id: exhibit for exhibit in exhibits}

    def page(self, leaf: str) -> int:
        if not self._pages:
            return 0
        if leaf not in self._pages:
            raise TemplateError(
                _("The filing has no part {name}.").format(name=leaf),
                remedy=_("It has: {names}").format(names=", ".join(self._pages)),
            )
        return self._pages[leaf]

    def exhibit(self, exhibit: Exhibit) -> dict[str, Any]:
        language = self._filing.language
        page = self._first(exhibit)
        translation = exhibit.translation.pages if exhibit.translation else 0
        return {
            "id": exhibit.id,
            "label": exhibit.label,
            "called": self._called(exhibit),
            "title": exhibit.title,
            "date": format_date(exhibit.date, language),
            "issuer": exhibit.issuer,
            "language": language_name(exhibit.language, language),
            "obtained": exhibit.obtained,
            "supports": exhibit.supports,
            "category": exhibit.category,
            "url": exhibit.url,
            "captured": format_date(exhibit.captured, language),
            "sha256": exhibit.original.sha256,
            "pages": exhibit.pages,
            "original_pages": exhibit.original.pages,
            "translation_pages": translation,
            "fingerprint": exhibit.fingerprint,
            "page": page,
            "link": Link(str(page), f"exhibit/{exhibit.id}"),
        }

    def _called(self, exhibit: Exhibit) -> str:
        with use(self._filing.language):
            return called(exhibit.label)

    def contents(self, listed: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        for part in self._filing.parts():
            if part.exhibits:
                yield from ({**entry, "level": 1} for entry in listed)
                continue
            page = self._pages.get(part.leaf, 0)
            yield {
                "id": part.leaf,
                "label": "",
                "title": part.title,
                "date": "",
                "translation_pages": 0,
                "page": page,
                "link": Link(str(page), f"part/{part.leaf}"),
                "level": 0,
            }

    def cited(self, text: str, where: str) -> Runs:
        """The text with `[[summons-2019]]` and `[[judgment p. 2]]` as words and links: "Exhibit C, p. 41".

        Without a page the first page of the exhibit's papers is meant, with one that page of the original file. An id in single
        brackets counts too where there is such an exhibit. `where` names the paragraph for errors. Raises RecordError for an id
        that no exhibit has and for a page that the exhibit does not have.
        """
        pieces: list[str | Link] = []
        position = 0
        for match in CITATION.finditer(text):
            inner = match["double"] if match["double"] is not None else match["single"]
            cited = CITED.fullmatch(inner.strip())
            known = cited is not None and cited["id"] in self._exhibits
            if match["double"] is None and not known:
                continue
            if not cited or not known:
                raise self._unknown(match.group(), where)
            link = self._citation(self._exhibits[cited["id"]], cited["page"], match.group(), where)
            pieces += [text[position : match.start()], link]
            position = match.end()
        pieces.append(text[position:])
        return Runs(tuple(piece for piece in pieces if piece != ""))

    def _citation(self, exhibit: Exhibit, number: str | None, written: str, where: str) -> Link:
        if number is not None and not 1 <= int(number) <= exhibit.original.pages:
            raise RecordError(
                _("{where} cites {written}, but this exhibit has {count} pages.").format(
                    where=where, written=written, count=exhibit.original.pages
                ),
                remedy=_("Pages are counted in the file of the original, from 1. Correct the number."),
                place=self._filing.record.place("statement.text"),
            )
        order = self._filing.profile.translation_order
        first = next(role for role in order if role == "original" or exhibit.translation is not None)
        start = self._leaf(exhibit, first)
        page = start if number is None else self._leaf(exhibit, "original") + int(number) - 1
        # The link counts pages as they lie in the filing, from the exhibit's first one after its separator.
        with use(self._filing.language):
            text = _("{exhibit}, p. {page}").format(exhibit=called(exhibit.label), page=page)
        return Link(text, f"exhibit/{exhibit.id}/{page - start + 1}")

    def _leaf(self, exhibit: Exhibit, role: str) -> int:
        return self.page(f"exhibit/{exhibit.id}/{role}")

    def _first(self, exhibit: Exhibit) -> int:
        """First page of everything about an exhibit, its separator included."""
        return min((page for leaf, page in self._pages.items() if leaf.startswith(f"exhibit/{exhibit.id}/")), default=0)

    def _unknown(self, written: str, where: str) -> RecordError:
        return RecordError(
            _("{where} cites {written}, but there is no such exhibit.").format(where=where, written=written),
            remedy=_("Write the id of a piece of evidence, such as {example}. There are: {ids}").format(
                example="[[summons-2019 p. 2]]", ids=", ".join(self._exhibits) or "–"
            ),
            place=self._filing.record.place("statement.text"),
        )


def _filing(filing: Filing) -> dict[str, str]:
    procedure = filing.procedure
    return {
        "procedure": f"{filing.jurisdiction.code}/{procedure.id}",
        "title": procedure.title,
        "office": procedure.office,
        "jurisdiction": filing.jurisdiction.name,
        "language": language_name(filing.language, filing.language),
        "date": format_date(filing.date, filing.language),
        "note": procedure.note,
        "draft": procedure.draft,
    }


def _asker(filing: Filing) -> Callable[..., str]:
    def record(path: str, default: str | None = None) -> str:
        text = words(filing.record.get(path), filing.language)
        if text or default is not None:
            return text or str(default)
        raise TemplateError(
            _("The record has no words for {path}.").format(path=path),
            remedy=_("Answer the question, correct the path, or say what to print instead: {call}").format(
                call=f'record("{path}", "N/A")'
            ),
        )

    return record


def _signature(who: str) -> Sign:
    return Sign(who)


def _foreign(exhibit: Exhibit, language: str) -> bool:
    return bool(exhibit.language) and exhibit.language.split("_")[0] != language.split("_")[0]


def _entry_language(filing: Filing, exhibit: Exhibit) -> str:
    for entry in filing.record.rows("evidence"):
        if isinstance(entry, Mapping) and entry.get("id") == exhibit.id and isinstance(entry.get("translation"), Mapping):
            return plain(entry["translation"].get("language"))
    return ""


def _pairs(who: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    pairs = who.get("languages")
    return [pair for pair in pairs if isinstance(pair, Mapping)] if isinstance(pairs, list) else []
