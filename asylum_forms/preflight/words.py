"""What preflight calls things in front of users, for the terminal and the page alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from asylum_forms.assembly.plan import Spot
from asylum_forms.findings import Place
from asylum_forms.i18n import _, labelled, language, listed
from asylum_forms.preflight.gaps import Gap
from asylum_forms.preflight.standing import ExhibitStanding, FormStanding, Official, Rendering, Standing, TaskStanding
from asylum_forms.record.localize import language_name

Row = tuple[str, ...]
_NAMED = 3
"""So many places of texts that wait for a translation are named."""


def forms_table(standing: Standing) -> tuple[Row, list[Row]]:
    """Heads and rows: how many items of each form have which kind of answer."""
    heads = (
        *(_("Form"), _("Answered"), _("None"), _("Not applicable"), _("Unknown"), _("Declined"), _("Open")),
        _("Left blank on purpose"),
    )
    return heads, [(name(form), *map(str, form.counts.values())) for form in standing.forms if form.counts]


def editions_table(standing: Standing) -> tuple[Row, list[Row]]:
    """Heads and rows: of which edition each form is, and what of the official one is in the filing."""
    rows = [
        (_(form.table.form), form.table.edition.isoformat(), compared(form), official(form.official), _(form.table.source))
        for form in standing.forms
    ]
    return (_("Form"), _("Edition"), _("Compared"), _("In the filing"), _("Where to get it")), list(dict.fromkeys(rows))


def compared(form: FormStanding) -> str:
    """When our table of a form was compared, and with what."""
    table = form.table
    if table.verified_on is None:
        return _("not verified")
    return labelled(table.verified_on.isoformat(), _(table.verified_against))


def official(kind: Official) -> str:
    """What is in the filing in the place of an official form."""
    return {
        Official.FILLED: _("the official form, filled in"),
        Official.HERE: _("an answer sheet; a draft does not fill in the official form"),
        Official.MISSING: _("an answer sheet; the official PDF has not been added"),
        Official.READER: _("a data sheet; the official PDF opens in Adobe Reader only"),
        Official.NONE: _("our own sheet; no official PDF can be filled in"),
        Official.OWN: _("a file of yours"),
    }[kind]


def open_table(form: FormStanding) -> tuple[Row, list[Row]]:
    """Heads and rows: the open items of a form, and where in the record each is answered."""
    rows: list[Row] = [(one.item, one.label, _where(one.place.file, one.place.line)) for one in form.open]
    return (_("Item"), _("Question"), _("Where")), rows


def gaps_table(found: Sequence[Gap]) -> tuple[Row, list[Row]]:
    """Heads and rows: how many answers are open in each part of the record, where, and who asks for them."""
    rows: list[Row] = [(gap.group, str(gap.count), _lines(gap), listed(gap.asked)) for gap in found]
    return (_("Part of the record"), _("Open"), _("Where"), _("Asked by")), rows


def to_do(found: Sequence[Gap]) -> str:
    """What to do about open answers."""
    message = _(
        "Open answers: {count}. Answer them from the top of the record; where there is no answer, write none, "
        "not_applicable, unknown or declined. Then check again."
    )
    return message.format(count=sum(gap.count for gap in found))


def to_have_translated(found: Mapping[str, Sequence[Place]]) -> list[str]:
    """What to do about texts that are not in the language of the filing, a line for each step that is next."""
    message = _("Texts of yours that are not in the language of the filing yet: {count} ({where}).")
    return [f"{message.format(count=len(places), where=_first(places))} {step}" for step, places in found.items()]


def _first(places: Sequence[Place]) -> str:
    """The first few of these places."""
    named = [_where(place.file, place.line) for place in places[:_NAMED]]
    return "; ".join([*named, "…"] if len(places) > _NAMED else named)


def _lines(gap: Gap) -> str:
    if gap.first == gap.last:
        return _where(gap.file, gap.first)
    return _("{file}, lines {first} to {last}").format(file=gap.file, first=gap.first, last=gap.last)


def exhibits_table(standing: Standing, *, all: bool) -> tuple[Row, list[Row]]:
    """Heads and rows: how far the translation of each exhibit is; without `all` of those only that need one."""
    chosen = [one for one in standing.exhibits if all or one.state is not Rendering.UNNEEDED]
    rows: list[Row] = [
        (
            one.exhibit.label,
            one.title,
            language_name(one.exhibit.language, language()) if one.exhibit.language else "–",
            rendering(one),
            spot(one.certificate) if one.certificate else "–",
        )
        for one in chosen
    ]
    return (_("Exhibit"), _("Title"), _("Language"), _("Translation"), _("Certificate, page")), rows


def spot(found: Spot) -> str:
    """A page of the filing under a heading that says so: `41`, or `41 (Asylum_Part2.pdf)`."""
    return f"{found.page} ({found.file})" if found.file else str(found.page)


def rendering(one: ExhibitStanding) -> str:
    """How far the translation of an exhibit is."""
    if one.state is Rendering.DRAFT and one.unreadable:
        pages = listed(map(str, one.unreadable))
        return _("draft, confirmed by nobody; nothing could be read on page {pages}").format(pages=pages)
    words = {
        Rendering.UNNEEDED: _("not needed"),
        Rendering.UNSAID: _("the record does not say its language"),
        Rendering.MISSING: _("missing"),
        Rendering.DRAFT: _("draft, confirmed by nobody"),
        Rendering.CONFIRMED: _("confirmed"),
        Rendering.GIVEN: _("made elsewhere, not looked into"),
    }[one.state]
    return labelled(words, one.translator) if one.translator else words


def about(kind: str) -> str:
    """What a line of a checklist is about."""
    return {"fees": _("Fees"), "copies": _("Copies"), "enclosures": _("Enclosures"), "sending": _("Sending")}[kind]


def source(task: TaskStanding) -> str:
    """Where a line of a checklist comes from."""
    return _(task.source) if task.verified else " · ".join((_(task.source), _("not verified")))


def open_summary(form: FormStanding, most: int) -> str:
    """`I-589: A.I.4, A.I.12, ...`: the open items of a form on one line, `most` of them by number."""
    items = list(dict.fromkeys(one.item for one in form.open))
    return labelled(name(form), listed([*items[:most], *(["…"] if len(items) > most else [])]))


def name(form: FormStanding) -> str:
    """A form, in a filing for several people with the name of the person."""
    called = _(form.table.form)
    return f"{called} ({form.person})" if form.person else called


def _where(file: str, line: int) -> str:
    return _("{file}, line {line}").format(file=file, line=line) if file and line else file
