"""Whatever is wrong with a record: all of it at once, each with its place and what to do."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from asylum_forms.cli import show
from asylum_forms.errors import ExitCode, RecordError
from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import use
from asylum_forms.record.load import load
from asylum_forms.resources import folder


def problems(case: Path, text: str | bytes) -> tuple[Finding, ...]:
    """What is found in a record; a text is put below a first line with the language."""
    data = text if isinstance(text, bytes) else f"language: en\n{text}".encode()
    (case / "record.yaml").write_bytes(data)
    with pytest.raises(RecordError) as caught:
        load(case, {"us": folder("schemas") / "us.yaml"})
    assert caught.value.exit_code is ExitCode.RECORD
    assert caught.value.findings
    for finding in caught.value.findings:
        assert finding.id.startswith("record.")
        assert finding.severity is Severity.BLOCKS
        assert finding.message
        assert finding.remedy, finding
        assert finding.place.file == "record.yaml"
    return caught.value.findings


def only(case: Path, text: str | bytes) -> Finding:
    found = problems(case, text)
    assert len(found) == 1, found
    return found[0]


def test_all_problems_are_reported_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "applicant:\n  sex: Male\n  birth: {date: 2019-02-30, country: Chna}\nchildern: none\nspouse: {id: me}\nspouse: none\n"
    found = problems(tmp_path, text)
    assert [(finding.id, finding.place.line, finding.place.column, finding.place.field) for finding in found] == [
        ("record.not-allowed", 3, 8, "applicant.sex"),
        ("record.date-invalid", 4, 17, "applicant.birth.date"),
        ("record.country-unknown", 4, 38, "applicant.birth.country"),
        ("record.unknown-key", 5, 1, "childern"),
        ("record.duplicate-key", 7, 1, ""),
    ]
    assert "birth: {date: 2019-02-30, country: Chna}" in found[1].place.text
    assert "There is no 30 February 2019" in found[1].message
    assert "male" in found[0].remedy
    assert "CN (China)" in found[2].remedy
    assert "`children`" in found[3].remedy
    assert "line 6" in found[4].message


def test_the_error_itself_says_how_many(tmp_path: Path) -> None:
    (tmp_path / "record.yaml").write_text("language: en\na: 1\nb: 2\n")
    with pytest.raises(RecordError, match=r"2 things in record\.yaml"):
        load(tmp_path)
    (tmp_path / "record.yaml").write_text("language: en\na: 1\n")
    with pytest.raises(RecordError, match=r"One thing in record\.yaml") as caught:
        load(tmp_path)
    assert caught.value.place == caught.value.findings[0].place


def test_very_many_problems_are_counted_not_listed(tmp_path: Path) -> None:
    found = problems(tmp_path, "".join(f"q{number}: x\n" for number in range(1000)))
    assert len(found) == 101
    assert found[-1].id == "record.more"
    assert "900" in found[-1].message


@pytest.mark.parametrize(
    ("text", "id_", "line", "remedy"),
    [
        ("statement:\n  text: He said: it's over\n", "record.colon", 3, "text: 'He said: it''s over'"),
        ("statement:\n  text: one\n   two: three\n", "record.indentation", 4, "same column"),
        ("applicant:\n  name:\n    family:Li\n    given: Wei\n", "record.no-colon", 4, "space after the colon"),
        ("applicant：\n  sex: male\n", "record.no-colon", 2, "keyboard set to English"),
        ("statement:\n  text: foo\nand then\nspouse: none\n", "record.no-colon", 4, "put a |"),
        ("applicant:\n\tsex: male\n", "record.tab", 3, "two spaces"),
        ("applicant:\n  sex: male\n\toccupation: x\n", "record.tab", 4, "two spaces"),
        ('statement:\n  text: "never closed\n', "record.quote", 3, "same mark at the end"),
        ("statement:\n  text: 'closed' and more\n", "record.quote", 3, "written twice"),
        ("statement:\n  text: {{ 7*7 }}\n", "record.key", 3, "needs quotes"),
        ("statement:\n  text: [a] b\n", "record.brackets", 3, "put quotes"),
        ("statement:\n  text: {a\n", "record.brackets", 3, "put quotes"),
        ("statement:\n  text: @home\n", "record.first-character", 3, "quotes"),
        ("statement:\n  text: - one\n", "record.first-character", 3, "line below the question"),
        ("statement:\n  text: | foo\n", "record.block", 3, "next line"),
        ('statement:\n  text: "C:\\q"\n', "record.escape", 3, "single quotation marks"),
        ('statement:\n  text: "\\U00110000"\n', "record.yaml", 3, "quotes"),
        ("applicant:\n  sex: male\n occupation: x\n", "record.indentation", 4, "same column"),
        ("statement:\n  text: *foo\n", "record.alias", 3, "begins with *"),
        ("statement:\n  text: &foo bar\n", "record.alias", 3, "begins with &"),
        ("statement:\n  text: !foo bar\n", "record.tag", 3, "begins with !"),
        ("spouse: none\n---\nchildren: none\n", "record.documents", 3, "---"),
        ("x: " + "[" * 100, "record.too-deep", 2, "brackets"),
    ],
)
def test_yaml_that_cannot_be_read_is_explained_in_plain_words(
    tmp_path: Path, text: str, id_: str, line: int, remedy: str
) -> None:
    found = only(tmp_path, text)
    assert (found.id, found.place.line) == (id_, line)
    assert found.place.column >= 1
    assert remedy in found.remedy


@pytest.mark.parametrize(
    ("written", "lost"),
    [
        ("street: 12 Main St #4B", "#4B"),
        ("street: 12 Main St # 5", "# 5"),
        ("apartment: #4B", "#4B"),
        ("apartment:  #4B", "#4B"),
        ("street: 12 Main\n        St #4B", "#4B"),
    ],
)
def test_a_number_sign_that_would_cut_an_answer_short_is_an_error(tmp_path: Path, written: str, lost: str) -> None:
    found = only(tmp_path, f"residences:\n  - address:\n      city: x\n      {written}\n")
    assert found.id == "record.hash"
    assert found.message.endswith(lost)
    assert found.place.text.endswith(lost)


def test_aliases_cannot_be_used_as_a_bomb(tmp_path: Path) -> None:
    levels = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"] + [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert {"record.alias"} <= {finding.id for finding in problems(tmp_path, "\n".join(levels))}


@pytest.mark.parametrize(
    ("data", "id_", "message"),
    [
        ("language: zh\nspouse: {name: {native: 王}}".encode("utf-16"), "record.encoding", "UTF-16"),
        ("language: zh\nspouse: none".encode("utf-16-be"), "record.encoding", "UTF-16"),
        ("language: zh\nspouse: {name: {native: 王伟}}".encode("gb18030"), "record.encoding", "GBK"),
        (b"language: en\nstatement: {text: a\xff}", "record.encoding", "UTF-8"),
        (b"language: en\nstatement: {text: a\x00b}", "record.character", "U+0000"),
        (b"language: en\nstatement: {text: a\x07b}", "record.character", "U+0007"),
        (b'language: en\nstatement: {text: "a\\0b"}', "record.character", "U+0000"),
        (b'language: en\nstatement: {text: "a\\ud800b"}', "record.character", "U+D800"),
        (b'language: en\nstatement: {text: "\\uffff"}', "record.character", "U+FFFF"),
    ],
)
def test_encodings_and_characters_that_no_document_can_hold(tmp_path: Path, data: bytes, id_: str, message: str) -> None:
    found = only(tmp_path, data)
    assert found.id == id_
    assert message in found.message
    if b"\x00" not in data[:10] and not data.startswith((b"\xff", b"\xfe")):
        assert found.place.line == 2


@pytest.mark.parametrize(
    ("data", "id_"),
    [
        (b"", "record.empty"),
        (b"# only a note\n", "record.empty"),
        (b"---\n", "record.empty"),
        (b"- a\n- b\n", "record.not-a-mapping"),
        (b"hello\n", "record.not-a-mapping"),
        (b"spouse: none\n", "record.language-missing"),
        (b"language:\nspouse: none\n", "record.language-missing"),
        (b"language: Klingonese\n", "record.language-unknown"),
        (b"language: unknown\nspouse: none", "record.language-missing"),
        (b"language: Klingonese\napplicant: {occupation: Teacher}\n", "record.language-unknown"),
        (b"applicant: {occupation: Teacher}\n", "record.language-missing"),
        (b"language: en\nasylum_forms: 2\n", "record.version"),
        (b"language: en\n" + b"# " * 1_100_000, "record.too-large"),
        (b"language: en\nfilings: [" + b"a," * 60_000 + b"]", "record.too-large"),
    ],
)
def test_files_that_are_no_record(tmp_path: Path, data: bytes, id_: str) -> None:
    assert only(tmp_path, data).id == id_


def test_a_case_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    """The headline said that one thing in record.yaml must be corrected."""
    for name in ("shen", "lin"):
        (tmp_path / name / "evidence").mkdir(parents=True)
        (tmp_path / name / "record.yaml").write_text("language: en\n", encoding="utf-8")
    (tmp_path / "shem").mkdir()
    for name, message, near in (
        ("shenn", "There is no case folder {}.", "Did you mean {}/shen?"),
        ("wang", "There is no case folder {}.", "Choose one of: {0}/lin, {0}/shen\n"),
        ("shem", "There is no record.yaml in {}.", "`asylum-forms new {0}/shem`"),
    ):
        with pytest.raises(RecordError) as caught:
            load(tmp_path / name)
        assert caught.value.message == message.format(tmp_path / name)
        assert near.format(tmp_path) in caught.value.remedy
        assert f"`asylum-forms new {tmp_path / name}`" in caught.value.remedy
        assert (caught.value.exit_code, [finding.id for finding in caught.value.findings]) == (3, ["record.file-missing"])


def test_a_missing_case_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RecordError) as caught:
        load(tmp_path / "nope")
    show.error(caught.value)
    assert capsys.readouterr().err.count("There is no case folder") == 1


def test_a_folder_in_place_of_the_record(tmp_path: Path) -> None:
    (tmp_path / "record.yaml").mkdir()
    with pytest.raises(RecordError) as caught:
        load(tmp_path)
    assert caught.value.findings[0].id == "record.file-is-folder"


def test_a_file_in_place_of_the_case(tmp_path: Path) -> None:
    (tmp_path / "case").write_text("x")
    with pytest.raises(RecordError) as caught:
        load(tmp_path / "case")
    assert caught.value.findings[0].id == "record.file-unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_place_of_the_record_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "record.yaml")
    with pytest.raises(RecordError) as caught:
        load(tmp_path)
    assert caught.value.findings[0].id == "record.file-unreadable"


@pytest.mark.parametrize(
    ("text", "id_", "message", "remedy"),
    [
        ("applicant: Li Wei", "record.type-dict", "group of answers", "`question: answer`"),
        ("applicant:\n  name: family:Li", "record.type-dict", "family:Li", "After the colon"),
        ("spouse: [a]", "record.type-dict", "not a list", "line of its own"),
        ("spouse:\n  - a", "record.type-dict", "not a list", "`- `"),
        ("children: 2", "record.type-list", "list is expected", "`- `"),
        ("children: None", "record.type-list", "list is expected", "write none"),
        ("children: {name: {family: Li}}", "record.type-list", "single group", "`- `"),
        ("statement: {text: [a]}", "record.type-text", "not a list", "quotes"),
        ("evidence: [{file: [a.jpg, b.jpg]}]", "record.type-file", "not a list", "entry of its own for each file"),
        ("documents: [{file: [a, b]}]", "record.type-ref", "not a list", "Name one here"),
        ("applicant: {sex: {a: b}}", "record.type-string", "not a group", "quotes"),
        ("applicant: {name: {family: [Li]}}", "record.type-name", "not a list", "quotes"),
        ("asylum_forms: one", "record.type-integer", "whole number", "digits"),
        ("applicant: {sex: femal}", "record.not-allowed", "Sex", "`female`"),
        ("us: {g28_attached: Yes}", "record.not-allowed", "Yes", "`yes`"),
        ("claim: {grounds: [Political opinion]}", "record.not-allowed", "Political opinion", "`political_opinion`"),
        ("children: [none, {id: a}]", "record.absent-in-list", "none", "whole list"),
        ("statement: {text: {words: a}}", "record.text-language", "words", "en"),
        ("statement: {text: {en: a, EN: b}}", "record.text-language", "twice", "one"),
        ("statement: {text: {en: [a]}}", "record.type-text", "not a list", "quotes"),
        ("statement: {read_back_in: Klingonese}", "record.language-unknown", "Klingonese", "zh_Hans"),
        ("filing_date: {date: 2026, about: yes}", "record.date-format", "not a date", "hyphens"),
        ("residences: [{until: now}]", "record.date-format", "now", "present"),
        ("applicant: {birth: {date: 1789-07-14}}", "record.date-year", "1789", "1850"),
        ('documents: [{number: "a\\nb"}]', "record.line-break", "one line", "one line"),
        ("applicant: {ocupation: x}", "record.unknown-key", "`ocupation`", "`occupation`"),
        ("applicant: {children: none}", "record.unknown-key", "`children`", "left edge"),
        ("read_back_in: en", "record.unknown-key", "`read_back_in`", "`statement`"),
        ("zz: 1", "record.unknown-key", "`zz`", "Questions here"),
        ("harm: [{id: h, from: 2020, until: 2019-12-31}]", "record.date-order", "2019-12-31 is before 2020", "~"),
        ("spouse: {birth: {date: 2000-01-02}, death_date: 2000-01-01}", "record.date-order", "2000-01-01", "~"),
        ("documents: [{kind: passport, issued: 2018-05-12, expires: 2008-05-11}]", "record.date-order", "2008-05-11", "~"),
        ("evidence: [{id: a b}]", "record.id-invalid", "a b", "English letters"),
        ("evidence: [{id: none}]", "record.id-invalid", "none", "English letters"),
        ("evidence: [{id: a}, {id: A}]", "record.id-duplicate", "`A`", "another id"),
        ("children: [{id: spouse}]", "record.id-duplicate", "`spouse`", "another id"),
        ("parents: {mother: {id: a}}\nsiblings: [{id: a}]", "record.id-duplicate", "parents.mother", "another id"),
        ("evidence: [{id: letter}]\nharm: [{evidence: [leter]}]", "record.ref-unknown", "leter", "`letter`"),
        ("evidence: [{id: letter}]\nharm: [{evidence: [photo]}]", "record.ref-unknown", "photo", "Known are: letter"),
        ("evidence: [{about: spouse}]", "record.ref-unknown", "spouse", "id: "),
        ("spouse: none\nevidence: [{about: spouse}]", "record.ref-unknown", "spouse", "id: "),
        ("statement: {interpreter: kim}", "record.ref-unknown", "kim", "id: "),
    ],
)
def test_answers_that_do_not_fit_their_question(tmp_path: Path, text: str, id_: str, message: str, remedy: str) -> None:
    found = only(tmp_path, text)
    assert found.id == id_
    assert message in found.message
    assert remedy in found.remedy
    assert found.place.line >= 2
    assert found.place.field


def test_dates_that_can_agree_are_not_contradictions(tmp_path: Path) -> None:
    text = "language: en\nresidences: [{from: 2020-05, until: 2020}, {from: 2020-06-01, until: ~2019}, {until: 2018}]\n"
    (tmp_path / "record.yaml").write_text(text)
    assert len(load(tmp_path).rows("residences")) == 3


@pytest.mark.parametrize(
    ("file", "id_"),
    [
        ("/etc/passwd", "record.file-outside"),
        ("../secret.pdf", "record.file-outside"),
        ("evidence/../../secret.pdf", "record.file-outside"),
        ("link/passwd", "record.file-outside"),
        (".", "record.file-outside"),
        ("~/a.pdf", "record.file-outside"),
        ("C:/Users/a.pdf", "record.file-outside"),
        ("C:a.pdf", "record.file-outside"),
        ("evidence\\a.pdf", "record.file-path"),
        ("..\\a.pdf", "record.file-path"),
        ("https://example.org/a.pdf", "record.file-path"),
        ("x" * 300, "record.file-path"),
    ],
)
def test_files_outside_the_case_folder_are_refused(tmp_path: Path, file: str, id_: str) -> None:
    (tmp_path / "link").symlink_to("/etc")
    found = only(tmp_path, f"evidence: [{{file: '{file}'}}]")
    assert found.id == id_
    assert found.place.field == "evidence.1.file"


@pytest.mark.parametrize(
    "file", ["evidence/a.pdf", "a.pdf", "evidence/../a.pdf", "evidence/判决书 1.pdf", "inside/a.pdf", "...pdf"]
)
def test_files_inside_the_case_folder_need_not_exist_yet(tmp_path: Path, file: str) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "inside").symlink_to("evidence")
    (tmp_path / "record.yaml").write_text(f"language: en\nevidence: [{{file: {file}}}]", encoding="utf-8")
    assert load(tmp_path).get("evidence.0.file") == file


def test_a_long_line_is_shown_around_the_problem(tmp_path: Path) -> None:
    found = only(tmp_path, "statement: {text: '" + "a" * 5000 + "'}\napplicant: {religion: '" + "b" * 5000 + "', sex: boy}")
    assert len(found.place.text) < 200
    assert "boy" in found.place.text
    assert found.place.column > 5000


@pytest.mark.parametrize(
    ("language", "february"), [("zh_Hans", "2019 年二月30 日"), ("ko", "2019년 2월 30일"), ("fr", "30 février 2019")]
)
def test_problems_are_told_in_the_users_language(tmp_path: Path, language: str, february: str) -> None:
    with use(language):
        message = only(tmp_path, "applicant: {birth: {date: 2019-02-30}}").message
    assert february in message


def test_questions_of_a_jurisdiction_that_is_not_installed_are_named(tmp_path: Path) -> None:
    (tmp_path / "record.yaml").write_text("language: en\nus: {i94: '1'}\n")
    with pytest.raises(RecordError) as caught:
        load(tmp_path)
    assert caught.value.findings[0].id == "record.unknown-key"


@pytest.mark.parametrize("word", ["没有", "不适用", "不知道", "不记得了", "拒绝回答", "없음"])
def test_a_word_for_nothing_in_another_language_is_not_printed_as_a_name(tmp_path: Path, word: str) -> None:
    finding = only(tmp_path, f"applicant:\n  name: {{middle: {word}}}\n")
    assert finding.id == "record.absent-in-words"
    assert word in finding.message
    assert re.search("write (none|not_applicable|unknown|declined);", finding.remedy)


@pytest.mark.parametrize(
    ("language", "male", "indeed"), [("zh_Hans", "男", "是的"), ("ko", "남성", "예"), ("fr", "masculin", "oui")]
)
def test_what_a_word_means_is_said_with_it_and_may_be_the_answer(tmp_path: Path, language: str, male: str, indeed: str) -> None:
    with use(language):
        found = problems(tmp_path, f"applicant:\n  sex: {male}\nclaim:\n  past_harm: {{answer: {indeed}}}\n")
    assert "`male`" in found[0].remedy
    assert f"male ({male})" in found[0].remedy
    assert "`yes`" in found[1].remedy


def test_a_list_of_words_is_asked_for_in_brackets(tmp_path: Path) -> None:
    assert "[first, second]" in only(tmp_path, "claim:\n  grounds: political_opinion\n").remedy


def test_a_quotation_mark_is_missed_where_it_was_opened(tmp_path: Path) -> None:
    text = 'applicant:\n  ethnicity: "Han\n  religion: a\n  # Example: "one, two"\nspouse: none\n'
    finding = only(tmp_path, text)
    assert (finding.id, finding.place.line) == ("record.quote", 3)
    assert "never closed" in finding.message


def test_answers_below_a_question_that_is_answered_with_none(tmp_path: Path) -> None:
    finding = only(tmp_path, "spouse: none\n  name:\n    family: LIN\n")
    assert (finding.id, finding.place.line) == ("record.answer-and-group", 3)


def test_a_case_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as caught:
        load(tmp_path / "lin")
    assert "no case folder" in caught.value.findings[0].message
