"""Grows the corpus: looks for files that take ways through the program that no file of the corpus takes yet.

Needs Atheris, which nothing else here does: `pip install atheris`. Then `python tests/fuzz/fuzz_grow.py TARGET FOLDER` puts what
it finds into FOLDER until it is stopped (`-max_total_time=SECONDS`; all options of libFuzzer may follow), and
`python tests/fuzz/fuzz_grow.py TARGET tests/fuzz/corpus/TARGET FOLDER -merge=1` keeps of them what is new.
"""

from __future__ import annotations

import logging
import random
import sys
import tempfile
import warnings
from pathlib import Path

import atheris  # type: ignore[import-not-found, unused-ignore]

with atheris.instrument_imports(include=["asylum_forms", "PIL", "pypdf", "docx", "ruamel.yaml"]):
    from fuzz_mutate import mutated
    from fuzz_targets import TARGETS, corpus


def main() -> None:
    name, *options = sys.argv[1:]
    target = TARGETS[name]
    seeds = [*target.seeds(), *corpus(name)]
    logging.disable()
    warnings.simplefilter("ignore")

    with tempfile.TemporaryDirectory() as work:
        file = Path(work, f"file{target.ending}")

        def once(data: bytes) -> None:
            file.write_bytes(data)
            target.check(file)

        def spoil(data: bytes, most: int, seed: int) -> bytes:
            return mutated(data or seeds[seed % len(seeds)], seeds, random.Random(seed))[:most]

        began = Path(work, "seeds")
        began.mkdir()
        for number, seed in enumerate(seeds):
            (began / str(number)).write_bytes(seed)
        again = f"{sys.executable} {__file__} {name}"  # how libFuzzer starts us once more
        atheris.Setup([again, *options, *([] if "-merge=1" in options else [str(began)])], once, custom_mutator=spoil)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
