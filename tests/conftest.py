"""Shared fixtures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def pytest_configure() -> None:
    """Each xdist worker keeps to a core of its own, with all it starts, so that workers do not crowd one another out."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    cores = sorted(os.sched_getaffinity(0))
    if worker:
        os.sched_setaffinity(0, {cores[int(worker.removeprefix("gw")) % len(cores)]})


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the official PDFs, kept outside the project; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("ASYLUM_FORMS_SHARED", ROOT.parent / "shared"))
    if not (folder / "forms").is_dir():
        pytest.skip("the official PDFs are not here (set ASYLUM_FORMS_SHARED to a folder that has forms/)")
    return folder


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's own data folder, and messages are in English."""
    base = tmp_path_factory.mktemp("xdg")
    monkeypatch.setenv("XDG_DATA_HOME", str(base / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(base / "cache"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("LANGUAGE", raising=False)
