"""A case kept in Chinese, with a Chinese paper, and the words of its translator."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Mapping
from pathlib import Path

import docx

from asylum_forms import build, translate
from asylum_forms.case import open_filing

PROCEDURE = "us/abroad"
DAY = datetime.date(2026, 11, 20)
RECORD = """\
asylum_forms: 1
language: zh_Hans
filing_date: 2026-11-20
filings: [us/abroad]
applicant:
  name: {family: Lin, given: Wei, middle: none, native: 林伟}
  occupation: 农民
statement:
  text: |-
    # 我是谁

    我叫林伟，1986年3月14日出生。[[summons]]
  place: {city: Taoyuan, country: TW}
  read_back_in: none
evidence:
  - id: summons
    file: evidence/summons.txt
    title: {zh_Hans: 传唤证, en: Summons}
    language: zh_Hans
    category: police
helpers:
  - id: ann
    name: {family: Park, given: Ann}
    address: {street: 1 Main Street, city: Boston, country: US}
    phone: "+1 202 555 0143"
"""
SUMMONS = "传唤证\n\n林伟于2026年6月26日9时到清河派出所接受讯问。\n\n清河县公安局"
WORDS = {
    "我是谁": "Who I am",
    "我叫林伟，1986年3月14日出生。[[summons]]": "My name is Wei Lin; I was born on March 14, 1986. [[summons]]",
    "农民": "Farmer",
    "传唤证": "Summons",
    "林伟于2026年6月26日9时到清河派出所接受讯问。": "Wei Lin is summoned to Qinghe police station on June 26, 2026, 9:00 a.m.",
    "清河县公安局": "Qinghe County Public Security Bureau",
}


def words_of(built: build.Built) -> list[str]:
    told = subprocess.run(["pdftotext", "-layout", str(built.pdf), "-"], capture_output=True, text=True, check=True).stdout
    return told.split("\f")


def corrected(file: Path, more: Mapping[str, str] | None = None) -> Path:
    """The Word table as a translator hands it back: the words of WORDS, and `more`, in the target column."""
    document = docx.Document(str(file))
    for row in document.tables[0].rows[1:]:
        row.cells[2].text = {**WORDS, **(more or {})}[row.cells[1].text]
    document.save(str(file))
    return file


def confirmed(case: Path, *names: str) -> None:
    for name in names:
        filing = open_filing(case, PROCEDURE)
        translate.take_back(filing, name, corrected(translate.export(filing, name)))
        translate.confirm(filing, name, "ann", {}, DAY)
