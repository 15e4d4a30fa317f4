"""What is fuzzed, and where it begins: odd files of our own making, and `corpus/`.

The corpus has small files that between them take every way through the program that fuzzing has found (see `fuzz_grow.py`), and
every file that once found a fault.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdf
from PIL import Image

from asylum_forms.errors import EvidenceError, RecordError
from asylum_forms.evidence.intake import Prepared, begin
from asylum_forms.findings import Finding
from asylum_forms.record.load import NAME, load
from asylum_forms.resources import folder

sys.path.append(str(Path(__file__).parents[1] / "evidence"))

CORPUS = Path(__file__).parent / "corpus"
_RECORD = """\
asylum_forms: 1
language: zh_Hans
filing_date: 2026-11-20
applicant:
  name: {family: 王, given: "Fang"}
  birth: {date: ~1989, country: CN}
children:
  - {id: li, name: {family: 李}, birth: {date: 2011-02-03}}
statement:
  text:
    zh_Hans: |-
      他们来了。 [[letter]]
    en: >
      They came.
evidence:
  - {id: letter, file: evidence/信.txt, title: A letter, language: zh_Hans}
"""


@dataclass(frozen=True)
class Target:
    """A way in."""

    ending: str
    seeds: Callable[[], list[bytes]]
    check: Callable[[Path], None]
    """Takes a file in; raises AssertionError, or anything a library raises, when the outcome is none of those allowed."""


def _record(file: Path) -> None:
    case = Path(tempfile.mkdtemp(dir=file.parent))
    (case / NAME).write_bytes(file.read_bytes())
    refused: tuple[Finding, ...] = ()
    try:
        load(case, {"us": folder("schemas") / "us.yaml"})
    except RecordError as error:
        refused = error.findings
        _expect(bool(refused))
    _expect(all(found.message and found.remedy for found in refused))


def _evidence(file: Path) -> None:
    with tempfile.TemporaryDirectory(dir=file.parent) as out:
        try:
            result = begin(file, Path(out))
        except EvidenceError as error:
            _expect(error.message.startswith(file.name) and bool(error.remedy))
            return
        if isinstance(result, Prepared):
            _expect(result.document.is_file())
            return
        with pikepdf.open(result.pdf) as pdf:
            _expect(len(pdf.pages) == result.pages == len(pypdf.PdfReader(result.pdf).pages) > 0)
            _expect(not pdf.get_warnings())


def _expect(held: bool) -> None:
    if not held:
        raise AssertionError


def _odd(*endings: str) -> list[bytes]:
    """The odd files of the tests of evidence, but for the large ones."""
    from odd_files import ODD

    seeds = []
    with tempfile.TemporaryDirectory() as work:
        for name, write in ODD.items():
            if name.endswith(endings) and not any(word in name for word in ("bomb", "0000", "5000", "annotations", "long")):
                write(Path(work, name))
                seeds.append(Path(work, name).read_bytes())
    return seeds


def _pictures() -> list[bytes]:
    seeds = []
    for form in ("JPEG", "PNG", "TIFF", "GIF", "WEBP", "BMP"):
        coded = io.BytesIO()
        Image.effect_noise((24, 16), 60).convert("RGB").save(coded, form)
        seeds.append(coded.getvalue())
    return seeds + [seed for seed in _odd(".jpg", ".png", ".tif", ".gif") if len(seed) < 20_000]


TARGETS = {
    "record": Target(".yaml", lambda: [_RECORD.encode()], _record),
    "pdf": Target(".pdf", lambda: _odd(".pdf"), _evidence),
    "picture": Target(".pic", _pictures, _evidence),
    "word": Target(".docx", lambda: _odd(".docx"), _evidence),
}


def corpus(name: str) -> list[bytes]:
    """The files of the corpus, in a settled order."""
    return [file.read_bytes() for file in sorted((CORPUS / name).glob("*")) if file.is_file()]
