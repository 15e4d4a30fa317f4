"""What comes after a filing that was uploaded: what the applicant reads of it, and how it cites files that were handed in."""

from __future__ import annotations

import datetime
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from asylum_forms import before, build
from asylum_forms.case import open_filing
from asylum_forms.compare.filing import Exhibit as FiledExhibit
from asylum_forms.errors import AsylumFormsError
from asylum_forms.evidence.exhibit import Exhibit, Paper

from .conftest import quiet

pytestmark = pytest.mark.slow

RECORD = """\
asylum_forms: 1
language: zh_Hans
filing_date: 2026-11-20
applicant:
  name: {family: Doe, given: Ada}
  birth: {date: 1990-05-01}
statement:
  text:
    zh_Hans: |-
      我被关了两天。见 [[first]]。

      下雨了。

      我六月离开。
    en: |-
      I was held for two days. See [[first]].

      It rained.

      I left in June.
  place: {country: US}
  read_back_in: zh_Hans
claim:
  relocation: {answer: no, explain: {zh_Hans: 他们会找到我。, en: They would find me.}}
us:
  asylum_office: Los Angeles
evidence:
  - {id: first, file: evidence/a.txt, title: {zh_Hans: 一封信, en: A letter}, language: en, category: witness}
"""
LATER = (
    RECORD.replace("两天。见 [[first]]", "三天。见 [[first]] 和 [[late]]")
    .replace("two days. See [[first]]", "three days. See [[first]] and [[late]]")
    .replace("\n      It rained.\n", "")
    .replace("\n      下雨了。\n", "")
)
LATE = "  - {id: late, file: evidence/late.txt, title: {zh_Hans: 后来的信, en: A late letter}, language: en, category: witness}\n"
UNTITLED = "  - {id: last, file: evidence/late.txt, title: {en: The last letter}, language: en, category: witness}\n"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case, of which the filing in `filed` was uploaded in several files."""
    made = tmp_path_factory.mktemp("case")
    (made / "evidence").mkdir()
    for name in ("a", "late"):
        (made / "evidence" / f"{name}.txt").write_text(f"This is true, says {name}.\n", encoding="utf-8")
    (made / "record.yaml").write_text(RECORD, encoding="utf-8")
    build.build(made, "us/affirmative", profile="uscis-online", out=made / "filed", progress=quiet)
    return made


def built(case: Path, record: str, out: str, **asked: Any) -> build.Built:
    (case / "record.yaml").write_text(record, encoding="utf-8")
    asked = {"profile": "uscis-online", "supplements": [case / "filed"], **asked}
    date = datetime.date(2026, 12, 1)
    return build.build(case, "us/affirmative", out=case / out, date=date, progress=quiet, **asked)


@pytest.fixture(scope="module")
def after(case: Path) -> build.Built:
    return built(case, LATER + LATE + UNTITLED, "after")


def words_of(pdf: Path) -> str:
    text = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", " ", text)


def packed(after: build.Built) -> str:
    return words_of(after.manifest.parent / "reading-copy.zh_Hans.pdf").replace(" ", "")


def test_it_has_a_reading_copy_of_its_own_that_says_what_is_in_it(after: build.Built) -> None:
    said = packed(after)
    assert "Thesepaperscomeafterafiling." in said
    for title in ("Amendeddeclarationoftheapplicant", "Certificateofinterpretationoftheamended", "ExhibitB:Alateletter"):
        assert title in said
    assert "证据B:后来的信(" in said
    assert re.search(r"ExhibitB:Alateletter\(\d\d_\w+\.pdf\)", said), "it is in a file of its own"
    assert re.search(r"证据C:[^证]{0,40}◆", said), "nobody has said it in her language"
    assert "ExhibitA:Aletter" not in said, "that was handed in before"
    assert "B.1.A" not in said, "no form is in these papers"
    listed = {entry["path"] for entry in json.loads(after.manifest.read_text(encoding="utf-8"))["outputs"]}
    assert "reading-copy.zh_Hans.pdf" in listed


def test_the_amended_declaration_stands_in_it_in_both_languages_with_what_is_new_and_gone(after: build.Built) -> None:
    said = packed(after)
    new, gone = "▲新的内容，或文字与以前递交的那一份不同。", "▲左边的内容在以前递交的那一份里有，现在已删去。"
    assert re.search(rf"Iwasheldforthreedays\..*{new}我被关了三天。", said)
    assert said.count(new) == 1, "what has not changed has no mark"
    assert "我六月离开。" in said
    assert f"Leftout:“Itrained.”{gone}" in said
    assert "Ideclareunderpenaltyofperjury" in said
    assert "本人明知作伪证须受处罚而声明" in said


@pytest.fixture(scope="module")
def form(case: Path, after: build.Built) -> build.Built:
    """What comes where an answer of the form has changed, and nothing of the statement."""
    return built(case, RECORD.replace("1990-05-01", "1990-05-02") + LATE, "form")


def test_a_statement_that_is_not_handed_in_anew_is_not_in_it(form: build.Built) -> None:
    said = packed(form)
    assert "证据B:后来的信" in said
    assert "Iwasheld" not in said


def test_a_page_of_a_filing_in_several_files_is_cited_with_its_file(case: Path, after: build.Built) -> None:
    """The page is the same through all files, but whoever looks it up has to open the right one."""
    filed = json.loads((case / "filed" / "manifest.json").read_text(encoding="utf-8"))
    first = next(part for part in filed["parts"] if part["id"] == "exhibit/first/original")
    number = [file["path"] for file in filed["files"]].index(first["file"]) + 1
    assert number > 1
    declaration = next(words_of(file) for file in after.parts if "eclaration" in file.name)
    cited = f"See Exhibit A, p. {first['page']} (part {number}) and Exhibit B, p. "
    assert cited in declaration.replace("\u00a0", " ")
    assert f"证据A，第{first['page']}" in packed(after).replace(",", "，")


def test_a_form_that_is_answered_in_the_account_was_handed_in_and_is_compared(form: build.Built, after: build.Built) -> None:
    """It is no page of the filing, but its answers were given: only others are told."""
    assert not [finding for finding in after.findings if finding.place.form and finding.id.startswith("supplement.")]
    (found,) = [finding for finding in form.findings if finding.id == "supplement.changed"]
    assert "I-589, A.I.12" in found.message


def test_its_letter_asks_for_no_address_to_send_it_to(after: build.Built) -> None:
    letter = next(words_of(file) for file in after.parts if "etter" in file.name)
    assert "I enclose further papers for my application" in letter
    assert "filing address" not in letter


# What lies in the folder of the earlier filing


def doubted(case: Path, filed: Path, profile: str = "uscis-online") -> dict[str, str]:
    """What is said of the folder of an earlier filing, by id."""
    filing = open_filing(case, "us/affirmative", profile=profile)
    return {finding.id: finding.message for finding in before.findings(filing, before.read(filing, [filed], ""), ())}


def test_a_folder_as_it_was_built_is_not_doubted(case: Path, after: build.Built) -> None:
    assert doubted(case, case / "filed") == {}
    assert not [finding for finding in after.findings if finding.id.startswith("before.")]


def test_papers_that_came_after_a_filing_need_that_too(case: Path, after: build.Built) -> None:
    """Everything that the filing had would else be handed in once more, as if it were new."""
    with pytest.raises(AsylumFormsError, match="holds only what was handed in after a filing") as error:
        built(case, LATER + LATE, "never", supplements=[after.manifest.parent])
    assert "--supplements FILING" in error.value.remedy
    last = "  - {id: more, file: evidence/a.txt, title: {zh_Hans: 信, en: More}, language: en, category: witness}\n"
    made = built(case, LATER + LATE + UNTITLED + last, "again", supplements=[after.manifest.parent, case / "filed"])
    parts = {part["id"] for part in json.loads(made.manifest.read_text(encoding="utf-8"))["parts"]}
    assert {id_.split("/")[1] for id_ in parts if id_.startswith("exhibit/")} == {"more"}, "whatever their order"


def test_an_earlier_filing_for_another_way_of_handing_in_is_named(case: Path, after: build.Built) -> None:
    said = "filed was built for uscis-online, English, these papers are for uscis-paper, English"
    assert said in doubted(case, case / "filed", "uscis-paper")["before.other-kind"]


def test_what_comes_later_is_for_the_profile_of_the_filing_unless_another_is_asked_for(case: Path, after: build.Built) -> None:
    made = built(case, LATER + LATE, "unsaid", profile="")
    profiles = [json.loads(one.manifest.read_text(encoding="utf-8"))["profile"] for one in (made, after)]
    assert profiles == ["uscis-online", "uscis-online"]
    asked = built(case, LATER + LATE, "asked", profile="uscis-paper")
    told = {finding.id: finding for finding in asked.findings if finding.id.startswith(("before.", "supplement."))}
    assert told.keys() == {"before.other-kind", "supplement.anew"}, "the cause, once"
    assert "--profile" in told["before.other-kind"].remedy


def test_files_that_are_not_as_they_were_built_are_named(case: Path, after: build.Built, tmp_path: Path) -> None:
    filed = Path(shutil.copytree(case / "filed", tmp_path / "filed"))
    answers = filed / "answers.json"
    answers.write_text(answers.read_text(encoding="utf-8").replace("1990", "1991"), encoding="utf-8")
    (filed / "forms" / "declaration.docx").unlink()
    manifest = json.loads((filed / "manifest.json").read_text(encoding="utf-8"))
    manifest["tools"]["asylum-forms"] = "0.0.1"
    (filed / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    found = doubted(case, filed)
    assert "these files are not as they were built: forms/declaration.docx, answers.json." in found["before.not-as-built"]
    assert "built by version 0.0.1" in found["before.other-version"]


@pytest.mark.parametrize("damage", ["pdf", "no-manifest", "manifest", "older"])
def test_a_folder_that_cannot_be_read_is_refused_by_name(case: Path, after: build.Built, tmp_path: Path, damage: str) -> None:
    filed = Path(shutil.copytree(case / "filed", tmp_path / "filed"))
    manifest = filed / "manifest.json"
    data = json.loads(manifest.read_text(encoding="utf-8"))
    if damage == "pdf":
        (filed / data["files"][0]["path"]).write_bytes(b"%PDF-1.7\nbroken")
    elif damage == "no-manifest":
        manifest.unlink()
    else:
        manifest.write_text("{" if damage == "manifest" else json.dumps({"files": data["files"]}), encoding="utf-8")
    with pytest.raises(AsylumFormsError) as error:
        built(case, LATER + LATE, "never", supplements=[filed])
    said = {
        "pdf": r"01_\w+\.pdf cannot be read",
        "no-manifest": "There is no filing in",
        "manifest": "manifest.json cannot be read",
        "older": "manifest.json in .* is damaged, or another version of this program wrote it",
    }
    assert re.search(said[damage], str(error.value))
    assert error.value.remedy


@pytest.mark.parametrize(("words", "original", "told"), [("w", "o", False), ("v", "o", True), ("w", "p", True)])
def test_the_same_translation_typeset_anew_is_no_other_file(case: Path, words: str, original: str, told: bool) -> None:
    """What the program makes of confirmed words depends on its version, the label and the paper."""
    filing = open_filing(case, "us/affirmative", profile="uscis-online")
    papers = [Paper(Path("x"), digest, Path("x.pdf"), 1) for digest in (original, "typeset today")]
    exhibit = Exhibit("first", "A", "", None, "", "", "", "", "", *papers, fingerprint=words)
    filed = FiledExhibit("first", "A", "", ("o", "typeset then"), "w")
    earlier = replace(before.read(filing, [case / "filed"], "")[0], exhibits={"first": filed})
    assert [finding.id for finding in before.findings(filing, [earlier], [exhibit])] == ["supplement.other-file"] * told
