"""Who translated and who reads the statement back: never an applicant, better nobody of the family. The same for every office.

What stands behind it in a country, its `values.yaml` says: the sources of `translator_is_another` and `interpreter_is_another`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _, language, listed
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.helpers import is_applicant, is_relative
from asylum_forms.record.localize import language_name, plain
from asylum_forms.record.people import full_name
from asylum_forms.record.values import Absent, step


def helper_findings(filing: Filing, translators: Collection[str], source: str = "") -> Iterator[Finding]:
    """Findings about the helpers of these ids, who translated, and about the interpreter of one person's statement. `source` is
    the language of what they translate where the record does not tell it, as for a paper that is just being confirmed."""
    interpreter = plain(filing.record.get("statement.interpreter"))
    for number, helper in enumerate(filing.record.rows("helpers")):
        if isinstance(helper, Mapping) and (id_ := plain(helper.get("id"))):
            path = f"helpers.{number}"
            if id_ in translators:
                yield from _translator(filing, helper, path)
                yield from _languages(filing, helper, path, _wanted(filing, id_, source))
            if id_ == interpreter:
                yield from _interpreter(filing, helper, path)
                yield from _languages(filing, helper, path, [plain(filing.record.get("statement.read_back_in"))])


def _translator(filing: Filing, helper: Mapping[str, Any], path: str) -> Iterator[Finding]:
    name, (source, checked) = full_name(helper.get("name")) or plain(helper.get("id")), _source(filing, "translator_is_another")
    if is_applicant(filing.record, helper):
        yield Finding(
            "translation.translator-is-applicant",
            Severity.BLOCKS,
            _("{name} applies in this case and cannot be the translator.").format(name=name),
            _("Let another person check the translation, take responsibility for it and sign the certificate."),
            filing.record.place(f"{path}.name"),
            source=source,
            checked=checked,
        )
    elif is_relative(filing.record, helper):
        yield Finding(
            "translation.translator-is-relative",
            Severity.ATTEND,
            _("The translator {name} is a member of the family.").format(name=name),
            _("If you can, let somebody outside the family translate it."),
            filing.record.place(f"{path}.relation"),
            source=source,
            checked=checked,
        )


def _interpreter(filing: Filing, helper: Mapping[str, Any], path: str) -> Iterator[Finding]:
    source, checked = _source(filing, "interpreter_is_another")
    if is_applicant(filing.record, helper):
        yield Finding(
            "statement.interpreter-is-applicant",
            Severity.BLOCKS,
            _("You yourself are named as the interpreter of your statement."),
            _("Name the person who reads it to you in your language."),
            filing.record.place("statement.interpreter"),
            source=source,
            checked=checked,
        )
    elif is_relative(filing.record, helper):
        yield Finding(
            "statement.interpreter-is-relative",
            Severity.ATTEND,
            _("The interpreter of your statement is a member of your family."),
            _("If you can, choose somebody outside the family; an officer may doubt a relative's interpretation."),
            filing.record.place(f"{path}.relation"),
            source=source,
            checked=checked,
        )


def _languages(filing: Filing, helper: Mapping[str, Any], path: str, wanted: Sequence[str]) -> Iterator[Finding]:
    """Languages that somebody is to translate or interpret and that the record does not list for this person."""
    said = helper.get("languages")
    pairs = [pair for pair in said if isinstance(pair, Mapping)] if isinstance(said, list) else []
    known = {_base(plain(pair.get(key))) for pair in pairs for key in ("from", "to")}
    lacking = [tag for tag in wanted if tag and _base(tag) not in known]
    if lacking and (pairs or said is Absent.NONE):
        yield Finding(
            "translation.helper-language",
            Severity.ATTEND if pairs else Severity.BLOCKS,
            _(
                "{name} is to translate or interpret {language}, which the record does not list among this person's languages."
            ).format(
                name=full_name(helper.get("name")) or plain(helper.get("id")),
                language=listed(language_name(tag, language()) for tag in lacking),
            ),
            _("Ask this person. Correct languages under helpers, or name somebody who knows the language."),
            filing.record.place(f"{path}.languages"),
        )


def _wanted(filing: Filing, id_: str, source: str) -> list[str]:
    """The languages from which this helper translates."""
    told = list(dict.fromkeys([*([source] if source else []), *_translated(filing, id_)]))
    return told or [filing.record.language]


def _translated(filing: Filing, id_: str) -> list[str]:
    """The languages of the papers that this helper is said to have translated."""
    entries = (entry for entry in filing.record.rows("evidence") if plain(step(entry, "translation.translator")) == id_)
    return list(dict.fromkeys(filter(None, (plain(entry.get("language")) for entry in entries))))


def _base(tag: str) -> str:
    return tag.split("_")[0]


def _source(filing: Filing, name: str) -> tuple[str, str | None]:
    """Where the rule stands, and for `checked` whether nobody has read it there."""
    dated = filing.jurisdiction.values.get(name)
    entry = dated.entry(filing.date) if dated else None
    return (entry.source, None if entry.verified else "") if entry else ("", None)
