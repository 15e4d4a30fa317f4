"""Translators' certificates: one for each translation, or one that lists all that a person made from one language into another.

Which it is, the record says of each translator (`certificate: one`). One for several stands once, before the first exhibit, and
the separator of every exhibit it lists says on which page. Only confirmed translations are certified.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _, listed, use
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.templates import CERTIFICATE, wording
from asylum_forms.packet.labelling import called
from asylum_forms.record.localize import language_name, plain, words
from asylum_forms.record.people import contact, full_name, helper


@dataclass(frozen=True)
class Certificate:
    """What one person certifies: translations from one language into one other."""

    leaf: str
    """Id of its leaf in the plan."""
    translator: str
    """Id of the translator in the record."""
    language: str
    """Language of the originals (`zh_Hans`, or `zh` where they are in more than one script)."""
    exhibits: tuple[Exhibit, ...]

    @property
    def shared(self) -> bool:
        """Whether it stands before all exhibits, not with the one it is for."""
        return not self.leaf.startswith("exhibit/")

    @property
    def name(self) -> str:
        """Name of its Word file."""
        return self.leaf if self.shared else f"certificate-{self.exhibits[0].id}"

    @property
    def labels(self) -> str:
        """`A, C`."""
        return ", ".join(exhibit.label for exhibit in self.exhibits)


def assigned(filing: Filing, exhibits: Sequence[Exhibit]) -> list[Exhibit]:
    """The exhibits, each with the id of the certificate that its translation is to have; empty for a draft and without one."""
    return [replace(exhibit, certificate=_leaf(filing, exhibit)) for exhibit in exhibits]


def apart(exhibits: Sequence[Exhibit]) -> list[Exhibit]:
    """The same, each with a certificate of its own: of a filing that is handed in already only what is new is certified anew."""
    return [
        replace(exhibit, certificate=f"exhibit/{exhibit.id}/certificate") if exhibit.certificate else exhibit
        for exhibit in exhibits
    ]


def certificates(exhibits: Sequence[Exhibit]) -> list[Certificate]:
    """The certificates of these exhibits (see `assigned`), in the order of their first exhibits."""
    found = []
    for leaf in dict.fromkeys(exhibit.certificate for exhibit in exhibits if exhibit.certificate):
        listed = tuple(exhibit for exhibit in exhibits if exhibit.certificate == leaf)
        languages = {exhibit.language for exhibit in listed}
        language = listed[0].language if len(languages) == 1 else _base(listed[0].language)
        found.append(Certificate(leaf, listed[0].translator, language, listed))
    return found


def certificate_context(filing: Filing, certificate: Certificate) -> dict[str, Any]:
    """What a certificate prints besides the common context and `certified`, its exhibits.

    `translator` (name, address, phone, email; empty where unknown), `translated_from`, `translated_into`, `dialect`, `heading`:
    "Exhibit A", or for several the name of the translator.
    """
    translator = helper(filing.record, certificate.translator)
    pair = next((p for p in _pairs(translator) if _base(plain(p.get("from"))) == _base(certificate.language)), {})
    with use(filing.language):
        heading = full_name(translator.get("name")) if certificate.shared else called(certificate.exhibits[0].label)
    return {
        "heading": heading,
        "translator": contact(translator, filing.language),
        "translated_from": language_name(certificate.language, filing.language),
        "translated_into": language_name(_into(filing, certificate.exhibits[0]), filing.language),
        "dialect": words(pair.get("dialect"), filing.language),
    }


def title(filing: Filing, certificate: Certificate) -> str:
    """What a certificate for several exhibits is called in the filing: `Translator's certificate (A, C)`."""
    with use(filing.language):
        return _("Translator's certificate") + f" ({certificate.labels})"


def certificate_findings(filing: Filing, exhibits: Sequence[Exhibit]) -> Iterator[Finding]:
    """What the certificates still lack (printed as lines to fill in by hand), and whether their wording is anybody's but ours."""
    found = certificates(exhibits)
    for certificate in found:
        yield from _empty_lines(filing, certificate)
    if found:
        yield from wording_findings(filing, CERTIFICATE, _("Translator's certificate"))


def wording_findings(filing: Filing, name: str, title: str) -> Iterator[Finding]:
    """That the wording of a document on the filing date was not compared with the office's own."""
    entry = wording(filing, name)
    if entry and not entry.verified:
        yield Finding(
            "document.wording-unverified",
            Severity.ATTEND,
            _("{title}: its wording has not been compared with what the office itself asks.").format(title=title),
            _("Ask the office for its wording and compare it before anybody signs."),
            source=entry.source,
        )


def _empty_lines(filing: Filing, certificate: Certificate) -> Iterator[Finding]:
    known = contact(helper(filing.record, certificate.translator), filing.language)
    captions = {"name": _("name"), "address": _("address"), "phone": _("telephone")}
    lacking = [caption for key, caption in captions.items() if not known[key]]
    if not certificate.language:
        lacking.append(_("language of the original"))
    if lacking:
        yield Finding(
            id="translation.translator-incomplete",
            severity=Severity.ATTEND,
            message=_("The translator's certificate for exhibit {label} has empty lines: {lacking}.").format(
                label=certificate.labels, lacking=listed(lacking)
            ),
            remedy=_("Name the translator under helpers with address and telephone, or let the translator write it in by hand."),
            place=Place(exhibit=certificate.exhibits[0].id),
        )


def _leaf(filing: Filing, exhibit: Exhibit) -> str:
    if exhibit.translation is None or exhibit.draft:
        return ""
    # What was added to a filing that is handed in already does not change a certificate that is signed already.
    if not exhibit.late and exhibit.language and helper(filing.record, exhibit.translator).get("certificate") == "one":
        return f"{CERTIFICATE}--{exhibit.translator}--{_base(exhibit.language)}-{_base(_into(filing, exhibit))}"
    return f"exhibit/{exhibit.id}/certificate"


def _into(filing: Filing, exhibit: Exhibit) -> str:
    """The language of an exhibit's translation."""
    for entry in filing.record.rows("evidence"):
        if isinstance(entry, Mapping) and entry.get("id") == exhibit.id and isinstance(entry.get("translation"), Mapping):
            return plain(entry["translation"].get("language")) or filing.language
    return filing.language


def _base(language: str) -> str:
    return language.split("_")[0]


def _pairs(who: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    pairs = who.get("languages")
    return [pair for pair in pairs if isinstance(pair, Mapping)] if isinstance(pairs, list) else []
