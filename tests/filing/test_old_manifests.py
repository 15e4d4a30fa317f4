"""Folders whose manifest says less than ours of today, as one of an earlier version: each key of it is taken out in turn."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from asylum_forms import build, finished, publish
from asylum_forms.compare.filing import read_built
from asylum_forms.errors import AsylumFormsError

from .conftest import quiet

pytestmark = pytest.mark.slow

RECORD = """\
asylum_forms: 1
language: en
filing_date: 2026-11-20
applicant:
  name: {family: Doe, given: Ada}
statement:
  text: See [[first]].
  place: {country: US}
us:
  immigration_court: now
helpers:
  - {id: li, name: {family: Li, given: Mei}, languages: [{from: fr, to: en}]}
evidence:
  - {id: first, file: evidence/a.txt, title: A letter, language: fr, category: witness,
     translation: {file: evidence/a-en.txt, translator: li, language: en}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = tmp_path_factory.mktemp("case")
    (case / "evidence").mkdir()
    for name in ("a", "a-en"):
        (case / "evidence" / f"{name}.txt").write_text(f"This is true, says {name}.\n", encoding="utf-8")
    (case / "record.yaml").write_text(RECORD, encoding="utf-8")
    return build.build(case, "us/defensive", progress=quiet).manifest.parent


def keys(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every key of a manifest, and every entry of its lists."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*path, key)
        yield from keys(inner, (*path, key))


def of_each_kind(manifest: dict[str, Any]) -> list[tuple[str | int, ...]]:
    """The same once where entries of a list are alike."""
    found = {tuple("#" if isinstance(key, int) else key for key in path): path for path in keys(manifest)}
    return list(found.values())


def without(manifest: dict[str, Any], path: tuple[str | int, ...]) -> dict[str, Any]:
    left = copy.deepcopy(manifest)
    at: Any = left
    for key in path[:-1]:
        at = at[key]
    del at[path[-1]]
    return left


def refusal(read: Callable[[], object]) -> AsylumFormsError | None:
    """What we say; anything else that is raised is a fault of ours."""
    try:
        read()
    except AsylumFormsError as error:
        return error
    return None


def test_no_command_fails_on_what_a_manifest_lacks_but_says_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    old = Path(shutil.copytree(folder, tmp_path / "old", ignore=shutil.ignore_patterns(".cache")))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    tried = of_each_kind(manifest)
    assert len(tried) > 40
    refused: dict[str, set[str]] = {}
    for path in tried:
        (old / "manifest.json").write_text(json.dumps(without(manifest, path)), encoding="utf-8")
        publish.made_before(old)
        publish.last_exhibits(old)
        publish.last_renderings(old)
        drawn = path[0] in ("inputs", "paper")
        for read in (partial(finished.verify, old, look=drawn, progress=quiet), partial(read_built, old)):
            if error := refusal(read):
                refused.setdefault(str(path[0]), set()).add(error.message)
    assert {"files", "outputs", "parts", "inputs"} <= refused.keys()
    assert any("title is missing" in message for message in refused["parts"])
    assert not [message for messages in refused.values() for message in messages if "Error(" in message]


def test_exhibits_of_which_a_manifest_does_not_tell_are_not_taken_for_new_ones(folder: Path, tmp_path: Path) -> None:
    old = Path(shutil.copytree(folder, tmp_path / "old", ignore=shutil.ignore_patterns(".cache")))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (old / "manifest.json").write_text(json.dumps({**manifest, "inputs": []}), encoding="utf-8")
    with pytest.raises(AsylumFormsError, match="inputs: first is missing"):
        read_built(old)
