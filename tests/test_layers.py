"""The layers of the engine: who may import whom, who starts processes, and that no country is known to it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from babel import Locale

from asylum_forms.jurisdiction.registry import all_jurisdictions

ROOT = Path(__file__).parents[1]
ENGINE = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
    for file in sorted((ROOT / "asylum_forms").rglob("*.py"))
}

BASE = ("errors", "findings", "files", "i18n", "plaindata", "progress", "resources", "yamlfile")
"""Everybody may import these; they import only one another."""

CONTRACT = ("forms.table", "forms.answers", "jurisdiction.contract", "jurisdiction.catalogue")
"""Plain data through which forms and jurisdictions speak with each other."""

ARROWS = {
    **dict.fromkeys(BASE, ()),
    "pdf": (),
    "pdf.letters": ("tools.fontconfig",),
    "record": (),
    "tools": ("pdf",),
    # The stages. None imports another.
    "forms": ("record", "pdf", "tools.fontconfig", "jurisdiction.contract", "jurisdiction.calling"),
    "evidence": ("record", "pdf", "tools.fontconfig", "tools.workers"),
    "evidence.spelling": ("tools.hanzi",),
    "translation": ("record", "pdf"),
    "assembly": ("pdf", "tools.fontconfig", "tools.workers"),
    # Preflight reads the plain data of all stages.
    "preflight": ("record", *CONTRACT, "evidence.exhibit", "assembly.plan"),
    # What a country is, and the kit that holds a plugin against everything it must fit.
    "jurisdiction": ("record", *CONTRACT),
    "jurisdiction.profile": ("pdf.paper",),
    "packet.withheld": (
        "evidence.blacked",
        "evidence.places",
        "evidence.redact",
        "evidence.searched",
        "evidence.shown",
        "evidence.spelling",
    ),
    "jurisdiction.conformance": ("record", "forms", "pdf"),
    # The papers of one filing bring the stages' results together.
    "packet": (
        *("record", "forms", "evidence.exhibit", "assembly.plan", "assembly.labels", "jurisdiction", "tools.libreoffice"),
        *("translation.units", "translation.texts"),
    ),
    # What the papers print of a record.
    "printing": ("record.values", "forms", "assembly.plan", "jurisdiction.contract", "packet.papers"),
    # From words in the applicant's language to confirmed translations.
    "totranslate": ("printing", "evidence.segments", "record", "forms.crosswalk", "jurisdiction", "translation"),
    "vouching": ("record.helpers", "record.people", "jurisdiction.contract", "translation.units"),
    "translate": ("totranslate", "vouching", "record", "evidence", "jurisdiction.contract", "translation", "tools.workers"),
    "intranslation": ("totranslate", "vouching", "record", "jurisdiction.contract", "translation"),
    # Two filings of a case, read from the disk.
    "compare": ("forms",),
    # Pages that take the place of pages of an earlier filing.
    "amend": (
        "anew",
        "before",
        "compare",
        "forms",
        "evidence.exhibit",
        "assembly.plan",
        "jurisdiction.contract",
        "packet",
        "pdf",
        "record.people",
    ),
    # What is handed in after a filing.
    "supplement": (
        *("anew", "before", "compare", "evidence.exhibit", "jurisdiction.contract", "jurisdiction.catalogue", "packet"),
        *("record.localize", "record.values"),
    ),
    # Its folder, as it lies on the disk.
    "before": ("compare", "evidence.exhibit", "jurisdiction.contract", "packet.manifest", "record.localize"),
    # Papers of today beside those that were handed in.
    "anew": ("compare", "forms", "evidence.exhibit", "assembly.plan", "jurisdiction.contract", "packet", "record.model"),
    # From the plan to the files that are handed in; exhibits that are too large for one.
    "fitting": ("assembly", "evidence.exhibit", "jurisdiction.contract", "packet.division"),
    "handing": ("fitting", "assembly", "evidence.exhibit", "jurisdiction", "packet", "tools.threads", "tools.workers"),
    # Copies of a filing for others than the office.
    "copies": ("assembly", "forms", "jurisdiction", "packet.withheld", "record"),
    # What each person reads before signing, beside the filing.
    "reading": (
        *("look", "anew", "forms", "evidence.exhibit", "assembly", "preflight.report", "jurisdiction", "packet"),
        *("record.people", "record.values", "translation.given", "tools.workers"),
    ),
    # The order of the stages, and the user.
    "case": ("record", "forms.crosswalk", "jurisdiction"),
    "look": (
        "case",
        "record",
        "forms",
        "evidence",
        "preflight",
        "jurisdiction",
        "packet",
        "tools",
        "translate",
        "intranslation",
        "assembly.plan",
    ),
    # What a build made, kept; and whether it would be made again.
    "built": ("preflight", "assembly.plan"),
    "again": ("built", "build", "tools"),
    # What would be blacked out, before it is.
    "marked": (
        *("look", "evidence", "jurisdiction.contract", "packet.withheld", "preflight.report", "record.people", "record.values"),
        "tools.scratch",
    ),
    # A build for every save.
    "watch": ("again", "built", "evidence.bounded", "tools.libreoffice"),
    # The folder of a build.
    "publish": (
        *("assembly", "built", "compare", "copies", "forms.kept", "handing", "jurisdiction", "look", "packet.manifest"),
        *("preflight", "tools.stopping"),
    ),
    # What stops a build.
    "refusals": (
        *("look", "assembly.glyphs", "evidence.exhibit", "forms.kept", "jurisdiction.contract", "packet.own"),
        *("record.guide", "record.model", "tools.workers"),
    ),
    # What is to be handed in.
    "chosen": (
        *("look", "publish", "refusals", "amend", "anew", "supplement", "compare", "evidence", "forms.kept", "jurisdiction"),
        "packet",
    ),
    "build": (
        "chosen",
        "publish",
        "refusals",
        "built",
        "look",
        "amend",
        "anew",
        "before",
        "supplement",
        "copies",
        "handing",
        "reading",
        "compare",
        "record",
        "forms",
        "evidence",
        "assembly",
        "preflight",
        "jurisdiction",
        "packet",
        "tools",
        "intranslation",
    ),
    "finished": ("compare.filing", "assembly", "built", "originals"),
    "originals": ("assembly", "evidence.kinds"),
    "cli": (
        "again",
        "built",
        "case",
        "finished",
        "compare",
        "look",
        "marked",
        "build",
        "watch",
        "record.head",
        "record.localize",
        "translate",
        "vouching",
        "translation",
        "preflight",
        "forms",
        "jurisdiction",
        "tools",
    ),
    # A password is refused before anything is built.
    "cli.finished": ("assembly.encrypted",),
    # Commands for developers.
    "forms.draw": ("jurisdiction.registry",),
    "i18n.extract": ("record.questions", "cli.help"),
}
"""What each room may import besides itself and the base; a module of its own entry may import that as well."""

PLUGINS = ("record", "jurisdiction", "forms.answers")
"""What a jurisdiction may import besides the base; docs/jurisdictions.md promises it."""

STARTS_PROCESSES = re.compile(
    r"(subprocess|multiprocessing|pty|os\.(system|popen|fork\w*|exec\w+|spawn\w+|posix_spawn\w*))(\.|$)"
)
REACHES_OUT = re.compile(r"(socket|ssl|http|ftplib|smtplib|urllib\.request|requests|httpx|aiohttp|urllib3|webbrowser)(\.|$)")


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


def ours(file: Path) -> list[str]:
    """The modules of the engine that a file imports, without the name of the package."""
    return [name.removeprefix("asylum_forms.") for name in imports(file) if name.startswith("asylum_forms.")]


def used(file: Path) -> list[str]:
    """Every module a file imports and every attribute it uses, such as `os.popen`."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return sorted({*imports(file), *(ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute))})


def broken(find: Callable[[str, Path], list[str]]) -> dict[str, list[str]]:
    """Module to what is found wrong with it, for all modules of the engine."""
    return {module: found for module, file in ENGINE.items() if (found := find(module, file))}


def test_a_layer_is_known_for_every_module() -> None:
    rooms = {name.split(".")[1] for name in ENGINE if "." in name}
    assert rooms == {name for name in ARROWS if "." not in name}


def test_a_module_imports_only_what_its_layer_may() -> None:
    def beyond(module: str, file: Path) -> list[str]:
        name = module.removeprefix("asylum_forms.")
        room = name.split(".")[0]
        allowed = (room, *BASE, *ARROWS.get(room, ()), *ARROWS.get(name, ()))
        return [found for found in ours(file) if not within(found, allowed)]

    assert broken(beyond) == {}


def test_the_engine_imports_no_jurisdiction() -> None:
    assert broken(lambda _module, file: [name for name in imports(file) if within(name, ("jurisdictions",))]) == {}


def test_a_jurisdiction_keeps_to_what_plugins_may_use() -> None:
    files = sorted((ROOT / "jurisdictions").rglob("*.py"))
    assert files
    found = {str(file.relative_to(ROOT)): [name for name in ours(file) if not within(name, (*BASE, *PLUGINS))] for file in files}
    assert {file: names for file, names in found.items() if names} == {}


def test_only_tools_start_processes() -> None:
    assert broken(lambda _module, file: [name for name in used(file) if STARTS_PROCESSES.match(name)]).keys() == {
        "asylum_forms.tools.process",
        "asylum_forms.tools.workers",
    }


def test_only_fetching_models_goes_online() -> None:
    found = broken(lambda _module, file: [name for name in used(file) if REACHES_OUT.match(name)])
    # LibreOffice is asked through a socket of the file system, which leads nowhere else.
    assert [name for name in found.pop("asylum_forms.tools.office") if "AF_" in name] == ["socket.AF_UNIX"]
    assert found.keys() == {"asylum_forms.translation.fetch"}


def test_nothing_but_the_command_line_can_fetch() -> None:
    def fetching(module: str, file: Path) -> list[str]:
        return [name for name in ours(file) if within(name, ("translation.fetch",)) and not module.startswith("asylum_forms.cli")]

    assert broken(fetching) == {}


COUNTRIES = [name for code, name in Locale("en").territories.items() if re.fullmatch("[A-Z]{2}", code)]


def test_the_engine_names_no_country() -> None:
    country = re.compile(rf"\b(?:{'|'.join(map(re.escape, COUNTRIES))})\b")
    assert broken(lambda _module, file: country.findall(file.read_text(encoding="utf-8"))) == {}


def test_the_engine_acts_on_no_code_of_a_jurisdiction() -> None:
    """Docstrings and comments may give examples."""
    codes = "|".join(all_jurisdictions())
    code = re.compile(rf"^(?:{codes})$|\b(?:{codes})/", re.IGNORECASE)

    def acted_on(_module: str, file: Path) -> list[str]:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in explained]
        return [value for value in constants if isinstance(value, str) and code.search(value)]

    assert broken(acted_on) == {}
