"""The user's translation models: Argos packages, unpacked with care, pinned by SHA-256, and the way from one language to another.

A package is a ZIP with one folder: `metadata.json`, `model/`, `sentencepiece.model` or `bpe.model`. Argos itself unpacks whatever
a file holds; here nothing leaves the folder, nothing is a link, and nothing is larger than it may be.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from asylum_forms import resources
from asylum_forms.errors import ToolError
from asylum_forms.files import sha256
from asylum_forms.i18n import _
from asylum_forms.translation.segment import base

ENDING = ".argosmodel"
PIVOT = "en"
"""The language that all ways of two steps go through."""
_PIN = "pinned.json"
_NEEDED = ("metadata.json", "model/model.bin")
_TOKENIZERS = ("sentencepiece.model", "bpe.model")
_LARGEST, _MOST_FILES, _RATIO = 4_000_000_000, 500, 200
"""Bytes unpacked, files, and how many times smaller than its content a packed file may be."""
_FREELY_SMALL = 1_000_000
"""Bytes; small files may pack better than `_RATIO`."""
_OF_MACS = "__MACOSX/"
"""A folder that macOS puts beside the real one."""
_CODE = re.compile("[a-z]{2,3}(_[A-Za-z]{2,4})?")


@dataclass(frozen=True)
class Model:
    """An installed model of one direction."""

    source: str
    target: str
    """Languages as Argos calls them: `zh` is simplified Chinese, `zt` traditional."""
    version: str
    folder: Path
    sha256: str
    """Of the package it came from."""
    test: bool
    """Whether it was made for tests. Such a model is never used for a filing."""

    @property
    def label(self) -> str:
        """`zh-en 1.9`, with a warning that goes wherever the name goes."""
        label = f"{self.source}-{self.target} {self.version}"
        return f"TEST MODEL {label}" if self.test else label


TEST_LABEL = "TEST MODEL"
"""How the label of a test model begins."""


class ModelError(ToolError):
    """A model package that cannot be used."""


def folder() -> Path:
    """Where models are kept: in the user's own data folder."""
    return resources.users("models")


def add(file: Path, *, expected: str = "", into: Path | None = None) -> Model:
    """Install a package and pin it; another version of the same direction is replaced.

    `expected` is the SHA-256 the file must have, where the user knows it. Raises ModelError; nothing is left behind then.
    """
    try:
        digest = sha256(file)
    except OSError as error:
        raise _unreadable(file, error) from error
    if expected and digest != expected.strip().lower():
        raise _refused(file, _("its SHA-256 is {found}, not {expected}.").format(found=digest, expected=expected))
    base_folder = into or folder()
    base_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=base_folder, prefix=".adding-") as work:
        unpacked = _unpack(file, Path(work))
        about = _metadata(file, unpacked)
        pins = {name: sha256(unpacked / name) for name in _files(unpacked)}
        test = is_test(about)
        pin = {"sha256": digest, "files": pins, "test": test}
        (unpacked / _PIN).write_text(json.dumps(pin, indent=1, sort_keys=True), encoding="utf-8")
        place = base_folder / f"{about['from_code']}-{about['to_code']}{'-test' if test else ''}"
        if place.exists():
            place.rename(Path(work) / "old")
        unpacked.rename(place)
    return _model(place)


def installed(base_folder: Path | None = None) -> list[Model]:
    """Every installed model, by its languages. Folders that are none are left out."""
    place = base_folder or folder()
    if not place.is_dir():
        return []
    found = [entry for entry in sorted(place.iterdir()) if not entry.name.startswith(".") and (entry / _PIN).is_file()]
    return [_model(entry) for entry in found]


def verify(model: Model) -> None:
    """Hold a model's files against what was pinned when it was added. Raises ModelError when one was changed, added or lost."""
    pins = _pin(model.folder)["files"]
    files = set(_files(model.folder)) - {_PIN}
    changed = sorted(files.symmetric_difference(pins)) or [name for name in pins if sha256(model.folder / name) != pins[name]]
    if changed:
        message = _("The model {model} is not as it was added: {file} differs.").format(model=model.label, file=changed[0])
        raise ModelError(message, remedy=_("Add it again with `models add`."))


def route(source: str, target: str, models: list[Model], *, tests: bool = False) -> tuple[Model, ...]:
    """The models from one language to another: one, or two through English; empty where there is no way.

    Test models count only where `tests` says so, which nothing that makes a filing does.
    """
    usable = [model for model in models if tests or not model.test]
    ways = {(model.source, model.target): model for model in sorted(usable, key=lambda model: not model.test)}
    start, end = code(source), code(target)
    for first in dict.fromkeys((start, base(source))):
        if way := ways.get((first, end)):
            return (way,)
        if (one := ways.get((first, PIVOT))) and (other := ways.get((PIVOT, end))):
            return one, other
    return ()


def code(language: str) -> str:
    """A language of the record as Argos calls it: `zt` for traditional Chinese."""
    traditional = base(language) == "zh" and language.replace("-", "_").split("_")[-1] in ("Hant", "TW", "HK", "MO")
    return "zt" if traditional else base(language)


def is_test(metadata: Mapping[str, Any]) -> bool:
    """Whether a package says that it was made for tests, in any place where it may say so."""
    said = " ".join(str(metadata.get(key, "")) for key in ("name", "from_name", "to_name", "code"))
    return bool(metadata.get("test_model")) or TEST_LABEL in said.upper()


def _unpack(file: Path, work: Path) -> Path:
    """The one folder of the package, unpacked under `work`."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.filename.startswith(_OF_MACS)]
            top = _checked(file, entries)
            for entry in entries:
                if not entry.is_dir():
                    _extract(file, archive, entry, work / PurePosixPath(entry.filename))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        # A full disk is no fault of the package.
        if isinstance(error, ModelError) or getattr(error, "errno", None):
            raise
        raise _refused(file, _("it is no whole ZIP file.")) from error
    return work / top


def _checked(file: Path, entries: list[zipfile.ZipInfo]) -> str:
    """The name of the one folder. Everything is looked at before anything is written."""
    tops = set()
    names = set()
    for entry in entries:
        path = PurePosixPath(entry.filename)
        parts = path.parts
        odd = "\\" in entry.filename or ":" in entry.filename or "\0" in entry.orig_filename
        if path.is_absolute() or ".." in parts or odd or not parts:
            raise _refused(file, _("it has the unsafe name {name}.").format(name=entry.filename[:80]))
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise _refused(file, _("{name} in it is a link or a device.").format(name=entry.filename))
        if str(path).casefold() in names:
            raise _refused(file, _("{name} is in it twice.").format(name=entry.filename))
        names.add(str(path).casefold())
        if entry.file_size > max(_FREELY_SMALL, entry.compress_size * _RATIO):
            raise _refused(file, _("{name} in it would be unpacked to {size} bytes.").format(name=path, size=entry.file_size))
        tops.add(parts[0])
    if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _LARGEST:
        raise _refused(file, _("it is far too large."))
    if len(tops) != 1:
        raise _refused(file, _("it must hold one folder."))
    return str(tops.pop())


def _extract(file: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, to: Path) -> None:
    """One file, and not a byte more than its entry says."""
    to.parent.mkdir(parents=True, exist_ok=True)
    left = entry.file_size
    with archive.open(entry) as packed, to.open("xb") as out:
        while block := packed.read(1 << 20):
            left -= len(block)
            if left < 0:
                raise _refused(file, _("it is far too large."))
            out.write(block)


def _metadata(file: Path, unpacked: Path) -> dict[str, Any]:
    """The package's own description, held against what we need of it."""
    for name in _NEEDED:
        if not (unpacked / name).is_file():
            raise _refused(file, _("{name} is missing in it.").format(name=name))
    if not any((unpacked / name).is_file() for name in _TOKENIZERS):
        raise _refused(file, _("{name} is missing in it.").format(name=_TOKENIZERS[0]))
    try:
        about = json.loads((unpacked / _NEEDED[0]).read_bytes())
        if about.get("type", "translate") != "translate":
            raise ValueError
        codes = [str(about[key]) for key in ("from_code", "to_code")]
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise _refused(file, _("it is no translation package of Argos Translate.")) from error
    if not all(map(_CODE.fullmatch, codes)) or codes[0] == codes[1]:
        raise _refused(file, _("it is no translation package of Argos Translate."))
    return dict(about)


def _model(place: Path) -> Model:
    try:
        about = json.loads((place / _NEEDED[0]).read_bytes())
        pin = _pin(place)
        test = bool(pin["test"]) or is_test(about)
        return Model(about["from_code"], about["to_code"], str(about.get("package_version", "")), place, pin["sha256"], test)
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = _("The model in {folder} is damaged.").format(folder=place.name)
        raise ModelError(message, remedy=_("Add it again with `models add`.")) from error


def _pin(place: Path) -> dict[str, Any]:
    return dict(json.loads((place / _PIN).read_bytes()))


def _files(place: Path) -> Iterator[str]:
    return (str(path.relative_to(place)) for path in sorted(place.rglob("*")) if path.is_file())


def _refused(file: Path, reason: str, remedy: str = "") -> ModelError:
    message = _("The model {file} was not added: {reason}").format(file=file.name, reason=reason)
    again = _("Get the package again from where it is published, and compare its SHA-256.")
    return ModelError(message, remedy=remedy or again)


def _unreadable(file: Path, error: OSError) -> ModelError:
    """The error for a package that cannot be read, in the words of the user's language."""
    if not file.is_file():
        reason = _("this is a folder, not a file.") if file.is_dir() else _("there is no such file.")
        return _refused(file, reason, _("Name the file *.argosmodel that you have saved: its folder, and each letter of it."))
    reason = _("the file cannot be read ({reason}).").format(reason=error.strerror or str(error))
    return _refused(file, reason, _("Check that you may open the file, or copy it anew."))


def remove(model: Model) -> None:
    """Take a model away."""
    shutil.rmtree(model.folder)


def fingerprint(models: tuple[Model, ...]) -> str:
    """What says which models made a draft, for a cache: a digest of their packages."""
    return hashlib.sha256("".join(model.sha256 for model in models).encode()).hexdigest()[:16]
