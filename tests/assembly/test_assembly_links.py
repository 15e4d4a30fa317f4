"""Links inside the filing, and what addresses in our documents mean."""

from __future__ import annotations

from pathlib import Path

import fpdf
import pikepdf
import pytest
from assembly_pdfs import evidence, own, plan, text_pdf

from asylum_forms.assembly.links import Goal, goal
from asylum_forms.assembly.plan import Plan
from asylum_forms.assembly.verify import verify
from asylum_forms.assembly.write import write
from asylum_forms.errors import OutputError
from asylum_forms.pdf.links import INTERNAL

NOWHERE = Path("not-read.pdf")

PLAN = plan(
    own("letter", NOWHERE, 2),
    own("exhibit/a/separator", NOWHERE, 1),
    evidence("a", NOWHERE, 2, "translation"),
    own("exhibit/a/certificate", NOWHERE, 1),
    evidence("a", NOWHERE, 3),
    evidence("信 1", NOWHERE, 2),
    evidence("deep/er/2", NOWHERE, 4),
)


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("exhibit/a", 3),
        ("exhibit/a/1", 4),
        ("exhibit/a/2", 5),
        ("exhibit/a/3", 6),
        ("exhibit/a/4", 7),
        ("exhibit/a/6", 9),
        ("exhibit/信 1", 10),
        ("exhibit/%E4%BF%A1%201/2", 11),
        ("exhibit/deep/er/2", 12),
        ("exhibit/deep/er/2/4", 15),
        ("part/letter", 1),
        ("part/exhibit/a/certificate", 6),
        ("part/letter/", 1),
    ],
)
def test_addresses_lead_to_pages_of_the_filing(address: str, page: int) -> None:
    assert goal(PLAN, INTERNAL + address) == Goal(page=page)


@pytest.mark.parametrize(
    "address",
    [
        "exhibit/b",
        "exhibit/a/0",
        "exhibit/a/7",
        "exhibit/a/-1",
        "exhibit/a/x",
        "exhibit/",
        "exhibit/1",
        "part/b",
        "part/",
        "sign/",
        "",
        "x/y",
    ],
)
def test_an_address_that_leads_nowhere_is_named(address: str) -> None:
    with pytest.raises(OutputError, match=address.rstrip("/") or "leads to"):
        goal(PLAN, INTERNAL + address)


def test_places_to_sign_and_addresses_outside() -> None:
    assert goal(PLAN, INTERNAL + "sign/interpreter%3Aana") == Goal(signer="interpreter:ana")
    assert goal(PLAN, "https://www.uscis.gov/i-589") == Goal(outside="https://www.uscis.gov/i-589")
    assert goal(PLAN, "mailto:office@example.org") == Goal(outside="mailto:office@example.org")
    for address in ("file:///home/ana/case/record.yaml", "javascript:alert(1)", "../record.yaml", ""):
        assert goal(PLAN, address) is None


def test_citations_count_the_pages_of_an_exhibit_after_its_separator() -> None:
    assert [goal(PLAN, f"{INTERNAL}exhibit/a/{n}") for n in range(1, 7)] == [Goal(page=page) for page in range(4, 10)]
    for n in (0, 7, -1):
        with pytest.raises(OutputError, match=f"exhibit/a/{n}, which is not in the filing"):
            goal(PLAN, f"{INTERNAL}exhibit/a/{n}")


def _goals(filing: Path, page: int) -> list[int | str]:
    with pikepdf.open(filing) as pdf:
        numbers = {copy.obj.objgen: number for number, copy in enumerate(pdf.pages, 1)}
        return [
            numbers[note.Dest[0].objgen] if "/Dest" in note else str(note.A.URI)
            for note in pdf.pages[page - 1].obj.get("/Annots", [])
        ]


def _linked(folder: Path) -> Plan:
    index = text_pdf(
        folder / "index.pdf",
        2,
        links=[
            ("Exhibit a", "exhibit/a"),
            ("Exhibit a, p. 2", "exhibit/a/2"),
            ("Letter", "part/letter"),
            ("Sign here", "sign/applicant"),
            ("USCIS", "https://www.uscis.gov/"),
            ("Record", "file:///home/ana/record.yaml"),
        ],
    )
    letter = text_pdf(
        folder / "letter.pdf", links=[("Index", "part/index"), ("sign", "sign/applicant"), ("sign", "sign/applicant")]
    )
    paper = text_pdf(folder / "paper.pdf", 2, links=[("web", "https://example.org/")])
    return plan(own("index", index, 2), own("letter", letter), own("exhibit/a/separator", paper, 2), evidence("a", paper, 2))


def test_links_lead_both_ways_and_those_of_evidence_are_dropped(tmp_path: Path) -> None:
    made = _linked(tmp_path)
    written = write(made, tmp_path / "filing.pdf")
    verify(made, written)
    assert _goals(written.pdf, 1) == [4, 7, 3, "https://www.uscis.gov/"]
    assert _goals(written.pdf, 3) == [1]
    assert _goals(written.pdf, 4) == ["https://example.org/"]
    assert _goals(written.pdf, 6) == []
    assert b"asylum-forms.invalid" not in written.pdf.read_bytes()
    assert b"/home/ana" not in written.pdf.read_bytes()


def test_places_to_sign_are_listed_with_their_pages_and_leave_no_link(tmp_path: Path) -> None:
    written = write(_linked(tmp_path), tmp_path / "filing.pdf")
    assert written.signs == (("applicant", 1), ("applicant", 3))


def test_a_link_to_nowhere_names_the_document_the_page_and_the_target(tmp_path: Path) -> None:
    index = text_pdf(tmp_path / "index.pdf", links=[("Exhibit z", "exhibit/z")])
    with pytest.raises(OutputError, match=r"Part index, page 1: .*exhibit/z"):
        write(plan(own("index", index)), tmp_path / "filing.pdf")


def test_a_document_s_own_links_and_named_destinations_go_on_working(tmp_path: Path) -> None:
    path = tmp_path / "declaration.pdf"
    pdf = fpdf.FPDF(unit="pt", format="letter")
    pdf.set_font("helvetica", size=12)
    pdf.add_page()
    forward, back = pdf.add_link(page=3), pdf.add_link(page=1)
    pdf.cell(100, 20, "to page 3", link=forward)
    pdf.add_page()
    pdf.add_page()
    pdf.cell(100, 20, "to page 1", link=back)
    pdf.output(str(path))
    with pikepdf.open(path, allow_overwriting_input=True) as made:
        names = pikepdf.NameTree.new(made)
        names["second"] = pikepdf.Array([made.pages[1].obj, pikepdf.Name.Fit])
        made.Root.Names = pikepdf.Dictionary(Dests=names.obj)
        jump = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.String("second"))
        made.pages[0].obj.Annots.append(
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[72, 500, 100, 520], A=jump)
        )
        made.save(path)
    cover = text_pdf(tmp_path / "cover.pdf", 2)
    done = plan(own("cover", cover, 2), own("declaration", path, 3))
    written = write(done, tmp_path / "filing.pdf")
    verify(done, written)
    assert _goals(written.pdf, 3) == [5, 4]
    assert _goals(written.pdf, 5) == [3]
