"""Model packages for tests: real ones from `models/`, and made-up ones to be looked at but never run."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

MODELS = Path(__file__).parent / "models"
ABOUT = {
    "package_version": "1.9",
    "argos_version": "1.9",
    "from_code": "zh",
    "from_name": "Chinese",
    "to_code": "en",
    "to_name": "English",
}


def real(source: str, target: str) -> Path:
    """The small real package of this direction, made by `models/train.py`."""
    return MODELS / f"test-{source}_{target}.argosmodel"


def parts(top: str = "zh_en", **about: object) -> dict[str, bytes]:
    """Names and contents of a package that is in order."""
    return {
        f"{top}/metadata.json": json.dumps({**ABOUT, **about}).encode(),
        f"{top}/model/model.bin": b"weights",
        f"{top}/sentencepiece.model": b"pieces",
    }


def package(file: Path, content: Mapping[str, bytes]) -> Path:
    """A ZIP file of these parts."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return file
