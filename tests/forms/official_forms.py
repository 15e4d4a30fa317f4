"""A small fillable PDF with the traps of real ones, its table, and answers that fill a form to the brim."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from asylum_forms.forms.answers import Answer, Answers, Continuation, Laid, State
from asylum_forms.forms.store import fingerprint
from asylum_forms.forms.table import Fits, FormTable, Item, Official, Option, Sheet

READ_ONLY, MULTILINE, RADIO, COMB = 1, 1 << 12, 1 << 15, 1 << 24
EDITION = "Edition 01/02/25"
STORY = (
    "In May 2019 officers of the district branch took me from my home at 2 a.m. They asked who had signed the petition of the "
    "villagers and beat me with a belt when I did not answer. "
)


def draw_form(out: Path, *, edition: str = EDITION, extra: tuple[str, ...] = (), encrypt: bool = True) -> Path:
    """Three pages: the form, a sheet with two rows, a sheet for running text. Encrypted without a password, as such forms are."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for title in ("Form T-1", "Sheet A", "Sheet B"):
        pdf.add_blank_page(page_size=(612, 792))
        page = pdf.pages[-1]
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(f"q BT /F1 12 Tf 50 760 Td ({title} {edition}) Tj ET".encode())
        page.obj.Annots = Array()
    tree = _Tree(pdf)
    tree.text(0, "name", (50, 700, 250, 716))
    tree.text(0, "native", (50, 670, 250, 686), flags=READ_ONLY)
    tree.text(0, "story", (50, 560, 250, 596), flags=READ_ONLY | MULTILINE)
    tree.text(0, "account", (50, 520, 290, 538), flags=COMB, limit=12)
    tree.text(0, "code", (300, 520, 340, 538), limit=3)
    tree.text(0, "officer", (50, 480, 250, 496), flags=READ_ONLY, value="for the office")
    tree.text(0, "signature", (50, 440, 250, 456), flags=READ_ONLY)
    tree.text(0, "row[0]", (300, 700, 400, 716))
    tree.text(0, "row[1]", (300, 680, 400, 696))
    tree.box(0, "children[0]", (300, 640, 310, 650), "N")
    tree.box(0, "children[1]", (300, 620, 310, 630), "Y")
    tree.radio(0, "sex", {"1": (300, 600, 310, 610), "2": (320, 600, 330, 610)})
    tree.text(1, "extra[0]", (50, 700, 250, 716))
    tree.text(1, "extra[1]", (50, 680, 250, 696))
    tree.text(1, "name_a", (50, 640, 250, 656), flags=READ_ONLY)
    tree.text(2, "more", (50, 500, 250, 596), flags=MULTILINE)
    tree.text(2, "question", (50, 640, 250, 656))
    tree.text(2, "signature_b", (300, 640, 400, 656), flags=READ_ONLY)
    for name in extra:
        tree.text(0, name, (300, 300, 400, 316))
    pdf.Root.AcroForm.XFA = Array([String("template"), pdf.make_stream(b"<template/>")])
    pdf.Root.AcroForm.NeedAppearances = True
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=String("1"))])))
    pdf.Root.Perms = Dictionary(UR3=Dictionary())
    pdf.docinfo["/Author"] = "Somebody"
    pdf.docinfo["/Title"] = "Form T-1"
    encryption: Any = pikepdf.Encryption(owner="owner", user="", R=4) if encrypt else False
    pdf.save(out, encryption=encryption, deterministic_id=not encrypt)
    return out


class _Tree:
    """The field tree `form[0].part[0].NAME`."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.make_indirect(Dictionary(T=String("form[0]"), Kids=Array()))
        self._part = pdf.make_indirect(Dictionary(T=String("part[0]"), Kids=Array(), Parent=self._root))
        self._root.Kids.append(self._part)
        pdf.Root.AcroForm = Dictionary(Fields=Array([self._root]), DA=String("/Cour 9 Tf 0 g"))

    def text(self, page: int, name: str, where: tuple[float, ...], *, flags: int = 0, limit: int = 0, value: str = "") -> None:
        field = self._field(page, name, where, Dictionary(FT=Name.Tx, Ff=flags, DA=String("/Cour 9.00 Tf 0 g")))
        field.AA = Dictionary(F=Dictionary(S=Name.JavaScript, JS=String("AFNumber_Format()")))
        if limit:
            field.MaxLen = limit
        if value:
            field.V = String(value)

    def box(self, page: int, name: str, where: tuple[float, ...], state: str) -> None:
        self._field(page, name, where, Dictionary(FT=Name.Btn, AS=Name.Off, AP=self._marks(state)))

    def radio(self, page: int, name: str, kids: dict[str, tuple[float, ...]]) -> None:
        field = self._pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=RADIO, T=String(name), Parent=self._part, Kids=Array()))
        self._part.Kids.append(field)
        for state, where in kids.items():
            kid = Dictionary(Parent=field, AS=Name.Off, AP=self._marks(state))
            field.Kids.append(self._widget(page, where, kid))

    def _field(self, page: int, name: str, where: tuple[float, ...], field: Dictionary) -> Any:
        field.T = String(name)
        field.Parent = self._part
        made = self._widget(page, where, field)
        self._part.Kids.append(made)
        return made

    def _widget(self, page: int, where: tuple[float, ...], widget: Dictionary) -> Any:
        widget.Type, widget.Subtype, widget.Rect, widget.F = Name.Annot, Name.Widget, Array(where), 4
        widget.P = self._pdf.pages[page].obj
        made = self._pdf.make_indirect(widget)
        self._pdf.pages[page].obj.Annots.append(made)
        return made

    def _marks(self, state: str) -> Dictionary:
        def picture(content: bytes) -> Any:
            kind = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 10, 10]), Resources=Dictionary())
            return self._pdf.make_stream(content, kind)

        cross = picture(b"1 1 m 9 9 l 9 1 m 1 9 l S")
        return Dictionary(N=Dictionary({f"/{state}": cross, "/Off": picture(b"0 0 10 10 re S")}))


def _pdf(*names: str) -> tuple[str, ...]:
    return tuple(f"form[0].part[0].{name}" for name in names)


def form_table(official: Path, **changes: Any) -> FormTable:
    """The table of the small form."""
    found = fingerprint(official)
    items = [
        Item("1", "Name", source="name", fits=Fits(36), pdf=_pdf("name")),
        Item("2", "Name in your own script", source="native", fits=Fits(36), pdf=_pdf("native")),
        Item("3", "What happened?", source="story", fits=Fits(36, 3), continues="Sheet B", pdf=_pdf("story")),
        Item("4", "Account", source="account", limit=12, pdf=_pdf("account")),
        Item("5", "Code", source="code", limit=3, pdf=_pdf("code")),
        Item("6", "Office", blank="for the office", pdf=_pdf("officer")),
        Item("7", "Signature", sign="applicant", pdf=_pdf("signature")),
        Item("8", "Towns", rows="towns", continues="Sheet A", columns=(_town(),)),
        Item("9", "Children", options=(Option("yes", "Yes", _pdf("children[0]=N")), Option("no", "No", _pdf("children[1]=Y")))),
        Item("10", "Sex", options=(Option("male", "M", _pdf("sex=1")), Option("female", "F", _pdf("sex=2")))),
    ]
    sheet_a = (Item("SA.name", "Name", source="name", pdf=_pdf("name_a")),)
    sheet_b = (
        Item("SB.question", "Question", pdf=_pdf("question")),
        Item("SB.text", "Text", fits=Fits(36, 9), pdf=_pdf("more")),
        Item("SB.signature", "Signature", sign="applicant", pdf=_pdf("signature_b")),
    )
    values: dict[str, Any] = {
        "form": "T-1",
        "edition": datetime.date(2025, 1, 2),
        "title": "Test form",
        "source": "https://forms.example/t-1",
        "verified_on": None,
        "verified_against": "",
        "language": "en",
        "words": {},
        "unused": "N/A",
        "dates": {},
        "sections": {},
        "items": {item.number: item for item in items},
        "sheets": {"Sheet A": Sheet("Sheet A", "Sheet A", 2, sheet_a), "Sheet B": Sheet("Sheet B", "Sheet B", 3, sheet_b)},
        "official": Official(EDITION, found.pages, len(found.fields), f"sha256:{found.sha256}"),
        "file": Path("t-1.yaml"),
    }
    return FormTable(**{**values, **changes})


def _town() -> Item:
    return Item("town", "Town", source="town", fits=Fits(17), pdf=_pdf("row[0]", "row[1]"), sheet=_pdf("extra[0]", "extra[1]"))


def laid_out(table: FormTable, sheets: tuple[Continuation, ...] = (), **texts: str | Answer) -> Laid:
    """A layout with these answers, by item number with `q` before it (`q1`); all other items are missing."""
    items = {number: Answer(State.MISSING) for number in table.items}
    for key, value in texts.items():
        items[key.removeprefix("q")] = value if isinstance(value, Answer) else Answer(State.ANSWERED, value)
    return Laid(Answers(table, items), items, {}, sheets)


def brimful(table: FormTable, **texts: str) -> Laid:
    """Every box of a form filled to its last column and line, every first option ticked (in rows: by turns), all sheets used."""
    items = {number: _full(item) for number, item in table.items.items()}
    for number, text in texts.items():
        items[number] = Answer(State.ANSWERED, text)
    sheets = []
    for sheet in table.sheets.values():
        boxes = {item.number: _text(item) for item in sheet.items if not item.sign}
        rows_of = next((i for i in table.items.values() if i.continues == sheet.name and any(c.sheet for c in i.columns)), None)
        if rows_of:
            rows = tuple({column.number: _full(column, row) for column in rows_of.columns} for row in range(2))
            sheets += [Continuation(sheet.name, boxes, rows)] * 2
        else:
            part = next(item.number for item in sheet.items if item.number.endswith(".text"))
            sheets += [
                Continuation(sheet.name, {**boxes, part: f"Copy {number}. {boxes[part]}"[: len(boxes[part])]})
                for number in (1, 2, 3)
            ]
    return Laid(Answers(table, items), items, {}, tuple(sheets))


def _full(item: Item, row: int = 0) -> Answer:
    if item.sign or item.blank:
        return Answer(State.BLANK)
    if item.options:
        return Answer(State.ANSWERED, chosen=(item.options[row % len(item.options)].key,))
    if item.columns:
        room = max(len(column.pdf) for column in item.columns)
        return Answer(State.ANSWERED, rows=tuple({c.number: _full(c, number) for c in item.columns} for number in range(room)))
    return Answer(State.ANSWERED, _text(item))


def _text(item: Item) -> str:
    fits = item.fits or Fits(item.limit or 12)
    if fits.lines > 1:
        return "\n".join(STORY[: fits.columns].strip() for _line in range(fits.lines))
    text = "".join(char for char in item.label if char.isalnum()) + "zyxwvu" * 20
    return text[: min(fits.columns, item.limit or fits.columns)]
