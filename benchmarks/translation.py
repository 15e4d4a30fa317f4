"""The engine against Argos Translate called paragraph by paragraph: `python benchmarks/translation.py PACKAGE [PARAGRAPHS]`.

Both get the same text, package and sentences (ours: Argos' own splitters need a download). Argos runs twice, each time in a
process of its own: as it comes, and with the one setting that matters most, one thread per batch. Prints seconds, paragraphs a
second and the ratio, then holds the outputs together, unit by unit. A filing repeats itself; how much is said.
"""

from __future__ import annotations

import difflib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from asylum_forms.translation import engine, models
from asylum_forms.translation.segment import sentences

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "translation" / "models"))
import phrases

SEED = 7
REPEATED = 0.3
"""Share of paragraphs that a filing has more than once: headings, formulas of law, names of offices."""


def text(count: int) -> list[str]:
    """Paragraphs of one to four sentences such as papers have, some of them repeated, always the same ones."""
    draw = random.Random(SEED)
    sentences = (pair["zh"] for pair in phrases.sentences(SEED))
    fresh = [_paragraph(draw, sentences) for _number in range(max(1, round(count * (1 - REPEATED))))]
    found = [*fresh, *(draw.choice(fresh) for _number in range(count - len(fresh)))]
    draw.shuffle(found)
    return found


def _paragraph(draw: random.Random, sentences: Iterator[str]) -> str:
    """A heading or an entry of a form as it is, whole sentences up to four together."""
    found = next(sentences)
    for _number in range(draw.randint(0, 3)):
        if not found.endswith("。"):
            break
        found += next(sentences)
    return found


def main(package: Path, count: int) -> None:
    """Measure all three and print the table."""
    paragraphs = text(count)
    different = len({piece for paragraph in paragraphs for piece, _after in sentences(paragraph, "zh")})
    total = sum(len(sentences(paragraph, "zh")) for paragraph in paragraphs)
    print(f"{count} paragraphs, {len(set(paragraphs))} different; {total} sentences, {different} different")
    runs = {name: _run(name, package, count) for name in ("ours", "argos-one-thread", "argos")}
    ours = runs["ours"]
    print(f"{'':18} {'load s':>7} {'s':>7} {'par/s':>7} {'ours is':>8}")
    for name, run in runs.items():
        seconds = run["seconds"]
        print(f"{name:18} {run['load']:7.2f} {seconds:7.2f} {count / seconds:7.1f} {seconds / ours['seconds']:7.1f}x")
    for name in ("argos-one-thread", "argos"):
        _compare(paragraphs, ours["said"], runs[name]["said"], name)


def _run(name: str, package: Path, count: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, __file__, "--measure", name, str(package), str(count)], check=True, stdout=subprocess.PIPE
    )
    return dict(json.loads(done.stdout))


def _compare(paragraphs: list[str], ours: list[str], theirs: list[str], name: str) -> None:
    """Count the paragraphs that differ and show how the first ones do."""
    different = [at for at, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other]
    same = len(paragraphs) - len(different)
    print(f"\nAgainst {name}: {same} of {len(paragraphs)} paragraphs are the same, {len(different)} differ.")
    for at in different[:5]:
        likeness = difflib.SequenceMatcher(None, ours[at], theirs[at]).ratio()
        print(f"  {paragraphs[at]}\n    ours  {ours[at]}\n    Argos {theirs[at]}\n    {likeness:.0%} alike")


def measure(name: str, package: Path, count: int) -> None:
    """Translate with one of the three and print JSON."""
    paragraphs = text(count)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        model = models.add(package)
        started = time.perf_counter()
        translate = _ours(model) if name == "ours" else _argos(model, None if name == "argos" else 1)
        translate([paragraphs[0][:4]])
        loaded = time.perf_counter()
        said = translate(paragraphs)
        done = time.perf_counter()
    print(json.dumps({"load": loaded - started, "seconds": done - loaded, "said": said}))


def _ours(model: models.Model) -> Any:
    return engine.Engine([model]).translate


def _argos(model: models.Model, threads: int | None) -> Any:
    """Argos as its users call it, with its own settings; only the splitter of sentences is ours."""
    translating = engine.argos("translate")
    translating.settings.intra_threads = threads or 0
    translating.settings.inter_threads, translating.settings.batch_size = 1, 32
    languages = [translating.Language(code, code) for code in (model.source, model.target)]
    translation = translating.PackageTranslation(*languages, translating.Package(model.folder))
    translation.sentencizer = Splitter(model.source)
    cached = translating.CachedTranslation(translation)
    return lambda paragraphs: [cached.translate(paragraph) for paragraph in paragraphs]


class Splitter:
    """Our sentences, for Argos."""

    def __init__(self, language: str) -> None:
        self.language = language

    def split_sentences(self, text: str) -> list[str]:
        return [piece for piece, _after in sentences(text, self.language)]


if __name__ == "__main__":
    if sys.argv[1] == "--measure":
        measure(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 400)
