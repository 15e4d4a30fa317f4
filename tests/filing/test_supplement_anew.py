"""Papers that have changed since the filing: handed in anew with what comes later, where a procedure says so, or named."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path

import docx
import pytest
from pdf_text import text_of

from asylum_forms import build, finished
from asylum_forms.compare import difference
from asylum_forms.errors import AsylumFormsError
from asylum_forms.findings import Finding

from .conftest import quiet

pytestmark = pytest.mark.slow

RECORD = """\
asylum_forms: 1
language: en
filing_date: 2026-11-20
applicant:
  name: {family: Doe, given: Ada}
  birth: {date: 1990-05-01}
  languages: {reads: [fr]}
statement:
  text: |-
    I was held for two days. See [[first]].

    I left in June.
  place: {country: US}
  read_back_in: fr
claim:
  relocation: {answer: no, explain: They would find me.}
us:
  immigration_court: now
evidence:
  - {id: first, file: evidence/a.txt, title: A letter, language: en, category: witness}
"""
LATER = RECORD.replace("two days. See [[first]].", "three days. See [[first]] and [[late]].")
LATE = "  - {id: late, file: evidence/late.txt, title: A late letter, language: en, category: witness}\n"
TO_COURT = "us/defensive"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case, of which the filing in `filed` was handed in."""
    made = tmp_path_factory.mktemp("case")
    (made / "evidence").mkdir()
    for name in ("a", "late"):
        (made / "evidence" / f"{name}.txt").write_text(f"This is true, says {name}.\n", encoding="utf-8")
    (made / "record.yaml").write_text(RECORD, encoding="utf-8")
    build.build(made, TO_COURT, out=made / "filed", progress=quiet)
    return made


@pytest.fixture(scope="module")
def after(case: Path) -> build.Built:
    """What came later: a letter, and a statement that says something else and cites it."""
    return built(case, LATER + LATE)


def built(
    case: Path, record: str, *, out: str = "after", filed: tuple[str, ...] = ("filed",), procedure: str = TO_COURT
) -> build.Built:
    (case / "record.yaml").write_text(record, encoding="utf-8")
    earlier = [case / folder for folder in filed]
    date = datetime.date(2027, 12, 1)  # more than a year later: answers that follow from the day must not count as changed
    return build.build(case, procedure, out=case / out, supplements=earlier, date=date, progress=quiet)


def parts(made: build.Built) -> dict[str, str]:
    return {part["id"]: part["title"] for part in json.loads(made.manifest.read_text(encoding="utf-8"))["parts"]}


def page_of(made: build.Built, part: str) -> str:
    pages = {one["id"]: one["page"] for one in json.loads(made.manifest.read_text(encoding="utf-8"))["parts"]}
    return " ".join(text_of(made.pdf, pages[part]).split())


def edit(file: Path, where: str, more: str) -> None:
    """What a lawyer does in Word: write on in the paragraph with these words."""
    document = docx.Document(str(file))
    next(paragraph for paragraph in document.paragraphs if where in paragraph.text).add_run(more)
    document.save(str(file))


def about(made: build.Built) -> dict[str, Finding]:
    return {finding.id: finding for finding in made.findings if finding.id.startswith("supplement.")}


def test_a_changed_declaration_is_handed_in_anew_with_its_certificate(after: build.Built) -> None:
    assert parts(after)["declaration"] == "Amended declaration of the respondent"
    assert parts(after)["interpreter-certificate"] == "Certificate of interpretation of the amended declaration"
    declaration, certificate = page_of(after, "declaration"), page_of(after, "interpreter-certificate")
    assert "AMENDED DECLARATION OF ADA DOE" in declaration
    assert "I was held for three days." in declaration
    assert "I read the foregoing Amended Declaration of" in certificate
    assert {"applicant", "interpreter"} <= {who for who, _spot in after.signs}
    index = page_of(after, "table-of-contents")
    assert "Amended declaration of the respondent 3" in index
    assert "A page that a paper cites of an exhibit not listed here is that of the first filing." in index


def test_it_cites_the_pages_of_the_earlier_filing_and_its_own(case: Path, after: build.Built) -> None:
    filed = {part["id"]: part["page"] for part in json.loads((case / "filed/manifest.json").read_text(encoding="utf-8"))["parts"]}
    own = {part["id"]: part["page"] for part in json.loads(after.manifest.read_text(encoding="utf-8"))["parts"]}
    cited = f"See Exhibit A, p. {filed['exhibit/first/original']} and Exhibit B, p. {own['exhibit/late/original']}."
    assert cited in page_of(after, "declaration")
    assert not [finding for finding in finished.verify(after.manifest.parent, progress=quiet) if finding.severity == "blocks"]


def test_the_report_quotes_what_changed_in_it_and_asks_to_sign_anew(after: build.Built) -> None:
    found = about(after)
    assert "“two” is now “three”" in found["supplement.anew"].message
    own = {part["id"]: part["page"] for part in json.loads(after.manifest.read_text(encoding="utf-8"))["parts"]}
    assert f"Exhibit B, p. {own['exhibit/late/original']}”" in found["supplement.anew"].message, "as in what is signed"
    assert "sign it anew" in found["supplement.anew"].remedy
    assert found.keys() == {"supplement.anew"}, "the form has not changed, whatever the day"
    assert [f.message for f in after.findings if f.id == "document.wording-unverified" and "Amended declaration" in f.message]


def test_a_changed_form_is_named_with_its_items_and_stays_out(case: Path, after: build.Built) -> None:
    made = built(case, RECORD.replace("1990-05-01", "1990-05-02") + LATE, out="form")
    found = about(made)["supplement.changed"]
    assert found.place.form == "I-589"
    assert "I-589, A.I.12 (" in found.message
    assert "diff OLD NEW" in found.remedy
    assert "i-589" not in parts(made)
    assert "declaration" not in parts(made)


def test_where_only_an_answer_of_the_form_has_changed_it_is_said_how_the_office_takes_that(
    case: Path, after: build.Built
) -> None:
    with pytest.raises(AsylumFormsError, match="No exhibit is new, and what has changed is not handed in") as error:
        built(case, RECORD.replace("1990-05-01", "1990-05-02"), out="nothing")
    assert "Form I-589" in str(error.value)
    assert "sworn to at the hearing (Form I-589, edition 01/20/25, Part G)" in error.value.remedy
    assert "diff OLD NEW" in error.value.remedy
    assert "--amends" not in error.value.remedy, "the court has no such rule"


def test_changed_pages_of_an_office_without_such_a_rule_lead_to_what_there_is(case: Path, after: build.Built) -> None:
    with pytest.raises(AsylumFormsError, match="How us/defensive takes changed pages is not known") as error:
        build.build(case, TO_COURT, amends=[case / "filed"], out=case / "nothing", progress=quiet)
    assert f"build with `--supplements {case / 'filed'}" in error.value.remedy
    assert "Part G" in error.value.remedy
    assert "diff OLD NEW" in error.value.remedy


def test_an_amended_declaration_can_come_alone_and_be_amended_again(case: Path, after: build.Built) -> None:
    shutil.copytree(after.manifest.parent, case / "filed-too")
    with pytest.raises(Exception, match="in the earlier filing already"):
        built(case, LATER + LATE, out="nothing", filed=("filed", "filed-too"))
    made = built(case, (LATER + LATE).replace("in June", "in July"), out="again", filed=("filed", "filed-too"))
    assert parts(made)["declaration"] == "Amended declaration of the respondent, no. 2", "two papers never have one title"
    assert parts(made)["interpreter-certificate"] == "Certificate of interpretation of the amended declaration, no. 2"
    assert "AMENDED DECLARATION NO. 2 OF ADA DOE" in page_of(made, "declaration")
    assert "I read the foregoing Amended Declaration No. 2 of" in page_of(made, "interpreter-certificate")
    assert [id_ for id_ in parts(made) if id_.startswith("exhibit/")] == []
    assert "“June” is now “July”" in about(made)["supplement.anew"].message
    assert "three" not in about(made)["supplement.anew"].message, "that was handed in already"
    assert "and Exhibit B." in page_of(made, "declaration"), "page 6 is another in each of the filings"


def test_what_was_edited_by_hand_before_is_not_lost_unseen(case: Path) -> None:
    """Of the paper that was filed nobody can tell from the record alone what it says."""
    edited = case / "edited"
    shutil.copytree(case / "filed", edited)
    edit(edited / "forms" / "declaration.docx", "I left in June", " It rained.")
    unchanged = built(case, RECORD + LATE, out="hand", filed=("edited",))
    assert "declaration" not in parts(unchanged), "the record is as it was: what was filed stands"
    made = built(case, LATER + LATE, out="hand", filed=("edited",))
    lost = about(made)["supplement.edits-lost"]
    assert lost.severity == "blocks"
    assert "Left out: “It rained.”" in about(made)["supplement.anew"].message
    shutil.copy(edited / "forms" / "declaration.docx", case / "hand" / "forms" / "declaration.docx")
    edit(case / "hand" / "forms" / "declaration.docx", "It rained", " It was cold.")
    made = built(case, LATER + LATE, out="hand", filed=("edited",))
    assert "supplement.edits-lost" not in about(made)
    assert "It was cold." in page_of(made, "declaration")


def test_what_was_edited_in_the_folder_of_the_whole_filing_is_not_overlooked(case: Path) -> None:
    whole = Path(shutil.copytree(case / "filed", case / "build" / "us-defensive"))
    made = built(case, RECORD + LATE, out="unlike")
    assert "supplement.edited-elsewhere" not in about(made)
    edit(whole / "forms" / "declaration.docx", "I left in June", " It rained.")
    made = built(case, RECORD + LATE, out="unlike")
    found = about(made)["supplement.edited-elsewhere"]
    assert (found.severity, found.place.file) == ("blocks", "us-defensive/forms/declaration.docx")
    assert "declaration" not in parts(made)
    shutil.copy(whole / "forms" / "declaration.docx", case / "unlike" / "forms")
    made = built(case, RECORD + LATE, out="unlike")
    assert about(made).keys() == {"supplement.anew"}
    assert "It rained." in page_of(made, "declaration")


def test_a_paper_that_is_no_longer_anew_does_not_come_back_from_the_folder(case: Path) -> None:
    made = built(case, LATER + LATE, out="back")
    assert (case / "back" / "forms" / "declaration.docx").exists()
    for _time in range(2):
        made = built(case, RECORD + LATE, out="back")
        assert "declaration" not in parts(made)
        assert not (case / "back" / "forms" / "declaration.docx").exists()


@pytest.mark.parametrize(
    ("procedure", "letter", "said", "anew"),
    [
        ("us/affirmative", "cover-letter", "I enclose further papers for my application", "declaration"),
        ("kr/in-country", "further-materials", "추가 자료 제출서", "personal-statement"),
        ("unhcr/rsd", "further-papers", "I hand in further papers for my case", "written-statement"),
    ],
)
def test_other_offices_get_a_letter_of_ours_that_says_so(case: Path, procedure: str, letter: str, said: str, anew: str) -> None:
    (case / "record.yaml").write_text(RECORD, encoding="utf-8")
    filed = build.build(case, procedure, out=case / letter, progress=quiet)
    assert letter not in parts(filed) or letter == "cover-letter"
    made = built(case, LATER + LATE, out=f"{letter}-after", filed=(letter,), procedure=procedure)
    assert next(iter(parts(made))) == letter
    assert said in page_of(made, letter)
    assert "A late letter" in page_of(made, letter)
    assert parts(made)[anew].split(" ")[0] in ("Amended", "변경된")
    unverified = [finding for finding in made.findings if finding.id == "document.wording-unverified"]
    assert [finding for finding in unverified if finding.source.startswith("Words of ours; ")]
    assert about(made).keys() == {"supplement.anew"}


def test_the_difference_names_the_papers_to_sign_anew(case: Path) -> None:
    """The certificate says the same as before, but about another declaration."""
    (case / "record.yaml").write_text(LATER + LATE, encoding="utf-8")
    build.build(case, TO_COURT, out=case / "whole", progress=quiet)
    found = difference.compare(case / "filed", case / "whole")
    assert found.to_sign == ("Declaration of the respondent", "Certificate of interpretation")
    assert difference.as_data(found)["sign_anew"] == list(found.to_sign)


def test_what_a_supplement_does_not_hold_is_not_called_left_out(case: Path, after: build.Built) -> None:
    found = difference.compare(case / "filed", after.manifest.parent)
    assert found.later
    assert not [page for page in found.pages if page.kind == "removed"]
    assert not found.exhibits.removed
    assert [exhibit.label for exhibit in found.exhibits.added] == ["B"]
    assert not found.answers


def test_where_there_is_no_letter_the_report_says_so(case: Path) -> None:
    (case / "record.yaml").write_text(RECORD, encoding="utf-8")
    build.build(case, "ca/overseas", out=case / "overseas", progress=quiet)
    made = built(case, RECORD + LATE, out="overseas-after", filed=("overseas",), procedure="ca/overseas")
    assert "names the case" in about(made)["supplement.no-letter"].remedy


def test_the_filing_of_another_person_or_procedure_is_refused(case: Path) -> None:
    other = LATER.replace("{family: Doe, given: Ada}", "{family: Roe, given: Mia}") + LATE
    with pytest.raises(AsylumFormsError, match=r"another filing: Ada Doe, 1990-05-01, us/defensive\. This one is: Mia Roe"):
        built(case, other, out="never")
    child = LATER.replace("given: Ada", "given: Tim").replace("1990-05-01", "2015-05-01") + LATE
    with pytest.raises(AsylumFormsError, match="This one is: Tim Doe"):
        built(case, child, out="never")
    with pytest.raises(AsylumFormsError, match="This one is: Ada Doe, 1990-05-01, us/affirmative"):
        built(case, LATER + LATE, out="never", procedure="us/affirmative")


def test_a_name_that_was_corrected_since_makes_nobody_else(case: Path) -> None:
    corrected = LATER.replace("family: Doe", "family: Does") + LATE
    assert "supplement.anew" in about(built(case, corrected, out="corrected"))


def test_what_was_handed_in_between_is_cited_without_a_page(case: Path, after: build.Built) -> None:
    record = LATER.replace("three days", "four days") + LATE
    made = built(case, record, out="third", filed=("filed", "after"))
    filed = {part["id"]: part["page"] for part in json.loads((case / "filed/manifest.json").read_text(encoding="utf-8"))["parts"]}
    assert f"See Exhibit A, p. {filed['exhibit/first/original']} and Exhibit B." in page_of(made, "declaration")


def test_the_report_quotes_no_page_that_the_signed_paper_does_not_cite(case: Path, after: build.Built) -> None:
    """What was handed in between cites its own page, which is another in the filing that is signed now."""
    record = LATER.replace("[[late]].", "[[late]] and rain.") + LATE
    made = built(case, record, out="quoted", filed=("filed", "after"))
    assert "and Exhibit B and rain." in page_of(made, "declaration")
    said = about(made)["supplement.anew"].message
    assert "rain" in said
    assert "Exhibit B" in said
    assert "Exhibit B, p." not in said


def test_the_second_of_two_supplements_has_a_number(case: Path, after: build.Built) -> None:
    later = "  - {id: last, file: evidence/last.txt, title: The last letter, language: en, category: witness}\n"
    (case / "evidence" / "last.txt").write_text("This is true too.\n", encoding="utf-8")
    made = built(case, LATER + LATE + later, out="second", filed=("filed", "after"))
    assert made.pdf.name == after.pdf.name.replace(".pdf", "_2.pdf")
    assert "SUPPLEMENTARY DOCUMENTS NO. 2 IN SUPPORT OF" in page_of(made, "court-cover-page")
    assert "SUPPLEMENTARY DOCUMENTS IN SUPPORT OF" in page_of(after, "court-cover-page")
    record = [case / "filed", case / "after"]
    again = build.build(case, TO_COURT, supplements=record, date=datetime.date(2027, 12, 1), progress=quiet)
    assert again.manifest.parent.name == "us-defensive-supplement-2"
