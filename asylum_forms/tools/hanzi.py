"""Chinese characters in their traditional and simplified form, by the table that LibreOffice brings with it."""

from __future__ import annotations

import sys
from functools import cache

from asylum_forms.errors import ToolError
from asylum_forms.tools import office, process

_LIBRARY = "libtextconv_dict.so"
_SECONDS = 20.0
_READ = """
import ctypes, sys
library = ctypes.CDLL(sys.argv[1])
index, data = (getattr(library, name) for name in ("getSTC_CharIndex_T2S", "getSTC_CharData_T2S"))
index.restype = data.restype = ctypes.POINTER(ctypes.c_uint16)
pages, codes, none = index(), data(), 0xFFFF
for code in range(0x3400, 0xA000):
    page = pages[code >> 8]
    other = codes[page + (code & 0xFF)] if page != none else none
    if other not in (none, code):
        print(f"{code:x} {other:x}")
"""
"""Prints the table, as LibreOffice looks characters up in it (i18npool/source/textconversion/textconversion_zh.cxx). In a process
of its own: the library is none of ours."""


@cache
def simplified() -> dict[str, str]:
    """Traditional characters to simplified ones; empty where this LibreOffice has no such table."""
    program = office.probe()
    library = program.resolve().parent / _LIBRARY if program else None
    if library is None or not library.exists():
        return {}
    try:
        said = process.run([sys.executable, "-I", "-c", _READ, library], timeout=_SECONDS).stdout
        return {chr(int(code, 16)): chr(int(other, 16)) for code, other in map(str.split, said.splitlines())}
    except (ToolError, ValueError):
        return {}
