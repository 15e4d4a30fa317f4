"""Building again: where nothing has changed since the last build, its result is the result, and nothing is written.

Everything that goes into a filing is hashed: the case, file by file; the program, its plugins and templates; the user's official
forms; the versions of what it runs on; fonts; the day; the options. So is everything that came out. A single difference anywhere,
or a doubt, and the filing is built. What is read here must stay cheap to import: this is the way of most builds.
"""

from __future__ import annotations

import datetime
import hashlib
import importlib.util
import json
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, TypedDict, Unpack

from asylum_forms import built as built_
from asylum_forms import i18n, resources
from asylum_forms.built import CACHE, MANIFEST, Built
from asylum_forms.files import LARGEST, sha256
from asylum_forms.i18n import _
from asylum_forms.progress import Progress
from asylum_forms.tools import fontconfig, office

_STATE = "last-build.json"
_GROUP = "asylum_forms.jurisdictions"


class Asked(TypedDict, total=False):
    """What `build.build` may be asked for, besides the case and the procedure."""

    out: Path | None
    date: datetime.date | None
    language: str | None
    person: str
    profile: str
    fresh: Sequence[str]
    redacted: bool
    amends: Sequence[Path]
    supplements: Sequence[Path]
    sets: Sequence[str]


class Unsure(Exception):
    """Something of which it cannot be said cheaply whether it has changed."""


def build(case: Path, procedure: str, *, progress: Progress, **asked: Unpack[Asked]) -> Built:
    """`build.build`, or what it made last time, where it would make the same again: the same files, findings and all."""
    out = asked.get("out")
    wanted = [procedure, i18n.language(), {key: str(value) for key, value in sorted(asked.items()) if value and key != "out"}]
    step = _("Looking for changes")
    folders = [out] if out else sorted(file.parent.parent for file in (case / "build").glob(f"*/{CACHE}/{_STATE}"))
    # What is asked for now, and what depends on another folder.
    once = asked.get("fresh") or asked.get("amends") or asked.get("supplements")
    states = {} if once else {folder: state for folder in folders if (state := _state(folder)) and state["asked"] == wanted}
    # Taken before anything is read: what changes while we build is a change to the next build.
    inputs = "" if once else _inputs(case, out, step, progress)
    for folder, state in states.items():
        if state["inputs"] == inputs and state["outputs"] == _outputs(folder, step, progress):
            with suppress(TypeError, ValueError, KeyError, AttributeError):  # kept by a program that knew other results
                return built_.from_data(state["built"], folder)
    from asylum_forms.tools import libreoffice  # everything else the program has: only now

    with libreoffice.warm():  # it starts while the rest is imported
        from asylum_forms import build as builder

        result = builder.build(case, procedure, **asked, progress=progress)
    folder = result.manifest.parent
    if inputs and (outputs := _outputs(folder, step, progress)):
        _keep(
            folder, {"asked": wanted, "inputs": inputs, "outputs": outputs, "built": built_.as_data(replace(result, dropped=()))}
        )
    return result


def _state(folder: Path) -> dict[str, Any] | None:
    """What is known of the last build into a folder."""
    try:
        state = json.loads((folder / CACHE / _STATE).read_text(encoding="utf-8"))
        return state if isinstance(state, dict) and {"asked", "inputs", "outputs", "built"} <= state.keys() else None
    except (OSError, ValueError):
        return None


def _keep(folder: Path, state: dict[str, Any]) -> None:
    (folder / CACHE).mkdir(mode=0o700, exist_ok=True)
    unfinished = folder / CACHE / f"{_STATE}.part"
    unfinished.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(folder / CACHE / _STATE)


def program() -> str:
    """Fingerprint of all that works on a case: this program, its plugins and templates, what it runs on, the fonts.

    Raises Unsure or OSError when it cannot be said.
    """
    files: dict[str, Path] = {}
    for number, folder in enumerate(_program()):
        files |= {f"{number}/{name}": file for name, file in files_in(folder, ())}
    facts = [platform.python_version(), *resources.versions(), office.state(), fontconfig.state()]
    return hashlib.sha256(json.dumps([_hashed(files), facts]).encode()).hexdigest()


def _inputs(case: Path, out: Path | None, step: str, progress: Progress) -> str:
    """Fingerprint of everything that goes in; empty when that cannot be said."""
    try:
        files = {f"case/{name}": file for name, file in files_in(case, (case / "build", out))}
        files |= {f"forms/{name}": file for name, file in files_in(resources.users("forms"), ())}
        hashes = _hashed(files, step, progress)
        facts = [datetime.date.today().isoformat(), program()]
    except (Unsure, OSError):
        return ""
    return hashlib.sha256(json.dumps([hashes, facts]).encode()).hexdigest()


def _outputs(folder: Path, step: str, progress: Progress) -> dict[str, str]:
    """Hash of every file of a filing by its name, without encrypted copies of it; nothing when that cannot be said."""
    try:
        return _without_copies(folder / MANIFEST, _hashed(dict(files_in(folder, (folder / CACHE,))), step, progress))
    except (Unsure, OSError, ValueError, TypeError, KeyError):
        return {}


def _without_copies(manifest: Path, hashes: dict[str, str]) -> dict[str, str]:
    """The hashes as they were before somebody made encrypted copies; a copy that is not as it was made stays among them."""
    listed = json.loads(manifest.read_text(encoding="utf-8"))
    copies = [one for one in listed["outputs"] if "encrypted" in one and hashes.get(one["path"]) == one["sha256"]]
    if not copies:
        return hashes
    listed["outputs"] = [one for one in listed["outputs"] if one not in copies]
    known = {name: digest for name, digest in hashes.items() if name not in {one["path"] for one in copies}}
    return {**known, MANIFEST: hashlib.sha256(built_.as_json(listed).encode()).hexdigest()}


def files_in(folder: Path, but: Sequence[Path | None]) -> Iterator[tuple[str, Path]]:
    """(name, path) of every file in a folder and below, but for what lies in certain folders. Empty folders do not count.

    Raises Unsure for a folder that is a link.
    """
    left_out = {path.resolve() for path in but if path}
    for root, folders, files in os.walk(folder):
        here = Path(root)
        folders[:] = sorted(name for name in folders if name != "__pycache__" and (here / name).resolve() not in left_out)
        if any((here / name).is_symlink() for name in folders):
            raise Unsure
        for name in sorted(files):
            yield (here / name).relative_to(folder).as_posix(), here / name


def _hashed(files: Mapping[str, Path], step: str = "", progress: Progress | None = None) -> dict[str, str]:
    """Name to hash. Always of the bytes: a file's time and size do not tell an edit from none."""
    total, done = len(files), 0
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as threads:
        hashes = {}
        for name, digest in zip(files, threads.map(_hash, files.values()), strict=True):
            hashes[name] = digest
            done += 1
            if progress and (done % 50 == 0 or done == total):
                progress(step, done, total)
    return hashes


def _hash(file: Path) -> str:
    if not file.is_file():
        raise Unsure  # a pipe, a device, a link to nothing
    size = file.stat().st_size
    return sha256(file) if size <= LARGEST else f"{size} bytes"  # no part of any filing


def _program() -> list[Path]:
    """The folders of this program, its templates and schemas, and of every plugin, whole packages."""
    packages = {"asylum_forms", *(entry.module.partition(".")[0] for entry in entry_points(group=_GROUP))}
    folders = [resources.folder("templates"), resources.folder("schemas")]
    for package in sorted(packages):
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise Unsure
        folders += [Path(place) for place in spec.submodule_search_locations]
    return folders
