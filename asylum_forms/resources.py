"""Where data lies: the package's own (inside an installed wheel, or beside the package in a source checkout), and the user's."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from pathlib import Path

from platformdirs import user_data_path

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder `templates` or `schemas` that came with this installation.

    Raises FileNotFoundError when the installation is incomplete.
    """
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"asylum-forms is installed without its {name} folder; install it again")


def users(name: str) -> Path:
    """The folder of the user's own `forms` or `models`, which may not be there yet."""
    return user_data_path("asylum-forms", appauthor=False) / name


def versions() -> list[str]:
    """Name and version of every installed package, as their folders tell."""
    folders = [Path(place) for place in sys.path if Path(place).is_dir()]
    return sorted({entry.name for folder in folders for entry in folder.glob("*.dist-info")})


@cache
def program() -> str:
    """Changes with every change of this program or of a package that it stands on."""
    digest = hashlib.sha256("\n".join(versions()).encode())
    for file in sorted(_PACKAGE.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
