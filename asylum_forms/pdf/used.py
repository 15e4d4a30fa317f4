"""What the pages of a PDF use of the things that they may use: the rest is taken out of the file.

Pages often share one list of pictures, patterns and fonts. What a page shows that is taken out of such a file stays in the list
of the others. qpdf drops pictures and fonts that no page names, but no patterns, masks and properties, which hold pictures too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Stream

_BY_DEFAULT = "/ColorSpace"
"""A part of the resources that is used without being named (ISO 32000-1, 8.6.5.6)."""


def keep_used(pdf: pikepdf.Pdf) -> None:
    """Take out of the resources of all pages, and of all that these draw, what their drawing instructions do not name.

    Raises pikepdf.PdfError where drawing instructions cannot be read.
    """
    done: set[tuple[int, int]] = set()
    for page in pdf.pages:
        resources = page.resources  # inherited ones too
        page.obj.Resources = _kept(resources, _names(page, resources, set()), done)


def _kept(resources: Any, names: set[str], done: set[tuple[int, int]]) -> Dictionary:
    """The resources with these names only, and all in them likewise."""
    new = Dictionary()
    for room, things in resources.items():
        if room == _BY_DEFAULT or not isinstance(things, Dictionary):
            new[room] = things
        elif kept := {name: thing for name, thing in things.items() if name in names}:
            new[room] = Dictionary(kept)
            for thing in kept.values():
                _keep_within(thing, done)
    return new


def _keep_within(thing: Any, done: set[tuple[int, int]]) -> None:
    """The same for something with resources of its own: a form, a pattern, a font of drawn letters, a mask."""
    if not isinstance(thing, (Dictionary, Stream)) or thing.objgen in done:
        return
    if thing.is_indirect:
        done.add(thing.objgen)
    _keep_within(_mask(thing), done)
    resources = thing.get("/Resources")
    if isinstance(resources, Dictionary):
        names = set().union(*(_names(content, resources, set()) for content in _contents(thing)))
        thing.Resources = _kept(resources, names, done)


def _mask(thing: Any) -> Any:
    """What a graphics state draws as a mask; None where there is none."""
    mask = thing.get("/SMask") if isinstance(thing, (Dictionary, Stream)) else None
    return mask.get("/G") if isinstance(mask, Dictionary) else None


def _contents(thing: Any) -> Iterator[Stream]:
    """The drawing instructions of a form or pattern, or of the letters of a font."""
    if isinstance(thing, Stream) and thing.get("/Subtype") != Name.Image:
        yield thing
    letters = thing.get("/CharProcs")
    yield from (letter for letter in letters.values() if isinstance(letter, Stream)) if isinstance(letters, Dictionary) else ()


def _names(content: Any, resources: Mapping[str, Any] | Any, seen: set[tuple[int, int]]) -> set[str]:
    """All names in drawing instructions, and in those of what they draw that has no resources of its own: it uses these."""
    found: set[str] = set()
    for instruction in pikepdf.parse_content_stream(content):
        if not isinstance(instruction, pikepdf.ContentStreamInlineImage):
            found |= {str(operand) for operand in instruction.operands if isinstance(operand, Name)}
    for room in ("/XObject", "/Font", "/Pattern", "/ExtGState"):
        for name, thing in resources.get(room, Dictionary()).items():
            if room == "/ExtGState":
                thing = _mask(thing)
            if name in found and isinstance(thing, (Dictionary, Stream)) and "/Resources" not in thing:
                for more in _contents(thing):
                    if more.objgen not in seen:
                        seen.add(more.objgen)
                        found |= _names(more, resources, seen)
    return found
