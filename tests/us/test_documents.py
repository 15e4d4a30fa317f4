"""The papers around Form I-589: their wording, citations, certificates, and the lines that stay open."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from us_record import FOLDER, address, day, text

from asylum_forms.errors import RecordError, TemplateError
from asylum_forms.evidence.exhibit import Exhibit, Paper
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.render import check_template, render, text_of
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet.certificates import certificate_context, certificate_findings, certificates
from asylum_forms.packet.context import common_context, exhibit_context
from asylum_forms.record.people import full_name
from asylum_forms.record.values import Absent, Text
from jurisdictions.us import documents

Changes = dict[str, Any] | None
TEMPLATES = FOLDER.parents[1] / "templates"

STATEMENT = """# Who I am

I was born in Xinmi.

# What happened

In 2021 I handed in a petition [[report]], & the office <refused> it;
see the paper itself [[notice p. 2]], also {{ 7*7 }}.

They came again."""


def paper(pages: int) -> Paper:
    return Paper(Path("x"), "", Path("x.pdf"), pages)


def exhibit(id: str, label: str, pages: int, translated: int = 0, **more: Any) -> Exhibit:
    facts = {
        "title": f"Paper {id}",
        "date": day("2021-06"),
        "issuer": "",
        "language": "",
        "obtained": "",
        "supports": "",
        "category": "other",
        **more,
    }
    return Exhibit(id, label, original=paper(pages), translation=paper(translated) if translated else None, **facts)


EXHIBITS = [
    exhibit(
        "notice", "A", 3, 2, language="zh_Hans", translator="ann", issuer="Xinmi police", certificate="exhibit/notice/certificate"
    ),
    exhibit("report", "B", 12, category="country_conditions", date=None),
]
PAGES = {
    "cover-letter": 1, "court-cover-page": 1, "preparation-memo": 1, "table-of-contents": 2, "i-589": 3, "declaration": 15,
    "interpreter-certificate": 18, "exhibit-index": 19, "certificate-of-service": 45,
    "exhibit/notice/separator": 20, "exhibit/notice/translation": 21, "exhibit/notice/certificate": 23,
    "exhibit/notice/original": 24, "exhibit/report/separator": 27, "exhibit/report/original": 28,
}  # fmt: skip


@pytest.fixture
def paper_of(make: Callable[..., Filing], tmp_path: Path) -> Callable[..., str]:
    """The text of one document: `paper_of("declaration", {"statement.text": ...}, procedure="abroad")`."""

    def rendered(
        name: str,
        changes: dict[str, Any] | None = None,
        *,
        procedure: str = "affirmative",
        pages: Any = PAGES,
        folder: str = "us",
    ) -> str:
        filing = complete(make, changes, procedure)
        own = getattr(documents, f"context_{name.replace('-', '_')}", None)
        about = exhibit_context(filing, EXHIBITS[:1], pages)
        extra = own(filing) if own else {**about, **certificate_context(filing, certificates(EXHIBITS)[0])}
        render(TEMPLATES / folder / f"{name}.docx", {**common_context(filing, EXHIBITS, pages), **extra}, tmp_path / "out.docx")
        return text_of(tmp_path / "out.docx")

    return rendered


def complete(make: Callable[..., Filing], changes: dict[str, Any] | None = None, procedure: str = "affirmative") -> Filing:
    filing = make({"statement.text": text(STATEMENT), **(changes or {})}, procedure=procedure)
    jurisdiction = dataclasses.replace(filing.jurisdiction, documents=documents)
    return dataclasses.replace(filing, jurisdiction=jurisdiction)


def ids(findings: list[Any]) -> set[str]:
    return {finding.id for finding in findings}


# Declaration


def test_the_declaration_numbers_paragraphs_and_turns_citations_into_exhibit_and_page(paper_of: Callable[..., str]) -> None:
    lines = paper_of("declaration").splitlines()
    assert "# DECLARATION OF MING GAO" in lines
    assert "I, Ming GAO, declare as follows:" in lines
    assert "## Who I am" in lines
    assert "1. I was born in Xinmi." in lines
    cited = (
        "2. In 2021 I handed in a petition Exhibit B, p. 28, & the office <refused> it; see the paper itself Exhibit A, p. 25, "
    )
    assert cited + "also {{ 7*7 }}." in lines
    assert "3. They came again." in lines


def test_a_citation_links_to_the_page_it_names(make: Callable[..., Filing]) -> None:
    cited = common_context(complete(make), EXHIBITS, PAGES)["cited"]
    links = [
        p for p in cited("[[notice]] [[notice p. 3]] [[ report, p. 12 ]] [report] [sic]", "here").pieces if not isinstance(p, str)
    ]
    assert [(link.text, link.target) for link in links] == [
        ("Exhibit A, p. 21", "exhibit/notice/1"),
        ("Exhibit A, p. 26", "exhibit/notice/6"),
        ("Exhibit B, p. 39", "exhibit/report/12"),
        ("Exhibit B, p. 28", "exhibit/report/1"),
    ]
    assert cited("[sic] [a] [[report]]", "").plain() == "[sic] [a] Exhibit B, p. 28"


@pytest.mark.parametrize("citation", ["[[summons]]", "[[notice p. 4]]", "[[notice p. 0]]", "[[]]", "[[notice page two]]"])
def test_a_citation_of_nothing_names_its_paragraph(paper_of: Callable[..., str], citation: str) -> None:
    with pytest.raises(RecordError) as caught:
        paper_of("declaration", {"statement.text": text(f"One.\n\nTwo {citation}.")})
    assert "Paragraph 2 of the statement" in caught.value.message
    assert citation in caught.value.message
    assert caught.value.remedy
    assert caught.value.place is not None


@pytest.mark.parametrize(("country", "abroad"), [("US", False), ("TH", True), ("CN", True), (Absent.UNKNOWN, True), (..., True)])
def test_the_oath_depends_on_the_place_of_signing(paper_of: Callable[..., str], country: Any, abroad: bool) -> None:
    said = paper_of("declaration", {"statement.place.country": country})
    inside = "I declare under penalty of perjury that the foregoing is true and correct."
    outside = "under penalty of perjury under the laws of the United States of America that the foregoing is true and correct."
    assert (outside in said, inside in said) == (abroad, not abroad)


def test_an_open_place_of_signing_is_found(make: Callable[..., Filing]) -> None:
    assert "us.signing-place-missing" in ids(documents.findings_declaration(complete(make, {"statement.place.country": ...})))
    assert ids(documents.findings_declaration(complete(make))) == set()


def test_signature_and_date_stay_blank(paper_of: Callable[..., str], tmp_path: Path) -> None:
    said = paper_of(
        "declaration", {"statement.place": {"city": text("Alhambra"), "province": text("California"), "country": "US"}}
    )
    assert "Executed on ________________________ (date) at Alhambra, California." in said
    document = docx.Document(str(tmp_path / "out.docx"))
    targets = [relation.target_ref for relation in document.part.rels.values() if relation.is_external]
    assert "https://asylum-forms.invalid/sign/applicant" in targets
    assert "2026" not in said


def test_a_statement_in_another_language_is_printed_and_found(make: Callable[..., Filing], paper_of: Callable[..., str]) -> None:
    changes = {"statement.text": Text((("zh_Hans", "我叫高明。\n我住在新密。"),))}
    assert "1. 我叫高明。我住在新密。" in paper_of("declaration", changes)
    assert ids(documents.findings_declaration(complete(make, changes))) == {"us.statement-untranslated"}


def test_a_missing_statement_and_a_bracket_that_cites_nothing_are_found(make: Callable[..., Filing]) -> None:
    assert ids(documents.findings_declaration(complete(make, {"statement.text": ...}))) == {"us.statement-missing"}
    loose = {"statement.text": text("I petitioned [petition-2019] [sic].")}
    [finding] = documents.findings_declaration(complete(make, loose))
    assert finding.id == "us.statement-citation"
    assert "[petition-2019]" in finding.message
    assert "[sic]" not in finding.message


def test_lists_in_the_statement_keep_their_lines(make: Callable[..., Filing]) -> None:
    told = {"statement.text": text("They took\nfrom us:\n- a phone\n- a computer\n")}
    [paragraph] = documents.context_declaration(complete(make, told))["paragraphs"]
    assert paragraph["text"] == "They took from us:\n- a phone\n- a computer"


# Interpretation and translation


@pytest.mark.parametrize(
    ("changes", "needed"),
    [
        ({"applicant.languages.reads": ["zh_Hans"]}, True),
        ({"applicant.languages.reads": ["zh_Hans", "en"]}, False),
        ({"applicant.languages.reads": Absent.NONE}, True),
        ({"applicant.languages.reads": ..., "statement.read_back_in": "zh_Hans"}, True),
        ({"applicant.languages.reads": ..., "statement.read_back_in": Absent.NOT_APPLICABLE}, False),
        ({"applicant.languages.reads": ["en"], "statement.read_back_in": "zh_Hans"}, True),
        ({"applicant.languages.reads": ..., "applicant.languages.english_fluent": "no"}, True),
        ({"applicant.languages.reads": ..., "applicant.languages.english_fluent": ...}, False),
    ],
)
def test_who_reads_no_english_needs_an_interpreter(make: Callable[..., Filing], changes: dict[str, Any], needed: bool) -> None:
    assert documents.needs_interpreter(complete(make, changes)) is needed


READ = {"statement.read_back_in": "zh_Hans"}


def test_the_language_of_the_reading_is_not_taken_from_what_the_declarant_reads(
    make: Callable[..., Filing], paper_of: Callable[..., str]
) -> None:
    assert "competent to interpret between English and ____" in paper_of("interpreter-certificate")
    (found,) = documents.findings_interpreter_certificate(complete(make))
    assert found.id == "us.interpreter-incomplete"


def test_the_interpreter_certifies_what_the_court_wants(paper_of: Callable[..., str]) -> None:
    said = paper_of("interpreter-certificate", READ)
    assert "I, Ann SMITH, certify as follows:" in said
    assert "1. I am competent to interpret between English and Chinese." in said
    assert "2. I read the foregoing Declaration of Ming GAO to the declarant in Chinese, a language that the declarant" in said
    assert "3. The declarant understood the declaration before signing it." in said
    assert "4. My interpretation was true and accurate to the best of my abilities." in said
    assert "626-555-0101" in said
    assert "5 Oak Avenue" in said


def test_without_an_interpreter_there_are_lines_to_fill_in_and_a_finding(
    make: Callable[..., Filing], paper_of: Callable[..., str]
) -> None:
    said = paper_of("interpreter-certificate", {"statement.interpreter": ...})
    assert "I, ________________________________________ (printed name), certify as follows:" in said
    found = documents.findings_interpreter_certificate(complete(make, {"statement.interpreter": ...}))
    assert ids(found) == {"us.interpreter-incomplete"}
    assert documents.findings_interpreter_certificate(complete(make, READ)) == []


@pytest.mark.parametrize("folder", ["us", "common"])
def test_the_translator_certifies_what_both_offices_want(paper_of: Callable[..., str], folder: str) -> None:
    said = paper_of("translator-certificate", folder=folder)
    for words in ("competent to translate from Chinese (Simplified)", "into English", "complete, true and accurate translation"):
        assert words in said
    for words in ("Ann SMITH", "5 Oak Avenue", "626-555-0101", "| A | Paper notice | 3 | 2 |"):
        assert words in said


def test_an_unknown_translator_is_found(make: Callable[..., Filing]) -> None:
    filing = complete(make)
    unknown = dataclasses.replace(EXHIBITS[0], translator="")
    assert ids(list(certificate_findings(filing, [unknown]))) == {"translation.translator-incomplete"}
    assert list(certificate_findings(filing, EXHIBITS)) == []


# Index, contents, letters


def test_the_index_gives_pages_and_keeps_country_conditions_apart(paper_of: Callable[..., str]) -> None:
    said = paper_of("exhibit-index")
    assert "| A | Paper notice (Xinmi police), with English translation | June 2021 | 20 |" in said
    assert said.index("## Country conditions") < said.index("| B | Paper report | undated | 27 |")


def test_the_table_of_contents_names_every_part_and_tab(paper_of: Callable[..., str]) -> None:
    said = paper_of("table-of-contents", procedure="defensive")
    assert "|  | Form I-589, Application for Asylum and for Withholding of Removal |  | 3 |" in said
    assert "|  | Declaration of the respondent |  | 15 |" in said
    assert "| A | Paper notice, with English translation | June 2021 | 20 |" in said
    assert "|  | Certificate of service |  | 45 |" in said


def test_before_pages_are_known_every_document_renders(paper_of: Callable[..., str]) -> None:
    assert "| A | Paper notice (Xinmi police), with English translation | June 2021 | 0 |" in paper_of("exhibit-index", pages={})
    assert "Exhibit B, p. 0" in paper_of("declaration", pages={})


def test_a_page_of_something_that_is_not_in_the_filing_is_an_error(make: Callable[..., Filing]) -> None:
    with pytest.raises(TemplateError, match="appendix"):
        common_context(complete(make), EXHIBITS, PAGES)["page"]("appendix")


def test_the_cover_letter_says_whether_the_year_is_kept_and_invents_no_address(paper_of: Callable[..., str]) -> None:
    said = paper_of("cover-letter")
    assert "filed within one year of the last arrival in the United States (December 1, 2025)" in said
    assert "(filing address for the applicant’s place of residence, as given at www.uscis.gov/i-589)" in said
    assert "Fang LIU, Yi GAO, Er GAO" in said
    assert "including protection under the Convention Against Torture" in said
    assert "Part C, question 6" not in said
    assert "|  | Declaration of the applicant | 15 |" in said


@pytest.mark.parametrize(("today", "kept"), [("2026-11-30", True), ("2026-12-01", True), ("2026-12-02", False)])
def test_the_cover_letter_calls_no_year_kept_that_is_over(make: Callable[..., Filing], today: str, kept: bool) -> None:
    """The last arrival is on December 1, 2025, the filing date of the record on November 21, 2026."""
    filing = dataclasses.replace(make(), today=datetime.date.fromisoformat(today))
    assert documents.context_cover_letter(filing)["late"] == ("no" if kept else "")
    late = dataclasses.replace(make({"travel.entries.0.date": day("2019-05-01")}), today=filing.today)
    assert documents.context_cover_letter(late)["late"] == "yes"


def test_the_cover_letter_brings_up_lateness_arrests_and_earlier_applications(paper_of: Callable[..., str]) -> None:
    said = paper_of(
        "cover-letter",
        {
            "travel.entries.0.date": day("2019-05-01"),
            "arrests": [{"country": "US", "date": day("2024-02"), "person": text("I myself")}],
            "earlier_claims": [{"country": "US", "person": text("I myself"), "date": day("2020")}],
        },
    )
    assert "filed more than one year after the last arrival in the United States (May 1, 2019)" in said
    assert "Part C, question 6, of the form is answered “yes”" in said
    assert "Part C, question 1, of the form is answered “yes”" in said


def test_the_cover_letter_claims_translations_only_where_all_are_there(
    make: Callable[..., Filing], paper_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = "Every document in another language comes with an English translation"
    assert sentence in paper_of("cover-letter")
    monkeypatch.setitem(globals(), "EXHIBITS", [dataclasses.replace(EXHIBITS[0], translation=None), EXHIBITS[1]])
    pages = {k: v for k, v in PAGES.items() if not k.endswith(("translation", "certificate"))}
    assert sentence not in paper_of("cover-letter", pages=pages)


COURT = {
    "name": text("Los Angeles Immigration Court"), "city": text("Los Angeles, California"), "judge": "Jane Doe",
    "hearing_date": day("2027-02-09"), "hearing_time": "9:00 a.m.", "hearing_kind": "master", "detained": "no",
}  # fmt: skip


def test_the_court_cover_page_names_court_parties_and_hearing(make: Callable[..., Filing], paper_of: Callable[..., str]) -> None:
    changes = {"us.court": COURT, "children.0.us.in_court": "yes", "children.0.us.a_number": "222333444"}
    said = paper_of("court-cover-page", changes, procedure="defensive")
    for words in ("NON-DETAINED", "LOS ANGELES IMMIGRATION COURT", "LOS ANGELES, CALIFORNIA", "File No.: A 012-345-678", "Yi GAO",
                  "File No.: A 222-333-444", "Immigration Judge: Jane Doe", "Next hearing: February 9, 2027", "Master calendar",
                  "RESPONDENTS’ APPLICATION FOR ASYLUM", "626) 555-0143"):  # fmt: skip
        assert words in said
    assert documents.findings_court_cover_page(complete(make, changes, "defensive")) == []


def test_who_has_a_case_of_their_own_is_no_respondent_in_this_one(
    make: Callable[..., Filing], paper_of: Callable[..., str]
) -> None:
    """The caption named a wife who had been ordered removed in another court."""
    apart = {"us.court": COURT, "spouse.us.in_court": "yes", "spouse.us.same_case": "no", "spouse.us.a_number": "220333444"}
    wife = full_name(make().record.get("spouse.name"))
    for paper in ("court-cover-page", "certificate-of-service"):
        assert wife not in paper_of(paper, apart, procedure="defensive")
        assert wife in paper_of(paper, {**apart, "spouse.us.same_case": "yes"}, procedure="defensive")


def test_the_cover_page_has_the_number_under_which_the_court_knows_the_representative(
    make: Callable[..., Filing], paper_of: Callable[..., str]
) -> None:
    lawyer = {"us.court": COURT, "representative": {"helper": "ann", "kind": "attorney"}, "children.0.us.in_court": "no"}
    said = paper_of("court-cover-page", {**lawyer, "us.eoir_id": "EX000000"}, procedure="defensive")
    assert "EOIR ID: EX000000" in said
    [cover] = documents.findings_court_cover_page(complete(make, lawyer, "defensive"))
    assert cover.message.endswith(": EOIR ID.")
    assert "EOIR ID: ____" in paper_of("court-cover-page", lawyer, procedure="defensive"), "to be filled in by hand"
    none = {**lawyer, "us.eoir_id": Absent.NONE}
    assert documents.findings_court_cover_page(complete(make, none, "defensive")) == []
    assert "EOIR ID" not in paper_of("court-cover-page", none, procedure="defensive")


def test_what_the_court_papers_lack_is_named(make: Callable[..., Filing], paper_of: Callable[..., str]) -> None:
    said = paper_of("court-cover-page", procedure="defensive")
    assert "(detained or non-detained)" in said
    assert "RESPONDENT’S APPLICATION" in said
    [cover] = documents.findings_court_cover_page(complete(make, procedure="defensive"))
    assert "judge" in cover.message
    [service] = documents.findings_certificate_of_service(complete(make, procedure="defensive"))
    assert "its address" in service.message


def test_the_certificate_of_service_says_who_what_how_and_leaves_when_blank(paper_of: Callable[..., str]) -> None:
    service = {"office": text("Office of the Principal Legal Advisor"), "method": "ecas", "by": "Ming Gao",
               "address": address("300 N. Los Angeles St", "Los Angeles", "CA", "US", "90012")}  # fmt: skip
    said = paper_of("certificate-of-service", {"us.service": service}, procedure="defensive")
    assert "On ________________________ (date), I, Ming Gao, served a copy" in said
    assert "Office of the Principal Legal Advisor\n300 N. Los Angeles St\nLos Angeles, CA 90012\n" in said
    assert "electronically, through the EOIR Courts & Appeals System (ECAS)." in said


def test_a_representative_signs_and_sends(paper_of: Callable[..., str]) -> None:
    said = paper_of("cover-letter", {"representative": {"helper": "ann", "kind": "attorney", "bar_number": "123456"}})
    assert said.startswith("Ann SMITH\nBar number: 123456\n5 Oak Avenue\n")
    assert "I represent Ming GAO and enclose" in said


def test_the_memo_says_why_nothing_can_be_filed_from_abroad(paper_of: Callable[..., str]) -> None:
    said = paper_of("preparation-memo", {"statement.place.country": "TH"}, procedure="abroad")
    assert "seeking admission at a port of entry" in said
    assert "not for filing" in said
    assert "The declaration may be signed abroad." in said
    assert "signed abroad." not in paper_of("preparation-memo", procedure="abroad")


@pytest.mark.parametrize(("procedure", "words"), [("affirmative", "Exhibit A"), ("defensive", "\nA\n")])
def test_the_page_before_an_exhibit_is_a_separator_or_a_tab(paper_of: Callable[..., str], procedure: str, words: str) -> None:
    said = paper_of("exhibit-separator", procedure=procedure, folder="common")
    assert words in f"\n{said}"
    assert "| Issued by | Xinmi police |" in said
    assert "Supports" not in said


def test_the_answer_sheet_prints_every_item_of_the_form_once() -> None:
    [table] = (FOLDER / "forms").glob("i-589.*.yaml")
    assert check_template(TEMPLATES / "us" / "i-589.docx", read_table(table)) == []
