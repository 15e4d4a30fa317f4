"""The guided record: what a person sees, and that nothing they wrote is ever touched."""

from __future__ import annotations

import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from asylum_forms import i18n
from asylum_forms.errors import RecordError
from asylum_forms.record.comments import wrap
from asylum_forms.record.guide import write_guide
from asylum_forms.record.load import load
from asylum_forms.record.questions import Kind, Question, questions
from asylum_forms.record.schema import read_schema
from asylum_forms.resources import folder

US = {"us": folder("schemas") / "us.yaml"}
ASKED = {
    "applicant.name.family": ["us I-589 A.I.4"],
    "applicant.residence.street": ["us I-589 A.I.8"],
    "applicant.us.a_number": ["us I-589 A.I.1"],
    "children": ["us I-589 A.II.children.any"],
    "children.passport_or_id": ["us I-589 A.II.children.2"],
    "claim.past_harm": ["us I-589 B.1.A"],
    "harm": ["us I-589 B.1.A"],
    "arrests": ["us I-589 B.2"],
    "no.such.question": ["us I-589 Z"],
}


def guide(case: Path, *, language: str = "en", filings: Sequence[str] = (), asked: Mapping[str, Sequence[str]] = {}) -> str:
    return write_guide(case, read_schema(US), language, filings, asked).read_text(encoding="utf-8")


def short(case: Path, **more: Any) -> str:
    return guide(case, filings=["us/affirmative"], asked=ASKED, **more)


def put(case: Path, text: str) -> None:
    case.mkdir(exist_ok=True)
    (case / "record.yaml").write_bytes(text.encode())


def answered(text: str, case: Path) -> Any:
    put(case, text)
    return load(case, US).data


def every(found: Sequence[Question], path: str = "") -> list[tuple[str, Question]]:
    return [
        item for question in found for item in [(path + question.key, question), *every(question.below, f"{path}{question.key}.")]
    ]


def test_a_new_case_has_every_folder_and_only_its_owner_can_look_inside(tmp_path: Path) -> None:
    case = tmp_path / "new" / "case"
    guide(case)
    for name in ("evidence", "translations", ".asylum-forms"):
        assert stat.S_IMODE((case / name).stat().st_mode) == 0o700
    assert stat.S_IMODE(case.stat().st_mode) == 0o700
    assert stat.S_IMODE((case / "record.yaml").stat().st_mode) == 0o600
    assert (case / ".asylum-forms" / "record.schema.json").exists()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_new_record_loads_with_nothing_but_what_is_known(tmp_path: Path, language: str) -> None:
    guide(tmp_path, language=language, filings=["us/affirmative"])
    assert load(tmp_path, US).data == {"asylum_forms": 1, "language": language, "filings": ["us/affirmative"]}


def test_the_first_line_tells_editors_where_the_schema_is(tmp_path: Path) -> None:
    assert guide(tmp_path).split("\n")[0] == "# yaml-language-server: $schema=.asylum-forms/record.schema.json"


def test_the_header_explains_the_four_words_and_dates(tmp_path: Path) -> None:
    header = guide(tmp_path).split("asylum_forms:")[0]
    for word in ("none", "not_applicable", "unknown", "declined", "1989-06-04", "~1989"):
        assert word in header


def test_every_question_stands_in_the_record_in_the_order_of_the_schema(tmp_path: Path) -> None:
    lines = iter(line.lstrip(" #-") for line in guide(tmp_path).splitlines())
    with i18n.use("en"):
        for path, question in every(questions(read_schema(US), {}, everything=True)):
            assert any(line.startswith(question.key + ":") for line in lines), path


def test_a_question_says_what_to_write_with_an_example_and_who_asks_it(tmp_path: Path) -> None:
    text = short(tmp_path)
    block = text[text.index("    # Family name") : text.index("\n    family:")]
    assert "[us I-589 A.I.4]" in block
    assert "exactly as in the passport" in block
    assert "# Example: LIN" in block


def test_only_what_the_filings_ask_and_every_filing_needs_is_shown(tmp_path: Path) -> None:
    text = short(tmp_path)
    everything = guide(tmp_path / "all")
    assert len(text.splitlines()) < len(everything.splitlines()) / 2
    for key in ("statement:", "evidence:", "helpers:", "a_number:", "passport_or_id:", "harm:"):
        assert key in text
    for key in ("military:", "living_costs:", "organisations:", "nationality_at_birth:", "in_care_of:"):
        assert key not in text
        assert key in everything


def test_a_group_that_is_asked_for_as_a_whole_is_shown_whole() -> None:
    asked = {"documents": ["a"], "documents.number": ["b"], "travel.entries": ["a"], "travel.entries.from": ["nonsense"]}
    shown = {path for path, _question in every(questions(read_schema(), asked, everything=False))}
    assert {"documents.number", "documents.expires", "documents.country", "travel.entries.date"} <= shown


def test_no_question_of_the_united_states_is_asked_for_another_country() -> None:
    shown = {path for path, _question in every(questions(read_schema(US), {"children": ["xx form 4"]}, everything=False))}
    assert not any("us" in path.split(".") for path in shown)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_comments_fit_a_narrow_screen(tmp_path: Path, language: str) -> None:
    for line in guide(tmp_path, language=language).splitlines():
        commented = 2 * (line.count("# ") - 1)
        assert cell_len(line) <= 76 + commented or len(line.strip(" #").split()) == 1, line


@pytest.mark.parametrize("language", i18n.LANGUAGES[1:])
def test_a_translated_guide_has_no_english_explanation(tmp_path: Path, language: str) -> None:
    with i18n.use("en"):
        english = [question.help for _path, question in every(questions(read_schema(US), {}, everything=True)) if question.help]
    text = guide(tmp_path, language=language)
    joined = " ".join(line.strip(" #") for line in text.splitlines())
    assert [words for words in english if words in joined] == []


def test_uncommented_entries_are_entries(tmp_path: Path) -> None:
    lines = short(tmp_path).splitlines()
    start = lines.index("arrests:") + 1
    end = next(index for index in range(start, len(lines)) if not lines[index].startswith("  #"))
    for index in range(start, end):
        lines[index] = lines[index].replace("# ", "", 1) if "# " in lines[index] else ""
    text = "\n".join(lines).replace("  - id:", "  - id: a1").replace("    authority:", "    authority: Qinghe police station")
    assert answered(text, tmp_path)["arrests"][0]["id"] == "a1"
    assert set(answered(text, tmp_path)["arrests"][0]) == {"id", "authority"}


def test_entries_that_stand_ready_can_be_filled_in_at_once(tmp_path: Path) -> None:
    before, after = short(tmp_path).split("\nchildren:\n")
    assert answered(before + "\nchildren:\n" + after.replace("family:", "family: LIN", 1), tmp_path)["children"] == [
        {"name": {"family": "LIN"}}
    ]


def fill(found: Sequence[Question], indent: int) -> str:
    """A record in which every question is answered with its example."""
    lines = []
    for question in found:
        pad = " " * indent
        if question.kind is Kind.GROUP:
            lines.append(f"{pad}{question.key}:\n{fill(question.below, indent + 2)}")
        elif question.kind is Kind.ENTRIES:
            entry = fill(question.below, indent + 4)
            lines.append(f"{pad}{question.key}:\n{pad}  - {entry.lstrip()}")
        elif "\n" in question.example:
            text = "".join(f"{pad}  {line}\n" for line in question.example.splitlines())
            lines.append(f"{pad}{question.key}: |\n{text}")
        else:
            lines.append(f"{pad}{question.key}: {question.example}")
    return "\n".join(lines)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_example_is_an_answer_that_the_question_takes(tmp_path: Path, language: str) -> None:
    with i18n.use(language):
        text = fill(questions(read_schema(US), {}, everything=True), 0)
    put(tmp_path, text)
    with pytest.raises(RecordError) as raised:
        load(tmp_path, US)
    # Several persons share the example id, and examples name entries that other examples do not have.
    other = [f for f in raised.value.findings if f.id not in ("record.ref-unknown", "record.id-duplicate")]
    assert [(f.place.field, f.message) for f in other] == []


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    first = short(tmp_path)
    modified = (tmp_path / "record.yaml").stat().st_mtime_ns
    assert short(tmp_path) == first
    assert (tmp_path / "record.yaml").stat().st_mtime_ns == modified
    everything = guide(tmp_path)
    assert guide(tmp_path) == everything


def test_another_filing_adds_its_questions_to_their_groups(tmp_path: Path) -> None:
    put(tmp_path, short(tmp_path).replace("    family:", "    family: LIN  # as in my passport", 1))
    text = guide(tmp_path)
    assert "    family: LIN  # as in my passport\n" in text
    data = load(tmp_path, US).data
    assert data["applicant"] == {"name": {"family": "LIN"}}
    own = [line for line in text.splitlines() if line.startswith("applicant:")]
    assert len(own) == 1
    inside = text[text.index("\napplicant:") : text.index("\nmarriages:")]
    assert "  military:" not in inside
    assert "  religion:" in inside
    assert "military:" in text


HANDWRITTEN = """# my notes stay
language: zh_Hans   # 中文
filing_date: 2026-12-01

# about me
applicant:
  name: {family: Lin, given: Qiaoyun}
  # a nickname, too
  other_names:
  - name: Lin Xiaoyun
    reason: |
      家里人叫的名字。

      # not a comment
  birth:
      date: 1986-03-14
      city: Luoyang
spouse: none
children:
    - name: {family: Wang}
    -
      name:
        family: Wang
        given: Jun
      birth: {date: ~2014}
statement:
  text: >-
    我是洛阳人，
    开五金店。
  place: declined
# the end"""


@pytest.mark.parametrize("breaks", ["\n", "\r\n"])
def test_what_a_person_wrote_stays_to_the_letter(tmp_path: Path, breaks: str) -> None:
    written = HANDWRITTEN.replace("\n", breaks)
    before = answered(written, tmp_path)
    guide(tmp_path)
    text = (tmp_path / "record.yaml").read_bytes().decode()
    assert load(tmp_path, US).data == before
    kept = iter(text.splitlines())
    for line in written.splitlines():
        assert line in kept, line
    assert ("\r\n" in text) is (breaks == "\r\n")
    assert text.count("\n") == text.count(breaks)
    guide(tmp_path)
    assert (tmp_path / "record.yaml").read_bytes().decode() == text


def test_missing_questions_come_into_the_entries_of_a_list(tmp_path: Path) -> None:
    put(tmp_path, "language: en\nchildren:\n  - name:\n      family: Wang\n\n  - name:\n      family: Wang\n      given: Jun\n")
    text = short(tmp_path)
    inside = text[text.index("children:") : text.index("\n\n\n", text.index("children:"))]
    assert inside.count("    passport_or_id:\n") == 2
    assert inside.count("given:") == 2
    assert load(tmp_path, US).data["children"] == [{"name": {"family": "Wang"}}, {"name": {"family": "Wang", "given": "Jun"}}]


def test_a_commented_entry_gets_what_another_filing_asks(tmp_path: Path) -> None:
    asked = {"applicant.other_names.name": ["xx form 1"], "applicant.name": ["xx form 1"]}
    first = guide(tmp_path, filings=["xx/one"], asked=asked)
    assert "# - name:" in first
    assert "reason:" not in first
    text = guide(tmp_path, filings=["xx/one"], asked={**asked, "applicant.other_names": ["xx form 1"]})
    block = text[text.index("  other_names:") : text.index("\n\n", text.index("  other_names:"))]
    assert block.count("# - name:") == 1
    assert all(line.startswith("    #") for line in block.splitlines()[1:] if line)
    assert "    #   reason:" in block


def test_an_answer_that_there_is_none_gets_no_questions(tmp_path: Path) -> None:
    put(tmp_path, "language: en\nspouse: none\nchildren: unknown\nharm: declined\n")
    guide(tmp_path)
    text = (tmp_path / "record.yaml").read_text(encoding="utf-8")
    assert "spouse: none\n" in text
    data = load(tmp_path, US).data
    assert {key: str(value) for key, value in data.items()} == {
        "language": "en",
        "spouse": "none",
        "children": "unknown",
        "harm": "declined",
    }


@pytest.mark.parametrize(
    "broken",
    [
        "language: en\n\tapplicant: x\n",
        "language: en\nlanguage: en\n",
        "- a\n- b\n",
        "just words\n",
        "language: 'en\n",
        "a: *b\n",
    ],
)
def test_a_record_that_cannot_be_read_is_left_as_it_is(tmp_path: Path, broken: str) -> None:
    put(tmp_path, broken)
    with pytest.raises(RecordError) as raised:
        guide(tmp_path)
    assert raised.value.remedy
    assert (tmp_path / "record.yaml").read_bytes() == broken.encode()
    assert [file.name for file in tmp_path.iterdir()] == ["record.yaml"]


@pytest.mark.parametrize("empty", ["", "\n", "# only a note\n", "# only a note"])
def test_an_empty_record_gets_all_questions(tmp_path: Path, empty: str) -> None:
    put(tmp_path, empty)
    text = guide(tmp_path)
    assert "\napplicant:\n" in text
    assert empty.strip() in text


def test_a_linked_record_stays_a_link_and_its_mode_stays(tmp_path: Path) -> None:
    real = tmp_path / "elsewhere.yaml"
    real.write_text("language: en\n")
    real.chmod(0o640)
    case = tmp_path / "case"
    case.mkdir()
    (case / "record.yaml").symlink_to(real)
    guide(case)
    assert (case / "record.yaml").is_symlink()
    assert "applicant:" in real.read_text()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


FEW = {
    key: rules for key, rules in read_schema().items() if key in ("language", "residences", "children", "statement", "documents")
}
"""Questions of every shape, few enough to try many records."""

words = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp"], include_characters="中文é#:-'\"{}[]|>"), min_size=1, max_size=20
)


@st.composite
def partial_records(draw: Any) -> str:
    """Records with some questions left out, some empty, some answered, in any order and with notes in between."""
    found = questions(FEW, {}, everything=True)
    return "language: en\n" + "\n".join(_lines(draw, draw(st.permutations(found)), 0))


def _lines(draw: Any, found: Sequence[Question], indent: int) -> list[str]:
    lines: list[str] = []
    for question in found:
        if question.key == "language":
            continue
        pad = " " * indent
        if draw(st.booleans()):
            lines.append(draw(st.sampled_from(["", f"{pad}# note", f"{pad}  # deeper note", "# note at the edge"])))
        below = draw(st.permutations(question.below))[: draw(st.integers(0, 3))] if question.below else []
        inner = _lines(draw, below, indent + 4 if question.kind is Kind.ENTRIES else indent + 2)
        content = [line for line in inner if line.strip() and not line.lstrip().startswith("#")]
        if question.kind is Kind.ANSWER:
            quoted = draw(words).replace("'", "''")
            lines.append(
                f"{pad}{question.key}:" + draw(st.sampled_from(["", " none", f" '{quoted}'", f" |\n{pad}  x\n\n{pad}  # y"]))
            )
        elif not content:
            lines.append(f"{pad}{question.key}:" + draw(st.sampled_from(["", " none", "  # nothing"])))
        elif question.kind is Kind.GROUP:
            lines += [f"{pad}{question.key}:", *inner]
        else:
            lines += [f"{pad}{question.key}:", f"{pad}  -", *inner]
    return lines


@settings(max_examples=60, deadline=None)
@given(partial_records())
def test_whatever_a_record_holds_every_answer_and_line_survives(tmp_path_factory: pytest.TempPathFactory, written: str) -> None:
    case = tmp_path_factory.mktemp("case")
    put(case, written)
    write_guide(case, FEW, "en", [], {})
    text = (case / "record.yaml").read_bytes().decode()
    kept = iter(text.split("\n"))
    assert all(line in kept for line in written.split("\n"))
    write_guide(case, FEW, "en", [], {})
    assert (case / "record.yaml").read_bytes().decode() == text


@given(st.text(st.sampled_from("ab 中文，。（）“”、 -"), max_size=120), st.integers(8, 40))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, room: int) -> None:
    lines = wrap(text, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert cell_len(line) <= room or not any(character.isspace() and character not in "\u00a0\u202f" for character in line)
        assert line.strip()


def test_korean_words_are_not_broken_but_chinese_lines_may_end_anywhere() -> None:
    korean = "이 사람에게 명(名)이 없으면 none이라고 적으십시오. 제주출입국ㆍ외국인청"
    for room in range(24, 60):
        assert " ".join(wrap(korean, room)) == korean
    assert wrap("请向机关索取再申请专用表", 10) == ["请向机关索", "取再申请专", "用表"]


def test_a_no_break_space_does_not_end_a_line() -> None:
    french = "Écrivez «\u00a0sans emploi\u00a0» pour ces mois\u00a0; sinon, le métier\u00a0: un mot suffit."
    for room in range(14, 60):
        lines = wrap(french, room)
        assert " ".join(lines) == french
        assert not [line for line in lines if line[0] in ":;»" or line[-1] == "«"]
