"""Runs spoiled files through a target, each bounded as in a build, so that the death of a library is a fault like any other.

`python tests/fuzz/fuzz_run.py [record|pdf|picture|word ...] --minutes 10 [--seed N]` is a long run; what finds a fault is kept in
`corpus/`.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
import time
from pathlib import Path

from fuzz_mutate import mutated
from fuzz_targets import CORPUS, TARGETS, corpus

from asylum_forms.tools.workers import Call, Limits, Lost, Workers

LIMITS = Limits(memory=1 << 30, cpu=20, seconds=60, output=200 << 20)
"""Seeds are small: what takes more than this is a fault."""


def faults(name: str, seed: int, count: int) -> list[tuple[bytes, str]]:
    """The files among `count` spoiled ones that end in neither of the two allowed ways, smallest first, and what they did."""
    chance = random.Random(f"{name} {seed}")
    seeds = [*TARGETS[name].seeds(), *corpus(name)]
    return failing(name, [mutated(chance.choice(seeds), seeds, chance) for _number in range(count)])


def failing(name: str, inputs: list[bytes]) -> list[tuple[bytes, str]]:
    """The inputs that end in neither of the two allowed ways, smallest first, and what they did."""
    target = TARGETS[name]
    with tempfile.TemporaryDirectory() as work, Workers("fuzz_targets") as workers:
        files = [Path(work, f"{number}{target.ending}") for number in range(len(inputs))]
        for file, data in zip(files, inputs, strict=True):
            file.write_bytes(data)
        answers = workers.run([Call(target.check, (file,)) for file in files], LIMITS)
    found = [
        (data, f"{answer.reason}: {answer.detail}" if isinstance(answer, Lost) else repr(answer))
        for data, answer in zip(inputs, answers, strict=True)
        if answer is not None
    ]
    return sorted(found, key=lambda fault: len(fault[0]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    end, seed, tried, found = time.monotonic() + 60 * given.minutes, given.seed, 0, 0
    while time.monotonic() < end:
        for name in given.targets or TARGETS:
            for data, reason in faults(name, seed, 200):
                file = CORPUS / name / f"{hashlib.sha256(data).hexdigest()[:12]}{TARGETS[name].ending}"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
                print(f"{file}: {reason}")
                found += 1
            tried += 200
        seed += 1
    print(f"{tried} files tried, last seed {seed - 1}; {found} faults")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
