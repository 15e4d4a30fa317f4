"""What every Word template of a filing may print: who applies, for what, the parts and exhibits with their pages, citations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from asylum_forms.assembly.plan import Pages
from asylum_forms.errors import RecordError, TemplateError
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.forms.marks import Link, Runs, Sign
from asylum_forms.i18n import _, listed, use
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet import own
from asylum_forms.packet.certificates import certificates, title
from asylum_forms.packet.labelling import called
from asylum_forms.packet.withheld import BAR, named
from asylum_forms.record.citations import CITATION, CITED
from asylum_forms.record.localize import format_date, language_name, words
from asylum_forms.record.people import person

EAST_ASIAN = {"zh_Hans": "zh-CN", "zh_Hant": "zh-TW", "zh": "zh-CN", "ja": "ja-JP", "ko": "ko-KR"}
"""Language of a record or filing to the one in which Word shows East Asian characters."""


def common_context(
    filing: Filing, exhibits: Sequence[Exhibit], pages: Mapping[str, int], leaf: str = "", *, part: int = 0, late: bool = True
) -> dict[str, Any]:
    """Names that every template of a filing can use. All values are plain text, marks, or mappings and lists of them.

    `pages` maps leaf ids of the assembly plan to their first page; it may be empty while nothing is assembled yet, then every
    page is 0. With pages, asking for a leaf that is not in the filing raises TemplateError. They are looked at only when a
    template asks for one: what prints none is not made again when they change. `leaf` is the id
    of the paper itself. Where a filing is handed in as several files, `part` is the number of the one whose exhibits and papers
    are to be listed; 0 lists all. Without `late`, exhibits that were added to a filing are not listed.

    `filing`     procedure, title, office, jurisdiction, language, date, note, draft, supplement (how many were handed in
                 before it), anew (whether it holds papers that have changed since: these may cite pages of before)
    `person`     full_name (Given Middle FAMILY), family, given, middle, native
    `exhibits`   one mapping per exhibit: id, label, called (`Exhibit A`), title, date,
                 issuer, language, obtained, supports, category, url, captured,
                 sha256 (of the file as it was handed in; a bar where it is redacted),
                 page, link, pages, original_pages, translation_pages,
                 fingerprint (SHA-256 of the translation, empty for a draft and where it is redacted),
                 draft (whether nobody has confirmed the translation),
                 certificate (a link to the page of a certificate that lists several exhibits, else empty)
    `no_exhibits` whether it is said that there are none; while that question is open, nothing is said
    `contents`   every part of the filing and every exhibit, in order: id, label, title, date, translation_pages, page, link,
                 level (0, exhibits 1)
    `certificates` every translator's certificate that lists several exhibits: title, labels, page, link
    `translated` whether every exhibit in another language has a translation
    `amended`    how many papers it takes the place of that were handed in before: 0, 1, or 2 where that was amended already
    `part`       "Part 2 of 3" on the list of one file of several; empty otherwise
    `tabs`       whether exhibits stand behind tabs with large letters
    `paper`      the size of its pages, whatever that of the template: `A4` or `Letter`
    `page(id)`   first page of a leaf
    `date(value)`, `cited(text, where)`, `record(path, default)`, `signature(who)` (a line to sign on, for `{{r ... }}`)
    """
    book = _Book(filing, exhibits, pages, leaf, part)
    shown = [exhibit for exhibit in exhibits if (late or not exhibit.late) and book.holds(f"exhibit/{exhibit.id}/")]
    listed = [book.exhibit(exhibit) for exhibit in shown]
    return {
        "filing": _filing(filing),
        "person": named(filing, person(filing.record)),
        "exhibits": listed,
        "no_exhibits": not listed and filing.record.get("evidence") is not None,
        "contents": list(book.contents(listed)),
        "certificates": book.certificates(),
        "translated": all(e.translation is not None for e in exhibits if _foreign(e, filing.language)),
        "amended": filing.anew.get(leaf, 0),
        "part": book.part(),
        "tabs": filing.profile.separators == "tab",
        "page": book.page,
        "cited": book.cited,
        "date": lambda value: format_date(value, filing.language),
        "record": _asker(filing),
        "signature": _signature,
        "east_asian": EAST_ASIAN.get(filing.record.language, EAST_ASIAN.get(filing.language, "zh-CN")),
        "paper": filing.profile.paper,
    }


def exhibit_context(filing: Filing, about: Sequence[Exhibit], pages: Mapping[str, int]) -> dict[str, Any]:
    """What a page about exhibits needs besides the common context: `certified`, those that it is about, and `exhibit`, the first
    of them."""
    book = _Book(filing, about, pages)
    listed = [book.exhibit(exhibit) for exhibit in about]
    return {"exhibit": listed[0], "certified": listed}


_Refer = Callable[[int, str], "Link | Runs"]
"""Makes a page number and the address of what it is about into a link."""


class _Entry(dict[str, Any]):
    """A part or an exhibit as a template sees it. Its `page` and `link` are looked up when the template asks for them, and so is
    that of its `certificate`."""

    def __init__(
        self,
        values: Mapping[str, Any],
        page: Callable[[], int],
        refer: _Refer,
        target: str,
        certificate: _Entry | None = None,
    ) -> None:
        super().__init__(values)
        self._page, self._refer, self._target, self._certificate = page, refer, target, certificate

    def __missing__(self, key: str) -> Any:
        if key == "page":
            return self._page()
        if key == "link":
            return self._refer(self._page(), self._target)
        if key == "certificate":
            return self._certificate["link"] if self._certificate else ""
        raise KeyError(key)

    def at(self, level: int) -> _Entry:
        """The same on a level of the contents."""
        return _Entry({**self, "level": level}, self._page, self._refer, self._target, self._certificate)


class _Book:
    """The filing as a reader pages through it."""

    def __init__(
        self, filing: Filing, exhibits: Sequence[Exhibit], pages: Mapping[str, int], leaf: str = "", part: int = 0
    ) -> None:
        self._filing, self._own, self._part = filing, leaf, part
        self._pages = pages if isinstance(pages, Pages) else Pages(pages)
        self._exhibits = {exhibit.id: exhibit for exhibit in exhibits}

    def page(self, leaf: str) -> int:
        if not self._pages:
            return 0
        if leaf not in self._pages:
            raise TemplateError(
                _("The filing has no part {name}.").format(name=leaf),
                remedy=_("It has: {names}").format(names=listed(self._pages)),
            )
        return self._pages[leaf]

    def exhibit(self, exhibit: Exhibit) -> _Entry:
        language = self._filing.language
        translation = exhibit.translation.pages if exhibit.translation else 0
        values = {
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
            # Whoever sees all of a text but a name can try names until the digest fits.
            "sha256": BAR if exhibit.original.blacked else exhibit.original.sha256,
            "pages": exhibit.pages,
            "original_pages": exhibit.original.pages,
            "translation_pages": translation,
            "fingerprint": "" if exhibit.translation and exhibit.translation.blacked else exhibit.fingerprint,
            "draft": exhibit.draft,
        }
        shared = exhibit.certificate if not exhibit.certificate.startswith("exhibit/") else ""
        certificate = self._row(shared, "", 1) if shared else None
        return _Entry(values, partial(self._first, exhibit), self._refer, f"exhibit/{exhibit.id}", certificate)

    def _called(self, exhibit: Exhibit) -> str:
        with use(self._filing.language):
            return called(exhibit.label)

    def contents(self, listed: Sequence[_Entry]) -> Iterator[_Entry]:
        for part in self._filing.parts():
            if part.exhibits:
                yield from (one for one in self.certificates() if self.holds(one["id"]))
                yield from (entry.at(1) for entry in listed)
            elif self.holds(part.leaf) and not own.in_account(self._filing, part):
                yield self._row(part.leaf, part.title, 0)

    def certificates(self) -> list[_Entry]:
        shared = [one for one in certificates(tuple(self._exhibits.values())) if one.shared]
        return [self._row(one.leaf, title(self._filing, one), 1, labels=one.labels) for one in shared]

    def _row(self, leaf: str, title: str, level: int, **more: str) -> _Entry:
        values = {"id": leaf, "label": "", "title": title, "date": "", "translation_pages": 0, "draft": False, "level": level}
        return _Entry({**values, **more}, partial(self._start, leaf), self._refer, f"part/{leaf}")

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

    def _citation(self, exhibit: Exhibit, number: str | None, written: str, where: str) -> Link | str:
        if number is not None and not 1 <= int(number) <= exhibit.original.pages:
            raise RecordError(
                _("{where} cites {written}. Pages of this exhibit: {count}.").format(
                    where=where, written=written, count=exhibit.original.pages
                ),
                remedy=_("Pages are counted in the file of the original, from 1. Correct the number."),
                place=self._filing.record.place("statement.text"),
            )
        order = self._filing.profile.translation_order
        roles = [role for role in order if role == "original" or exhibit.translation is not None]
        place = 1 if number is None else int(number)
        if number is not None:
            # Pages are counted as they lie in the filing, from the exhibit's first one after its separator.
            place += sum(self._length(exhibit, role) for role in roles[: roles.index("original")])
        page = self._nth(exhibit, roles, place)
        with use(self._filing.language):
            number, text = self._printed(page), called(exhibit.label)
            # None of these pages: of an exhibit that a filing compared with today's words has not.
            nowhere = page == 0 and self._pages.are_numbered()
            text = text if nowhere or not number else _("{exhibit}, p. {page}").format(exhibit=text, page=number)
        return Link(text, f"exhibit/{exhibit.id}/{place}") if self._is_here(page) else text

    def _pieces(self, exhibit: Exhibit, role: str) -> list[str]:
        """Leaf ids of one paper of an exhibit: usually one; an exhibit that goes on in another file has a leaf in each."""
        id = f"exhibit/{exhibit.id}/{role}"
        return [leaf for leaf in self._pages if leaf == id or leaf.startswith(f"{id}-")]

    def _length(self, exhibit: Exhibit, role: str) -> int:
        return sum(self._pages.length(leaf) for leaf in self._pieces(exhibit, role))

    def _nth(self, exhibit: Exhibit, roles: Sequence[str], place: int) -> int:
        """Page of the filing with the n-th page of an exhibit, separators not counted; 0 before anything is planned."""
        for leaf in (leaf for role in roles for leaf in self._pieces(exhibit, role)):
            if place <= self._pages.length(leaf):
                return self._pages[leaf] + place - 1
            place -= self._pages.length(leaf)
        return 0

    def _printed(self, page: int) -> str:
        """The number of a page, with the file that it is in where that is another one."""
        number, part = self._pages.printed(page), self._pages.part_of(page)
        if self._is_here(page) or not number or not part:
            return number
        with use(self._filing.language):
            return _("{page} (part\u00a0{part})").format(page=number, part=part)

    def _is_here(self, page: int) -> bool:
        """Whether a page is in the same file as this paper: into another one, or an earlier filing, no link can lead."""
        return not self._pages.is_filed(page) and self._pages.part_of(page) == self._pages.part(self._own)

    def _refer(self, page: int, target: str) -> Link | Runs:
        return Link(self._printed(page), target) if self._is_here(page) else Runs((self._printed(page),))

    def holds(self, start: str) -> bool:
        """Whether the file that is listed has anything whose leaf id begins like this."""
        return not self._part or any(leaf.startswith(start) and self._pages.part(leaf) == self._part for leaf in self._pages)

    def part(self) -> str:
        """Which file of the filing is listed, in words; empty where all is."""
        if not self._part or self._pages.count() < 2:
            return ""
        with use(self._filing.language):
            return _("Part {n} of {count}").format(n=self._part, count=self._pages.count())

    def _start(self, leaf: str) -> int:
        return self._pages.get(leaf, 0)

    def _first(self, exhibit: Exhibit) -> int:
        """First page of everything about an exhibit in what is listed, its separator included."""
        leaves = [leaf for leaf in self._pages if leaf.startswith(f"exhibit/{exhibit.id}/")]
        return min((self._pages[leaf] for leaf in leaves if self._part in (0, self._pages.part(leaf))), default=0)

    def _unknown(self, written: str, where: str) -> RecordError:
        return RecordError(
            _("{where} cites {written}, but there is no such exhibit.").format(where=where, written=written),
            remedy=_("Write the id of a piece of evidence, such as {example}. There are: {ids}").format(
                example="[[summons-2019 p. 2]]", ids=listed(self._exhibits) or "–"
            ),
            place=self._filing.record.place("statement.text"),
        )


def _filing(filing: Filing) -> dict[str, Any]:
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
        "supplement": filing.after,
        "anew": bool(filing.anew),
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
