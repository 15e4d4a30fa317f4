"""One certificate for several translations of one person, and the wording of a certificate by date."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from asylum_forms import build, copies, intranslation, look
from asylum_forms.assembly.plan import Leaf, Plan
from asylum_forms.evidence.exhibit import Exhibit, Paper
from asylum_forms.forms.render import render, text_of
from asylum_forms.jurisdiction.conformance import check
from asylum_forms.jurisdiction.contract import CopySet, Dated, Entry, Filing
from asylum_forms.jurisdiction.registry import find_procedure
from asylum_forms.packet import papers
from asylum_forms.packet.certificates import apart, assigned, certificate_findings, certificates
from asylum_forms.record.load import load
from asylum_forms.translation import desk
from asylum_forms.translation.units import edit

from .chinese_case import DAY, PROCEDURE, confirmed, words_of
from .conftest import quiet

pytestmark = pytest.mark.slow

LEAF = "translator-certificate--ann--zh-en"
SECOND = """\
  - id: second
    file: evidence/second.txt
    title: {zh_Hans: 第二张, en: A second summons}
    language: zh
helpers:"""


def change(case: Path, old: str, new: str) -> None:
    file = case / "record.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.fixture
def two(case: Path) -> Path:
    """A case whose translator certifies two papers at once, one of them in `zh_Hans`, the other in `zh`."""
    change(case, "helpers:", SECOND)
    change(case, "    address: {street", "    certificate: one\n    address: {street")
    (case / "evidence" / "second.txt").write_text("清河县公安局", encoding="utf-8")
    look.draft_translations(case, PROCEDURE, progress=quiet)
    confirmed(case, "record", "summons", "second")
    return case


def test_one_certificate_lists_both_papers_and_an_edit_takes_one_out(two: Path) -> None:
    built = build.build(two, PROCEDURE, progress=quiet)
    parts = {part["id"]: part["page"] for part in json.loads(built.manifest.read_text(encoding="utf-8"))["parts"]}
    assert [id_ for id_ in parts if "certificate" in id_ and "interpreter" not in id_] == [LEAF]
    assert parts[LEAF] < parts["exhibit/summons/separator"]
    pages = words_of(built)
    certificate = pages[parts[LEAF] - 1]
    assert "documents named below" in certificate
    fingerprints = [intranslation.fingerprint(document) for document in desk.documents(two) if document.id != "record"]
    assert len(fingerprints) == 2
    for words in ("Exhibit A", "Exhibit B", "Summons", "A second summons", "Ann PARK", *fingerprints):
        assert words in certificate
    for id_ in ("summons", "second"):
        assert str(parts[LEAF]) in pages[parts[f"exhibit/{id_}/separator"] - 1].split("Certificate on page")[1].split("\n")[0]
    assert f"certificate for A, B: page {parts[LEAF]}" in pages[parts["exhibit-index"] - 1]
    manifest = json.loads(built.manifest.read_text(encoding="utf-8"))
    assert [(one["part"], list(one["exhibits"])) for one in manifest["certificates"]] == [(LEAF, ["summons", "second"])]
    assert manifest["wordings"]["translator-certificate"]["from"] == "2000-01-01"
    assert (built.pdf.parent / "forms" / f"{LEAF}.docx").exists()

    (document,) = [d for d in desk.documents(two) if d.id == "second"]
    desk.keep(two, document.with_units([edit(document.units[0], "Qinghe Public Security Bureau")]))
    after = build.build(two, PROCEDURE, progress=quiet)
    parts = {part["id"]: part["page"] for part in json.loads(after.manifest.read_text(encoding="utf-8"))["parts"]}
    certificate = words_of(after)[parts[LEAF] - 1]
    assert "document named below" in certificate
    assert "A second summons" not in certificate
    (finding,) = [f for f in after.findings if f.id == "translation.draft"]
    assert finding.place.exhibit == "second"
    assert "certificate" in finding.remedy
    index = words_of(after)[parts["exhibit-index"] - 1]
    assert "A second summons, with a DRAFT English" in " ".join(index.split())


def test_without_any_confirmed_paper_there_is_no_certificate(two: Path) -> None:
    change(two, "id: ann", "id: anne")
    found = look.check(two, PROCEDURE, progress=quiet)
    assert {f.place.exhibit for f in found if f.id == "translation.draft"} == {"", "summons", "second"}
    about = {"us.no-translator", "translation.translator-incomplete", "document.wording-unverified"}
    assert not about & {f.id for f in found}


def paper(pages: int) -> Paper:
    return Paper(Path("x"), "", Path("x.pdf"), pages)


def exhibit(id: str, label: str, **more: object) -> Exhibit:
    facts: dict[str, object] = {"language": "zh_Hans", "translator": "ann", "fingerprint": f"{label}-print", **more}
    texts = dict.fromkeys(("issuer", "obtained", "supports", "category"), "")
    made = Exhibit(id, label, f"Paper {id}", None, original=paper(3), translation=paper(2), **{**texts, "language": ""})
    return dataclasses.replace(made, **facts)  # type: ignore[arg-type]


MANY = [exhibit("a", "A"), exhibit("b", "B", language="zh_Hant"), exhibit("c", "C", language="ug"), exhibit("d", "D", draft=True)]


@pytest.fixture
def filing_of(two: Path) -> Callable[..., Filing]:
    def make(procedure: str, language: str | None = None) -> Filing:
        jurisdiction, declared = find_procedure(procedure)
        return Filing(load(two, {}), jurisdiction, declared, language or declared.languages[0], DAY)

    return make


def said(filing: Filing, exhibits: list[Exhibit], folder: Path) -> list[str]:
    """The words of each certificate."""
    found = []
    for document in papers.certificate_documents(filing, assigned(filing, exhibits)):
        file = folder / f"{document.name}.docx"
        render(document.template, document.context({}), file)
        found.append(text_of(file))
    return found


@pytest.mark.parametrize(
    ("procedure", "language", "many"),
    [
        ("us/defensive", "en", "Each attached translation"),
        ("ca/inland", "en", "Each attached translation"),
        ("ca/inland", "fr", "Chaque traduction ci-jointe"),
        ("kr/in-country", "en", "each of these translations"),
        ("kr/in-country", "ko", "위 번역문이"),
        ("unhcr/rsd", "en", "each attached translation"),
    ],
)
def test_every_office_has_a_certificate_for_several_papers(
    filing_of: Callable[..., Filing], tmp_path: Path, procedure: str, language: str, many: str
) -> None:
    chinese, uighur = said(filing_of(procedure, language), MANY, tmp_path)
    for words in (many, "| A | Paper a | 3 | 2 |", "| B | Paper b | 3 | 2 |", "A-print", "B-print"):
        assert words in chinese
    assert "Paper c" not in chinese
    assert "Paper d" not in chinese + uighur
    assert "| C | Paper c | 3 | 2 |" in uighur


def test_a_certificate_is_for_one_person_and_one_pair_of_languages(filing_of: Callable[..., Filing]) -> None:
    found = certificates(assigned(filing_of("us/affirmative"), MANY))
    assert [(one.labels, one.language, one.shared) for one in found] == [("A, B", "zh", True), ("C", "ug", True)]


def test_without_a_word_about_it_each_translation_has_its_own(filing_of: Callable[..., Filing], two: Path) -> None:
    change(two, "    certificate: one\n", "")
    found = certificates(assigned(filing_of("us/affirmative"), MANY))
    assert [one.leaf for one in found] == [f"exhibit/{id_}/certificate" for id_ in "abc"]


# The wording by date


def dated(filing: Filing, *entries: Entry) -> Filing:
    values = {**filing.jurisdiction.values, "translator-certificate": Dated("translator-certificate", entries)}
    return dataclasses.replace(filing, jurisdiction=dataclasses.replace(filing.jurisdiction, values=values))


def test_the_filing_date_chooses_the_wording_of_a_certificate(filing_of: Callable[..., Filing]) -> None:
    old = Entry(datetime.date(2000, 1, 1), "translator-certificate", "Old rule", True)
    new = Entry(datetime.date(2026, 11, 20), "interpreter-certificate", "New rule", True)
    filing = dated(filing_of("us/affirmative"), old, new)
    exhibits = assigned(filing, MANY[:1])
    (document,) = papers.certificate_documents(filing, exhibits)
    assert document.template.name == "interpreter-certificate.docx"
    before = dataclasses.replace(filing, date=datetime.date(2026, 11, 19))
    (document,) = papers.certificate_documents(before, exhibits)
    assert document.template.name == "translator-certificate.docx"


@pytest.mark.parametrize(
    ("procedure", "verified"),
    [("us/affirmative", True), ("ca/inland", True), ("ca/overseas", False), ("kr/in-country", False), ("unhcr/rsd", False)],
)
def test_a_wording_that_nobody_compared_is_named(filing_of: Callable[..., Filing], procedure: str, verified: bool) -> None:
    filing = filing_of(procedure)
    found = {finding.id: finding for finding in certificate_findings(filing, assigned(filing, MANY))}
    assert ("document.wording-unverified" not in found) is verified
    assert verified or found["document.wording-unverified"].source
    assert list(certificate_findings(filing, assigned(filing, MANY[3:]))) == []  # a draft has no certificate


def test_the_kit_names_a_wording_whose_template_is_not_there(filing_of: Callable[..., Filing]) -> None:
    filing = dated(filing_of("us/affirmative"), Entry(datetime.date(2027, 1, 1), "translator-certificate.2027", "New rule", True))
    assert any("translator-certificate.2027.docx" in problem for problem in check(filing.jurisdiction))


def test_what_is_added_to_a_filing_has_a_certificate_of_its_own(filing_of: Callable[..., Filing]) -> None:
    late = dataclasses.replace(MANY[1], late=True)
    exhibits = assigned(filing_of("us/affirmative"), [MANY[0], late])
    assert [one.labels for one in certificates(exhibits) if one.shared] == ["A"]
    assert [one.leaf for one in certificates(apart(exhibits))] == ["exhibit/a/certificate", "exhibit/b/certificate"]


def test_a_copy_of_the_evidence_has_the_certificate_too(filing_of: Callable[..., Filing]) -> None:
    leaves = ("cover-letter", LEAF, "exhibit/summons/original")
    plan = Plan(tuple(Leaf(id_, id_, Path(), 1) for id_ in leaves), "Letter", "en", "", "")
    copy = CopySet("served", "Copy", "a rule", parts=("exhibits",))
    assert copies.pages(filing_of("us/affirmative"), copy, plan) == [2, 3]
