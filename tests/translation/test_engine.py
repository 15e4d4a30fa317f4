"""The engine: what Argos Translate says, faster; every test goes through the small real packages of `models/`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from model_packages import MODELS, package, parts, real
from translation_units import document, unit

from asylum_forms.errors import ToolError
from asylum_forms.translation import engine as engines
from asylum_forms.translation.checks import check
from asylum_forms.translation.engine import Engine, argos, draft, pending
from asylum_forms.translation.models import Model, ModelError, add, route
from asylum_forms.translation.segment import sentences
from asylum_forms.translation.units import Origin, State, Unit


def proven(source: str, target: str) -> dict[str, str]:
    """Texts and what the models are proven to say of them, which is right."""
    rows = (
        line.split("\t") for line in (MODELS / "proven.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    )
    return {text: said for of, to, text, said in rows if (of, to) == (source, target)}


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> list[Model]:
    into = tmp_path_factory.mktemp("models")
    return [add(real(source, target), into=into) for source, target in (("zh", "en"), ("en", "ko"), ("en", "fr"))]


@pytest.fixture(scope="module")
def to_english(added: list[Model]) -> Engine:
    return Engine(added[:1])


@pytest.fixture(scope="module")
def to_korean(added: list[Model]) -> Engine:
    return Engine(route("zh_Hans", "ko", added, tests=True))


@pytest.mark.parametrize(("source", "target"), [("zh", "en"), ("en", "ko"), ("en", "fr"), ("zh", "ko"), ("zh", "fr")])
def test_it_says_what_it_is_proven_to_say(added: list[Model], source: str, target: str) -> None:
    """From Chinese to Korean and French through English. The proof took every text for one sentence."""
    wanted = {text: said for text, said in proven(source, target).items() if len(sentences(text, source)) == 1}
    assert len(wanted) > 20
    assert dict(zip(wanted, Engine(route(source, target, added, tests=True)).translate(list(wanted)), strict=True)) == wanted


class Splitter:
    def __init__(self, language: str) -> None:
        self.language = language

    def split_sentences(self, text: str) -> list[str]:
        return [piece for piece, _after in sentences(text, self.language)]


def as_argos_does(models: tuple[Model, ...] | list[Model]) -> Any:
    """Argos' own way from package to words, pivot included; only the sentences are ours."""
    translating = argos("translate")
    steps = []
    for model in models:
        step = translating.PackageTranslation(
            translating.Language(model.source, ""), translating.Language(model.target, ""), translating.Package(model.folder)
        )
        step.sentencizer = Splitter(model.source)
        steps.append(translating.CachedTranslation(step))
    return steps[0] if len(steps) == 1 else translating.CompositeTranslation(*steps)


@pytest.mark.parametrize("target", ["en", "ko"])
def test_it_says_what_argos_says_called_paragraph_by_paragraph(added: list[Model], target: str) -> None:
    known = list(proven("zh", target))[:24]
    texts = [*known, "".join(known[:3]), "\n".join(known[3:6]), f"{known[6]}\n\n{known[7]}", "王某来了。？！“", known[0]]
    ways = route("zh", target, added, tests=True)
    translation = as_argos_does(ways)
    assert Engine(ways).translate(texts) == [translation.translate(text) for text in texts]


def test_a_text_is_translated_once_however_often_it_occurs(to_english: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    leg = to_english._legs[0]
    run = leg._run
    monkeypatch.setattr(leg, "_run", lambda pieces, progress: asked.append(len(pieces)) or run(pieces, progress))
    one, other = list(proven("zh", "en").items())[:2]
    assert to_english.translate([one[0], other[0], one[0], one[0]]) == [one[1], other[1], one[1], one[1]]
    assert asked == [2]


def test_empty_texts_and_empty_lines_stay(to_english: Engine) -> None:
    text, said = next(iter(proven("zh", "en").items()))
    assert to_english.translate(["", f"\n{text}\n\n{text}", "  "]) == ["", f"\n{said}\n\n{said}", ""]
    assert to_english.translate([]) == []


def test_long_sentences_are_not_cut_off(to_english: Engine) -> None:
    """Argos' engine stops after 256 tokens, without a word."""
    text = "，".join(list(proven("zh", "en"))[:40])
    (said,) = to_english.translate([text])
    pieces = to_english._legs[0]._pieces(text)
    assert "".join(pieces) == text
    assert len(pieces) > 4
    assert len(said) > len(text)


def test_progress_is_told_over_both_steps(to_korean: Engine) -> None:
    told: list[tuple[int, int]] = []
    texts = list(proven("zh", "ko"))[:20]
    to_korean.translate(texts, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (20, 20)


def test_drafts_fill_what_has_no_words_and_say_who_wrote_them(to_english: Engine) -> None:
    (text, said), (other, other_said) = list(proven("zh", "en").items())[:2]
    made = [
        document(
            Unit("", text), unit(other, "Mine", State.REVIEWED, Origin.HUMAN), Unit("", "———"), Unit("", "三", kind="illegible")
        ),
        document(Unit("", other), Unit("", text)),
    ]
    assert pending(made) == [text, other]
    first, second = draft(made, to_english)
    assert [one.target for one in first.units] == [said, "Mine", "", ""]
    assert [one.target for one in second.units] == [other_said, said]
    assert (first.units[0].state, first.units[0].origin, first.units[0].engine) == (
        State.TRANSLATED,
        Origin.MACHINE,
        "TEST MODEL zh-en 0.1",
    )
    assert first.units[0].unread
    assert draft([first, second], to_english) == [first, second]


def test_a_draft_of_a_test_model_is_marked_by_the_checks(to_korean: Engine) -> None:
    assert to_korean.label == "TEST MODEL zh-en 0.1 + TEST MODEL en-ko 0.1"
    made = draft([document(Unit("", next(iter(proven("zh", "ko")))), target="ko")], to_korean)[0]
    assert "test-model" in [one.check for one in check(made)]


def test_a_model_that_was_changed_is_not_loaded(tmp_path: Path) -> None:
    model = add(real("zh", "en"), into=tmp_path)
    (model.folder / "metadata.json").write_text("{}")
    with pytest.raises(ModelError, match="not as it was added"):
        Engine([model])


def test_a_model_that_is_none_inside_is_named(tmp_path: Path) -> None:
    model = add(package(tmp_path / "a.argosmodel", parts()), into=tmp_path / "models")
    with pytest.raises(ModelError, match=r"zh-en 1\.9 cannot be loaded"):
        Engine([model])


def test_without_a_model_it_says_what_to_do() -> None:
    with pytest.raises(ModelError, match="no model for these languages") as caught:
        Engine([])
    assert "models add" in caught.value.remedy


def test_without_argos_everything_else_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "available", lambda: False)
    with pytest.raises(ToolError, match="not installed"):
        argos()


CLEAN = """
import sys
import asylum_forms.translation.engine, asylum_forms.translation.checks, asylum_forms.translation.xliff
from asylum_forms.translation import memory, glossary, table, models, confirm, renew, fetch
for name in ("argostranslate", "ctranslate2", "sentencepiece", "stanza", "torch", "spacy"):
    assert name not in sys.modules, name
engine = asylum_forms.translation.engine
engine.argos("package"), engine.argos("translate")
for name in ("torch", "spacy"):
    assert name not in sys.modules, name
import argostranslate.settings as settings, os
assert settings.model_provider.name == "OPENNMT", settings.model_provider
assert os.environ["ARGOS_MODEL_PROVIDER"] == "LIBRETRANSLATE"
assert str(settings.data_dir).startswith(os.environ["XDG_DATA_HOME"]), settings.data_dir
assert not os.path.exists(os.path.join(os.environ["HOME"], ".config"))
"""


def test_argos_is_imported_late_lean_and_without_the_settings_of_the_user(tmp_path: Path) -> None:
    """A setting for a web service, left in the user's environment, must not send words away."""
    (tmp_path / "home").mkdir()
    about = {"HOME": str(tmp_path / "home"), "XDG_DATA_HOME": str(tmp_path / "data"), "ARGOS_MODEL_PROVIDER": "LIBRETRANSLATE"}
    subprocess.run([sys.executable, "-c", CLEAN], env={**os.environ, **about}, check=True, timeout=120)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise AssertionError("something tried to go online")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
def test_loading_and_translating_open_no_connection(added: list[Model]) -> None:
    text, said = next(iter(proven("zh", "en").items()))
    assert Engine(added[:1]).translate([text]) == [said]
