"""Whether a page of the filing is the very page of its source: content, fonts and images compared byte by byte, by pikepdf."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Page, Stream

from asylum_forms.assembly.pages import CONTENT
from asylum_forms.assembly.stamp import FONT

_ADDED_TO_FORM = {"/Type", "/Subtype", "/BBox", "/Resources"}
_STORAGE = {"/Length"}
_Seen = set[tuple[tuple[int, int], tuple[int, int]]]


def same_evidence(source: Page, page: Page, seen: _Seen) -> bool:
    """Whether an evidence page shows its source page. `seen` is one set for all pages of a leaf."""
    streams = contents(source)
    form = page.obj.get("/Resources", Dictionary()).get("/XObject", Dictionary()).get(CONTENT)
    if not streams or form is None:
        return not streams and form is None
    if not _same(source.obj.get("/Resources", Dictionary()), form.get("/Resources"), seen, set()):
        return False
    if len(streams) > 1:
        return b"\n".join(stream.read_bytes() for stream in streams) == form.read_bytes()
    return _same(streams[0], form, set(), _ADDED_TO_FORM)


def same_own(source: Page, page: Page, stamped: bool, seen: _Seen) -> bool:
    """Whether one of our own pages is its source page, but for the stamp. `seen` is one set for all pages of a leaf."""
    wanted, found = contents(source), contents(page)
    if stamped:
        if len(found) != len(wanted) + 2 or found[0].read_bytes() != b"q\n" or not found[-1].read_bytes().startswith(b"\nQ\n"):
            return False
        found = found[1:-1]
    if len(found) != len(wanted) or not all(_same(one, two, seen, set()) for one, two in zip(wanted, found, strict=True)):
        return False
    before, after = source.obj.get("/Resources", Dictionary()), page.obj.get("/Resources", Dictionary())
    fonts, more = before.get("/Font", Dictionary()), after.get("/Font", Dictionary())
    return _same(before, after, seen, {"/Font"}) and _same(fonts, more, seen, {FONT})


def contents(page: Page) -> list[Stream]:
    """The content streams of a page, in order."""
    value = page.obj.get("/Contents")
    parts = list(value) if isinstance(value, Array) else [value]
    return [part for part in parts if isinstance(part, Stream)]


def _same(one: Any, two: Any, seen: _Seen, ignored: set[str]) -> bool:
    """Compare two object graphs. `ignored` are keys of the topmost dictionaries that only one side needs to have."""
    todo: list[tuple[Any, Any, set[str]]] = [(one, two, ignored)]
    while todo:
        left, right, skip = todo.pop()
        if isinstance(left, Object) and isinstance(right, Object) and left.is_indirect and right.is_indirect:
            pair = (left.objgen, right.objgen)
            if pair in seen:
                continue
            seen.add(pair)
        children = _children(left, right, skip)
        if children is None:
            return False
        todo.extend((a, b, set()) for a, b in children)
    return True


def _children(left: Any, right: Any, skip: set[str]) -> list[tuple[Any, Any]] | None:
    """The pairs that must be the same for the two to be; None when they already differ."""
    if isinstance(left, Stream) or isinstance(right, Stream):
        both = isinstance(left, Stream) and isinstance(right, Stream)
        if not both or left.read_raw_bytes() != right.read_raw_bytes():
            return None
        return _entries(left, right, skip | _STORAGE)
    if isinstance(left, Dictionary) and isinstance(right, Dictionary):
        return _entries(left, right, skip)
    if isinstance(left, Array) and isinstance(right, Array):
        return list(zip(left, right, strict=True)) if len(left) == len(right) else None
    return [] if _scalar(left) == _scalar(right) else None


def _entries(left: Any, right: Any, skip: set[str]) -> list[tuple[Any, Any]] | None:
    keys, others = set(_kept(left, skip)), set(_kept(right, skip))
    return [(left[key], right[key]) for key in sorted(keys)] if keys == others else None


def _kept(value: Any, skip: set[str]) -> Iterator[str]:
    # A key whose value is null is the same as no key (ISO 32000-1, 7.3.7).
    return (key for key in set(value.keys()) if key not in skip and value.get(key) is not None)


def _scalar(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (Name, str)):
        return str(value)
    if isinstance(value, Object):
        return bytes(value)
    return round(float(value), 5)
