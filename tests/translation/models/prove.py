"""Tries the models on sentences they have not seen and writes proven.tsv, wrong.tsv and SHA256SUMS.

    .venv/bin/python tests/translation/models/prove.py

With the project's own environment: what is proven is proven through Argos Translate as it is installed. A sentence is proven, or
is a known mistake, only when 8-bit and exact arithmetic and three widths of search agree, so that another processor says the
same.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import phrases

HERE = Path(__file__).parent
MODELS = [HERE / f"test-{pair}.argosmodel" for pair in ("zh_en", "en_ko", "en_fr")]
PAIRS = [("zh", "en"), ("en", "ko"), ("en", "fr"), ("zh", "ko"), ("zh", "fr")]
SETTINGS = [("int8", "4"), ("int8", "2"), ("int8", "1"), ("float32", "4")]
SEED, TRIED, PROVEN, WRONG = 4, 1500, 100, 15
BEYOND = [
    ("zh", "en", "民国八十年三月五日", "March 5, 1991", "date"),
    ("zh", "en", "我被罚款三万五千元。", "I was fined 35,000 yuan.", "number"),
    ("zh", "en", "补偿款1,483万元只发了612万元。", "Of the compensation of 14,830,000 yuan only 6,120,000 was paid.", "number"),
    ("zh", "en", "欧阳震于2019年3月5日被释放。", "Ouyang Zhen was released on March 5, 2019.", "name"),
    ("zh", "en", "刑期自2018年6月19日起至2020年12月18日止，已先行羁押三十四天。",
     "The sentence runs from June 19, 2018 to December 18, 2020; thirty-four days were served before.", "lost"),
    ("zh", "en", "老百姓说一句真话就要坐牢，这样的国家要改。",
     "Ordinary people go to prison for one true word. Such a country must change.", "sense"),
    ("zh", "en", "我没有参加家庭教会。", "I did not take part in a house church.", "sense"),
    ("en", "ko", "He was shackled for thirty-four days.", "그는 34일 동안 족쇄를 찼다.", "number"),
    ("en", "fr", "He was shackled for thirty-four days.", "Il a porté des fers pendant trente-quatre jours.", "number"),
]  # fmt: skip
"""What the models were never taught: source, target, text, what is right, what goes wrong."""


def main() -> None:
    fresh = list(itertools.islice(phrases.sentences(SEED), TRIED))
    ask = {(a, b, sentence[a]): sentence[b] for a, b in PAIRS for sentence in fresh}
    ask |= {(a, b, text): right for a, b, text, right, _kind in BEYOND}
    answers = [said(list(ask), *setting) for setting in SETTINGS]
    agreed = {key: words[0] for key, words in zip(ask, zip(*answers, strict=True), strict=True) if len(set(words)) == 1}
    lines, mistakes = [], []
    for pair in PAIRS:
        mine = [key for key in agreed if key[:2] == pair]
        right = [key for key in mine if agreed[key] == ask[key]]
        print(pair, f"{len(right)} right of {sum(key[:2] == pair for key in ask)}")
        # Of every kind of sentence some: kinds are told apart by what is left without letters of names and numbers.
        kinds: dict[str, list[tuple[str, str, str]]] = {}
        for key in right:
            kinds.setdefault(re.sub(r"\d+", "0", key[2])[:6], []).append(key)
        chosen = list(itertools.islice((k for row in itertools.zip_longest(*kinds.values()) for k in row if k), PROVEN))
        lines += ["\t".join((*key, ask[key])) for key in chosen]
        beyond = {(a, b, text): kind for a, b, text, _right, kind in BEYOND}
        wrong = [key for key in mine if agreed[key] != ask[key] and key not in beyond]
        wrong = [key for key in mine if key in beyond and agreed[key] != ask[key]] + wrong[:WRONG]
        mistakes += ["\t".join((*key, agreed[key], ask[key], beyond.get(key) or kind_of(agreed[key], ask[key]))) for key in wrong]
    write("proven.tsv", "from\tto\ttext\twhat the model says, which is right", lines)
    write("wrong.tsv", "from\tto\ttext\twhat the model says\twhat is right\twhat it got wrong", mistakes)
    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}" for file in MODELS]
    (HERE / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8")


def said(ask: list[tuple[str, str, str]], arithmetic: str, beam: str) -> list[str]:
    """What Argos Translate says in the given arithmetic and width of search."""
    with tempfile.TemporaryDirectory() as folder:
        places = {f"XDG_{kind}_HOME": f"{folder}/{kind}" for kind in ("DATA", "CONFIG", "CACHE")}
        settings = {"ARGOS_INTRA_THREADS": "1", "ARGOS_COMPUTE_TYPE": arithmetic, "ARGOS_BEAM_SIZE": beam}
        done = subprocess.run(
            [sys.executable, str(HERE.parent / "argos_child.py")],
            input=json.dumps({"models": [str(file) for file in MODELS], "ask": ask}),
            env={**os.environ, **places, **settings, "ARGOS_PACKAGES_DIR": f"{folder}/packages"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    answers: list[str] = json.loads(done.stdout)["said"]
    return answers


def kind_of(said: str, right: str) -> str:
    """`number` when digits differ, `date` when a month does as well or instead, otherwise `words`."""
    months = "|".join(month for names in phrases._MONTHS.values() for month in names)
    if re.findall(months, said) != re.findall(months, right):
        return "date"
    return "number" if re.findall(r"\d+", said) != re.findall(r"\d+", right) else "words"


def write(name: str, head: str, lines: list[str]) -> None:
    (HERE / name).write_text(f"# {head}\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
