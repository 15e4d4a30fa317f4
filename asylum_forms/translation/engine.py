"""Drafts by Argos Translate, run lean and offline: without PyTorch, spaCy and Stanza, in large batches, every text once.

Argos translates paragraph by paragraph, in batches of 32 tokens, with as many threads per batch as there are cores. Here its
packages and tokenizers do what they do there, its engine (CTranslate2) gets all sentences of a filing at once with the same
settings, and one thread works on each of several batches. What comes out is what Argos gives with the same sentences.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from asylum_forms.errors import ToolError
from asylum_forms.i18n import _
from asylum_forms.translation import citations
from asylum_forms.translation.models import Model, ModelError, folder, verify
from asylum_forms.translation.segment import clauses, sentences
from asylum_forms.translation.units import Document, Origin, State, Unit

_BEAM, _LENGTH_PENALTY = 4, 0.2
"""As Argos has them."""
_BATCH_TOKENS = 512
_LONGEST_OUTPUT = 512
"""Tokens. CTranslate2 stops at 256, in the middle of a sentence and without a word."""
_LONGEST_INPUT = 160
"""Tokens; a longer sentence is cut at its clauses."""
_PIECES_AT_ONCE = 512
"""Sentences between two reports of progress."""

Progress = Callable[[int, int], None]
"""Called with texts done and texts in all."""


def available() -> bool:
    """Whether Argos Translate and what it needs are installed."""
    return all(importlib.util.find_spec(name) for name in ("argostranslate", "ctranslate2", "sentencepiece"))


def argos(name: str = "package") -> Any:
    """A module of Argos Translate, imported without what it imports and we do not need.

    Stanza, and with it PyTorch, is stood in for by an empty module. Argos makes folders and reads settings when imported; it gets
    ours, so that a setting for a web service, left somewhere in the user's home, cannot send words away.

    Raises ToolError when it is not installed.
    """
    if not available():
        raise ToolError(
            _("Argos Translate is not installed."), remedy=_("In the source, run make setup. Human translations work without it.")
        )
    with _lean(folder().parent / "argos"):
        return importlib.import_module(f"argostranslate.{name}")


@contextmanager
def _lean(home: Path) -> Iterator[None]:
    """Argos' surroundings while it is imported."""
    if "stanza" not in sys.modules and importlib.util.find_spec("stanza") is None:
        sys.modules["stanza"] = types.ModuleType("stanza")
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("ARGOS_", "LIBRETRANSLATE_", "OPENAI_", "SNAP"))
    }
    ours = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("DATA", "CONFIG", "CACHE")}
    threads = {"ARGOS_INTRA_THREADS": "1", "ARGOS_INTER_THREADS": str(_workers()), "ARGOS_BATCH_SIZE": str(_BATCH_TOKENS)}
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update({**kept, **ours, **threads})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _workers() -> int:
    return max(1, min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))


class Engine:
    """A way from one language to another, loaded once: one model, or two through English."""

    def __init__(self, models: Sequence[Model], *, check: bool = True) -> None:
        """Load the models. Raises ModelError when a file of theirs is not what was pinned, ToolError without Argos Translate."""
        if not models:
            raise ModelError(_("There is no model for these languages."), remedy=_("Add one with `models add FILE`."))
        for model in models if check else ():
            verify(model)
        self.models = tuple(models)
        self._legs = [_Leg(model) for model in models]

    @property
    def label(self) -> str:
        """What made a draft: `zh-en 1.9 + en-ko 1.1`."""
        return " + ".join(model.label for model in self.models)

    def translate(self, texts: Sequence[str], progress: Progress | None = None) -> list[str]:
        """The texts in the other language, in order. Each different text is translated once; line breaks stay."""
        steps = len(self._legs)
        told = list(texts)
        for number, leg in enumerate(self._legs):
            told = leg.translate(told, _share(progress, number, steps, len(texts)))
        return told


def _share(progress: Progress | None, step: int, steps: int, total: int) -> Progress:
    """Progress over all steps, in texts."""

    def report(done: int, of: int) -> None:
        if progress and of:
            progress(int(total * (step + done / of) / steps), total)

    return report


class _Leg:
    """One model."""

    def __init__(self, model: Model) -> None:
        package = argos("package").Package(model.folder)
        ctranslate2 = importlib.import_module("ctranslate2")

        self.language = {"zt": "zh_Hant"}.get(model.source, model.source)
        self.tokenizer = package.tokenizer
        self.prefix: str = package.target_prefix
        try:
            self.engine: Any = ctranslate2.Translator(
                str(model.folder / "model"), device="cpu", inter_threads=_workers(), intra_threads=1, compute_type="auto"
            )
        except (RuntimeError, ValueError) as error:
            message = _("The model {model} cannot be loaded: {reason}").format(model=model.label, reason=error)
            raise ModelError(message, remedy=_("Add it again with `models add`.")) from error

    def translate(self, texts: Sequence[str], progress: Progress) -> list[str]:
        """Every text, each line of it on its own; sentences that occur twice are translated once."""
        lines = {line: self._pieces(line) for text in texts for line in text.split("\n") if line.strip()}
        pieces = list(dict.fromkeys(piece for cut in lines.values() for piece in cut))
        known = self._run(pieces, progress)
        said = {line: self._joined([known[piece] for piece in cut]) for line, cut in lines.items()}
        return ["\n".join(said.get(line, "") for line in text.split("\n")) for text in texts]

    def _pieces(self, line: str) -> list[str]:
        """The sentences of a line; one that is too long for the engine in clauses."""
        found = []
        for sentence, _after in sentences(line, self.language):
            long = len(self.tokenizer.encode(sentence)) > _LONGEST_INPUT
            found += clauses(sentence, max(40, len(sentence) // 4)) if long else [sentence]
        return found

    def _run(self, pieces: Sequence[str], progress: Progress) -> dict[str, list[str]]:
        """Piece to tokens of its translation. Pieces of one length together, so that batches are full."""
        tokens = {piece: self.tokenizer.encode(piece) for piece in pieces}
        ordered = sorted(pieces, key=lambda piece: (len(tokens[piece]), piece))
        done: dict[str, list[str]] = {}
        for start in range(0, len(ordered), _PIECES_AT_ONCE):
            part = ordered[start : start + _PIECES_AT_ONCE]
            results = self.engine.translate_batch(
                [tokens[piece] for piece in part],
                target_prefix=[[self.prefix]] * len(part) if self.prefix else None,
                replace_unknowns=True,
                max_batch_size=_batch(part, tokens),
                batch_type="tokens",
                beam_size=_BEAM,
                num_hypotheses=1,
                length_penalty=_LENGTH_PENALTY,
                max_decoding_length=_LONGEST_OUTPUT,
            )
            done.update((piece, result.hypotheses[0]) for piece, result in zip(part, results, strict=True))
            progress(len(done), len(ordered))
        return done

    def _joined(self, parts: list[list[str]]) -> str:
        """The tokens of a line as text, as Argos joins them."""
        text = str(self.tokenizer.decode([token for part in parts for token in part]))
        return text.removeprefix(self.prefix).removeprefix(" ")


def _batch(part: Sequence[str], tokens: Mapping[str, list[str]]) -> int:
    """Tokens of one batch: large, but so that every worker has something to do."""
    total = sum(len(tokens[piece]) for piece in part)
    return max(32, min(_BATCH_TOKENS, total // (2 * _workers())))


def pending(documents: Sequence[Document]) -> list[str]:
    """The different texts of a filing that have no words yet, in order; what a human must read first left out."""
    units = (unit for document in documents for unit in document.units)
    return list(dict.fromkeys(citations.without(unit.source) for unit in units if not unit.target and unit.readable))


def draft(documents: Sequence[Document], engine: Engine, progress: Progress | None = None) -> list[Document]:
    """The documents with a draft by machine in every unit that has no words: state `translated`, origin `machine`.

    Take memory and glossary in first (`memory.recall`, `glossary.recall`); all documents are of its languages. A text for which
    the engine has nothing to say stays `initial`.
    """
    texts = pending(documents)
    said = dict(zip(texts, engine.translate(texts, progress), strict=True))
    return [document.with_units(_drafted(document, said, engine.label)) for document in documents]


def _drafted(document: Document, said: Mapping[str, str], label: str) -> Iterator[Unit]:
    for unit in document.units:
        if not unit.target and unit.readable and (words := said.get(citations.without(unit.source), "").strip()):
            target = citations.with_them(words, unit.source)
            yield replace(unit, target=target, state=State.TRANSLATED, origin=Origin.MACHINE, engine=label)
