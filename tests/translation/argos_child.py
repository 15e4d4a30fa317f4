"""Run as a program: lets Argos Translate, as it is installed, say sentences. A process of its own, because Argos reads its
settings once, when it is imported, and because what is put in the place of Stanza must not stay behind in the tests' process.

stdin: JSON {"models": [files], "ask": [[source, target, text], ...]}; stdout: JSON list of what was said.
ARGOS_PACKAGES_DIR and the XDG folders say where it may write.
"""

from __future__ import annotations

import json
import sys
import types


class WholeText:
    """A sentence splitter that needs no model: every text that is asked for is one sentence."""

    def __init__(self, package: object) -> None:
        self.package = package

    def split_sentences(self, text: str) -> list[str]:
        return [text]


def main() -> None:
    wanted = json.load(sys.stdin)
    # argostranslate.sbd imports it whether or not it is used; see the measurements that led to the lean installation.
    sys.modules["stanza"] = types.ModuleType("stanza")
    from argostranslate import package, translate

    translate.MiniSBDSentencizer = WholeText
    for file in wanted["models"]:
        package.install_from_path(file)
    said = [translate.translate(text, source, target) for source, target, text in wanted["ask"]]
    names = {language.code: language.name for language in translate.get_installed_languages()}
    json.dump({"said": said, "names": names, "torch": "torch" in sys.modules}, sys.stdout)


if __name__ == "__main__":
    main()
