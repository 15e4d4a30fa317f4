"""Official PDFs are kept only when they are the edition that the table knows."""

from __future__ import annotations

import datetime
import stat
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from official_forms import draw_form, form_table

from asylum_forms.errors import FormError
from asylum_forms.forms import store
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import FormTable

I_589 = Path(__file__).parents[2] / "jurisdictions" / "us" / "forms" / "i-589.2025-01-20.yaml"


@pytest.fixture
def official(tmp_path: Path) -> Path:
    return draw_form(tmp_path / "t-1.pdf")


@pytest.fixture
def table(official: Path) -> FormTable:
    return form_table(official)


def refused(pdf: Path, *tables: FormTable) -> FormError:
    with pytest.raises(FormError) as caught:
        store.add(pdf, tables)
    assert caught.value.remedy
    assert not store.place_of(tables[0]).exists()
    return caught.value


def test_the_right_edition_is_kept_unchanged_where_only_the_user_can_read_it(official: Path, table: FormTable) -> None:
    kept = store.add(official, [table])
    assert kept.name == "t-1.2025-01-02.pdf"
    assert kept.read_bytes() == official.read_bytes()
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [file.name for file in kept.parent.iterdir()] == [kept.name]
    assert store.find(table) == kept


def test_adding_again_replaces_the_kept_copy(official: Path, table: FormTable) -> None:
    assert store.add(official, [table]) == store.add(official, [table])


def test_nothing_is_found_before_it_was_added(table: FormTable) -> None:
    assert store.find(table) is None


def test_the_table_it_belongs_to_is_found_among_several(official: Path, table: FormTable) -> None:
    other = replace(table, form="Z-9", official=replace(table.official, fingerprint="sha256:0")) if table.official else table
    assert store.add(official, [other, table]) == store.place_of(table)


def test_a_kept_copy_that_has_changed_is_an_error_not_a_silent_change(official: Path, table: FormTable) -> None:
    kept = store.add(official, [table])
    draw_form(kept, extra=("new",))
    with pytest.raises(FormError, match="has changed since it was added") as caught:
        store.find(table)
    assert "forms add" in caught.value.remedy


def test_another_edition_is_refused_with_what_differs(tmp_path: Path, official: Path, table: FormTable) -> None:
    newer = draw_form(tmp_path / "newer.pdf", edition="Edition 03/04/26", extra=("email", "fax"))
    error = refused(newer, table)
    assert "“Edition 03/04/26”" in error.message
    assert "“Edition 01/02/25”" in error.message
    assert "Fields to fill in: 20; we know 18." in error.message
    assert "Fields that are new (2): form[0].part[0].email, form[0].part[0].fax." in error.message
    assert table.source in error.remedy


def test_the_same_fields_with_other_edition_text_are_refused(tmp_path: Path, official: Path, table: FormTable) -> None:
    error = refused(draw_form(tmp_path / "later.pdf", edition="Edition 09/09/25"), table)
    assert "“Edition 09/09/25”" in error.message


def test_other_states_of_a_box_are_another_edition(tmp_path: Path, official: Path, table: FormTable) -> None:
    with pikepdf.open(official) as pdf:
        box = next(a for a in pdf.pages[0].Annots if a.get("/T") == "children[0]")
        box.AP.N["/2"] = box.AP.N["/N"]
        del box.AP.N["/N"]
        pdf.save(tmp_path / "other.pdf")
    assert "states of their boxes" in refused(tmp_path / "other.pdf", table).message


def test_missing_fields_are_named(tmp_path: Path, official: Path, table: FormTable) -> None:
    with pikepdf.open(official) as pdf:
        part = pdf.Root.AcroForm.Fields[0].Kids[0]
        part.Kids = pikepdf.Array([kid for kid in part.Kids if kid.T != "story"])
        pdf.save(tmp_path / "other.pdf")
    assert "Fields that are missing (1): form[0].part[0].story." in refused(tmp_path / "other.pdf", table).message


def test_the_fingerprint_does_not_depend_on_encryption_or_on_the_order_of_fields(tmp_path: Path, official: Path) -> None:
    with pikepdf.open(official) as pdf:
        part = pdf.Root.AcroForm.Fields[0].Kids[0]
        part.Kids = pikepdf.Array(reversed(list(part.Kids)))
        pdf.save(tmp_path / "other.pdf")
    assert store.fingerprint(tmp_path / "other.pdf") == store.fingerprint(official)


def test_a_form_that_is_none_of_ours_is_refused_by_name(tmp_path: Path, table: FormTable) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("shoe size")))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
    pdf.save(tmp_path / "shoes.pdf")
    assert "shoes.pdf is none of the forms we know: T-1 (2025-01-02)" in refused(tmp_path / "shoes.pdf", table).message


def test_a_form_that_only_one_program_opens_is_refused(tmp_path: Path, table: FormTable) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp/>"))
    pdf.save(tmp_path / "wait.pdf")
    assert "opens only in Adobe Reader" in refused(tmp_path / "wait.pdf", table).message


def test_a_printed_copy_is_refused(tmp_path: Path, table: FormTable) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(tmp_path / "print.pdf")
    assert "has no fields to fill in" in refused(tmp_path / "print.pdf", table).message


def test_a_locked_pdf_is_refused(tmp_path: Path, official: Path, table: FormTable) -> None:
    with pikepdf.open(official) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "locked with a password" in refused(tmp_path / "locked.pdf", table).message


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"GIF89a", "is not a PDF"), (b"", "is not a PDF"), (b"%PDF-1.7\nnonsense", "damaged"), (None, "There is no file")],
)
def test_what_cannot_be_read_as_a_pdf_is_refused(tmp_path: Path, table: FormTable, content: bytes | None, words: str) -> None:
    file = tmp_path / "file.pdf"
    if content is not None:
        file.write_bytes(content)
    assert words in refused(file, table).message


def test_a_cut_off_download_is_refused(tmp_path: Path, official: Path, table: FormTable) -> None:
    data = official.read_bytes()
    (tmp_path / "cut.pdf").write_bytes(data[: len(data) // 3])
    assert "cut.pdf" in refused(tmp_path / "cut.pdf", table).message


def test_the_official_i_589_of_the_known_edition_is_kept(shared: Path) -> None:
    table = read_table(I_589)
    official = shared / "forms" / "us" / "i-589.2025-01-20.pdf"
    assert store.add(official, [table]).read_bytes() == official.read_bytes()
    assert store.find(table) == store.place_of(table)


def test_the_table_of_the_i_589_names_every_field_and_no_other(shared: Path) -> None:
    found = store.fingerprint(shared / "forms" / "us" / "i-589.2025-01-20.pdf")
    assert store.field_names(read_table(I_589)) == set(found.fields)


def test_the_previous_edition_of_the_i_589_is_refused_with_what_differs(shared: Path) -> None:
    table = read_table(I_589)
    error = refused(shared / "forms" / "us" / "i-589.2020-08-25.pdf", table)
    assert table.edition == datetime.date(2025, 1, 20)
    assert "It says “Rev. 08/25/20”; we know “Edition 01/20/25”." in error.message
    assert "Fields to fill in: 448; we know 460." in error.message
    assert "Fields that are missing" in error.message
    assert "Fields that are new" in error.message
    assert table.source in error.remedy


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("us/g-28.2018-09-17.pdf", "is none of the forms we know"),
        ("ca/imm0008-schedule2.2011-10.pdf", "opens only in Adobe Reader"),
        ("ca/imm0008.2017-10.pdf", "opens only in Adobe Reader"),
        ("ca/imm5669.2012-12.pdf", "is none of the forms we know"),
    ],
)
def test_other_official_forms_are_refused_for_their_own_reason(shared: Path, file: str, words: str) -> None:
    assert words in refused(shared / "forms" / file, read_table(I_589)).message
