"""Papers that an earlier build took in: used again while nothing that they depend on has changed.

A thousand scanned pages take minutes to take in, and between two builds hardly one of them changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from asylum_forms import i18n, plaindata, resources
from asylum_forms.evidence.exhibit import Paper
from asylum_forms.files import LARGEST, sha256
from asylum_forms.tools import fontconfig


class Earlier:
    """A folder of papers by what they were made from. `office` says with which LibreOffice."""

    def __init__(self, folder: Path, office: str) -> None:
        self._folder = folder
        self._files: dict[str, str] = {}  # key to the hash of the file when it was asked for
        self._recipe = [office, fontconfig.fingerprint(), resources.program(), i18n.language()]

    def key(self, file: Path, password: str, paper: str) -> str:
        """Stands for everything that a paper depends on; empty for a file that cannot be read or is no file, such as a pipe."""
        try:
            if not file.is_file() or file.stat().st_size > LARGEST:
                return ""
            digest = sha256(file)
        except OSError:
            return ""
        key = hashlib.sha256(json.dumps([digest, file.name, password, paper, *self._recipe]).encode()).hexdigest()
        self._files[key] = digest
        return key

    def find(self, key: str, file: Path, folder: Path) -> Paper | None:
        """The paper of a file, its PDF put into `folder`, where there is one and it is whole."""
        kept, entry = self._folder / f"{key}.pdf", self._folder / f"{key}.json"
        try:
            data = json.loads(entry.read_text(encoding="utf-8"))
            paper = plaindata.from_data(Paper, data["paper"], folder)
            if sha256(kept) != data["pdf"]:
                return None
            folder.mkdir(parents=True, exist_ok=True)
            _place(kept, paper.pdf)
            return replace(paper, source=file)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def keep(self, key: str, paper: Paper) -> None:
        """Keep a paper. A full disk is no reason to fail: then it is taken in anew next time."""
        if not key or paper.sha256 != self._files[key]:  # the file has changed since it was asked for
            return
        kept, entry = self._folder / f"{key}.pdf", self._folder / f"{key}.json"
        data = {"paper": plaindata.as_data(paper, paper.pdf.parent), "pdf": sha256(paper.pdf)}
        unfinished = entry.with_suffix(".part")
        with suppress(OSError):
            self._folder.mkdir(parents=True, mode=0o700, exist_ok=True)
            entry.unlink(missing_ok=True)
            _place(paper.pdf, kept)
            unfinished.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
            unfinished.replace(entry)

    def forget(self) -> None:
        """Remove what this build has not used: it holds papers that the user may have taken back."""
        for file in self._folder.iterdir() if self._folder.is_dir() else ():
            if file.stem not in self._files:
                file.unlink(missing_ok=True)


def _place(source: Path, target: Path) -> None:
    """The same file under another name, or a copy where the file system has no such thing. Nobody writes into either."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
