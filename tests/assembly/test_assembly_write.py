"""Writing the filing: what a reader sees on its pages."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from assembly_pdfs import evidence, own, picture, picture_pdf, plan, text_pdf, words
from PIL import ImageChops, ImageStat

from asylum_forms.assembly.fit import BAND, place, view
from asylum_forms.assembly.plan import Leaf, Plan
from asylum_forms.assembly.verify import outline_of, verify
from asylum_forms.assembly.write import write
from asylum_forms.errors import OutputError
from asylum_forms.pdf import letters

# What pikepdf says about the faulty files that are made here on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:This document has .* form widget")

ROTATIONS = [0, 90, 180, 270]


def written(made: Plan, folder: Path) -> Path:
    """The filing, verified, and valid for qpdf."""
    result = write(made, folder / "filing.pdf")
    verify(made, result)
    subprocess.run(["qpdf", "--check", str(result.pdf)], check=True, capture_output=True)
    return result.pdf


def assert_stamped(pdf: Path, stamps: list[str]) -> None:
    """Every page shows its stamp, upright, at the lower right, inside the band."""
    pages = words(pdf)
    assert len(pages) == len(stamps)
    for (width, height, found), stamp in zip(pages, stamps, strict=True):
        parts = stamp.split()
        foot = [word for word in found if word.text in parts and word.top > height - BAND]
        assert [word.text for word in foot] == parts
        assert all(word.bottom < height and word.right < width and word.left > width / 2 for word in foot)
        assert all(word.right - word.left > 1.2 for word in foot)


@pytest.mark.parametrize("rotate", ROTATIONS)
@pytest.mark.parametrize("origin", [(0, 0), (-100, 50)])
@pytest.mark.parametrize("unit", [1, 2])
def test_evidence_looks_as_before_and_the_stamp_covers_nothing(
    tmp_path: Path, rotate: int, origin: tuple[float, float], unit: float
) -> None:
    x, y = origin
    crop = (x + 30, y + 40, x + 350, y + 580)
    pdf = picture_pdf(tmp_path / "ev.pdf", size=(400, 600), origin=origin, rotate=rotate, unit=unit, crop=crop)
    filing = written(plan(evidence("a", pdf)), tmp_path)
    placed = place(view((x, y, x + 400, y + 600), crop, rotate, unit), "Letter")
    assert_stamped(filing, ["1 of 1"])

    scale = 2
    shown = picture(filing, scale=scale)
    box = placed.matrix
    corners = [box.transform(corner) for corner in ((crop[0], crop[1]), (crop[2], crop[3]))]
    left, right = sorted(cx for cx, _cy in corners)
    bottom, top = sorted(cy for _cx, cy in corners)
    part = shown.crop(tuple(round(value * scale) for value in (left, placed.height - top, right, placed.height - bottom)))
    # PDFium draws patterns in whole pixels, so it has to draw both in the same size; it takes no notice of UserUnit.
    before = picture(pdf, scale=scale * placed.scale * unit).resize(part.size)
    assert max(ImageStat.Stat(ImageChops.difference(before, part)).mean) < 6
    shown.paste("white", (0, 0, shown.width, math.ceil((placed.height - bottom) * scale) + 1))
    ink = ImageChops.invert(shown.convert("L")).getbbox()
    assert ink is not None
    assert ink[1] > (placed.height - BAND) * scale


@pytest.mark.parametrize("rotate", ROTATIONS)
def test_our_own_pages_change_nowhere_but_at_the_stamp(tmp_path: Path, rotate: int) -> None:
    size = (612, 792) if rotate % 180 == 0 else (792, 612)
    pdf = picture_pdf(tmp_path / "form.pdf", size=size, origin=(40, -30), rotate=rotate)
    # Its colours reach under the stamp, which verification would not let pass.
    filing = write(plan(own("form", pdf)), tmp_path / "filing.pdf").pdf
    assert_stamped(filing, ["1 of 1"])
    changed = ImageChops.difference(picture(pdf), picture(filing)).convert("L").getbbox()
    assert changed is not None
    left, top, right, bottom = changed
    assert left > 500
    assert top > 792 - 24
    assert right <= 612 - 35
    assert bottom <= 792 - 8


def test_odd_pages_of_every_kind_keep_their_place(tmp_path: Path) -> None:
    huge = text_pdf(tmp_path / "huge.pdf", size=(3370, 2384))
    tiny = picture_pdf(tmp_path / "tiny.pdf", size=(50, 30))
    empty = tmp_path / "empty.pdf"
    with pikepdf.new() as pdf:
        for _page in range(3):
            pdf.add_blank_page(page_size=(612, 792))
        del pdf.pages[0].obj["/Resources"]
        pdf.pages[1].obj.Contents = pdf.make_stream(b"0 0 1 rg 100 100 50 50 re f")
        if "/Resources" in pdf.pages[1].obj:
            del pdf.pages[1].obj["/Resources"]
        pdf.pages[2].obj.Contents = pikepdf.Array([])
        pdf.save(empty)
    filing = written(plan(evidence("a", huge), evidence("b", tiny), evidence("c", empty, 3)), tmp_path)
    assert_stamped(filing, [f"{page} of 5" for page in range(1, 6)])
    sizes = [(width, height) for width, height, _words in words(filing)]
    assert sizes == [(792, 612), *[(612, 792)] * 4]
    assert picture(filing, 2).getpixel((306 - 24, 792 - 414 + 14)) != (255, 255, 255)
    assert picture(filing, 2).getpixel((306 - 30, 400)) == (255, 255, 255)
    assert picture(filing, 4).convert("L").crop((0, 0, 612, 750)).getextrema()[0] < 200


def test_content_in_pieces_and_with_unbalanced_states_stays_what_it_was(tmp_path: Path) -> None:
    pdf = tmp_path / "pieces.pdf"
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(400, 400))
        # One operator cut in two by the end of a stream; states left open, one closed that nobody opened.
        pieces = [
            b"q 0.5 0 0 0.5 0 0 cm 0 1 0",
            b"rg 0 0 400 400 re f",
            b"q q 1 0 0 rg 400 400 100 100 re f",
            b"Q Q Q Q 0 0 9 9 re f",
        ]
        page.obj.Contents = pikepdf.Array([made.make_stream(piece) for piece in pieces])
        made.save(pdf)
    filing = written(plan(evidence("a", pdf)), tmp_path)
    assert_stamped(filing, ["1 of 1"])
    before = picture(pdf)
    left, top = (612 - 400) // 2, (756 - 400) // 2
    part = picture(filing).crop((left, top, left + 400, top + 400))
    assert max(ImageStat.Stat(ImageChops.difference(before, part)).mean) < 1


def test_boxes_and_rotation_inherited_from_the_page_tree_count(tmp_path: Path) -> None:
    pdf = picture_pdf(tmp_path / "ev.pdf", 2, size=(400, 600))
    with pikepdf.open(pdf, allow_overwriting_input=True, inherit_page_attributes=False) as made:
        kids = made.Root.Pages.Kids
        for key in ("/MediaBox", "/Resources"):
            made.Root.Pages[key] = kids[0][key]
            for kid in kids:
                del kid[key]
        made.Root.Pages.Rotate = 90
        made.save(pdf)
    filing = written(plan(evidence("a", pdf, 2)), tmp_path)
    # Seen lying: blue, which was at the upper left, is now at the upper right.
    red, green, blue = picture(filing).getpixel((500, 250))
    assert blue > 200
    assert red < 60
    assert green < 60


def test_pages_that_share_content_and_resources_are_stamped_each_with_its_own_number(tmp_path: Path) -> None:
    pdf = picture_pdf(tmp_path / "ev.pdf", size=(612, 792))
    with pikepdf.open(pdf, allow_overwriting_input=True) as made:
        made.pages.append(made.pages[0])
        made.pages.append(made.pages[0])
        assert made.pages[0].obj.Contents.objgen == made.pages[2].obj.Contents.objgen
        made.save(pdf)
    filing = written(plan(own("form", pdf, 3), evidence("a", pdf, 3)), tmp_path)
    assert_stamped(filing, [f"{page} of 6" for page in range(1, 7)])


def test_headings_within_a_paper_hang_under_it_in_the_outline(tmp_path: Path) -> None:
    text = text_pdf(tmp_path / "text.pdf", 3)
    form = replace(own("form", text, 3), headings=(("Part A", 1), ("Part B", 3)))
    filing = written(plan(own("letter", text, 3), form, own("exhibits", text, 3), own("a", text, 3, level=1)), tmp_path)
    with pikepdf.open(filing) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        found = outline_of(pdf, numbers)
    assert found == [
        *((0, "Part letter", 1), (0, "Part form", 4), (1, "Part A", 4), (1, "Part B", 6)),
        *((0, "Part exhibits", 7), (1, "Part a", 10)),
    ]


def test_outline_labels_language_and_title_are_set_and_nothing_says_who_made_it(tmp_path: Path) -> None:
    text = text_pdf(tmp_path / "text.pdf", 2)
    made = plan(
        own("letter", text, 2),
        own("exhibits", text, 2),
        own("exhibit/a/separator", text, 2, level=1),
        evidence("a", text, 2, level=2),
        own("service", text, 2),
        language="zh_Hans",
    )
    filing = written(made, tmp_path)
    with pikepdf.open(filing) as pdf:
        with pdf.open_outline() as outline:
            tree = [
                (item.title, [(child.title, [c.title for c in child.children]) for child in item.children])
                for item in outline.root
            ]
        assert tree == [
            ("Part letter", []),
            ("Part exhibits", [("Part exhibit/a/separator", ["Exhibit a original"])]),
            ("Part service", []),
        ]
        assert str(pdf.Root.Lang) == "zh-Hans"
        assert dict(pdf.docinfo) == {"/Title": "Asylum filing of Ana Å."}
        assert "/Metadata" not in pdf.Root
        assert [page.label for page in pdf.pages] == [str(n) for n in range(1, 11)]
    assert b"pypdf" not in filing.read_bytes()
    assert b"D:20" not in filing.read_bytes()


def test_the_stamp_may_say_label_and_name_in_any_script_with_its_font_embedded(tmp_path: Path) -> None:
    text = text_pdf(tmp_path / "text.pdf")
    leaf = Leaf("exhibit/a/original", "Exhibit A", text, 1, evidence=True, label="A")
    filing = written(plan(own("letter", text), leaf, stamp="{name} {label} {page}", name="张伟 이"), tmp_path)
    assert_stamped(filing, ["张伟 이 1", "张伟 이 A 2"])
    listing = subprocess.run(["pdffonts", str(filing)], check=True, capture_output=True, text=True).stdout
    (line,) = [line for line in listing.splitlines() if "AFSTMP" in line]
    assert "CID Type 0C" in line
    assert line.split()[-5:-2] == ["yes", "yes", "yes"]
    inked = picture(filing, 2, scale=4).crop((0, (792 - 36) * 4, 612 * 4, 792 * 4)).convert("L").point(lambda v: 255 * (v < 128))
    assert 300 < ImageStat.Stat(inked).sum[0] / 255 < 6000


def test_one_font_serves_all_stamps(tmp_path: Path) -> None:
    text = text_pdf(tmp_path / "text.pdf", 40)
    filing = written(plan(evidence("a", text, 40)), tmp_path)
    assert filing.read_bytes().count(b"/FontFile2") == 1
    assert filing.stat().st_size < text.stat().st_size * 2 + 40_000


def test_a_filing_without_stamps_has_none(tmp_path: Path) -> None:
    text = text_pdf(tmp_path / "text.pdf")
    filing = written(plan(own("letter", text), evidence("a", text), stamp=""), tmp_path)
    assert [[word.text for word in found] for _w, _h, found in words(filing)] == [["text", "1"], ["text", "1"]]


def test_a_stamp_that_no_font_can_print_or_that_asks_for_the_unknown_is_refused(tmp_path: Path) -> None:
    text = text_pdf(tmp_path / "text.pdf")
    with pytest.raises(OutputError, match="ཀ"):
        write(plan(own("letter", text), stamp="{name} {page}", name="ཀ"), tmp_path / "out.pdf")
    with pytest.raises(OutputError, match=r"page\.__class__"):
        write(plan(own("letter", text), stamp="{page.__class__}"), tmp_path / "out.pdf")


def test_one_of_our_pages_that_is_not_of_the_paper_s_size_is_named(tmp_path: Path) -> None:
    text = text_pdf(tmp_path / "text.pdf", 2, size=(595.28, 841.89))
    with pytest.raises(OutputError, match=r"Part letter, page 1: .*595 by 842") as raised:
        write(plan(own("letter", text, 2)), tmp_path / "out.pdf")
    assert "Letter" in raised.value.remedy
    written(plan(own("letter", text, 2), paper="A4"), tmp_path)


def _annotated(path: Path, **entries: object) -> Path:
    text_pdf(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        look = pdf.make_stream(
            b"1 0 0 rg 0 0 50 20 re f", {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 50, 20]}
        )
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[100, 100, 150, 120], AP=pikepdf.Dictionary(N=look), **entries)
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])
        pdf.save(path)
    return path


@pytest.mark.parametrize("is_evidence", [False, True])
def test_a_form_field_that_was_not_flattened_is_an_error_not_a_loss(tmp_path: Path, is_evidence: bool) -> None:
    pdf = _annotated(tmp_path / "form.pdf", Subtype=pikepdf.Name.Widget)
    leaf = evidence("a", pdf) if is_evidence else own("form", pdf)
    with pytest.raises(OutputError, match="/Widget"):
        write(plan(leaf), tmp_path / "out.pdf")


def test_a_comment_left_in_the_word_file_and_hidden_annotations_stay_out(tmp_path: Path) -> None:
    comment = _annotated(tmp_path / "comment.pdf", Subtype=pikepdf.Name.Text, Contents="ask client again")
    hidden = _annotated(tmp_path / "hidden.pdf", Subtype=pikepdf.Name.Widget, F=2)
    filing = written(plan(own("letter", comment), own("form", hidden)), tmp_path)
    assert b"ask client again" not in filing.read_bytes()
    with pikepdf.open(filing) as pdf:
        assert all("/Annots" not in page.obj for page in pdf.pages)


def test_leaves_that_are_not_what_was_planned_are_named(tmp_path: Path) -> None:
    text = text_pdf(tmp_path / "text.pdf", 2)
    out = tmp_path / "out.pdf"
    with pytest.raises(OutputError, match=r"Part letter: number of pages: 2, planned: 3"):
        write(plan(own("letter", text, 3)), out)
    locked = tmp_path / "locked.pdf"
    with pikepdf.open(text) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(OutputError, match=r"Exhibit a original: .*password"):
        write(plan(evidence("a", locked, 2)), out)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing here")
    with pytest.raises(OutputError, match="Exhibit a original"):
        write(plan(evidence("a", broken)), out)
    with pytest.raises(OutputError, match="Exhibit a original"):
        write(plan(evidence("a", tmp_path / "gone.pdf")), out)
    with pytest.raises(OutputError, match="two parts named letter"):
        write(plan(own("letter", text, 2), own("letter", text, 2)), out)
    with pytest.raises(OutputError, match="no pages"):
        write(plan(), out)
    assert not out.exists()


def test_hidden_layers_are_refused_because_the_filing_would_show_them(tmp_path: Path) -> None:
    pdf = text_pdf(tmp_path / "layers.pdf")
    with pikepdf.open(pdf, allow_overwriting_input=True) as made:
        group = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="draft"))
        made.Root.OCProperties = pikepdf.Dictionary(OCGs=[group], D=pikepdf.Dictionary(OFF=[group]))
        made.save(pdf)
    with pytest.raises(OutputError, match="hidden layers"):
        write(plan(evidence("a", pdf)), tmp_path / "out.pdf")


def test_the_last_good_filing_stays_when_a_leaf_fails(tmp_path: Path) -> None:
    text = text_pdf(tmp_path / "text.pdf")
    out = tmp_path / "filing.pdf"
    out.write_bytes(b"the last good one")
    with pytest.raises(OutputError):
        write(plan(own("letter", text), evidence("a", tmp_path / "gone.pdf")), out)
    assert out.read_bytes() == b"the last good one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["filing.pdf", "text.pdf"]


_SCRIPT = """
import resource, signal, sys
from pathlib import Path
sys.path[:0] = {path!r}
from assembly_pdfs import evidence, own, plan, text_pdf
from asylum_forms.assembly.write import write
from asylum_forms.errors import OutputError
from asylum_forms.tools import fontconfig
folder = Path(sys.argv[1])
text = folder / "text.pdf"
fontconfig.font_file("Liberation Sans")
if len(sys.argv) > 3:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    write(plan(own("letter", text, 20), evidence("a", text, 20)), Path(sys.argv[2]))
except OutputError as error:
    print(error.message, "|", error.remedy)
"""


def _elsewhere(folder: Path, out: Path, *more: str, **env: str) -> str:
    script = _SCRIPT.format(path=[str(Path(__file__).parent)])
    command = [sys.executable, "-c", script, str(folder), str(out), *more]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, **env}).stdout


def test_a_full_disk_leaves_the_last_good_filing_and_no_rubbish(tmp_path: Path) -> None:
    # The kernel refuses to let files grow beyond the limit, as it does on a full disk.
    out = tmp_path / "out" / "filing.pdf"
    out.parent.mkdir()
    out.write_bytes(b"the last good one")
    text_pdf(tmp_path / "text.pdf", 20)
    said = _elsewhere(tmp_path, out, "9000")
    assert "filing.pdf could not be written" in said
    assert "room" in said
    assert out.read_bytes() == b"the last good one"
    assert list(out.parent.iterdir()) == [out]


def test_a_folder_that_cannot_be_written_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    text = text_pdf(tmp_path / "text.pdf")
    with pytest.raises(OutputError, match=r"filing\.pdf could not be written"):
        write(plan(own("letter", text)), tmp_path / "text.pdf" / "filing.pdf")


def test_same_input_same_bytes_in_every_process(tmp_path: Path) -> None:
    text_pdf(tmp_path / "text.pdf", 20)
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    _elsewhere(tmp_path, one, PYTHONHASHSEED="1")
    _elsewhere(tmp_path, two, PYTHONHASHSEED="77", TZ="Asia/Tokyo")
    assert one.read_bytes() == two.read_bytes()


def test_another_page_gives_another_identifier(tmp_path: Path) -> None:
    identifiers = []
    for pages in (1, 2):
        text = text_pdf(tmp_path / "text.pdf", pages)
        with pikepdf.open(written(plan(own("letter", text, pages)), tmp_path)) as pdf:
            first, second = (bytes(part) for part in pdf.trailer.ID)
            assert first == second != bytes(16)
            identifiers.append(first)
    assert identifiers[0] != identifiers[1]


def test_the_stamp_lies_clear_of_everything_on_the_official_form(shared: Path, tmp_path: Path) -> None:
    official = shared / "forms" / "us" / "i-589.2025-01-20.pdf"
    flat = tmp_path / "i-589.pdf"
    with pikepdf.open(official) as pdf:
        bars = [
            [float(value) for value in note.Rect]
            for page in pdf.pages
            for note in page.obj.Annots
            if "BarCode" in str(note.get("/T", ""))
        ]
        for page in pdf.pages:
            del page.obj["/Annots"]
        letters.lend(pdf, alike=True)  # as filling does: the form leaves fonts out
        pdf.save(flat)
    assert len(bars) == 12
    before = words(flat)
    filing = written(plan(own("i-589", flat, 12), stamp="{page} of {pages} pages"), tmp_path)
    for (_w, height, old), (_w2, _h2, new) in zip(before, words(filing), strict=True):
        known = {(word.text, round(word.left), round(word.top)) for word in old}
        stamp = [word for word in new if (word.text, round(word.left), round(word.top)) not in known]
        assert len(stamp) == 4
        for mark in stamp:
            assert not [
                w for w in old if w.left < mark.right and mark.left < w.right and w.top < mark.bottom and mark.top < w.bottom
            ]
            assert all(mark.left > bar[2] or height - mark.bottom > bar[3] for bar in bars)
