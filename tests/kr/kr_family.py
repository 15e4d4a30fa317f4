"""The Jeju example with a wife, a boy of twelve and a girl of seven who apply too, as a case folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from kr_case import EXAMPLE

WIFE = """spouse:
  name: {family: Tan, given: Xiuying, native: 谭秀英}
  sex: female
  birth: {date: 1984-10-11, city: Songlu Town, province: Hubei, country: CN}
  nationalities: [{country: CN, kind: citizenship}]
  deceased: no
  location: {city: Jeju, province: Jeju, country: KR}
  accompanying: yes
  kr: {applies: yes}
"""
CHILDREN = """  - id: elder
    name: {family: Ruan, given: Boyu, native: 阮博宇}
    sex: male
    birth: {date: 2014-03-05, city: Qinglan County, province: Hubei, country: CN}
    nationalities: [{country: CN, kind: citizenship}]
    deceased: no
    location: {city: Jeju, province: Jeju, country: KR}
    accompanying: yes
    kr: {applies: yes}
  - id: younger
    name: {family: Ruan, given: Yuqing, native: 阮雨晴}
    other_names: none
    sex: female
    birth: {date: 2019-06-21, city: Qinglan County, province: Hubei, country: CN}
    nationalities: [{country: CN, kind: citizenship}]
    ethnicity: {en: Han Chinese, ko: 한족}
    religion: none
    occupation: {en: Pupil, ko: 학생}
    deceased: no
    location: {city: Jeju, province: Jeju, country: KR}
    accompanying: yes
    kr: {applies: yes}
"""
YOUNGER = """asylum_forms: 1
language: en
applicant:
  home_address: {street: 27 Dongheyan Street, city: Songlu Town, province: Hubei, country: CN}
  languages:
    native: {en: Chinese, ko: 중국어}
    fluent: none
    english_fluent: no
    interview: {en: Mandarin Chinese, ko: 중국어}
    interview_requests: none
kr: {interpreter: yes}
"""
CHANGES = {
    "marital_status: divorced": "marital_status: married",
    "spouse: none\nchildren:\n": f"{WIFE}children:\n{CHILDREN}",
    "minors: {answer: no}": "minors: {answer: yes, parent: both_here}",
    "child_risk: not_applicable": "child_risk: {en: She would be kept out of school., ko: 학교에 다닐 수 없게 됩니다.}",
}


def family_case(folder: Path) -> Path:
    """The case folder. The boy has no record of his own yet."""
    case = folder / "family"
    shutil.copytree(EXAMPLE, case, ignore=shutil.ignore_patterns("build", ".asylum-forms"))
    record = case / "record.yaml"
    text = record.read_text(encoding="utf-8")
    for old, new in CHANGES.items():
        assert old in text, old
        text = text.replace(old, new)
    record.write_text(text, encoding="utf-8")
    people = case / "people"
    people.mkdir()
    shutil.copy(Path(__file__).with_name("family") / "spouse.yaml", people / "spouse.yaml")
    (people / "younger.yaml").write_text(YOUNGER, encoding="utf-8")
    return case
