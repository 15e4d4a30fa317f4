"""The rules of XLIFF 2.1 (section 4 of the standard) for the parts that we write and meet, in our own words.

Used instead of the standard's own schema, which is not ours to ship. It agrees with it on every file of these tests.
"""

from __future__ import annotations

import re

from lxml import etree

XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
CHILDREN = {
    "xliff": (r"(file )+", {"version", "srcLang", "trgLang", f"{XML}space"}),
    "file": (
        r"(skeleton )?(other )*(notes )?(unit |group )+",
        {"id", "canResegment", "original", "translate", "srcDir", "trgDir", f"{XML}space"},
    ),
    "group": (
        r"(other )*(notes )?(unit |group )*",
        {"id", "name", "canResegment", "translate", "srcDir", "trgDir", "type", f"{XML}space"},
    ),
    "unit": (
        r"(other )*(notes )?(originalData )?(segment |ignorable )+",
        {"id", "name", "canResegment", "translate", "srcDir", "trgDir", "type", f"{XML}space"},
    ),
    "notes": (r"(note )+", set[str]()),
    "note": (r"", {"id", "appliesTo", "category", "priority"}),
    "segment": (r"source (target )?", {"id", "canResegment", "state", "subState"}),
    "ignorable": (r"source (target )?", {"id"}),
    "source": (r"(cp |ph |pc |sc |ec |mrk |sm |em )*", {f"{XML}lang", f"{XML}space"}),
    "target": (r"(cp |ph |pc |sc |ec |mrk |sm |em )*", {f"{XML}lang", f"{XML}space", "order"}),
    "cp": (r"", {"hex"}),
}
"""Element to the order of what may be in it, and its attributes. `other` is an element of another namespace."""
FREE = {"xliff", "file", "group", "unit", "note"}
"""Elements that may carry attributes of other namespaces."""


def problems(root: etree._Element) -> list[str]:
    """Everything in a file that breaks a rule."""
    found = [problem for element in root.iter(f"{XLIFF}*") for problem in _element(element)]
    for file in root.iter(f"{XLIFF}file"):
        ids = [unit.get("id") for unit in file.iter(f"{XLIFF}unit")]
        found += [f"unit {id} twice" for id in set(ids) if ids.count(id) > 1]
    if root.get("version") not in ("2.0", "2.1") or not root.get("srcLang"):
        found.append("version or srcLang")
    if root.iter(f"{XLIFF}target") and not root.get("trgLang"):
        found.append("target without trgLang")
    return found


def _element(element: etree._Element) -> list[str]:
    name = element.tag.removeprefix(XLIFF)
    order, attributes = CHILDREN[name]
    inside = "".join(f"{_name(child)} " for child in element)
    found = [] if re.fullmatch(order, inside) else [f"{name} has {inside}"]
    for attribute in element.attrib:
        other = attribute.startswith("{") and not attribute.startswith(XML)
        if attribute not in attributes and not (other and name in FREE):
            found.append(f"{name} has the attribute {attribute}")
    if name in ("file", "unit", "group") and not re.fullmatch(r"[\w.:-]+", element.get("id", "")):
        found.append(f"{name} has no id that is a name token")
    if name == "segment" and element.get("state", "initial") not in ("initial", "translated", "reviewed", "final"):
        found.append("unknown state")
    if name == "segment" and element.get("state", "initial") != "initial" and element.find(f"{XLIFF}target") is None:
        found.append("a state that needs a target")
    if name not in ("source", "target", "note", "cp") and (element.text or "").strip():
        found.append(f"{name} has words")
    return found


def _name(child: etree._Element) -> str:
    tag = str(child.tag)
    return tag.removeprefix(XLIFF) if tag.startswith(XLIFF) else "other"
