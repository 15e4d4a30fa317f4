"""A claim of husband and wife, filed and then changed: the copies they read, what differs, and the pages handed in anew."""

from __future__ import annotations

import datetime
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from ca_case import EXAMPLE
from pdf_text import text_of
from ruamel.yaml import YAML

from asylum_forms import build, finished
from asylum_forms.build import Built
from asylum_forms.compare.difference import Difference, compare
from asylum_forms.compare.pages import Kind
from asylum_forms.errors import AsylumFormsError
from asylum_forms.findings import Severity
from asylum_forms.progress import quiet

pytestmark = pytest.mark.slow

KEPT = ("passports", "summons-2023")
FILED = {"phone": "+1 416 555 0142", "hours": "held for twenty-two hours and beaten"}
CHANGED = {"phone": "+1 416 555 0199", "hours": "held for twenty-three hours, beaten and threatened"}
SECRET = "留给自己"
"""Words that only the wife's record has."""


@dataclass(frozen=True)
class Claim:
    """The case folder and what was built from it."""

    case: Path
    first: Built
    second: Built
    amended: Built


@pytest.fixture(scope="module")
def claim(tmp_path_factory: pytest.TempPathFactory) -> Claim:
    case = tmp_path_factory.mktemp("changes") / "case"
    shutil.copytree(EXAMPLE, case, ignore=shutil.ignore_patterns("build"))
    _edit(case / "record.yaml", _small)
    _edit(case / "people" / "spouse.yaml", _with_secret)

    def built(folder: str, **options: Any) -> Built:
        return build.build(case, "ca/inland", out=case / "build" / folder, progress=quiet, **options)

    first = built("first")
    record = case / "record.yaml"
    words = record.read_text(encoding="utf-8")
    for key, old in FILED.items():
        assert old in words
        words = words.replace(old, CHANGED[key], 1)
    record.write_text(words, encoding="utf-8")
    _edit(record, _with_late_paper)
    (case / "evidence" / "late.txt").write_text("I saw what they did to him.\n", encoding="utf-8")
    return Claim(case, first, built("second", sets=["served"]), built("amended", amends=[first.pdf.parent], sets=["served"]))


def _edit(file: Path, change: Callable[[Any], None]) -> None:
    yaml = YAML()
    yaml.width = 10_000
    record: Any = yaml.load(file.read_text(encoding="utf-8"))
    change(record)
    with file.open("w", encoding="utf-8") as out:
        yaml.dump(record, out)


def _small(record: Any) -> None:
    """Two exhibits, no children who claim."""
    record["evidence"] = [entry for entry in record["evidence"] if entry["id"] in KEPT]
    for event in record["harm"]:
        event["evidence"] = [id_ for id_ in event["evidence"] if id_ in KEPT] or "none"
    for tag, words in record["statement"]["text"].items():
        cut = re.sub(r" ?\[\[([a-z0-9-]+)[^]]*\]\]", lambda found: found.group() if found[1] in KEPT else "", words)
        record["statement"]["text"][tag] = cut
    for child in record["children"]:
        child["ca"]["claims"] = "no"


def _with_secret(record: Any) -> None:
    record["claim"]["fear"]["what"] = {"zh_Hans": SECRET, "en": "a matter of my own"}


def _with_late_paper(record: Any) -> None:
    late = {"id": "late", "file": "evidence/late.txt", "title": "Letter of a neighbour", "language": "en", "category": "witness"}
    record["evidence"].append(late)


def test_pages_and_papers_that_follow_a_claim_are_not_held_to_its_last_day(claim: Claim, tmp_path: Path) -> None:
    case = tmp_path / "case"
    shutil.copytree(claim.case, case, ignore=shutil.ignore_patterns("build"))
    filed = claim.first.pdf.parent
    late = datetime.date(2027, 6, 1)

    def found(severity: Severity, **options: Any) -> set[str]:
        built = build.build(case, "ca/inland", out=tmp_path / "out", date=late, progress=quiet, **options)
        return {finding.id for finding in built.findings if finding.severity is severity}

    assert {"ca.first-entry", "ca.form-day"} <= found(Severity.BLOCKS)
    for options in ({"amends": [filed]}, {"supplements": [filed]}):
        shutil.rmtree(tmp_path / "out")
        assert not {"ca.first-entry", "ca.form-day"} & found(Severity.BLOCKS, **options)
    _edit(case / "record.yaml", lambda record: record.update(earlier_claims=[{"country": "US", "date": 2019}]))
    shutil.rmtree(tmp_path / "out")
    assert "ca.claimed-before" in found(Severity.ATTEND, amends=[filed])


def flat(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def reading(built: Built, whose: str = "") -> Path:
    return built.pdf.parent / f"reading-copy{whose}.zh_Hans.pdf"


# Reading copies


def test_each_claimant_has_a_copy_to_read(claim: Claim) -> None:
    found = {file.name for file in claim.first.pdf.parent.glob("reading-copy*")}
    assert found == {"reading-copy.zh_Hans.pdf", "reading-copy--spouse.zh_Hans.pdf"}
    manifest = json.loads(claim.first.manifest.read_text(encoding="utf-8"))
    assert found <= {entry["path"] for entry in manifest["outputs"]}


def test_a_copy_has_the_questions_and_answers_in_both_languages(claim: Claim) -> None:
    words = flat(text_of(reading(claim.first)))
    for said in ("Date of birth (year-month-day)", "1978-03-14", "1978 年 3 月 14 日", "Nationality", "中国", "Gender", "男"):
        assert said in words


def test_what_was_written_in_ones_own_language_stands_beside_its_translation(claim: Claim) -> None:
    words = flat(text_of(reading(claim.first)))
    assert "2023年4月19日，我被传唤到青石" in words.replace(" ", "")
    assert "On April 19, 2023 I was summoned" in words


def test_a_copy_names_the_pages_to_sign_and_what_is_declared_there(claim: Claim) -> None:
    signed = [spot.page for who, spot in claim.first.signs if who.startswith("applicant (Weiguo")]
    assert signed
    first = flat("".join(text_of(reading(claim.first), page) for page in (1, 2)))  # the table may go on there
    for page in signed:
        assert re.search(rf"\b{page}\b", first)
    raw = subprocess.run(["pdftotext", "-raw", str(reading(claim.first)), "-"], capture_output=True, check=True).stdout.decode()
    assert "same force and effect as if made under oath" in flat(raw)
    assert "本声明与宣誓后作出的声明具有同等效力" in re.sub(r"\s", "", raw)


def test_where_there_are_no_own_words_a_mark_says_that_it_must_be_read_out(claim: Claim) -> None:
    assert "◆" in text_of(reading(claim.first))


def test_every_page_says_that_it_is_not_for_the_office(claim: Claim) -> None:
    document = pypdfium2.PdfDocument(reading(claim.first, "--spouse"))
    for number in range(1, len(document) + 1):
        assert "NOT FOR THE OFFICE" in text_of(reading(claim.first, "--spouse"), number)


def test_nothing_of_one_persons_claim_is_in_anothers_copy(claim: Claim) -> None:
    assert SECRET in text_of(reading(claim.first, "--spouse"))
    assert SECRET not in text_of(reading(claim.first))
    assert "twenty-two hours" not in text_of(reading(claim.first, "--spouse"))


def test_changed_pages_have_a_copy_of_their_papers_whole_with_what_is_new_marked(claim: Claim) -> None:
    """The declaration is made anew for the whole form, not for the changed pages."""
    assert [file.name for file in claim.amended.pdf.parent.glob("reading-copy*")] == ["reading-copy.zh_Hans.pdf"], (
        "hers has not changed"
    )
    raw = subprocess.run(["pdftotext", "-raw", str(reading(claim.amended)), "-"], capture_output=True, check=True).stdout.decode()
    words, packed = flat(raw), re.sub(r"\s", "", raw)
    assert "These pages replace pages that were handed in." in words
    for page in ("Basis of Claim Form – Weiguo SHEN, page", "Narrative – Weiguo SHEN, page", "Letter of a neighbour"):
        assert page in words
    mark = "▲新的内容，或文字与以前递交的那一份不同。"
    assert f"电话{mark}{CHANGED['phone']}".replace(" ", "") in packed
    assert re.search(rf"beatenandthreatened.{{0,600}}?{re.escape(mark)}2023年4月19日", packed)
    assert "1978-03-14" in words, "all of the form is there"
    assert packed.count(mark) < 5
    assert "同等效力" in packed
    assert SECRET not in packed


# What differs


@pytest.fixture(scope="module")
def difference(claim: Claim) -> Difference:
    return compare(claim.first.pdf.parent, claim.second.pdf.parent)


def test_a_changed_answer_is_told_by_its_official_item(difference: Difference) -> None:
    assert difference.answers is not None
    phones = [change for change in difference.answers if change.item.startswith("Schedule 1, item 21")]
    assert ("boc", FILED["phone"], CHANGED["phone"]) in [(change.leaf, change.old, change.new) for change in phones]


def test_a_changed_page_is_told_with_its_words(difference: Difference) -> None:
    pages = [page for page in difference.pages if page.kind is Kind.CHANGED and page.part == "narrative"]
    told = [(words.old, words.new) for page in pages for words in page.words]
    assert ("twenty-two hours", "twenty-three hours, beaten") in told


def test_a_new_exhibit_is_told_and_its_pages_are_new(difference: Difference) -> None:
    assert [exhibit.id for exhibit in difference.exhibits.added] == ["late"]
    assert {page.part for page in difference.pages if page.kind is Kind.ADDED} == {
        "exhibit/late/separator",
        "exhibit/late/original",
    }


def test_pages_of_evidence_that_stayed_are_matched(claim: Claim, difference: Difference) -> None:
    stayed = [page for page in difference.pages if page.part == "exhibit/summons-2023/original"]
    assert stayed
    assert {page.kind for page in stayed} <= {Kind.SAME, Kind.MOVED}


def test_a_filing_does_not_differ_from_itself(claim: Claim) -> None:
    folder = claim.first.pdf.parent
    assert compare(folder, folder).empty


def test_two_pdfs_without_their_folders_are_compared_by_bookmarks(claim: Claim, tmp_path: Path) -> None:
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    shutil.copy(claim.first.pdf, one)
    shutil.copy(claim.second.pdf, two)
    found = compare(one, two)
    assert found.answers is None
    told = [words.new for page in found.pages for words in page.words]
    assert any("twenty-three hours" in words for words in told)


# Pages handed in anew


def test_only_the_changed_pages_and_the_declaration_are_in_the_packet(claim: Claim) -> None:
    manifest = json.loads(claim.amended.manifest.read_text(encoding="utf-8"))
    ids = [part["id"] for part in manifest["parts"]]
    assert ids[0] == "amended-pages"
    assert [id_ for id_ in ids if id_.startswith("amended/narrative/")]
    boc = [int(id_.rpartition("/")[2]) for id_ in ids if id_.startswith("amended/boc/")]
    filed = json.loads(claim.first.manifest.read_text(encoding="utf-8"))
    assert 0 < len(boc) < next(part["pages"] for part in filed["parts"] if part["id"] == "boc")
    assert not [id_ for id_ in ids if "spouse" in id_]  # nothing of hers has changed
    assert "exhibit/late/original" in ids
    assert "exhibit/summons-2023/original" not in ids


def test_pages_that_are_not_replaced_are_not_called_left_out(claim: Claim) -> None:
    found = compare(claim.first.pdf.parent, claim.amended.pdf.parent)
    assert found.later
    assert not [page for page in found.pages if page.kind is Kind.REMOVED]
    assert not found.exhibits.removed
    told = [(words.old, words.new) for page in found.pages if page.kind is Kind.CHANGED for words in page.words]
    assert ("twenty-two hours", "twenty-three hours, beaten") in told
    titles = {page.title for page in found.pages if page.part.startswith("amended/narrative/")}
    assert titles == {"Narrative – Weiguo SHEN, page 1", "Narrative – Weiguo SHEN, page 2"} or len(titles) == 1
    assert found.answers
    along = [page.kind for page in found.pages if page.part in ("list-of-documents", "statement-of-service")]
    assert set(along) == {Kind.ADDED}, "they are about the new exhibits, and replace nothing"


def test_the_file_is_not_called_like_the_claim(claim: Claim) -> None:
    assert (claim.first.pdf.name, claim.amended.pdf.name) == ("RPD_Claim.pdf", "RPD_Claim_Amended.pdf")
    assert not [finding for finding in finished.verify(claim.amended.pdf.parent, progress=quiet) if finding.severity == "blocks"]


def test_the_manifest_says_how_long_each_paper_was(claim: Claim) -> None:
    parts = {part["id"]: part["pages"] for part in json.loads(claim.first.manifest.read_text(encoding="utf-8"))["parts"]}
    for built in (claim.first, claim.amended):
        told = json.loads(built.manifest.read_text(encoding="utf-8"))["renderings"]
        assert told["narrative"]["pages"] == parts["narrative"]


def test_every_new_page_says_which_it_replaces_and_has_a_line_to_sign_and_date(claim: Claim) -> None:
    manifest = json.loads(claim.amended.manifest.read_text(encoding="utf-8"))
    amended = [part for part in manifest["parts"] if part["id"].startswith("amended/")]
    signed = {spot.page for who, spot in claim.amended.signs if who.startswith("applicant")}
    assert {part["page"] for part in amended} <= signed
    for part in amended:
        words = text_of(claim.amended.pdf, part["page"])
        assert "Signature:" in words
        assert "Date:" in words
        assert re.search(r"\(replaces page \d+\)", words)


def test_what_is_new_is_underlined_and_nothing_else(claim: Claim) -> None:
    from docx import Document

    document = Document(str(claim.amended.pdf.parent / "forms" / "narrative.docx"))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs if run.underline]
    assert "".join(run.text for run in runs).replace(" ", "") == "three,beatenthreatened"


def test_citations_stay_those_of_the_filing_that_the_office_has(claim: Claim) -> None:
    cited = re.compile(r"Exhibit \d+, p\. \d+")
    before = cited.findall(flat(text_of(claim.first.pdf)))
    assert before
    assert set(cited.findall(flat(text_of(claim.amended.pdf)))) == set(before)


def test_the_list_of_changes_has_old_and_new_words(claim: Claim) -> None:
    words = flat(text_of(claim.amended.pdf, 1) + text_of(claim.amended.pdf, 2))
    assert CHANGED["phone"] in words
    assert FILED["phone"] in words
    assert "“twenty-two hours” is now “twenty-three hours, beaten”" in words


def test_the_list_of_changes_says_of_which_filing_the_pages_of_older_exhibits_are(claim: Claim) -> None:
    words = flat(text_of(claim.amended.pdf, 1) + text_of(claim.amended.pdf, 2))
    assert "A page that a paper cites of an exhibit not listed here is that of the first filing." in words


def test_new_exhibits_come_with_their_list_and_a_statement_of_service(claim: Claim) -> None:
    """Rules 31 and 34, as with every exhibit that is handed in."""
    parts = {part["id"]: part["page"] for part in json.loads(claim.amended.manifest.read_text(encoding="utf-8"))["parts"]}
    order = [id_ for id_ in parts if not id_.startswith("amended/")]
    assert order[:2] == ["amended-pages", "list-of-documents"]
    assert order[-2:] == ["exhibit/late/original", "statement-of-service"]
    listed = flat(text_of(claim.amended.pdf, parts["list-of-documents"]))
    first = min(page for id_, page in parts.items() if id_.startswith("exhibit/late/"))
    assert f"Letter of a neighbour undated {first}" in listed
    assert listed.count("undated") + len(re.findall(r"\b20\d\d\b", listed)) == 1, "no other exhibit"
    service = flat(text_of(claim.amended.pdf, parts["statement-of-service"]))
    assert "1 document in the list of documents" in service
    assert parts["statement-of-service"] in {spot.page for who, spot in claim.amended.signs if who == "server"}


def test_the_served_copy_of_changed_pages_has_the_list_too(claim: Claim) -> None:
    served = flat(text_of(claim.amended.pdf.parent / "served.pdf"))
    assert "LIST OF DOCUMENTS" in served
    assert "STATEMENT OF SERVICE" in served
    assert "I saw what they did to him" in served
    assert "twenty-three hours" not in served, "the changed pages go to the Division"


def test_preflight_names_the_rule_about_changed_pages(claim: Claim) -> None:
    assert "ca.amended" in {finding.id for finding in claim.amended.findings}


def test_without_a_change_there_is_nothing_to_hand_in(claim: Claim, tmp_path: Path) -> None:
    with pytest.raises(AsylumFormsError, match="Nothing has changed"):
        build.build(claim.case, "ca/inland", out=tmp_path / "x", amends=[claim.second.pdf.parent], progress=quiet)


def test_an_office_without_such_a_rule_is_refused(claim: Claim, tmp_path: Path) -> None:
    with pytest.raises(AsylumFormsError, match="not known"):
        build.build(claim.case, "ca/overseas", out=tmp_path / "x", amends=[claim.first.pdf.parent], progress=quiet)


# The copy for the other party


def test_the_served_copy_has_the_evidence_with_the_page_numbers_of_the_filing(claim: Claim) -> None:
    served = claim.second.pdf.parent / "served.pdf"
    parts = json.loads(claim.second.manifest.read_text(encoding="utf-8"))["parts"]
    wanted = {
        page
        for part in parts
        if part["id"].startswith("exhibit/") or part["id"] in ("list-of-documents", "statement-of-service")
        for page in range(part["page"], part["page"] + part["pages"])
    }
    document = pypdfium2.PdfDocument(served)
    labels = [int(document.get_page_label(number)) for number in range(len(document))]
    assert labels == sorted(wanted)
    stamps = [int(text_of(served, number).split()[-1]) for number in range(1, len(document) + 1)]
    assert stamps == labels


def test_bookmarks_and_links_of_the_served_copy_lead_to_its_own_pages(claim: Claim) -> None:
    document = pypdfium2.PdfDocument(claim.second.pdf.parent / "served.pdf")
    marks = list(document.get_toc())
    assert marks
    assert all(mark.get_dest() is not None and mark.get_dest().get_index() is not None for mark in marks)
    assert subprocess.run(["qpdf", "--check", claim.second.pdf.parent / "served.pdf"], check=False).returncode == 0


def test_the_served_copy_has_no_word_of_the_claim_form(claim: Claim) -> None:
    assert "Basis of Claim Form" not in text_of(claim.second.pdf.parent / "served.pdf")


def test_a_set_of_an_earlier_build_does_not_stay_beside_another_filing(claim: Claim) -> None:
    assert not (claim.first.pdf.parent / "served.pdf").exists()


def test_a_copy_with_everything_in_it_does_not_stay_beside_a_redacted_filing(claim: Claim, tmp_path: Path) -> None:
    case, out = tmp_path / "case", tmp_path / "case" / "build" / "over"
    shutil.copytree(claim.case, case, ignore=shutil.ignore_patterns("build"))
    shutil.copytree(claim.second.pdf.parent, out)
    # The passports of the others look alike: somebody has looked at them.
    rows = [{"page": 1, "area": "10 10 20 5"}, *({"page": page, "area": "none"} for page in (2, 3, 4))]
    _edit(case / "record.yaml", lambda record: record["evidence"][0].update(redact=rows))
    assert (out / "served.pdf").exists()
    build.build(case, "ca/inland", out=out, redacted=True, progress=quiet)
    assert not (out / "served.pdf").exists()
    left = [file.parent.name for file in out.rglob("*.pdf") if ".cache" not in file.parts and file.parent.name != "forms"]
    assert left == ["to-send"]


def test_the_name_of_somebody_with_a_form_of_their_own_can_be_marked_for_redaction(claim: Claim, tmp_path: Path) -> None:
    """Their form is called after them: not in the outline of a redacted copy, and in the form the name is blacked out."""
    case = tmp_path / "case"
    shutil.copytree(claim.case, case, ignore=shutil.ignore_patterns("build"))
    (case / "evidence" / "late.txt").write_text("Xiulan told me.\n", encoding="utf-8")
    _edit(case / "record.yaml", lambda record: record["evidence"][-1].update(redact=[{"words": "Xiulan"}]))
    copy = build.build(case, "ca/inland", redacted=True, progress=quiet)
    titles = [mark.get_title() for mark in pypdfium2.PdfDocument(copy.pdf).get_toc()]
    assert any(title.startswith("Basis of Claim Form – █") for title in titles)
    assert not [title for title in titles if "Xiulan" in title]
    assert any("are blacked out on: page" in finding.message for finding in copy.findings if finding.severity is Severity.NOTE)
    assert "Xiulan" not in text_of(copy.pdf)


def test_a_copy_to_read_lists_changed_papers_in_the_order_of_their_pages(claim: Claim) -> None:
    words = flat(text_of(reading(claim.amended), 1))
    listed = re.findall(r"(\d+[A-Z]?) (?:Changes to|Basis|Narrative|List of|Exhibit|Statement of service)", words)
    order = [int(re.sub(r"\D", "", page)) for page in listed]
    assert len(order) >= 5
    assert order == sorted(order)


def test_an_unknown_set_is_refused(claim: Claim, tmp_path: Path) -> None:
    with pytest.raises(AsylumFormsError, match="no set of copies"):
        build.build(claim.case, "ca/inland", out=tmp_path / "x", sets=["judge"], progress=quiet)


def test_a_changed_paper_whose_pages_are_not_among_these_is_named(claim: Claim) -> None:
    told = {finding.place.file: finding for finding in claim.amended.findings if finding.id == "supplement.changed"}
    assert list(told) == ["forms/contact-information.docx"]
    assert CHANGED["phone"].split()[-1] in told["forms/contact-information.docx"].message


def test_words_that_were_edited_by_hand_before_the_filing_are_not_taken_back_without_a_word(claim: Claim) -> None:
    filed = shutil.copytree(claim.first.pdf.parent, claim.case / "build" / "filed-as-edited")
    narrative = filed / "forms" / "narrative.docx"
    document = docx.Document(str(narrative))
    next(paragraph for paragraph in document.paragraphs if FILED["hours"] in paragraph.text).add_run(" And two ribs.")
    document.save(str(narrative))
    amended = build.build(claim.case, "ca/inland", out=claim.case / "build" / "amended-again", amends=[filed], progress=quiet)
    lost = [finding for finding in amended.findings if finding.id == "supplement.edits-lost"]
    assert [finding.severity for finding in lost] == [Severity.BLOCKS]
    assert lost[0].place.file == "forms/narrative.docx"


def test_the_filing_of_somebody_else_is_refused(claim: Claim) -> None:
    filed = shutil.copytree(claim.first.pdf.parent, claim.case / "build" / "somebody-else")
    manifest = json.loads((filed / "manifest.json").read_text(encoding="utf-8"))
    manifest["applicant"] = {"family": "Wang", "given": "Datong", "birth": "1971-02-03"}
    (filed / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(
        AsylumFormsError, match=r"is another filing: Datong Wang, 1971-02-03, ca/inland\. This one is: Weiguo Shen"
    ):
        build.build(claim.case, "ca/inland", out=claim.case / "build" / "never", amends=[filed], progress=quiet)
