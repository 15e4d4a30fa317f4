"""What a filing prints in a language that the office does not take, `translate` takes up and `confirm` asks for: no less."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from asylum_forms import look, totranslate
from asylum_forms.case import open_filing
from asylum_forms.forms.crosswalk import asked_in
from asylum_forms.jurisdiction.registry import all_jurisdictions, extensions
from asylum_forms.record.schema import read_schema

from .conftest import quiet

EXAMPLES = Path(__file__).parents[2] / "examples"
OF = {"us": "us-petitioner-family", "ca": "ca-petitioner-family", "kr": "kr-jeju-arrival", "unhcr": "stranded-in-transit"}


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The examples with their records in Chinese only."""
    found = {}
    for code, name in OF.items():
        found[code] = case = tmp_path_factory.mktemp(code) / "case"
        shutil.copytree(EXAMPLES / name, case, ignore=shutil.ignore_patterns("build"))
        for record in (case / "record.yaml", *case.glob("people/*.yaml")):
            _in_chinese_only(record)
    return found


def _in_chinese_only(record: Path) -> None:
    yaml, stream = YAML(), io.StringIO()
    data = yaml.load(record)
    _strip(data)
    yaml.dump(data, stream)
    record.write_text(stream.getvalue(), encoding="utf-8")


def _strip(node: Any) -> None:
    below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    if isinstance(node, dict) and "zh_Hans" in node:
        for language in set(node) - {"zh_Hans"}:
            del node[language]
    for value in below:
        _strip(value)


@pytest.mark.parametrize(
    "name", [f"{code}/{id}" for code, one in all_jurisdictions().items() if code in OF for id in one.procedures]
)
def test_everything_that_is_printed_untranslated_is_asked_for(cases: dict[str, Path], name: str) -> None:
    case = cases[name.split("/")[0]]
    filing = open_filing(case, name)
    asked = set()
    for lacking in totranslate.texts(filing):
        whole, places = totranslate.document_of(lacking.id, lacking.texts, filing.language, {})
        paths = {places[unit.paragraph][0] for unit in totranslate.needed(lacking, whole, places)}
        asked |= {(lacking.own.place(path).file, lacking.own.place(path).field) for path in paths}
    printed = [finding for finding in look.check(case, name, progress=quiet) if finding.id == "answer.untranslated"]
    assert all("asylum-forms translate" in finding.remedy for finding in printed), "the next step, in people's own records too"
    assert printed or name == "kr/objection"  # the example has no reasons for an objection yet
    assert [
        f.message for f in printed if not any(f.place.file == file and field.startswith(f.place.field) for file, field in asked)
    ] == []


def test_what_only_papers_of_others_print_is_not_asked_for_of_the_main_applicant(cases: dict[str, Path]) -> None:
    filing = open_filing(cases["unhcr"], "unhcr/rsd")
    (lacking,) = (one for one in totranslate.texts(filing) if one.id == totranslate.RECORD)
    whole, places = totranslate.document_of(lacking.id, lacking.texts, filing.language, {})
    paths = {places[unit.paragraph][0].split(".")[0] for unit in totranslate.needed(lacking, whole, places)}
    assert "statement" in paths
    assert not paths & {"harm", "arrests", "organisations"}


def test_records_of_people_are_taken_up_where_the_papers_print_something_of_them(cases: dict[str, Path]) -> None:
    def taken_up(name: str) -> set[str]:
        return {one.id for one in totranslate.texts(open_filing(cases["ca"], name))}

    assert taken_up("us/affirmative") == {"record"}, "no paper of the spouse's or of the children's is in it"
    children = {"record-shen-jiaming", "record-shen-jianing"}
    assert children <= taken_up("ca/overseas"), "one form for the family prints what each has answered"


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        # The annex prints the health; where relatives are listed goes by the country; a spouse's papers go by the consent.
        ("unhcr/rsd", {"applicant.health", "claim.country", "applicant.unhcr.share_claim"}),
        ("kr/objection", {"applicant.birth.date", "applicant.sex", "applicant.nationalities", "applicant.contact.phone"}),
    ],
)
def test_what_papers_of_the_main_applicant_go_by_is_asked_of_them(name: str, paths: set[str]) -> None:
    code, _slash, id = name.partition("/")
    jurisdiction = all_jurisdictions()[code]
    asked = asked_in(jurisdiction, jurisdiction.procedures[id], read_schema(extensions()))
    assert paths <= asked.keys()
