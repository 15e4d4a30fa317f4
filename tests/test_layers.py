"""The layers of the engine: who may import whom, who starts processes, and that no country is known to it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale

from asylum_forms.jurisdiction.registry import all_jurisdictions

ROOT = Path(__file__).parents[1]
ENGINE = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
    for file in sorted((ROOT / "asylum_forms").rglob("*.py"))
}

BASE = ("errors", "findings", "files", "i18n", "resources")
"""Everybody may import these; they import only one another."""

CONTRACT = ("forms.table", "forms.answers", "jurisdiction.contract")
"""Plain data through which forms and jurisdictions speak with each other."""

ARROWS = {
    **dict.fromkeys(BASE, ()),
    "pdf": (),
    "record": (),
    "tools": ("pdf",),
    # The stages. None imports another.
    "forms": ("record", "pdf", "tools.fontconfig", "jurisdiction.contract"),
    "evidence": ("record", "pdf", "tools.fontconfig"),
    "translation": ("record", "pdf"),
    "assembly": ("pdf", "tools.fontconfig"),
    "preflight": ("record", *CONTRACT),
    # What a country is, and the kit that holds a plugin against everything it must fit.
    "jurisdiction": ("record", *CONTRACT),
    "jurisdiction.conformance": ("record", "forms", "pdf"),
    # The papers of one filing bring the stages' results together.
    "packet": ("record", "forms", "evidence.exhibit", "assembly.plan", "jurisdiction", "tools.libreoffice"),
    # The order of the stages, and the user.
    "build": ("record", "forms", "evidence", "assembly", "preflight", "jurisdiction", "packet", "tools"),
    "cli": ("build", "preflight", "forms", "jurisdiction", "tools"),
    # Commands for developers.
    "forms.draw": ("jurisdiction.registry",),
    "i18n.extract": ("record.questions",),
}
"""What each room may import besides itself and the base; a module of its own entry may import that as well."""

PLUGINS = ("record", "jurisdiction", "forms.answers")
"""What a jurisdiction may import besides the base; docs/jurisdictions.md promises it."""

STARTS_PROCESSES = re.compile(r"subprocess|multiprocessing|pty|os\.(system|popen|fork\w*|exec\w+|spawn\w+|posix_spawn\w*)")
REACHES_OUT = re.compile(r"socket|ssl|http|ftplib|smtplib|urllib\.request|requests|httpx|aiohttp|urllib3|webbrowser")


def imports(file: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it; `from a import b` gives a.b."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def test_a_layer_is_known_for_every_module() -> None:
    rooms = {name.split(".")[1] for name in ENGINE if "." in name}
    assert rooms == {name for name in ARROWS if "." not in name}


@pytest.mark.parametrize("module", [name for name in ENGINE if "." in name])
def test_a_module_imports_only_what_its_layer_may(module: str) -> None:
    name = module.removeprefix("asylum_forms.")
    room = name.split(".")[0]
    allowed = (room, *BASE, *ARROWS[room], *ARROWS.get(name, ()))
    ours = [found.removeprefix("asylum_forms.") for found in imports(ENGINE[module]) if found.startswith("asylum_forms.")]
    assert [found for found in ours if not within(found, allowed)] == []


@pytest.mark.parametrize("module", ENGINE)
def test_the_engine_imports_no_jurisdiction(module: str) -> None:
    assert [found for found in imports(ENGINE[module]) if within(found, ("jurisdictions",))] == []


@pytest.mark.parametrize("file", sorted((ROOT / "jurisdictions").rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_jurisdiction_keeps_to_what_plugins_may_use(file: Path) -> None:
    ours = [found.removeprefix("asylum_forms.") for found in imports(file) if found.startswith("asylum_forms.")]
    assert [found for found in ours if not within(found, (*BASE, *PLUGINS))] == []


@pytest.mark.parametrize("module", ENGINE)
def test_only_tools_start_processes_and_nothing_goes_online(module: str) -> None:
    tree = ast.parse(ENGINE[module].read_text(encoding="utf-8"))
    calls = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    used = {*imports(ENGINE[module]), *calls}
    assert sorted(name for name in used if re.match(rf"(?:{REACHES_OUT.pattern})(?:\.|$)", name)) == []
    if not module.startswith("asylum_forms.tools."):
        assert sorted(name for name in used if re.match(rf"(?:{STARTS_PROCESSES.pattern})(?:\.|$)", name)) == []


COUNTRIES = [name for code, name in Locale("en").territories.items() if re.fullmatch("[A-Z]{2}", code)]


@pytest.mark.parametrize("module", ENGINE)
def test_the_engine_names_no_country(module: str) -> None:
    text = ENGINE[module].read_text(encoding="utf-8")
    assert re.findall(rf"\b(?:{'|'.join(map(re.escape, COUNTRIES))})\b", text) == []


@pytest.mark.parametrize("module", ENGINE)
def test_the_engine_acts_on_no_code_of_a_jurisdiction(module: str) -> None:
    """Docstrings and comments may give examples."""
    tree = ast.parse(ENGINE[module].read_text(encoding="utf-8"))
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in explained]
    code = re.compile(rf"(?:{'|'.join(all_jurisdictions())})", re.IGNORECASE)
    acted = [v for v in constants if isinstance(v, str) and (code.fullmatch(v) or re.search(rf"\b{code.pattern}/", v))]
    assert acted == []
