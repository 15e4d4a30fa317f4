"""What one person signs, and where: the places of the filing with the words above each, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from asylum_forms.assembly.plan import Spot
from asylum_forms.forms import word
from asylum_forms.forms.answers import Answers, State
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.sheet import slug
from asylum_forms.forms.table import FormTable, Item
from asylum_forms.i18n import _, use
from asylum_forms.jurisdiction.contract import Filing, Part
from asylum_forms.packet.asked import catalog_of, titles
from asylum_forms.packet.line import Line, Side
from asylum_forms.packet.meaning import Meaning

_A_DECLARATION = 110
"""A caption with fewer letters only says who signs."""

_DATE = "-date"
"""Who only writes a date ends so."""

_APPLICANT = "applicant"

_ON_NO_PAGE = Spot("–")


@dataclass(frozen=True)
class Signed:
    """A place where somebody signs."""

    who: str
    spot: Spot
    """The page of the filing."""
    part: Part
    own_title: str = ""
    """What the paper is called in the applicant's language, where the packet does not say it."""


def places(
    filing: Filing,
    language: str,
    answers: Mapping[str, Answers],
    signed: Sequence[Signed],
    forms: Mapping[str, Path],
    sign_label: Callable[[str], str],
) -> Iterator[Line]:
    """The places to sign on the papers of the person as whom `filing` sees them; the number of a line is that of the page, or the
    numbers where one person signs a paper on several.

    Official forms that are not in the filing themselves, so that they are signed elsewhere, come last. `answers`, `signed`,
    `forms` and `sign_label` are as for `reading.context`.
    """
    here = {place.part.leaf for place in signed}
    theirs_too = (part for part in filing.parts() if part.person == filing.person and part.leaf in answers)
    elsewhere = (part for part in theirs_too if part.leaf not in here)
    official = (part for part in elsewhere if is_official(answers[part.leaf]))
    also = [Signed(who, _ON_NO_PAGE, part) for part in official for who in signers_of(answers[part.leaf])]
    own_titles = titles(filing, catalog_of(language) or "en")
    together: dict[tuple[str, str, str], list[Signed]] = {}
    for place in [*signed, *also]:
        together.setdefault((place.part.leaf, place.who, place.spot.file), []).append(place)
    for place, *more in together.values():
        form = answers.get(place.part.leaf)
        filed, own = _above(filing, language, form, place, forms)
        theirs = [one for one in signed if one.part.leaf == place.part.leaf and one.who == _APPLICANT != place.who]
        if filed and any(filed == _above(filing, language, form, one, forms)[0] for one in theirs[:1]):
            filed, own = [_below(filing.language), *filed], [*([_below(language)] if own else []), *own]
        file = f" ({place.spot.file})" if place.spot.file else ""
        asked = [_said(filing.language, place.part.title + file, place.who, sign_label)]
        own_title = own_titles.get(place.part.leaf, place.own_title) + file
        asked.append(_said(language, own_title, place.who, sign_label) if catalog_of(language) else "")
        pages = dict.fromkeys(str(one.spot.page) for one in (place, *more))
        yield Line(", ".join(pages), Side(asked[0], tuple(filed)), Side(asked[1], tuple(own)), to_read=not own)


def _above(
    filing: Filing, language: str, form: Answers | None, place: Signed, forms: Mapping[str, Path]
) -> tuple[list[str], list[str]]:
    """(the words above a line to sign, the same in the applicant's language, empty where nothing says any of it)."""
    filed = _printed(form, place.who) if form else []
    own = _printed(form, place.who, language) if form and language in form.table.languages else []
    unseen = False
    if sum(map(len, filed)) < _A_DECLARATION and not (form and _declared(form, place.who)):
        if _is_drawn(place, forms):
            above = word.above_signature(forms[place.part.leaf], place.who)
            filed, own = (_only_declared(form, place.who, above) if form else above) or filed, []
        else:
            unseen = True
    items = form.table.items.values() if form else ()
    own = Meaning(filing, language, {item.label: item.captions for item in items}).beside(filed, own)
    if unseen:
        filed, own = [*filed, *_unseen(filing.language, place.who)], [*own, *_unseen(language, place.who)]
    return filed, own


def _only_declared(form: Answers, who: str, above: Sequence[str]) -> list[str]:
    """Without the captions and answers of other boxes of the form, and without what somebody else declares."""
    declared = {item.declares for item in _items(form, form.table, who)}
    boxes = {line for key, answer in form.items.items() if key not in declared for line in answer.text.splitlines()}
    captions = {words for item in form.table.items.values() for words in (item.label, *item.captions.values())}
    headings = {*form.table.sections.values()}
    return [line for line in above if not {line, line.removesuffix(":")} & (boxes | captions | headings)]


def _is_drawn(place: Signed, forms: Mapping[str, Path]) -> bool:
    """Whether the paper that is signed is a Word file of ours."""
    return place.spot != _ON_NO_PAGE and place.part.leaf in forms


def _said(language: str, title: str, who: str, sign_label: Callable[[str], str]) -> str:
    """`Declaration: the applicant signs`."""
    with use(catalog_of(language) or "en"):
        return ": ".join(filter(None, (title, sign_label(who))))


def _below(language: str) -> str:
    """Said where an interpreter or somebody else signs below words that are not their own."""
    with use(catalog_of(language) or "en"):
        return _("Below the words of the applicant:")


def _unseen(language: str, who: str) -> list[str]:
    if not catalog_of(language) or who.endswith(_DATE):
        return []
    with use(catalog_of(language)):
        return [_("The words above this line on the form are not in this copy. Have them read to you before you sign.")]


def is_official(answers: Answers) -> bool:
    """Whether there is an official form to sign, so that nobody signs our sheet in its place."""
    return bool(answers.table.official or answers.table.xfa)


def signers_of(answers: Answers) -> list[str]:
    """Who signs a form, in its order."""
    signers = (slug(item.sign) for item in answers.table.items.values() if item.sign and _is_open(item, answers))
    return list(dict.fromkeys(who for who in signers if not who.endswith(_DATE)))


def _is_open(item: Item, answers: Answers) -> bool:
    """Whether it is left blank for the pen: not where nobody has to sign."""
    return item.number not in answers.items or answers.items[item.number].state is State.BLANK


def _items(answers: Answers, table: FormTable, who: str) -> list[Item]:
    """The places of a form where this person signs; those of its continuation sheets only where there are no others."""
    signed = [item for item in table.items.values() if item.sign and slug(item.sign) == who and _is_open(item, answers)]
    on_sheets = (item for sheet in table.sheets.values() for item in sheet.items)
    return signed or [item for item in on_sheets if item.sign and slug(item.sign) == who]


def _declared(answers: Answers, who: str) -> bool:
    return any(item.declares for item in _items(answers, answers.table, who))


def _printed(answers: Answers, who: str, language: str = "") -> list[str]:
    """What the form prints at a place to sign; with `language`, one that the form is printed in too, in that."""
    table = read_table(answers.table.file, language) if language else answers.table
    said = [line for item in _items(answers, table, who) for line in _words(item, table, answers)]
    return list(dict.fromkeys(filter(None, said)))


def _words(item: Item, table: FormTable, answers: Answers) -> list[str]:
    """What is signed for: words of the form, or the item that holds them; else the caption."""
    if item.declares in table.items:
        return answers.items[item.declares].text.splitlines() if table is answers.table else []
    return item.declares.splitlines() or [item.label]
