"""The words of exhibits: paragraph by paragraph, each with its page, and every page accounted for.

PDF pages that hold text give that text; scans and photographs are read by the program that is passed in. Word files and plain
text give their own paragraphs, with the page on which each stands in the exhibit's PDF. A page
without readable text is named.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence import bounded, scan
from asylum_forms.evidence.exhibit import Paper
from asylum_forms.evidence.layer import Layer, layer
from asylum_forms.evidence.lines import Passage, passages
from asylum_forms.evidence.picture import DPI, LONGEST
from asylum_forms.evidence.scan import MISSED, Reader, Reading
from asylum_forms.evidence.wordtext import Told, told
from asylum_forms.tools.workers import Call, Limits, Workers

LIMITS = Limits(memory=4 << 30, cpu=120, seconds=300, output=1 << 30)
"""What reading one page may take; the program that reads pictures is bound by the same. A hard page takes half a minute."""

_ENOUGH = 4
"""Letters read with some certainty that make a page readable."""
_LEGIBLE = 40.0
"""Mean confidence below which a page, or a line, is not read but guessed."""
_COVERED = 0.5
"""Share of a page under pictures from which it may be a scan with a few typed words on it."""
_WITHOUT_WORDS = ("none",)
"""What the record says as the language of a photograph without words."""


@dataclass(frozen=True)
class Segment:
    """One paragraph, heading or cell of an exhibit; in a list of them the order is that of reading."""

    text: str
    """Empty only for a stamp, whose words nobody has read yet."""
    page: int
    """Page of the exhibit's original, from 1; 0 when the exhibit has not been typeset yet."""
    paragraph: int
    """Number on its page, from 1."""
    kind: str
    """`heading`, `paragraph`, `table-cell`, `stamp` (a red seal) or `illegible` (read without sense: handwriting, seals)."""
    confidence: float | None = None
    """0 to 100 for what was read from a picture, None for text that the file itself holds."""
    doubtful: tuple[str, ...] = ()
    """Words and characters that the reading program was not sure of."""
    column: int = 0
    """Of a cell of a table, from 1; 0 where it is not known."""


@dataclass(frozen=True)
class Page:
    """What became of one page."""

    number: int
    source: str
    """`text` (the file holds it), `read` (from a picture), `blank`, `wordless` (the record says so), `unreadable` (something is
    on it that was not read), or `unread` (no reading program is installed)."""
    confidence: float | None = None
    turned: int = 0
    """Degrees clockwise by which the page had to be turned to be read."""
    lean: float = 0.0
    """Degrees by which it was straightened."""
    language: str = ""
    """Code of the language it was read in."""
    missed: float = 0.0
    """Share of what is dark on the page that is in no word: signatures, pictures, frames, handwriting - or words left
    out."""
    guessed: bool = False
    """Whether it was read as if it were in another language than its own, for want of that one."""

    @property
    def partly(self) -> bool:
        """Whether so much was missed, or read as another language, that a person must compare the page with what was read."""
        return self.source == "read" and (self.missed > MISSED or self.guessed)


@dataclass(frozen=True)
class Text:
    """The words of one exhibit's original."""

    pages: tuple[Page, ...]
    segments: tuple[Segment, ...]

    @property
    def without_text(self) -> tuple[Page, ...]:
        """Pages that a person must look at, because nothing was read there: blank, unreadable and unread ones."""
        return tuple(page for page in self.pages if page.source in ("blank", "unreadable", "unread"))

    @property
    def to_compare(self) -> tuple[Page, ...]:
        """Pages that were read, but on which more seems to stand than was read, or something else."""
        return tuple(page for page in self.pages if page.partly)

    @property
    def doubtful(self) -> tuple[Segment, ...]:
        """Segments that were read with little certainty."""
        return tuple(part for part in self.segments if part.kind == "illegible" or part.doubtful)


@dataclass(frozen=True)
class Wanted:
    """An exhibit to be read."""

    paper: Paper
    language: str = ""
    """Code of its language as the record gives it; `none` for a photograph without words; empty when not known."""


def texts(
    wanted: Sequence[Wanted],
    *,
    reader: Reader | None,
    hired: Workers,
    work: Path,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Text]:
    """The words of each exhibit, in the same order. `reader` reads pictures (asylum_forms.tools.tesseract); without one, pages
    that are pictures come back as `unread`. `hired` read, page by page, each within `LIMITS`; a page that takes more is
    `unreadable`. `work` is a folder for what they need meanwhile. `progress` gets (done, in all): pages, and documents that give
    their own paragraphs. Same input, same result.

    Raises ToolError when the reader fails for another reason than the page itself, EvidenceError for a document that takes too
    much.
    """
    calls: dict[tuple[int, int], Call] = {}
    for number, item in enumerate(wanted):
        source = item.paper.source
        if item.paper.typeset or not item.paper.pages:  # it has paragraphs of its own
            calls[number, 0] = Call(_told, (source, item))
        for page in [] if (number, 0) in calls else range(1, item.paper.pages + 1):
            calls[number, page] = Call(_page, (source, item, page, reader, work))
    found = bounded.run(calls, hired, lambda done: progress(done, len(calls)), LIMITS)
    results: list[Text] = []
    for number in range(len(wanted)):
        answers = {page: answer for (which, page), answer in found.items() if which == number}
        results.append(_document(answers[0]) if 0 in answers else _together(answers))
    return results


def _document(answer: Any) -> Text:
    if isinstance(answer, EvidenceError):
        raise answer
    assert isinstance(answer, Text)
    return answer


def _together(answers: Mapping[int, Any]) -> Text:
    """The pages of an exhibit as one."""
    pages: list[Page] = []
    segments: list[Segment] = []
    for number, answer in sorted(answers.items()):
        page, parts = (Page(number, "unreadable"), []) if isinstance(answer, EvidenceError) else answer
        pages.append(page)
        segments += parts
    return Text(tuple(pages), tuple(segments))


def _page(_source: Path, item: Wanted, number: int, reader: Reader | None, work: Path) -> tuple[Page, list[Segment]]:
    """What one page says; for a process of its own."""
    if item.language in _WITHOUT_WORDS:
        return Page(number, "wordless"), []
    with pypdfium2.PdfDocument(item.paper.pdf) as document:
        page = document[number - 1]
        text = layer(page)
        held = text.sound and not text.hidden and bool(text.letters)
        if held and (text.pictured < _COVERED or reader is None):
            return _held(number, text)
        if reader is None:
            return Page(number, "unread"), []
        picture = drawn(page)
    with tempfile.TemporaryDirectory(dir=work) as folder:
        reading = scan.read_picture(picture, item.language, reader, Path(folder))
    # What the page holds as text counts where it says more and can be seen.
    if held and text.letters >= 0.5 * reading.letters:
        return _held(number, text)
    read, found = _read(number, reading)
    return replace(read, guessed=scan.read_as_another(item.language, reading.language)), found


def drawn(page: pypdfium2.PdfPage) -> Image.Image:
    """A page as a picture of 300 dots per inch, in colour."""
    scale = min(DPI / 72, LONGEST / max(page.get_size()))
    picture: Image.Image = page.render(scale=scale).to_pil()
    return picture.convert("RGB")


def _held(number: int, text: Layer) -> tuple[Page, list[Segment]]:
    found = passages(text.lines, text.left, text.right)
    return Page(number, "text"), _numbered(number, found)


def _read(number: int, reading: Reading) -> tuple[Page, list[Segment]]:
    if reading.blank:
        return Page(number, "blank"), []
    stamps = [_Stamp(box[3]) for box in reading.seals]
    if reading.letters < _ENOUGH or reading.confidence < _LEGIBLE:
        return _page_of_reading(number, "unreadable", reading), _with_stamps(number, [], stamps)
    found = passages(reading.lines, 0, reading.width)
    return _page_of_reading(number, "read", reading), _with_stamps(number, found, stamps)


def _page_of_reading(number: int, source: str, reading: Reading) -> Page:
    return Page(number, source, reading.confidence, reading.turned, reading.lean, reading.language, reading.missed)


@dataclass(frozen=True)
class _Stamp:
    bottom: float


def _with_stamps(number: int, found: list[Passage], stamps: list[_Stamp]) -> list[Segment]:
    """Passages as segments, each stamp after what stands above its lower edge."""
    parts: list[Passage | _Stamp] = list(found)
    for stamp in stamps:
        at = max((index + 1 for index, part in enumerate(parts) if _middle(part) < stamp.bottom), default=0)
        parts.insert(at, stamp)
    return [_segment(number, place, part) for place, part in enumerate(parts, 1)]


def _middle(part: Passage | _Stamp) -> float:
    return part.bottom if isinstance(part, _Stamp) else (part.top + part.bottom) / 2


def _segment(page: int, paragraph: int, part: Passage | _Stamp) -> Segment:
    if isinstance(part, _Stamp):
        return Segment("", page, paragraph, "stamp")
    illegible = part.confidence is not None and part.confidence < _LEGIBLE
    return Segment(
        part.text, page, paragraph, "illegible" if illegible else part.kind, part.confidence, part.doubtful, part.column
    )


def _numbered(page: int, found: Sequence[Passage]) -> list[Segment]:
    return [_segment(page, number, part) for number, part in enumerate(found, 1)]


def _told(_source: Path, item: Wanted) -> Text:
    """The paragraphs of a Word file or text, with the pages on which they stand; for a process of its own."""
    parts = told(item.paper.source)
    starts = _page_of(parts, item.paper)
    count: dict[int, int] = {}
    segments = []
    for part, page in zip(parts, starts, strict=True):
        count[page] = count.get(page, 0) + 1
        segments.append(Segment(part.text, page, count[page], part.kind, column=part.column))
    filled = set(starts)
    numbers = range(1, item.paper.pages + 1)
    return Text(tuple(Page(number, "text" if number in filled else "blank") for number in numbers), tuple(segments))


def _page_of(parts: Sequence[Told], paper: Paper) -> list[int]:
    """Page on which each paragraph begins, found by its first letters; 0 for all when the paper has no pages yet."""
    if not paper.pages:
        return [0] * len(parts)
    letters, ends = "", []
    with pypdfium2.PdfDocument(paper.pdf) as document:
        for number in range(len(document)):
            page = document[number]
            letters += "".join("".join(line.text for line in layer(page).lines).split())
            ends.append(len(letters))
            page.close()
    at = 0
    found: list[int] = []
    for part in parts:
        wanted = "".join(part.text.split())[:24]
        here = letters.find(wanted, at)
        if here >= 0:
            at = here
            number = next(number for number, end in enumerate(ends, 1) if here < end)
        else:
            number = found[-1] if found else 1
        found.append(number)
        at = max(at, here + len(wanted)) if here >= 0 else at
    return found
