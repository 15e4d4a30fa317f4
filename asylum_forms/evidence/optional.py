"""Layers of a PDF (optional content, ISO 32000-1, 8.11): what of a page is not always seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

_DEEPEST = 40
"""Levels of direct objects within one another that are looked at."""


def hidden(pdf: pikepdf.Pdf) -> list[str]:
    """Names of the layers that something belongs to and that are off on the screen when the file is opened.

    What is off only on paper is taken over as it is seen: official forms have buttons and notices of that kind.
    """
    properties = pdf.Root.get("/OCProperties")
    start = properties.get("/D") if isinstance(properties, Dictionary) else None
    if not isinstance(properties, Dictionary) or not isinstance(start, Dictionary):
        return []
    layers = {layer.objgen: layer for layer in _array(properties.get("/OCGs")) if isinstance(layer, Dictionary)}
    off = {layer.objgen for layer in _array(start.get("/OFF"))}
    if start.get("/BaseState") == Name.OFF:
        off |= set(layers) - {layer.objgen for layer in _array(start.get("/ON"))}
    off |= {layer.objgen for layer in _switched_off(start)}
    found = set()
    for member in (member for thing in pdf.objects for member in _memberships(thing, 0)):
        groups = _groups(member)
        if _wants_absence(member) or any(group.objgen in off for group in groups):
            found |= {str(layers[group.objgen].get("/Name", "?")) if group.objgen in layers else "?" for group in groups}
            found |= {"?"} if "/VE" in member and not groups else set()
    return sorted(found)


def _switched_off(start: Dictionary) -> Iterator[Dictionary]:
    """Layers that a viewer switches off by itself when it shows the file (table 101)."""
    for rule in (rule for rule in _array(start.get("/AS")) if isinstance(rule, Dictionary) and rule.get("/Event") == Name.View):
        for layer in _array(rule.get("/OCGs")):
            usage = layer.get("/Usage") if isinstance(layer, Dictionary) else None
            uses = usage if isinstance(usage, Dictionary) else Dictionary()
            said = [(category, uses.get(str(category))) for category in _array(rule.get("/Category"))]
            if any(isinstance(use, Dictionary) and use.get(f"{category}State") == Name.OFF for category, use in said):
                yield layer


def _wants_absence(member: Dictionary) -> bool:
    """Whether a membership shows what belongs to it where layers are off (table 99); of an expression nobody can be sure."""
    return member.get("/P") in (Name.AllOff, Name.AnyOff) or "/VE" in member


def _memberships(thing: Any, depth: int) -> Iterator[Dictionary]:
    """Layers, and memberships of several layers, that an object or a part of it belongs to."""
    if depth > _DEEPEST or not isinstance(thing, (Dictionary, Stream, Array)):
        return
    if isinstance(thing, Array):
        for part in thing:
            if isinstance(part, (Dictionary, Array)) and not part.is_indirect:
                yield from _memberships(part, depth + 1)
        return
    for key, part in thing.items():
        named = part.values() if key == "/Properties" and isinstance(part, Dictionary) else [part] if key == "/OC" else None
        if named is not None:
            yield from (member for member in named if isinstance(member, Dictionary))
        elif isinstance(part, (Dictionary, Array)) and not part.is_indirect:
            yield from _memberships(part, depth + 1)


def _groups(member: Dictionary) -> list[Dictionary]:
    """The layers of a membership: itself, where it is a layer."""
    if member.get("/Type") != Name.OCMD:
        return [member]
    groups = member.get("/OCGs")
    return [group for group in ([groups] if isinstance(groups, Dictionary) else _array(groups)) if isinstance(group, Dictionary)]


def _array(value: Any) -> Any:
    return value if isinstance(value, Array) else []
