"""Tesseract: the words on a picture of a page, with how sure it is of each, and which way up the page is.

Measured (2 cores, Tesseract 5.3): a page of Chinese takes 2 s with one thread and 15 s with Tesseract's own choice of threads. So
each start gets one thread (OMP_THREAD_LIMIT), and several pages are read at once by several starts, one for each core.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from asylum_forms.errors import ToolError
from asylum_forms.i18n import _, listed
from asylum_forms.tools import process, scratch

DATA = {"zh_Hans": "chi_sim", "zh_Hant": "chi_tra", "ko": "kor", "en": "eng", "fr": "fra"}
"""Languages that the program wants to read, each with the name of Tesseract's data."""
FURTHER = {
    **{"am": "amh", "ar": "ara", "az": "aze", "bn": "ben", "bo": "bod", "de": "deu", "el": "ell", "es": "spa", "fa": "fas"},
    **{"hi": "hin", "ht": "hat", "hy": "hye", "it": "ita", "ka": "kat", "my": "mya", "ne": "nep", "ps": "pus", "pt": "por"},
    **{"ru": "rus", "si": "sin", "ta": "tam", "th": "tha", "ti": "tir", "tr": "tur", "ug": "uig", "uk": "ukr", "ur": "urd"},
    **{"uz": "uzb", "vi": "vie"},
}
"""Languages that are read too where somebody has installed their data."""
NAMES = {**DATA, **FURTHER}
PACKAGES = {name: f"tesseract-ocr-{name.replace('_', '-')}" for name in (*NAMES.values(), "osd")}
"""Debian package of each data file."""

RECIPE = "1"
"""Part of what a reading depends on: raise it when the switches change."""
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}
_LAYOUT = ("--psm", "4")
"""One column of text of different sizes. With its own search for columns (3) Tesseract 5.3 leaves half lines out, as one block
(6) it misreads photographs, as sparse text (11) it loses small cells: measured, 4 has the fewest errors of them."""
_SPARSE = ("--psm", "11")
"""Whatever looks like text, wherever it is."""
_WORD = "5"
"""Level of a word in Tesseract's table; page, block, paragraph and line come before."""


@dataclass(frozen=True)
class Word:
    """One word, or in Chinese one or a few characters, where it stands on the picture."""

    text: str
    confidence: float
    """0 to 100, as Tesseract says it."""
    left: int
    top: int
    right: int
    bottom: int
    line: tuple[int, int, int]
    """Numbers of block, paragraph and line, in reading order."""
    spaced: bool
    """Whether there is a space before it. Korean words come in syllables, between which there is none."""


@dataclass(frozen=True)
class Turn:
    """Which way up a picture is."""

    clockwise: int
    """Degrees to turn it so that it stands upright: 0, 90, 180 or 270."""
    confidence: float
    """Above 1 is worth something, above 10 is sure."""
    script: str
    """`Han`, `Hangul`, `Latin`, ..."""


def probe() -> Path | None:
    """Where Tesseract is, or None."""
    found = shutil.which("tesseract")
    return Path(found) if found else None


def version() -> str:
    """As Tesseract itself says it, such as `5.3.0`. Raises ToolError when it is absent or broken."""
    return _version(_program())


def languages() -> frozenset[str]:
    """Our codes of the languages that the installed Tesseract can read. Raises ToolError."""
    data = _data(_program())
    return frozenset(code for code, name in NAMES.items() if name in data)


def install_hint(*codes: str) -> str:
    """What to type to get Tesseract with the given languages, or with all that we know."""
    names = [NAMES[code] for code in codes] or list(DATA.values())
    command = "sudo apt-get install --no-install-recommends " + " ".join(["tesseract-ocr", *(PACKAGES[name] for name in names)])
    return _("Install it: {command}").format(command=command)


def fingerprint() -> str:
    """Changes with the program, its language data and the way it is called: part of what a reading depends on."""
    return f"{RECIPE} {version()} {' '.join(sorted(_data(_program())))}"


def read(
    image: Path,
    codes: Sequence[str],
    *,
    dpi: int = 300,
    sparse: bool = False,
    timeout: float = 600.0,
    tick: Callable[[], None] | None = None,
) -> list[Word]:
    """The words on an upright picture, in reading order. An empty picture has none.

    `codes` are languages of `NAMES`, the most likely first; `sparse` looks for scattered words instead of lines of text;
    `tick` is called while Tesseract works and may raise to stop it. Raises ToolError: not installed, language data missing,
    picture unreadable, time limit.
    """
    program = _program()
    absent = [code for code in codes if NAMES[code] not in _data(program)]
    if absent:
        message = _("Tesseract cannot read these languages yet: {languages}.").format(languages=listed(absent))
        raise ToolError(message, remedy=install_hint(*absent))
    hint = _("Look at the page: if it can be read, save it in a smaller size.")
    with scratch.folder() as folder:
        out = folder / "page"
        argv: list[str | Path] = [
            program,
            image,
            out,
            "-l",
            "+".join(NAMES[code] for code in codes),
            *_LAYOUT,
            "--dpi",
            str(dpi),
            "tsv",
            "txt",
        ]
        process.run(argv, timeout=timeout, env=_ONE_THREAD, remedy=hint, tick=tick)
        table = out.with_suffix(".tsv").read_text(encoding="utf-8")
        text = out.with_suffix(".txt").read_text(encoding="utf-8")
    return list(_words(table, text))


def turn(image: Path, *, dpi: int = 300, timeout: float = 600.0, tick: Callable[[], None] | None = None) -> Turn | None:
    """Which way up a picture is, or None when there are too few letters on it to tell. Raises ToolError."""
    program = _program()
    if "osd" not in _data(program):
        command = f"sudo apt-get install --no-install-recommends {PACKAGES['osd']}"
        raise ToolError(
            _("Tesseract cannot tell which way up a page is."), remedy=_("Install it: {command}").format(command=command)
        )
    argv: list[str | Path] = [program, image, "stdout", "--psm", "0", "--dpi", str(dpi)]
    # With too few letters Tesseract ends with status 1 and says so.
    done = process.run(argv, timeout=timeout, env=_ONE_THREAD, check=False, tick=tick)
    said = dict(re.findall(r"^([A-Za-z ]+): (\S+)$", done.stdout, re.MULTILINE))
    if "Rotate" not in said:
        return None
    return Turn(int(said["Rotate"]), float(said.get("Orientation confidence", 0)), said.get("Script", ""))


def _words(table: str, text: str) -> Iterator[Word]:
    """The words of the table. Only the text says where there are spaces between them."""
    at = 0
    for row in (row.split("\t") for row in table.splitlines()):
        if len(row) != 12 or row[0] != _WORD or not (word := row[11].strip()):
            continue
        start = text.find(word, at)
        spaced = start < 0 or text[at:start] != "" or not at
        at = start + len(word) if start >= 0 else at
        block, paragraph, line, left, top, width, height = (int(row[column]) for column in (2, 3, 4, 6, 7, 8, 9))
        sure = max(0.0, float(row[10]))
        yield Word(word, sure, left, top, left + width, top + height, (block, paragraph, line), spaced)


def _program() -> Path:
    if found := probe():
        return found
    raise process.NotInstalled(_("Tesseract, which reads scans and photographs, is not installed."), remedy=install_hint())


@cache
def _version(program: Path) -> str:
    said = process.run([program, "--version"], timeout=30, env=_ONE_THREAD, remedy=install_hint())
    return (said.stdout or said.stderr).split("\n")[0].removeprefix("tesseract").strip()


@cache
def _data(program: Path) -> frozenset[str]:
    said = process.run([program, "--list-langs"], timeout=30, env=_ONE_THREAD, remedy=install_hint()).stdout
    return frozenset(said.split("\n")[1:]) - {""}
