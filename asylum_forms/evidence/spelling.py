"""Words as a paper may print them: over two lines, with a hyphen at the end of the first, with another apostrophe."""

from __future__ import annotations

import re
import unicodedata

_HYPHENS = "-\u00ad\u2010-\u2015\u2212\x02\ufffe"
"""U+FFFE and U+0002 are how PDFium gives a hyphen at the end of a line."""

_APOSTROPHES = "'`\u00b4\u02bc\u2018\u2019"

_BROKEN = rf"[{_HYPHENS}]?[\r\n]*"


def as_printed(words: str) -> str:
    """A regular expression for words, in whatever case the caller compiles it for, in text of form NFKC."""
    parts = unicodedata.normalize("NFKC", words).split()
    return rf"{_BROKEN}\s+".join(_BROKEN.join(map(_sign, part)) for part in parts)


def _sign(sign: str) -> str:
    for alike in (_HYPHENS, _APOSTROPHES):
        if re.match(f"[{alike}]", sign):
            return f"[{alike}]"
    return re.escape(sign)
