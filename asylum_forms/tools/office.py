"""One LibreOffice that waits for documents: started once, locked down, asked through its own pipe.

LibreOffice hands the command line of a second start to the first through a socket of the file system. We speak that language
ourselves: nothing has to be started for a document. A hidden empty document keeps it from leaving when it has nothing to do.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from asylum_forms.errors import ToolError
from asylum_forms.i18n import _
from asylum_forms.tools import process, scratch

IMPORT = "Office Open XML Text"
"""The one import filter that may be used: otherwise a web page renamed to .docx is opened as a web page, with all it fetches."""
EXPORT = "pdf:writer_pdf_Export"
_SETTINGS = {
    # The only switch that stops linked pictures, from the network and from this computer's own files.
    "/org.openoffice.Office.Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": "true",
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
    },
    # A fresh profile counts as an older version's, upon which it tries out how it draws: 0.7 of the 1.1 s that a start took.
    "/org.openoffice.Setup/Product": {"ooSetupLastVersion": "999.0"},
    # A proxy that is not there: the second wall. The third is a network namespace, where the system allows one.
    "/org.openoffice.Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}
_DEAD = "http://127.0.0.1:9"
_SWITCHES = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault", "--nofirststartwizard")
_EMPTY = "private:factory/swriter"
_TICK = 0.2
"""Seconds between two looks at whether to go on waiting."""
_SOON = 0.02
"""The same while it starts."""
_SAID = 2000
"""Characters of a failed program's words that go into the error."""


@dataclass(frozen=True)
class Bounds:
    """What one document may take."""

    seconds: float = 180.0
    memory: int = 4 << 30
    """Bytes. Measured: 0.2 GB for nothing, 1.6 GB for the largest picture that it prints at all, 256 million dots."""


def probe() -> Path | None:
    """Where LibreOffice is, or None."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return Path(found) if found else None


def state() -> str:
    """Changes when LibreOffice is installed, taken away, or replaced by another version."""
    program = probe()
    if program is None:
        return ""
    files = sorted((entry.name, entry.stat().st_size, entry.stat().st_mtime_ns) for entry in os.scandir(program.resolve().parent))
    return hashlib.sha256(repr((str(program.resolve()), files)).encode()).hexdigest()


class Office:
    """A LibreOffice with a profile of its own, while the `with` block lasts. Entering does not wait until it has started.

    `tick` is called several times a second while a document is converted and may raise to stop it.
    """

    def __init__(self, program: Path, tick: Callable[[], None] = lambda: None) -> None:
        self._program, self._tick = program, tick
        self._stack, self._count, self._weighed = ExitStack(), 0, 0.0

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._folder = stack.enter_context(scratch.folder())
            for name in ("in", "out", "tmp"):
                (self._folder / name).mkdir()
            profile = _write_profile(self._folder / "profile", self._program)
            self._sockets = _sockets(profile)
            scratch.beside(self._folder, *self._sockets)
            env = {
                "TMPDIR": str(self._folder / "tmp"),
                "SAL_USE_VCLPLUGIN": "svp",
                "GSETTINGS_BACKEND": "memory",
                **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), _DEAD),
            }
            self._said = stack.enter_context((self._folder / "said").open("w+b"))
            argv: list[str | Path] = [*without_network(), self._program, profile_switch(profile), *_SWITCHES, _EMPTY]
            self._process = stack.enter_context(process.waiting(argv, self._said, env=env, cwd=self._folder))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def convert(self, document: Path, bounds: Bounds) -> Path:
        """The PDF of a Word document; there is no such file when LibreOffice cannot read it.

        Raises ToolError when LibreOffice has ended or takes more than it may; then it is of no more use.
        """
        self._count += 1
        # A numbered copy: equal names cannot collide, odd names do no harm, and lock files land here.
        source = self._folder / "in" / f"{self._count:05}.docx"
        shutil.copyfile(document, source)
        words = ["--headless", f"--infilter={IMPORT}", "--convert-to", EXPORT, "--outdir", str(self._folder / "out"), str(source)]
        self._ask(words, time.monotonic() + bounds.seconds, bounds)
        source.unlink()
        return self._folder / "out" / f"{source.stem}.pdf"

    def _ask(self, words: list[str], end: float, bounds: Bounds) -> None:
        """Hand over a command line and wait until it is done."""
        # What LibreOffice 3 to 26 speak, in desktop/source/app/officeipcthread.cxx: it greets, we send, it confirms.
        while True:
            with socket.socket(socket.AF_UNIX) as wire:
                wire.settimeout(_TICK)
                if self._connects(wire) and self._heard(wire, b"InternalIPC::SendArguments\0", end, bounds):
                    wire.sendall(_request(self._folder, words))
                    if self._heard(wire, b"InternalIPC::ProcessingDone\0", end, bounds):
                        return
                    raise self._ended()
            self._wait(end, bounds)
            time.sleep(_SOON)

    def _connects(self, wire: socket.socket) -> bool:
        for place in self._sockets:
            with suppress(OSError):
                wire.connect(str(place))
                return True
        return False

    def _heard(self, wire: socket.socket, word: bytes, end: float, bounds: Bounds) -> bool:
        """Whether it says the word; False when it hangs up (as it does while it starts)."""
        said = b""
        while said != word:
            try:
                part = wire.recv(len(word) - len(said))
            except TimeoutError:
                self._wait(end, bounds)
                continue
            except OSError:
                return False
            if not part:
                return False
            said += part
        return True

    def _wait(self, end: float, bounds: Bounds) -> None:
        """Raises what ends the waiting, if anything does."""
        self._tick()
        if self._process.poll() is not None:
            raise self._ended()
        if time.monotonic() > end:
            message = _("It did not finish the document within {seconds} seconds and was stopped.")
            raise process.TimedOut(message.format(seconds=round(bounds.seconds)))
        # Watched, not limited by the system: denied memory, LibreOffice may leave a picture out and say nothing.
        if time.monotonic() < self._weighed + _TICK:
            return
        self._weighed = time.monotonic()
        if process.memory(self._process) > bounds.memory:
            message = _("It took more than {size} megabytes of memory and was stopped.")
            raise ToolError(message.format(size=bounds.memory >> 20))

    def _ended(self) -> ToolError:
        self._said.seek(0)
        said = self._said.read().decode("utf-8", "replace").strip()[-_SAID:]
        return ToolError(
            _("The program {program} broke off. It said: {said}").format(program="soffice", said=said or _("nothing"))
        )


def profile_switch(folder: Path) -> str:
    """What tells LibreOffice to keep its settings in this folder."""
    return f"-env:UserInstallation={folder.as_uri()}"


@cache
def without_network() -> tuple[str, ...]:
    """Words before the command that take the network away from it, where the system lets us; else nothing."""
    for words in (("unshare", "-n"), ("unshare", "-c", "-n")):
        try:
            process.run([*words, "true"], timeout=10)
        except ToolError:
            continue
        return words
    return ()


def _write_profile(folder: Path, program: Path) -> Path:
    items = [
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(head + "\n".join(items) + "\n</oor:items>\n", "utf-8")
    # A profile whose extensions another version has seen, or none, makes LibreOffice clear them and start a second time: a third
    # of a start (`cleanExtensionCache` in desktop/source/app/app.cxx).
    if build := _build_id(program):
        (folder / "user" / "extensions").mkdir()
        (folder / "user" / "extensions" / "buildid").write_text(build, "utf-8")
    return folder


def _build_id(program: Path) -> str:
    """What this LibreOffice calls its build, in the file beside the program; empty where there is none."""
    with suppress(OSError, UnicodeDecodeError):
        found = re.search(r"^buildid=(.+)$", program.resolve().with_name("versionrc").read_text("utf-8"), re.MULTILINE)
        return found[1].strip() if found else ""
    return ""


def _sockets(profile: Path) -> list[Path]:
    """Where its socket may lie, named by the MD5 of its profile's address (bytes in hex, not padded)."""
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
    return [Path(folder, name) for folder in ("/tmp", "/var/tmp")]  # whatever TMPDIR says


def _request(folder: Path, words: list[str]) -> bytes:
    """A command line, and the folder it is given in."""
    return b"InternalIPC::Arguments1" + b",".join(map(_escaped, (folder.as_uri(), *words))) + b"\0"


def _escaped(word: str) -> bytes:
    return word.replace("\\", "\\\\").replace("\0", "\\0").replace(",", "\\,").encode()
