"""Building again: nothing changed means nothing written; any change at all means a filing like a fresh one."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asylum_forms import again, build, i18n, resources
from asylum_forms.preflight.report import as_data
from asylum_forms.tools import fontconfig, office

from .conftest import SMALL, quiet

pytestmark = pytest.mark.slow

US = "us/affirmative"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, build.Built]:
    """A case, and its filing, built through `again`."""
    case = tmp_path_factory.mktemp("unchanged") / "case"
    (case / "evidence").mkdir(parents=True)
    (case / "evidence" / "letter.txt").write_text("Dear office,\nthis is true.\n", encoding="utf-8")
    (case / "record.yaml").write_text(SMALL.replace("STATEMENT", "I was there."), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(case.parent / "data"))
        return case, again.build(case, US, progress=quiet)


@pytest.fixture
def copied(made: tuple[Path, build.Built], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that case with its filing; whoever builds it anew gets an error that says so."""
    case = tmp_path / "case"
    shutil.copytree(made[0], case)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(build, "build", anew)
    return case


class Anew(Exception):
    """It was built."""


def anew(*_given: Any, **_more: Any) -> None:
    raise Anew


def snapshot(folder: Path) -> dict[Path, tuple[bytes, int]]:
    return {f.relative_to(folder): (f.read_bytes(), f.stat().st_mtime_ns) for f in folder.rglob("*") if f.is_file()}


def test_without_a_change_the_same_is_reported_and_nothing_is_written(made: tuple[Path, build.Built], copied: Path) -> None:
    before = snapshot(copied)
    result = again.build(copied, US, progress=quiet)
    assert snapshot(copied) == before
    assert result.pdf == copied / "build" / "us-affirmative" / "filing.pdf"
    assert result.parts == tuple(copied / part.relative_to(made[0]) for part in made[1].parts)
    assert (result.pages, result.findings, result.signs) == (made[1].pages, made[1].findings, made[1].signs)
    assert as_data(result.preflight) == as_data(made[1].preflight)


def test_it_is_kept_where_only_the_owner_reads_and_goes_with_the_filing(made: tuple[Path, build.Built]) -> None:
    folder = made[1].pdf.parent / ".cache"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [file for file in made[0].rglob("last-build*") if file.parent != folder] == []


def put(name: str, words: str) -> Callable[[Path], None]:
    def change(case: Path) -> None:
        (case / name).parent.mkdir(parents=True, exist_ok=True)
        (case / name).write_text(words, encoding="utf-8")

    return change


def with_same_time_and_size(case: Path) -> None:
    letter = case / "evidence" / "letter.txt"
    times = letter.stat()
    letter.write_bytes(letter.read_bytes().replace(b"true", b"trUe"))
    os.utime(letter, ns=(times.st_atime_ns, times.st_mtime_ns))


def remove(name: str) -> Callable[[Path], None]:
    return lambda case: (case / name).unlink()


def edit(name: str) -> Callable[[Path], None]:
    def change(case: Path) -> None:
        (case / name).write_bytes((case / name).read_bytes() + b" ")

    return change


CHANGES: dict[str, Callable[[Path], None]] = {
    "a byte of evidence, with its time and size kept": with_same_time_and_size,
    "a word of the record": put("record.yaml", SMALL.replace("STATEMENT", "I was there!")),
    "another person's record": put("people/spouse.yaml", "asylum_forms: 1\n"),
    "a file beside the evidence": put("evidence/unlisted.txt", "x"),
    "a translation": put("translations/letter.en.xlf", "x"),
    "a template of the user's own": put("templates/cover-letter.docx", "x"),
    "a PDF of the user's own": put("forms/i-589.pdf", "x"),
    "evidence renamed": lambda case: (case / "evidence/letter.txt").rename(case / "evidence/other.txt"),  # type: ignore[dict-item,return-value]
    "a folder of evidence that lies elsewhere": lambda case: (case / "evidence/more").symlink_to("/usr/share"),
    "the filing edited": edit("build/us-affirmative/filing.pdf"),
    "the filing gone": remove("build/us-affirmative/filing.pdf"),
    "a Word file edited": edit("build/us-affirmative/forms/declaration.docx"),
    "a Word file gone": remove("build/us-affirmative/forms/declaration.docx"),
    "a Word file added": put("build/us-affirmative/forms/more.docx", "x"),
    "the report edited": edit("build/us-affirmative/preflight.json"),
    "what is kept damaged": put("build/us-affirmative/.cache/last-build.json", '{"asked": ['),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_any_change_of_the_case_or_the_filing_is_built(copied: Path, change: Callable[[Path], None]) -> None:
    change(copied)
    with pytest.raises(Anew):
        again.build(copied, US, progress=quiet)


@pytest.mark.parametrize(
    "options",
    [
        {"date": datetime.date(2026, 1, 2)},
        {"language": "en"},
        {"person": "spouse"},
        {"profile": "uscis-paper"},
        {"fresh": ["declaration"]},
        {"redacted": True},
        {"sets": ["served"]},
        {"amends": [Path("elsewhere")]},
        {"procedure": "us/defensive"},
    ],
    ids=str,
)
def test_other_options_are_built(copied: Path, options: dict[str, Any]) -> None:
    with pytest.raises(Anew):
        again.build(copied, **{"procedure": US, **options}, progress=quiet)


def test_messages_in_another_language_are_built(copied: Path) -> None:
    with i18n.use("ko"), pytest.raises(Anew):
        again.build(copied, US, progress=quiet)


def test_an_official_form_added_is_built(copied: Path, tmp_path: Path) -> None:
    (tmp_path / "data" / "asylum-forms" / "forms").mkdir(parents=True)
    (tmp_path / "data" / "asylum-forms" / "forms" / "i-589.2025-01-20.pdf").write_bytes(b"%PDF")
    with pytest.raises(Anew):
        again.build(copied, US, progress=quiet)


@pytest.mark.parametrize("folder", range(4), ids=["templates", "schemas", "asylum_forms", "plugins"])
def test_another_program_template_or_catalog_is_built(
    copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: int
) -> None:
    folders = again._program()
    shutil.copytree(folders[folder], tmp_path / "copy")
    folders[folder] = tmp_path / "copy"
    monkeypatch.setattr(again, "_program", lambda: folders)
    again.build(copied, US, progress=quiet)  # as long as it is only a copy
    file = max((file for file in (tmp_path / "copy").rglob("*") if file.is_file()), key=lambda file: file.name)
    file.write_bytes(file.read_bytes() + b"#")
    with pytest.raises(Anew):
        again.build(copied, US, progress=quiet)


@pytest.mark.parametrize(("module", "name"), [(fontconfig, "state"), (office, "state"), (resources, "versions")], ids=str)
def test_other_fonts_tools_or_libraries_are_built(copied: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    monkeypatch.setattr(module, name, lambda: "others")
    with pytest.raises(Anew):
        again.build(copied, US, progress=quiet)


def test_the_next_day_is_built(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Tomorrow(datetime.date):
        @classmethod
        def today(cls) -> datetime.date:
            return datetime.date(2099, 1, 1)

    monkeypatch.setattr(again.datetime, "date", Tomorrow)
    with pytest.raises(Anew):
        again.build(copied, US, progress=quiet)
