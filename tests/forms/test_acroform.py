"""Official PDFs are filled completely and exactly, can still be edited, and show every answer when flat."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from official_forms import STORY, brimful, draw_form, form_table, laid_out

from asylum_forms.errors import FormError
from asylum_forms.forms import readback
from asylum_forms.forms.acroform import Filled, fill
from asylum_forms.forms.answers import Answer, Continuation, Laid, State
from asylum_forms.forms.boxes import boxes_of, copied
from asylum_forms.forms.fields import fields_of
from asylum_forms.forms.measure import printed_lines
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import FormTable, Item
from asylum_forms.pdf.opening import open_plain
from asylum_forms.tools import fontconfig

I_589 = Path(__file__).parents[2] / "jurisdictions" / "us" / "forms" / "i-589.2025-01-20.yaml"
NATIVE = "李晓明 (북한) Ünal"


@pytest.fixture(scope="session")
def official(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw_form(tmp_path_factory.mktemp("official") / "t-1.pdf")


@pytest.fixture(scope="session")
def table(official: Path) -> FormTable:
    return form_table(official)


class Result:
    """The two files of one filled form."""

    def __init__(self, laid: Laid, official: Path, folder: Path, **options: Any) -> None:
        self.laid = laid
        self.live, self.flat = folder / "live.pdf", folder / "flat.pdf"
        self.filled: Filled = fill(laid, official, self.live, self.flat, **options)

    def values(self) -> dict[str, str]:
        """Field name to value, read with pikepdf; boxes as `/STATE`."""
        found = {}
        with pikepdf.open(self.live) as pdf:
            for page in pdf.pages:
                for widget in page.obj.get("/Annots", []):
                    node, names, value = widget, [], None
                    while node is not None:
                        names += [str(node.T)] if "/T" in node else []
                        value = value if value is not None else node.get("/V")
                        node = node.get("/Parent")
                    found[".".join(reversed(names))] = "" if value is None else str(value)
        return found

    def text(self, page: int | None = None) -> str:
        """Words of the flat file as pdftotext finds them, all spaces taken out."""
        if not shutil.which("pdftotext"):
            pytest.skip("pdftotext is not installed")
        pages = [] if page is None else ["-f", str(page), "-l", str(page)]
        done = subprocess.run(["pdftotext", "-layout", *pages, self.flat, "-"], capture_output=True, check=True)
        return bare(done.stdout.decode())

    def picture(self, page: int, where: tuple[float, float, float, float], scale: float = 4) -> bytes:
        """Pixels of a rectangle (PDF points) of the flat file, as pdfium shows it."""
        document = pypdfium2.PdfDocument(self.flat)
        wide, high = document[page - 1].get_size()
        left, bottom, right, top = where
        image = document[page - 1].render(scale=scale, crop=(left, bottom, wide - right, high - top)).to_pil().convert("L")
        document.close()
        return image.tobytes()


def bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.fixture
def filled(official: Path, table: FormTable, tmp_path: Path) -> Callable[..., Result]:
    def make(*sheets: Continuation, **texts: str | Answer) -> Result:
        return Result(laid_out(table, sheets, **texts), official, tmp_path)

    return make


def field(name: str, copy: int = 1) -> str:
    return copied(f"form[0].part[0].{name}", copy)


def chosen(key: str) -> Answer:
    return Answer(State.ANSWERED, chosen=(key,))


def entries(*towns: str) -> Answer:
    return Answer(State.ANSWERED, rows=tuple({"town": Answer(State.ANSWERED, town)} for town in towns))


def test_every_answer_is_in_its_field_and_on_the_page(filled: Callable[..., Result]) -> None:
    story = "First line\nSecond line of the story\nThird"
    result = filled(q1="LI Xiaoming", q2=NATIVE, q3=story, q4="123456789012", q5="N/A", q8=entries("Beijing", "Seoul"))
    values = result.values()
    assert values[field("name")] == "LI Xiaoming"
    assert values[field("native")] == NATIVE
    assert values[field("story")] == story
    assert values[field("account")] == "123456789012"
    assert (values[field("row[0]")], values[field("row[1]")]) == ("Beijing", "Seoul")
    assert result.filled.values[field("story")] == story
    text = result.text(1)
    for answer in ("LI Xiaoming", NATIVE, story, "123456789012", "Beijing", "Seoul"):
        assert bare(answer) in text
    assert "?" not in text


def test_boxes_take_the_states_of_the_form_however_odd(filled: Callable[..., Result]) -> None:
    result = filled(q9=chosen("yes"), q10=chosen("female"))
    values = result.values()
    assert values[field("children[0]")] == "/N"
    assert values[field("children[1]")] == "/Off"
    assert values[field("sex")] == "/2"
    with pikepdf.open(result.live) as pdf:
        states = {str(a.get("/T", "kid")) + str(a.Rect[0]): str(a.AS) for a in pdf.pages[0].Annots if "/AS" in a}
    assert states == {"children[0]300": "/N", "children[1]300": "/Off", "kid300": "/Off", "kid320": "/2"}


@pytest.mark.parametrize(("key", "where"), [("yes", (299, 639, 311, 651)), ("no", (299, 619, 311, 631))])
def test_the_forms_own_mark_is_seen_where_a_box_is_ticked(
    filled: Callable[..., Result], key: str, where: tuple[float, float, float, float]
) -> None:
    plain = filled().picture(1, where)
    assert filled(q9=chosen(key)).picture(1, where) != plain


def test_places_to_sign_and_officers_boxes_stay_as_the_form_has_them(filled: Callable[..., Result]) -> None:
    result = filled(q1="Li")
    assert result.values()[field("signature")] == ""
    assert result.values()[field("officer")] == "for the office"
    assert result.filled.signs == (("applicant", 1),)


def test_an_item_without_an_answer_leaves_an_empty_field(filled: Callable[..., Result]) -> None:
    assert filled().values()[field("name")] == ""


def test_boxes_that_a_script_would_unlock_can_be_corrected(filled: Callable[..., Result]) -> None:
    result = filled(q2=NATIVE, q3="x")
    fields = fields_of(open_plain(result.live))
    assert not fields[field("native")].flags & 1
    assert not fields[field("story")].flags & 1
    assert fields[field("story")].flags & (1 << 12)
    assert fields[field("officer")].flags & 1


def test_nothing_is_left_that_acts_on_its_own_or_says_who_made_it(filled: Callable[..., Result]) -> None:
    result = filled(q1="Li")
    for file in (result.live, result.flat):
        with pikepdf.open(file) as pdf:
            assert not pdf.is_encrypted
            assert not {"/Perms", "/OpenAction", "/Names", "/Metadata"} & set(pdf.Root.keys())
            assert dict(pdf.docinfo) == {"/Title": "Form T-1"}
            assert pdf.check_pdf_syntax() == [] if hasattr(pdf, "check_pdf_syntax") else pdf.check() == []
        assert b"JavaScript" not in qdf(file)
        assert b"NeedAppearances" not in qdf(file)
        assert b"XFA" not in qdf(file)
        assert b"/AA" not in qdf(file)
    with pikepdf.open(result.flat) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert all("/Annots" not in page.obj for page in pdf.pages)


def qdf(file: Path) -> bytes:
    """The file without object streams and compression."""
    with pikepdf.open(file) as pdf:
        out = file.with_suffix(".qdf")
        pdf.save(
            out, object_stream_mode=pikepdf.ObjectStreamMode.disable, stream_decode_level=pikepdf.StreamDecodeLevel.all, qdf=True
        )
        return out.read_bytes()


def test_the_same_answers_give_the_same_bytes(official: Path, table: FormTable, tmp_path: Path) -> None:
    laid = laid_out(table, q1="Li", q2=NATIVE, q3=STORY[:80])
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = Result(laid, official, tmp_path / "a"), Result(laid, official, tmp_path / "b")
    assert one.live.read_bytes() == other.live.read_bytes()
    assert one.flat.read_bytes() == other.flat.read_bytes()


def test_each_copy_of_a_sheet_is_a_page_with_fields_of_its_own(filled: Callable[..., Result]) -> None:
    sheets = [Continuation("Sheet A", {"SA.name": "Li"}, ({"town": Answer(State.ANSWERED, f"Town {n}")},)) for n in (1, 2)]
    sheets += [Continuation("Sheet B", {"SB.question": f"Q{n}", "SB.text": f"Text of copy {n}"}) for n in (1, 2, 3)]
    result = filled(*sheets, q1="Li")
    values = result.values()
    assert result.filled.pages == 6
    assert [values[field("more", copy)] for copy in (1, 2, 3)] == ["Text of copy 1", "Text of copy 2", "Text of copy 3"]
    assert [values[field("extra[0]", copy)] for copy in (1, 2)] == ["Town 1", "Town 2"]
    assert field("more", 2) == "form[0]_2.part[0].more"
    for page, words in {2: "Town1", 3: "Town2", 4: "Textofcopy1", 5: "Textofcopy2", 6: "Textofcopy3"}.items():
        assert words in result.text(page)
    assert result.filled.signs == (("applicant", 1), ("applicant", 4), ("applicant", 5), ("applicant", 6))
    assert len(fields_of(open_plain(result.live))) == 18 + 3 + 2 * 3


def test_a_sheet_that_is_not_needed_stays_and_nobody_signs_it(official: Path, table: FormTable, tmp_path: Path) -> None:
    laid = laid_out(table, q1="Li")
    laid = replace(laid, answers=replace(laid.answers, boxes={"SA.name": Answer(State.ANSWERED, "LI Xiaoming")}))
    result = Result(laid, official, tmp_path)
    assert result.filled.pages == 3
    assert result.values()[field("name_a")] == "LI Xiaoming"
    assert result.values()[field("extra[0]")] == ""
    assert result.filled.signs == (("applicant", 1),)


def sizes(file: Path, name: str) -> set[float]:
    """Type sizes in the appearance of a field."""
    with pikepdf.open(file) as pdf:
        widget = next(a for page in pdf.pages for a in page.Annots if a.get("/T") == name)
        return {float(size) for size in re.findall(rb"/F\d+ ([0-9.]+) Tf", widget.AP.N.read_bytes())}


def test_a_line_longer_than_its_box_shrinks_but_not_below_seven_tenths(filled: Callable[..., Result]) -> None:
    assert sizes(filled(q1="x" * 36).live, "name") == {9.0}
    assert sizes(filled(q1="x" * 51).live, "name") == {6.39}
    with pytest.raises(FormError, match="1 of T-1 is too long for its box") as caught:
        filled(q1="x" * 52)
    assert caught.value.findings[0].place.item == "1"


def test_a_large_box_holds_as_many_lines_as_it_was_measured_for(filled: Callable[..., Result]) -> None:
    full = "\n".join("x" * 36 for _line in range(3))
    assert sizes(filled(q3=full).live, "story") == {9.0}
    with pytest.raises(FormError, match="3 of T-1 is too long"):
        filled(q3="\n".join("x" * 36 for _line in range(7)))


def test_more_characters_than_a_field_takes_are_an_error_not_a_cut(filled: Callable[..., Result]) -> None:
    with pytest.raises(FormError, match="has 4 characters; the box takes 3"):
        filled(q5="1234")


def test_a_comb_has_one_character_in_the_middle_of_each_cell(filled: Callable[..., Result]) -> None:
    result = filled(q4="IOE012345678")
    document = pypdfium2.PdfDocument(result.flat)
    page = document[0].get_textpage()
    found = {}
    for index in range(page.count_chars()):
        left, bottom, right, top = page.get_charbox(index)
        if bottom >= 520 and top <= 538 and left < 291 and page.get_text_range(index, 1).strip():
            found[int((left - 50) // 20)] = (page.get_text_range(index, 1), (left + right) / 2 - 50)
    assert "".join(found[cell][0] for cell in range(12)) == "IOE012345678"
    assert all(abs(middle - (cell * 20 + 10)) < 3 for cell, (_char, middle) in found.items())
    document.close()


def test_chinese_and_korean_characters_are_drawn_and_not_boxes(filled: Callable[..., Result]) -> None:
    result = filled(q2="李晓홍길あ")
    pictures = [result.picture(1, (52 + 9 * n, 670, 61 + 9 * n, 686), scale=6) for n in range(6)]
    assert len(set(pictures)) == 6
    assert all(min(picture) < 100 for picture in pictures[:5])
    assert min(pictures[5]) == 255


def test_the_language_decides_how_shared_ideographs_look(official: Path, table: FormTable, tmp_path: Path) -> None:
    pictures = set()
    for language in ("zh", "ja"):
        result = Result(laid_out(table, q2="骨直"), official, tmp_path, language=language)
        pictures.add(result.picture(1, (50, 670, 90, 686)))
    assert len(pictures) == 2


def test_letters_that_join_are_joined_and_run_from_right_to_left(filled: Callable[..., Result]) -> None:
    joined = filled(q2="ئابدۇللا / 阿卜杜拉")
    assert joined.values()[field("native")] == "ئابدۇللا / 阿卜杜拉"
    where = (50, 670, 250, 686)
    assert filled(q2="بببب").picture(1, where) != filled(q2="ب ب ب ب").picture(1, where)
    # In a joined word the first letter stands at the right.
    first, last = filled(q2="ابب").picture(1, (50, 670, 75, 686)), filled(q2="ببا").picture(1, (50, 670, 75, 686))
    assert first != last


def test_a_character_without_a_font_is_named_with_its_item(filled: Callable[..., Result]) -> None:
    char = next(char for char in "\U00013000\U00012000\U00014400\U0001bc00" if fontconfig.missing(char))
    with pytest.raises(FormError, match=re.escape(f"U+{ord(char):04X} {unicodedata.name(char)}")) as caught:
        filled(q1="Li", q2=f"a{char}b", q3=char)
    assert [finding.place.item for finding in caught.value.findings] == ["2", "3"]


def test_what_looks_like_code_comes_out_as_written(filled: Callable[..., Result]) -> None:
    text = "{nb} {{ 7*7 }} & <w:p> (a) \\n"
    result = filled(q1=text)
    assert result.values()[field("name")] == text
    assert bare(text) in result.text(1)


def test_marks_on_letters_are_composed_and_invisible_characters_draw_nothing(filled: Callable[..., Result]) -> None:
    result = filled(q1="Nguye\u0302\u0303n\u200b \ufeffVa\u0306n", q2=unicodedata.normalize("NFD", "김철수"))
    assert "NguyễnVăn" in result.text(1)
    assert "김철수" in result.text(1)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs", "Cf"), max_codepoint=0x21FF), max_size=20))
@example("李 {nb} \u00ad〇")
@example("\u07eb")
@example("a\u07eb\u0301 \u07cb\u07eb")
@example("\u0621\u1dca")
def test_any_text_is_shown_exactly_or_named_as_missing(official: Path, table: FormTable, tmp_path: Path, text: str) -> None:
    said = shown_or_refused(laid_out(table, q1=text), official, tmp_path)
    if fontconfig.missing(text):
        assert "U+" in said
    elif said != text:  # a letter and its marks come from one font, and each of them may be in another
        assert "can show together: U+" in said
        assert any(unicodedata.category(char)[0] == "M" for char in text)


def shown_or_refused(laid: Laid, official: Path, work: Path) -> str:
    """What the first box holds, or why the form is not filled in."""
    try:
        return Result(laid, official, work).values()[field("name")]
    except FormError as error:
        return error.message


def test_a_table_that_names_an_unknown_field_or_state_is_an_error(official: Path, table: FormTable, tmp_path: Path) -> None:
    for item in (Item("1", "Name", pdf=("nowhere",)), replace(table.items["9"], options=(wrong_state(table),))):
        faulty = replace(table, items={**table.items, item.number: item})
        with pytest.raises(FormError, match=r"nowhere|children\[0\]=Yes"):
            Result(laid_out(faulty, q1="Li", q9=chosen("yes")), official, tmp_path)


def wrong_state(table: FormTable) -> Any:
    return replace(table.items["9"].options[0], pdf=("form[0].part[0].children[0]=Yes",))


def test_more_rows_than_the_form_has_are_an_error_not_a_loss(filled: Callable[..., Result]) -> None:
    with pytest.raises(FormError, match="has room for 2 entries, but there are 3"):
        filled(q8=entries("a", "b", "c"))


@pytest.mark.parametrize("fault", ["value", "picture", "tick", "flat", "script"])
def test_reading_back_notices_what_is_wrong(filled: Callable[..., Result], table: FormTable, fault: str) -> None:
    result = filled(q1="Li Xiaoming", q5="123", q9=chosen("yes"))
    boxes = boxes_of(result.laid)
    readback.check(table, boxes, result.live, result.flat)
    file = result.flat if fault == "flat" else result.live
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        if fault == "flat":
            del pdf.pages[0].obj.Resources.XObject["/Fxo1"]
            pdf.pages[0].obj.Resources.XObject["/Fxo1"] = pdf.make_stream(b"", BBox=[0, 0, 200, 16], Subtype=pikepdf.Name.Form)
        else:
            widgets = {str(a.get("/T", "")): a for a in pdf.pages[0].Annots}
            if fault == "value":
                widgets["name"].V = pikepdf.String("Li Xiaomin")
            elif fault == "picture":
                widgets["name"].AP.N = widgets["code"].AP.N
            elif fault == "tick":
                widgets["children[1]"].AS = pikepdf.Name.Y
            else:
                pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))
        pdf.save(file)
    with pytest.raises(FormError, match="is not what it should be"):
        readback.check(table, boxes, result.live, result.flat)


def test_a_missing_font_package_is_named(official: Path, tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>")
    program = (
        "import sys; from pathlib import Path; from official_forms import form_table, laid_out\n"
        "from asylum_forms.forms.acroform import fill\n"
        "official = Path(sys.argv[1])\n"
        "fill(laid_out(form_table(official), q1='Li'), official, Path('live.pdf'), Path('flat.pdf'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(official)],
        env={"PATH": "/usr/bin:/bin", "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "PYTHONPATH": str(Path(__file__).parent)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ToolError" in done.stderr
    assert "Liberation Mono" in done.stderr


# The official I-589


@pytest.fixture(scope="session")
def i_589() -> FormTable:
    return read_table(I_589)


@pytest.fixture(scope="session")
def brim(shared: Path, i_589: FormTable, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The official form, every box filled to the brim, with two copies of Supplement A and three of Supplement B."""
    laid = brimful(i_589, **{"D.native_name": NATIVE})
    return Result(laid, shared / "forms" / "us" / "i-589.2025-01-20.pdf", tmp_path_factory.mktemp("brim"))


def test_i_589_every_field_equals_its_answer(brim: Result) -> None:
    values = brim.values()
    boxes = boxes_of(brim.laid)
    assert len(boxes.entries) > 320
    for entry in boxes.entries:
        assert values[entry.field] == entry.text
    ticked = {tick.field: f"/{tick.state}" for tick in boxes.ticks}
    assert {name: value for name, value in values.items() if value.startswith("/") and value != "/Off"} == ticked
    assert brim.filled.pages == 12 + 1 + 2


def test_i_589_every_answer_is_on_its_page_of_the_flat_copy(brim: Result) -> None:
    fields = fields_of(open_plain(brim.live))
    texts = {page: brim.text(page) for page in range(1, brim.filled.pages + 1)}
    for entry in boxes_of(brim.laid).entries:
        page = fields[entry.field].widgets[0].page + 1
        lines = printed_lines(entry.text, 99) if "\n" in entry.text else [entry.text]
        for line in lines:
            # In a comb, pdftotext may put the number before or after other words, but never breaks a run of characters.
            assert bare(line) in texts[page], entry.item


def test_i_589_shows_no_question_mark_that_the_form_does_not_have(brim: Result, shared: Path) -> None:
    texts = {entry.text for entry in boxes_of(brim.laid).entries}
    assert not any("?" in text for text in texts)
    document = pypdfium2.PdfDocument(shared / "forms" / "us" / "i-589.2025-01-20.pdf")
    own = sum(page.get_textpage().get_text_range().count("?") for page in list(document)[:10])
    document.close()
    flat = pypdfium2.PdfDocument(brim.flat)
    assert sum(page.get_textpage().get_text_range().count("?") for page in list(flat)[:10]) == own
    flat.close()


def test_i_589_name_in_its_own_script_is_seen(brim: Result) -> None:
    """Each character of the name is drawn, and not twice the same box."""
    fields = fields_of(open_plain(brim.live))
    name = next(entry.field for entry in boxes_of(brim.laid).entries if entry.text == NATIVE)
    left, bottom, _right, top = (float(number) for number in fields[name].widgets[0].annotation["/Rect"])
    characters = [brim.picture(9, (left + 2 + 9 * n, bottom, left + 11 + 9 * n, top), scale=6) for n in range(3)]
    assert len(set(characters)) == 3
    assert all(min(pixels) < 100 for pixels in characters)


def test_i_589_children_and_helper_boxes_mean_what_they_say(shared: Path, i_589: FormTable, tmp_path: Path) -> None:
    laid = laid_out(i_589)
    by_label = {option.label: option.pdf for item in i_589.items.values() for option in item.options}
    assert any(
        pair.endswith("ChildrenCheckbox[0]=N")
        for label, pairs in by_label.items()
        if "I have children" in label
        for pair in pairs
    )
    number, key = next(
        (n, o.key)
        for n, item in i_589.items.items()
        for o in item.options
        if any("ChildrenCheckbox[0]" in pair for pair in o.pdf)
    )
    laid = replace(laid, items={**laid.items, number: chosen(key)})
    result = Result(laid, shared / "forms" / "us" / "i-589.2025-01-20.pdf", tmp_path)
    ticked = {name: value for name, value in result.values().items() if value.startswith("/") and value != "/Off"}
    assert ticked == {"form1[0].#subform[1].ChildrenCheckbox[0]": "/N"}
    assert result.filled.pages == 12


def test_i_589_bar_codes_and_officers_parts_stay_as_they_are(brim: Result, shared: Path) -> None:
    before = fields_of(open_plain(shared / "forms" / "us" / "i-589.2025-01-20.pdf"))
    after = brim.values()
    for name, entry in before.items():
        if "PDF417BarCode" in name:
            assert after[name] == str(entry.node["/V"])
    assert after["form1[0]_3.#pageSet[0].Page1[12].PDF417BarCode1[0]"] == "I-589|01/20/25|12"
    where = (192, 12, 462, 30)
    assert brim.picture(15, where) == brim.picture(13 + 1, where)
    assert min(brim.picture(15, where)) < 100
    officers = [name for name in after if ".#subform[11]." in name]
    assert len(officers) == 16
    assert all(after[name] in ("", "/Off") for name in officers)


def test_i_589_places_to_sign_are_empty_and_listed(brim: Result) -> None:
    signs = brim.filled.signs
    assert [page for who, page in signs if who == "applicant"] == [9, 11, 12, 13, 14, 15]
    assert {who for who, _page in signs} >= {"applicant", "preparer"}


def test_i_589_boxes_of_the_table_are_the_boxes_of_the_form(shared: Path, i_589: FormTable) -> None:
    """Columns and lines in the table are what the form's rectangles hold at 9 pt Courier with 10.2 pt leading."""
    fields = fields_of(open_plain(shared / "forms" / "us" / "i-589.2025-01-20.pdf"))
    items = [*i_589.items.values(), *(item for sheet in i_589.sheets.values() for item in sheet.items)]
    measured = 0
    for item in [*items, *(column for table in items for column in table.columns)]:
        for name in item.pdf if item.fits and not item.columns and not item.blank else ():
            left, bottom, right, top = (float(number) for number in fields[name].widgets[0].annotation["/Rect"])
            assert item.fits is not None
            assert item.fits.columns <= int((right - left - 4) / 5.4 + 0.01), item.number
            lines = int((top - bottom - 4) / 10.2) if fields[name].flags & (1 << 12) else 1
            assert item.fits.lines == lines, item.number
            measured += 1
    assert measured > 200
