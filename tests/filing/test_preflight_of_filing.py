"""What preflight says of a finished filing, held against the filing itself."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator
from pdf_text import text_of

from asylum_forms import build

SCHEMA = Path(__file__).parents[2] / "docs" / "preflight.schema.json"


def test_the_data_beside_the_filing_is_as_the_schema_says(affirmative: build.Built) -> None:
    data = json.loads((affirmative.report.parent / "preflight.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).iter_errors(data)) == []
    assert data["procedure"] == "us/affirmative"
    assert data["sign_here"]


def test_every_certificate_is_on_the_page_that_preflight_names(affirmative: build.Built) -> None:
    data = json.loads((affirmative.report.parent / "preflight.json").read_text(encoding="utf-8"))
    certified = [one for one in data["exhibits"] if one["certificate_page"]]
    assert certified
    signed = {sign["page"] for sign in data["sign_here"]}
    for one in certified:
        page = text_of(affirmative.pdf, one["certificate_page"])
        assert "CERTIFICATE" in page.upper()
        assert one["translator"].split()[-1].casefold() in page.casefold()
        assert one["certificate_page"] > one["page"]
        assert one["certificate_page"] in signed
    for one in data["exhibits"]:
        assert (one["translation"] == "given") == (one["certificate_page"] is not None), one
        assert one["title"].split()[0] in text_of(affirmative.pdf, one["page"])


def test_the_page_to_print_names_every_open_item_and_every_line_of_the_checklist(affirmative: build.Built) -> None:
    page = affirmative.report.read_text(encoding="utf-8")
    data = json.loads((affirmative.report.parent / "preflight.json").read_text(encoding="utf-8"))
    assert data["checklist"]
    for text in [task["about"] for task in data["checklist"]] + [form["form"] for form in data["forms"]]:
        assert text.casefold() in page.casefold()
    certified = [sign["page"] for sign in data["sign_here"] if "exhibits" in sign]
    translators = {sign["name"] for sign in data["sign_here"] if "exhibits" in sign}
    others = {sign["page"] for sign in data["sign_here"]} - set(certified)
    assert len(certified) > len(translators)
    forms = {sign["form"] for sign in data["sign_elsewhere"]}
    assert page.count("<li>") == len(data["checklist"]) + len(others) + len(translators) + len(forms)


def test_the_page_names_every_file_of_the_folder(affirmative: build.Built) -> None:
    page, folder = affirmative.report.read_text(encoding="utf-8"), affirmative.report.parent
    assert all(file.name in page for file in folder.iterdir() if file.is_file())
    assert f"forms/*.docx ({len(list((folder / 'forms').glob('*.docx')))})" in page


def test_a_place_to_sign_says_which_paper_it_is_on(affirmative: build.Built) -> None:
    data = json.loads((affirmative.report.parent / "preflight.json").read_text(encoding="utf-8"))
    parts = {part["page"]: part["title"] for part in json.loads(affirmative.manifest.read_text(encoding="utf-8"))["parts"]}
    own = [sign for sign in data["sign_here"] if "exhibits" not in sign]
    assert own
    for sign in own:
        assert sign["paper"] == parts[max(page for page in parts if page <= sign["page"])]


def test_a_form_in_whose_place_a_sheet_stands_is_in_the_list_of_what_is_signed(affirmative: build.Built) -> None:
    data, manifest = (
        json.loads((affirmative.report.parent / f"{name}.json").read_text(encoding="utf-8")) for name in ("preflight", "manifest")
    )
    assert {"who": "applicant", "form": "I-589"} in data["sign_elsewhere"]
    assert manifest["signs_elsewhere"] == data["sign_elsewhere"]
    assert "I-589, not in these pages: " in affirmative.report.read_text(encoding="utf-8")


def test_a_certificate_to_sign_names_its_translator_and_exhibits(affirmative: build.Built) -> None:
    data = json.loads((affirmative.report.parent / "preflight.json").read_text(encoding="utf-8"))
    signed = {label: sign for sign in data["sign_here"] for label in sign.get("exhibits", [])}
    given = [one for one in data["exhibits"] if one["certificate_page"]]
    assert signed.keys() == {one["label"] for one in given}
    for one in given:
        assert signed[one["label"]]["name"] == one["translator"]
        assert one["translator"].split()[-1].casefold() in text_of(affirmative.pdf, signed[one["label"]]["page"]).casefold()
