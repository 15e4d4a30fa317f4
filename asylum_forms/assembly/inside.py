"""What lies inside a finished PDF besides pages: behaviour and private data that must not be there, and fonts that must be whole.

Read by pikepdf (qpdf); the file was written by pypdf. Keys and kinds: ISO 32000-1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from asylum_forms.i18n import _, listed
from asylum_forms.pdf.pictures import coded

_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/ResetForm", "/Rendition", "/Movie", "/Sound"}
    | {"/RichMediaExecute", "/GoTo3DView", "/Hide", "/Named", "/SetOCGState", "/Trans", "/Thread"}
)
"""Table 198, but for links to pages and addresses, which are compared with the plan one by one."""

_TYPES = frozenset({"/EmbeddedFile", "/Filespec", "/Sig", "/Metadata", "/3D", "/OCG", "/OCMD"})
_PRIVATE = ("/PieceInfo", "/LastModified", "/OPI", "/Alternates", "/Ref")
"""What programs keep for themselves beside a page or picture, and references to pictures in other files."""

_ANNOTATION = frozenset({"/Type", "/Subtype", "/Rect", "/Border", "/F", "/A", "/Dest"})

_FONTS = frozenset({"/Type1", "/MMType1", "/TrueType", "/Type0", "/Type3", "/CIDFontType0", "/CIDFontType2"})
_COMPOSITE = frozenset({"/CIDFontType0", "/CIDFontType2"})
SIGNS = frozenset({"Symbol", "ZapfDingbats"})
STANDARD = frozenset(
    {f"Helvetica{style}" for style in ("", "-Bold", "-Oblique", "-BoldOblique")}
    | {f"Courier{style}" for style in ("", "-Bold", "-Oblique", "-BoldOblique")}
    | {"Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic", *SIGNS}
)
"""Fonts that every reader has (9.6.2.2), and those among them that have signs only."""
_TELLING = frozenset((b"xml ", b"uuid", b"uinf", b"asoc", b"nlst", b"lbl ", b"jp2i"))
"""Boxes beside the picture (ITU-T T.800 and T.801)."""
_BESIDE = frozenset({"/Parent", "/P", "/StructParents"})
"""Keys that lead out of what a page draws."""


def foreign(pdf: Pdf) -> Iterator[str]:
    """What must not be in a filing, each kind once: scripts and other actions, files, signatures, layers, private data of
    programs, data that lies in other files."""
    found: dict[str, None] = {}
    for thing in _things(pdf.objects):
        if isinstance(thing, Array):
            continue
        kind = str(thing.get("/Type", ""))
        if kind in _TYPES:
            found[kind] = None
        if str(thing.get("/S", "")) in _ACTIONS:
            found[str(thing["/S"])] = None
        if kind == "/Annot" or thing.get("/Subtype") == "/Link":
            found |= dict.fromkeys(sorted(set(thing.keys()) - _ANNOTATION))
        found |= dict.fromkeys(key for key in _PRIVATE if key in thing)
        if isinstance(thing, Stream) and "/F" in thing:
            found["/F"] = None
    if found:
        yield _("it contains what it must not: {names}").format(names=listed(found))


def unpack(pdf: Pdf) -> None:
    """Unpack everything that is packed, but for pictures; qpdf warns or raises where that cannot be done.

    Pictures are most of a filing and take by far the longest. Each is, byte for byte, the one that was taken in (same.py).
    """
    for thing in pdf.objects:
        if isinstance(thing, Stream) and thing.get("/Subtype") != Name.Image:
            thing.read_bytes()


def telling(picture: Stream) -> bool:
    """Whether a JPEG or JPEG 2000 picture carries EXIF, XMP, IPTC or a comment: the place, time, device and names that telephones
    write."""
    coding, data = coded(picture)
    if coding == Name.JPXDecode:
        return _telling_boxes(data)
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:  # up to the picture itself
        if data[at + 1] in (0xE1, 0xED, 0xFE):
            return True
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False


def _telling_boxes(data: bytes) -> bool:
    """The same of the boxes of a JPEG 2000 file: XML, EXIF and XMP (both as UUID), labels, links, and what hangs together."""
    at = 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] in _TELLING:
            return True
        length = int.from_bytes(data[at + 8 : at + 16], "big") if length == 1 else length
        if length < 8:  # the last one
            return False
        at += length
    return False


def drawn(resources: Any, seen: set[tuple[int, int]]) -> Iterator[Any]:
    """Everything that resources lead to - fonts, pictures, forms, patterns, and theirs - each once. `seen` goes on over pages."""
    return _reached([resources] if isinstance(resources, Dictionary) else [], seen)


def is_font(thing: Any) -> bool:
    """Whether a thing is a font."""
    return isinstance(thing, Dictionary) and str(thing.get("/Subtype", "")) in _FONTS


def without_letters(font: Any) -> str:
    """Name of a font whose letters are not in the file; empty for one whose letters are."""
    kind = str(font.get("/Subtype"))
    if kind in ("/Type0", "/Type3"):  # the letters of the one are in its descendant, of the other in the font itself
        return ""
    descriptor = font.get("/FontDescriptor")
    if isinstance(descriptor, Dictionary) and any(f"/FontFile{number}" in descriptor for number in ("", "2", "3")):
        return ""
    return str(font.get("/BaseFont", "?")).strip("/")


def without_words(font: Any) -> str:
    """Name of a font whose text cannot be copied, searched or read aloud, because codes lead to no characters (9.10.2)."""
    kind = str(font.get("/Subtype"))
    if kind in _COMPOSITE or isinstance(font.get("/ToUnicode"), Stream):
        return ""
    if kind == "/Type0":
        known = str(font.get("/Encoding", "")).startswith("/Uni")
    elif kind == "/Type3":
        known = isinstance(font.get("/Encoding"), Dictionary)
    else:
        # A font that is not symbolic, or the standard ones that are, name their letters.
        flags = font.get("/FontDescriptor", Dictionary()).get("/Flags", 0)
        known = "/Encoding" in font or kind == "/Type1" or not int(flags) & 4
    return "" if known else str(font.get("/BaseFont", font.get("/Name", "?"))).strip("/")


def _things(objects: Any) -> Iterator[Any]:
    """All dictionaries, streams and arrays of a file, those inside others too."""
    for thing in objects:
        stack = [thing]
        while stack:
            one = stack.pop()
            if isinstance(one, (Dictionary, Stream, Array)):
                yield one
                stack += [part for part in _parts(one) if not part.is_indirect]


def _reached(start: list[Any], seen: set[tuple[int, int]]) -> Iterator[Any]:
    stack = start
    while stack:
        thing = stack.pop()
        if thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        yield thing
        stack += _parts(thing)


def _parts(thing: Any) -> list[Any]:
    values = thing if isinstance(thing, Array) else [value for key, value in thing.items() if key not in _BESIDE]
    return [value for value in values if isinstance(value, (Dictionary, Stream, Array))]
