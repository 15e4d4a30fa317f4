"""The translations of a case: opened, filled with drafts, kept, and their confirmed words remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from asylum_forms.translation import citations, glossary, memory, xliff
from asylum_forms.translation import engine as engines
from asylum_forms.translation.glossary import Term
from asylum_forms.translation.memory import Entry, Memory
from asylum_forms.translation.renew import Renewed, Segment, renew
from asylum_forms.translation.units import Document, Origin, Unit

FOLDER = "translations"
MEMORY = "memory.tmx"


def place(case: Path, document: Document) -> Path:
    """The file of a document in its languages."""
    return case / FOLDER / xliff.file_name(document)


def documents(case: Path, target_language: str = "") -> list[Document]:
    """All documents of a case, or those into one language, by file name."""
    read = [xliff.read(file) for file in sorted((case / FOLDER).glob("*.xlf"))]
    return [document for document in read if target_language in ("", document.target_language)]


def keep(case: Path, document: Document) -> Path:
    """Write a document to its file; what other programs put there stays."""
    file = place(case, document)
    file.parent.mkdir(exist_ok=True, mode=0o700)
    xliff.write(document, file)
    return file


def renewed(case: Path, document: Document, segments: Iterable[Segment], original_hash: str) -> Renewed:
    """A document made anew from its original. Human words of units that the original lost go to the memory first."""
    done = renew(document, segments, original_hash)
    human = (unit for unit in done.removed if unit.final or (unit.origin is Origin.HUMAN and unit.target))
    remember(case, [_entry(document, unit) for unit in human])
    return done


def fill(
    work: Sequence[Document],
    known: Memory,
    engine: engines.Engine | None,
    *,
    terms: Sequence[Term] | None = None,
    progress: engines.Progress | None = None,
) -> list[Document]:
    """The documents with a draft in every unit without words: memory first, then the glossary, then the engine if there is one.

    All are of the same two languages. Drafts are brought into line with the glossary; words of humans are never touched.
    """
    filled = [glossary.recall(memory.recall(citations.alone(document), known), terms) for document in work]
    drafted = engines.draft(filled, engine, progress) if engine else filled
    return [glossary.align(document, terms) for document in drafted]


def memory_of(case: Path) -> Memory:
    """The memory of the case; empty where there is none yet. Raises EvidenceError."""
    file = case / FOLDER / MEMORY
    return memory.read(file) if file.exists() else Memory()


def remember(case: Path, entries: Iterable[Entry]) -> int:
    """Put entries into the case's memory (`memory.confirmed` gives a document's). Returns how many words were new."""
    fresh = list(entries)
    if not fresh:
        return 0
    known = memory_of(case)
    new = known.add(fresh)
    (case / FOLDER).mkdir(exist_ok=True, mode=0o700)
    memory.write(known, case / FOLDER / MEMORY)
    return new


def _entry(document: Document, unit: Unit) -> Entry:
    return Entry(
        document.source_language,
        document.target_language,
        unit.source,
        unit.target,
        document.id,
        unit.id,
        unit.translator,
        unit.date,
    )
