"""Writing PDFs: the same input gives the same bytes, and a full disk is an error like any other."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import pikepdf

from asylum_forms.errors import OutputError
from asylum_forms.i18n import _


class _Careful(io.RawIOBase):
    """A file whose `write` keeps its first error to itself.

    With `deterministic_id`, an error raised in the middle of pikepdf's writing (seen with 10.17) ends the whole process.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.problem: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if self.problem is None:
            try:
                self._file.write(data)
            except OSError as problem:
                self.problem = problem
        return memoryview(data).nbytes


def save(pdf: pikepdf.Pdf, out: Path) -> None:
    """Write a PDF to `out`, with an identifier made from its contents.

    Raises OutputError, and leaves no file, when it cannot be written whole.
    """
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]  # half of the old one, which may be random, would live on
    try:
        with out.open("wb") as file:
            careful = _Careful(file)
            # pikepdf asks for a BinaryIO, and uses `write` alone.
            pdf.save(cast(BinaryIO, careful), deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            if careful.problem:
                raise careful.problem
    except OSError as problem:
        out.unlink(missing_ok=True)
        message = _("The file {name} cannot be written: {reason}.").format(name=out.name, reason=problem.strerror or str(problem))
        raise OutputError(message, remedy=_("Make room on the disk, and check that the folder may be written to.")) from problem
