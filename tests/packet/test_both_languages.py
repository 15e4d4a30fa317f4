"""A form in the language of the filing and beside it in the applicant's: what a reader of theirs alone would stumble over."""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import Item
from asylum_forms.i18n import LANGUAGES
from asylum_forms.jurisdiction import registry, unofficial
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet.asked import Asked, own_language, titles
from asylum_forms.packet.bilingual import lines
from asylum_forms.packet.line import Line, Side
from asylum_forms.packet.meaning import TO_READ
from asylum_forms.packet.written import marked
from asylum_forms.record.load import load
from asylum_forms.record.localize import language_said
from asylum_forms.record.values import Absent, PartialDate, Text, step, walk

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = datetime.date(2026, 11, 20)
PACKETS = (
    ("us-petitioner-family", "us/affirmative", "en"),
    ("ca-petitioner-family", "ca/inland", "en"),
    ("ca-petitioner-family", "ca/inland", "fr"),
    ("stranded-in-transit", "unhcr/rsd", "en"),
    ("stranded-in-transit", "ca/overseas", "en"),
    ("kr-jeju-arrival", "kr/in-country", "ko"),
)


@cache
def copies(example: str, procedure: str, language: str, own: str = "zh_Hans") -> dict[str, list[Line]]:
    """The boxes of every form of a packet in both languages, by leaf id."""
    jurisdiction, found = registry.find_procedure(procedure)
    filing = Filing(load(EXAMPLES / example, registry.extensions()), jurisdiction, found, language, DAY)
    return {part.leaf: in_both(filing.for_person(part.person), part.form, own) for part in filing.parts() if part.form}


def in_both(filing: Filing, form: str, own: str) -> list[Line]:
    table = read_table(filing.jurisdiction.tables[form], filing.language)
    theirs = read_table(table.file, own) if own in table.languages else table
    return lines(evaluate(table, filing), filing, theirs, own)


def said(form: list[Line], number: str) -> str:
    """The applicant's side of the boxes of one number, question and answer."""
    found: list[str] = []
    now = ""
    for line in form:
        now = line.number or now
        if now == number:
            found += [line.own.question, *line.own.answer, *([TO_READ] if line.to_read else [])]
    return "\n".join(found)


def words_left(form: list[Line]) -> Iterator[str]:
    """Lines of a Chinese side with ordinary English or French words that nothing marks."""
    for line in form:
        whole = [*line.own.answer, *([TO_READ] if line.to_read else [])]
        if line.to_read:
            continue
        for told in whole:
            plain = re.sub(r"\S+@\S+|https?://\S+", "", told)
            if TO_READ not in told and re.search(r"\b[a-zéèêàç]{3,}\b", plain):
                yield f"{line.number}: {told}"


@pytest.mark.parametrize(("example", "procedure", "language"), PACKETS)
def test_what_stays_in_the_offices_language_carries_the_mark(example: str, procedure: str, language: str) -> None:
    found = {leaf: list(words_left(form)) for leaf, form in copies(example, procedure, language).items()}
    assert {leaf: lines for leaf, lines in found.items() if lines} == {}


def test_a_word_of_a_list_is_said_in_the_applicants_language() -> None:
    form = copies("us-petitioner-family", "us/affirmative", "en")["i-589"]
    children = said(form, "A.II.children")
    assert "现在的婚姻状况: 从未结婚" in children
    assert "Single" not in children


def test_a_word_of_the_form_that_the_record_has_as_a_word_of_a_list_is_not_taken_for_a_name() -> None:
    relatives = said(copies("ca-petitioner-family", "ca/inland", "en")["boc"], "Schedule 1, item 18")
    assert not re.search(r"Spouse|Daughter|Son\b|Brother|Mother", relatives)
    siblings = said(copies("us-petitioner-family", "us/affirmative", "en")["i-589"], "A.III.5")
    assert "Unknown" not in siblings
    documents = said(copies("stranded-in-transit", "unhcr/rsd", "en")["rsd-bio-data"], "D.1")
    assert "Passport" not in documents


def test_a_name_in_its_own_script_needs_no_mark_in_any_language() -> None:
    for own in ("zh_Hans", "ko"):
        relatives = said(copies("ca-petitioner-family", "ca/inland", "en", own)["boc"], "Schedule 1, item 18")
        assert "Xiulan LU\n(陆秀兰)" in relatives


def test_a_right_of_residence_of_the_family_is_said_where_the_form_tells_of_it() -> None:
    """Item C.2.B of Form I-589 counts the nationalities of everybody in the record."""
    jurisdiction, found = registry.find_procedure("us/affirmative")
    record = load(EXAMPLES / "us-petitioner-family", registry.extensions())
    data = copy.deepcopy(record.data)
    how = Text((("zh_Hans", "投资"), ("en", "By investment")))
    data["siblings"][1]["nationalities"] = [
        {"country": "TH", "kind": "permanent_residence", "from": PartialDate(2019, 5), "how": how}
    ]
    form = in_both(Filing(replace(record, data=data), jurisdiction, found, "en", DAY), "I-589", "zh_Hans")
    assert "取得的: 投资" in said(form, "C.2.text")
    assert "2019年5月" in said(form, "C.2.text")


def test_a_language_of_a_list_is_said_in_the_applicants_language() -> None:
    assert "英语" in said(copies("ca-petitioner-family", "ca/inland", "en")["boc"], "Schedule 1, item 23")


def test_a_question_of_the_form_is_not_another_one_of_the_record() -> None:
    form = copies("us-petitioner-family", "us/affirmative", "en")["i-589"]
    for number, asked in (
        ("A.I.14", "现在的国籍（公民身份）"),
        ("A.I.21.travel_document", "旅行证件号码"),
        ("A.II.spouse.not_married", "您的配偶：我没有结婚（已婚者此格不适用）"),
        ("C.5", "您是在最后一次抵达美国一年以后才递交本申请吗？"),
        ("A.I.4", "您的姓名 – 姓"),  # one question of the record, and nobody has translated the form's
    ):
        assert said(form, number).splitlines()[0] == asked


@cache
def empty(code: str) -> Filing:
    """A filing in which nothing is answered."""
    example = next(one for one, procedure, _language in PACKETS if procedure.startswith(f"{code}/"))
    jurisdiction = registry.all_jurisdictions()[code]
    procedure = next(iter(jurisdiction.procedures.values()))
    record = replace(load(EXAMPLES / example, registry.extensions()), data={})
    return Filing(record, jurisdiction, procedure, procedure.languages[0], DAY)


def headings(filing: Filing, item: Item, own: str) -> set[str]:
    """What the record calls the groups that an item draws on; a table may be asked by the name of its own."""
    asked = Asked(filing.record.questions, own)
    paths = item.read
    return {
        asked.label(path, brief=True) for path in paths if not asked.is_one([path], table=len(paths) == 1 and bool(item.columns))
    }


@pytest.mark.parametrize("own", LANGUAGES[1:])
@pytest.mark.parametrize(
    ("code", "form"), [(code, form) for code, one in registry.all_jurisdictions().items() for form in one.tables]
)
def test_the_heading_of_a_group_of_the_record_is_no_question_of_a_form(code: str, form: str, own: str) -> None:
    filing = empty(code)
    table = read_table(filing.jurisdiction.tables[form], filing.language)
    known = unofficial.read(filing.jurisdiction.folder)
    for line in (one for one in in_both(filing, form, own) if one.number):
        item = table.items[line.number]
        if own in item.captions or own in table.languages:
            continue
        said = [known.caption(words, own) for words in (item.label, *item.captions.values())]
        assert line.own.question in said or not headings(filing, item, own) & set(re.split("; | – ", line.own.question)), (
            line.number
        )


@pytest.mark.parametrize("own", LANGUAGES[1:])
@pytest.mark.parametrize(("code", "form"), [("us", "I-589"), ("kr", "refugee-application"), ("unhcr", "rsd-bio-data")])
def test_every_box_that_is_ticked_has_its_question_in_every_language(code: str, form: str, own: str) -> None:
    filing = empty(code)
    table = read_table(filing.jurisdiction.tables[form], filing.language)
    assert not [
        line.number
        for line in in_both(filing, form, own)
        if line.number and table.items[line.number].options and line.own.question.startswith(TO_READ)
    ]


@pytest.mark.parametrize(("example", "procedure", "language"), PACKETS)
def test_no_question_is_cut_and_yes_or_no_is_no_question(example: str, procedure: str, language: str) -> None:
    asked = [line.own.question for form in copies(example, procedure, language).values() for line in form]
    asked += [
        told.partition(": ")[0]
        for form in copies(example, procedure, language).values()
        for line in form
        for told in line.own.answer
    ]
    assert not [question for question in asked if "…" in question or "是或否" in question]


def test_the_dead_are_dead_and_the_divorced_divorced_with_the_date() -> None:
    relatives = said(copies("stranded-in-transit", "unhcr/rsd", "en")["rsd-bio-data"], "G.1")
    assert "地址（已去世的写去世日期）: 已去世, 2017年1月" in relatives
    korean = copies("kr-jeju-arrival", "kr/in-country", "ko")["refugee-application"]
    assert "现住城市（已去世的写去世日期）: 已去世, 2019年11月" in said(korean, "4.1")
    assert "离婚, 2019年8月14日" in said(korean, "3.2")


def test_english_words_of_a_chinese_record_carry_the_mark_and_places_and_names_do_not() -> None:
    form = copies("us-petitioner-family", "us/affirmative", "en")["i-589"]
    assert TO_READ in said(form, "A.I.16"), "Han"
    assert "学校名称: ◆" in said(form, "A.III.3")
    assert TO_READ not in said(form, "A.I.8.street")
    assert TO_READ not in said(form, "A.II.spouse.10")


def test_every_event_of_a_box_is_told_in_the_applicants_words() -> None:
    form = copies("ca-petitioner-family", "ca/inland", "en")["boc"]
    told = "\n".join(line.own.question + "\n".join(line.own.answer) for line in form if line.number == "2(a).details")
    for day in ("2023 年 4 月 19 日", "2023 年 9 月 3 日", "2025 年 1 月 15 日"):
        assert day in told or day.replace(" ", "") in told.replace(" ", "")
    assert "发生了什么" in told


def test_who_reads_french_or_korean_is_asked_in_that_language() -> None:
    for own, question in (("fr", "Nationalité (citoyenneté) actuelle"), ("ko", "현재 국적")):
        form = copies("us-petitioner-family", "us/affirmative", "en", own)["i-589"]
        assert question in said(form, "A.I.14")
        assert TO_READ in said(form, "B.1.A.text"), "their record has no words of theirs"


def test_where_nothing_is_answered_both_sides_say_so() -> None:
    jurisdiction, found = registry.find_procedure("us/affirmative")
    record = load(EXAMPLES / "us-petitioner-family", registry.extensions())
    empty = replace(record, data={})
    form = in_both(Filing(empty, jurisdiction, found, "en", DAY), "I-589", "zh_Hans")
    born = next(line for line in form if line.number == "A.I.12")
    assert born.filed.answer == ("not answered yet",)
    assert born.own.answer == ("还没有回答",)
    assert not [line for line in form if not line.own.answer and not line.to_read]


def test_what_differs_between_what_is_filed_and_what_was_written_stands_beside_it() -> None:
    jurisdiction, found = registry.find_procedure("us/affirmative")
    filing = Filing(load(EXAMPLES / "us-petitioner-family", registry.extensions()), jurisdiction, found, "en", DAY)
    table = read_table(jurisdiction.tables["I-589"])
    (path,) = [path for path, value in walk(filing.record.data) if isinstance(value, Text) and "二十二个小时" in value.any()][:1]
    unlike = {path: [("three", "three is not in the original")], "statement.text": [("x", "said elsewhere")]}
    form = lines(evaluate(table, filing), filing, table, "zh_Hans", unlike)
    (line,) = [line for line in form if line.number == "B.1.A.text"]
    beside = next(told for told in line.own.answer if "二十二个小时" in told)
    assert beside.splitlines()[-1].startswith("≠ ")
    assert "three is not in the original" in beside
    assert "said elsewhere" not in "".join(text for line in form for text in line.own.answer)
    assert not any("≠" in text for line in form if table.items[line.number or "B.1.A.text"].options for text in line.own.answer)


def test_what_differs_in_a_statement_stands_below_its_own_paragraph() -> None:
    pairs = [Line("", Side("", ("One.",)), Side("", ("一。",))), Line("", Side("", ("On May 19.",)), Side("", ("5月9日。",)))]
    first, second = marked(pairs, [("May 19", "≠ May 19"), ("5月9日", "≠ 5月9日"), ("2,000", "≠ found nowhere")])
    assert second.own.answer == ("5月9日。", "≠ May 19", "≠ 5月9日")
    assert first.own.answer == ("一。", "≠ found nowhere")
    assert marked([], [("May 19", "≠")]) == []


def test_a_paper_that_is_there_for_the_language_of_the_office_has_a_title_in_the_applicants() -> None:
    jurisdiction, found = registry.find_procedure("us/affirmative")
    filing = Filing(load(EXAMPLES / "us-petitioner-family", registry.extensions()), jurisdiction, found, "en", DAY)
    named = titles(filing, "zh_Hans")
    assert named.keys() == {part.leaf for part in filing.parts()}
    assert named["interpreter-certificate"] == "口译证明"


def of_the_family(changes: dict[str, object], person: str = "", own: str = "zh_Hans") -> list[Line]:
    """The Basis of Claim Form of the Canadian example in both languages, with other answers."""
    return of_example("ca-petitioner-family", "ca/inland", "BOC", changes, own, person)


def of_example(
    example: str, procedure: str, form: str, changes: dict[str, object], own: str = "zh_Hans", person: str = ""
) -> list[Line]:
    """A form of an example in both languages, with other answers."""
    jurisdiction, found = registry.find_procedure(procedure)
    record = load(EXAMPLES / example, registry.extensions())
    data = copy.deepcopy(dict(record.data))
    for path, value in changes.items():
        *above, last = path.split(".")
        at = step(data, ".".join(above)) if above else data
        at[int(last) if isinstance(at, list) else last] = value
    filing = Filing(replace(record, data=data), jurisdiction, found, "en", DAY)
    return in_both(filing.for_person(person), form, own)


def both(english: str, chinese: str) -> Text:
    return Text((("zh_Hans", chinese), ("en", english)))


@pytest.mark.parametrize("own", LANGUAGES[1:])
def test_the_columns_of_the_basis_of_claim_form_are_asked_in_every_language(own: str) -> None:
    form = of_the_family({}, own=own)
    for number in ("Schedule 1, item 12.countries", "Schedule 1, item 17", "Schedule 1, item 18", "Schedule 1, item 20.visas"):
        assert [line for line in said(form, number).splitlines() if line.startswith(f"{TO_READ} ")] == [], number


@pytest.mark.parametrize(
    ("own", "captions"),
    [
        ("zh_Hans", ("谁受到伤害: ", "罪名: ", "逮捕、指控或讯问: ", "另见所附的经历叙述。")),
        ("ko", ("피해를 입은 사람: ", "혐의: ", "체포, 기소 또는 조사: ")),
        ("fr", ("Victime\u00a0: ", "Accusation\u00a0: ", "Arrestation, accusation ou interrogatoire\u00a0: ")),
    ],
)
def test_captions_inside_an_answer_are_in_the_applicants_language(own: str, captions: tuple[str, ...]) -> None:
    only = Text(((own, "x"),))  # one part without English: the whole box is put together anew in the applicant's language
    arrest = {
        "person": both("my wife", "妻子"),
        "date": PartialDate(2023, 4, 19),
        "charge": both("lies", "造谣"),
        "outcome": only,
    }
    told = said(of_the_family({"arrests": [arrest]}, own=own), "2(a).details")
    assert [caption for caption in captions if caption not in told] == []
    assert not re.search(r"Who was harmed|By whom|Charge|Arrest, ", told)


def test_papers_and_their_numbers_are_called_in_the_applicants_language() -> None:
    form = copies("stranded-in-transit", "unhcr/rsd", "en")["rsd-bio-data"]
    assert "种类和号码: 护照，编号 EX0000031" in said(form, "D.1")
    assert "本人的证件：护照 EX0000031" in said(form, "I.7")
    assert "至: 仍在那里" in said(form, "I.4")
    assert "2026年11月13日, 桃园国际机场转机区, 台湾" in said(form, "I.6")
    for number in ("D.1", "E.1", "I.4", "I.6", "I.7"):
        assert TO_READ not in said(form, number)


def test_who_refers_to_the_form_of_another_reads_so_in_their_own_language() -> None:
    told = said(of_the_family({}, "spouse"), "Schedule 1, item 11.details")
    assert "我的理由与Weiguo SHEN的理由相同。" in told
    assert TO_READ not in told


def test_half_brothers_nicknames_and_a_citizenship_held_today_need_no_mark() -> None:
    changes = {
        "siblings.0.relation": "half",
        "applicant.other_names": [{"name": "SHEN Dawei", "native": Text((("und", "沈大伟"),)), "kind": "nickname"}],
        "applicant.nationalities.0.until": Absent.NOT_APPLICABLE,
    }
    form = of_the_family(changes)
    assert "(同父异母或同母异父)" in said(form, "Schedule 1, item 18")
    assert "SHEN Dawei 沈大伟（绰号或小名）" in said(form, "Schedule 1, item 1.other")
    assert "现在仍持有" in said(form, "Schedule 1, item 17")
    for number in ("Schedule 1, item 18", "Schedule 1, item 1.other", "Schedule 1, item 17"):
        assert TO_READ not in said(form, number)


def test_the_no_before_a_reason_stands_on_both_sides() -> None:
    (line,) = [line for line in of_the_family({}) if line.number == "Schedule 1, item 12.countries"]
    assert any("No. We were in the transit area" in told for told in line.filed.answer)
    assert any("否. 我们只在转机区停留了" in told for told in line.own.answer)


def test_a_language_is_called_with_its_script_in_the_applicants_language() -> None:
    assert language_said("Chinese (Simplified)", "en", "zh_Hans") == "中文 (简体)"
    assert language_said("Korean", "en", "zh_Hans") == "韩语"


@pytest.mark.parametrize(
    ("own", "captions"), [("zh_Hans", ("在哪里发生: ", "谁做的: ", "报案和结果: ")), ("fr", ("Lieu: ", "Auteur: "))]
)
def test_captions_inside_a_korean_answer_are_in_the_applicants_language(own: str, captions: tuple[str, ...]) -> None:
    only = Text(((own, "x"),))
    event = {"where": only, "who": both("officers", "警察"), "reported": both("no", "没有"), "treatment": Absent.NONE}
    form = of_example("kr-jeju-arrival", "kr/in-country", "refugee-application", {"harm": [event]}, own)
    told = said(form, "14.2.explain")
    assert [caption for caption in captions if caption not in told] == []
    assert not re.search(r"Where: |Who caused it|Reported, and|Treatment|None", told)


def test_half_brothers_nicknames_and_boxes_of_the_korean_form_need_no_mark() -> None:
    changes = {
        "siblings": [{"name": {"family": "SHEN", "given": "Dawei"}, "relation": "half", "sex": "male", "deceased": "no"}],
        "applicant.other_names": [{"name": "SHEN Xiaowei", "kind": "nickname"}],
    }
    form = of_example("kr-jeju-arrival", "kr/in-country", "refugee-application", changes)
    assert "(同父异母或同母异父)" in said(form, "4.1")
    assert said(form, "1.4").endswith("SHEN Xiaowei（绰号或小名）")
    assert said(form, "1.13").endswith("其他")


def test_captions_inside_an_answer_to_unhcr_are_in_the_applicants_language() -> None:
    only = {"native": both("Xiang", "湘语"), "reads": ["zh_Hans"], "interview_requests": Absent.NONE}
    form = of_example("stranded-in-transit", "unhcr/rsd", "rsd-bio-data", {"applicant.languages": only})
    languages = said(form, "A.13")
    assert "母语: 湘语" in languages
    assert "能读: 中文 (简体)" in languages
    assert not re.search(r"Mother tongue|Chinese", languages)


def test_an_age_is_not_called_a_date_of_birth() -> None:
    child = {"name": {"family": "QIN", "given": "Tao"}, "birth": {"date": PartialDate(2018, 4, 9)}, "accompanying": "yes"}
    form = of_example("stranded-in-transit", "unhcr/registration", "registration-request", {"children": [child]})
    assert "年龄: " in said(form, "5")
    assert not re.search(r"出生日期: \d{1,2}$", said(form, "5"), re.MULTILINE)


def test_an_address_has_its_country_and_what_is_not_known_of_it_in_the_applicants_language() -> None:
    home = {"street": Absent.UNKNOWN, "city": both("Luyang City", "鹿阳市"), "country": "CN"}
    form = of_example("stranded-in-transit", "unhcr/rsd", "rsd-bio-data", {"applicant.home_address": home})
    assert said(form, "A.14").endswith("（街道不知道）, 鹿阳市, 中国")


def test_who_somebody_is_on_a_canadian_form_is_not_another_question_of_the_record() -> None:
    form = copies("stranded-in-transit", "ca/overseas", "en")["imm-0008-schedule-2"]
    assert said(form, "head.role") == "我是\n主申请人"
    assert said(copies("stranded-in-transit", "ca/overseas", "en")["imm-0008"], "P.10.country").endswith("台湾")


@pytest.mark.parametrize(
    ("wrote", "reads", "read_back", "own"),
    [
        ("fr", ["fr"], Absent.NOT_APPLICABLE, ""),  # "not" looks like a language of three letters
        ("fr", Absent.NONE, Absent.NOT_APPLICABLE, ""),
        ("fr", Absent.NONE, Absent.DECLINED, ""),
        ("zh_Hans", ["zh_Hans"], Absent.NOT_APPLICABLE, "zh_Hans"),
        ("fr", ["tr"], "ku", "tr"),
        ("fr", ["tr", "fr"], "ku", "ku"),
        ("fr", Absent.NONE, "ku", "ku"),
        ("fr", None, "ku", "ku"),
    ],
)
def test_a_reading_copy_is_in_a_language_that_its_reader_reads(wrote: str, reads: object, read_back: object, own: str) -> None:
    jurisdiction, found = registry.find_procedure("ca/inland")
    record = load(EXAMPLES / "ca-petitioner-family", registry.extensions())
    data = copy.deepcopy(record.data)
    data["applicant"]["languages"]["reads"] = reads
    data["statement"]["read_back_in"] = read_back
    filing = Filing(replace(record, data=data, language=wrote), jurisdiction, found, "fr", DAY)
    assert own_language(filing) == own
