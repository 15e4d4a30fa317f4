"""Whatever stands in the file, loading ends soon, in a record or in a RecordError."""

from __future__ import annotations

import io
import re
import tempfile
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from asylum_forms.errors import RecordError
from asylum_forms.record import wide
from asylum_forms.record.convert import WORDS
from asylum_forms.record.load import load
from asylum_forms.record.model import Record
from asylum_forms.record.source import invisible
from asylum_forms.resources import folder

EXTENSIONS = {"us": folder("schemas") / "us.yaml"}
SLOWEST = 10.0
"""Seconds within which the worst file must be done with, on a busy machine."""


def attempt(data: bytes) -> Record | RecordError:
    with tempfile.TemporaryDirectory() as case:
        (Path(case) / "record.yaml").write_bytes(data)
        try:
            return load(Path(case), EXTENSIONS)
        except RecordError as error:
            return error


def dump(data: Any) -> bytes:
    stream = io.BytesIO()
    YAML().dump(data, stream)
    return stream.getvalue()


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_load_or_are_refused(data: bytes) -> None:
    result = attempt(data)
    assert isinstance(result, Record) or result.findings


PIECES = [
    "\n",
    "  ",
    "\t",
    ": ",
    ":",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'",
    '"',
    "|",
    ">",
    "#",
    "&a ",
    "*a",
    "!x ",
    "%YAML ",
    "---",
    "...",
    "\\",
]
PIECES += [
    "? ",
    "<<",
    "~",
    "null",
    "none",
    "1989-06-04",
    "applicant",
    "name",
    "family",
    "children",
    "birth",
    "date",
    "language: en\n",
    "\r",
    "\x85",
]
PIECES += [
    "\u2028",
    "\ufeff",
    "\\u",
    "\\x0",
    "evidence",
    "id",
    "file",
    "@",
    "`",
    "中",
    "😀",
    "harm",
    "us",
    "from",
    "until",
    "statement",
    "text",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map("".join))
def test_any_text_that_looks_like_yaml_loads_or_is_refused(text: str) -> None:
    attempt(text.encode("utf-8", "surrogatepass"))


KEYS = """
language applicant spouse children name family given birth date country sex us evidence id file about harm from until
text statement claim grounds past_harm answer explain filings parents mother residences address street documents number
holder travel entries en
"""
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.text(max_size=8),
    st.sampled_from(["none", "yes", "male", "en", "CN", "1989-06", "~1989", "present", "../x", "applicant", "stateless"]),
)
TREES = st.recursive(
    SCALARS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.sampled_from(KEYS.split()), below, max_size=5),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS.split()), TREES, max_size=6), st.booleans())
def test_any_structure_loads_or_is_refused(data: dict[str, Any], language: bool) -> None:
    if language:
        data["language"] = "en"
    try:
        written = dump(data)
    except (ValueError, UnicodeError):
        assume(False)
    attempt(written)


REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


NO_ANSWER = {"none", "not_applicable", "unknown", "declined", "…", "……", *WORDS}
"""Words of which the record says what they mean, and the dots of an example that was copied."""


def says_something(text: str) -> bool:
    return any(unicodedata.category(character) not in ("Zs", "Zl", "Zp", "Cc", "Cf") for character in text)


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        st.characters(exclude_categories=["Cs"]) | st.sampled_from("a :#-'\"\\\n\r\t\x85\u2028\u2029中"), min_size=1, max_size=60
    )
)
@example("before\u2028between\u2029after\x85end")
@example("a: b # c\n- d\n\n\n  e ")
@example("\r\nline\rends\n")
@example("null")
@example("{{ 7*7 }} & <w:p> 'a' \"b\" \\ \t x")
@example("\ufeffmark")
@example("\x7f\x80\x9f\xa0")
def test_free_text_comes_back_character_by_character(text: str) -> None:
    assume(not REFUSED.search(text))
    assume(says_something(text))
    assume(text.strip() not in NO_ANSWER)
    assume(not wide.in_quotes(text.strip()))
    record = attempt(dump({"language": "en", "statement": {"text": text}}))
    assert isinstance(record, Record), record.findings
    assert record.get("statement.text").by_language == (("en", text),)


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufffe\uffff"), min_size=1, max_size=30
    )
)
@example("！")
@example("１３８")
@example("A１")
@example("+1\u202c")
def test_numbers_come_back_character_by_character_or_their_full_width_signs_are_named(text: str) -> None:
    assume(says_something(text))
    assume(text.strip() not in NO_ANSWER)
    assume(not wide.in_quotes(text.strip()))
    record = attempt(dump({"language": "en", "documents": [{"number": text}]}))
    if wide.in_code(text.strip()):
        assert isinstance(record, RecordError)
        assert [finding.id for finding in record.findings] == ["record.full-width"]
    elif invisible(text.strip()):
        assert isinstance(record, RecordError)
        assert [finding.id for finding in record.findings] == ["record.character"]
    else:
        assert isinstance(record, Record), record.findings
        assert record.get("documents.0.number") == text


@pytest.mark.parametrize(
    "data",
    [
        "x: " + "[" * 1_500_000,
        "x: " + "{a: " * 400_000,
        "- " * 800_000,
        "language: en\nchildren:\n" + "- {id: x, sex: boy}\n" * 4_000,
        "language: en\n" + "".join(f"k{number}: v\n" for number in range(8_000)),
        "language: en\nevidence:\n" + "".join(f"- {{id: a{number}, about: b{number}}}\n" for number in range(2_500)),
        "language: en\nchildren:\n" + "- {id: , sex: }\n" * 6_000,
        "language: en\napplicant: {birth: {country: " + "x" * 1_500_000 + "}}\n",
        "? " + "a" * 1_500_000 + "\n: x\n",
        "a: '" + "'" * 1_500_000,
    ],
    ids=["brackets", "braces", "dashes", "wrong", "unknown", "references", "empty", "country", "key", "quotes"],
)
def test_hostile_files_are_done_with_soon(data: str) -> None:
    begin = time.monotonic()
    attempt(data.encode())
    assert time.monotonic() - begin < SLOWEST
