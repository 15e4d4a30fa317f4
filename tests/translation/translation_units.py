"""Units and documents for the tests of translation, and strategies that make any."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from asylum_forms.translation.units import Document, Origin, Override, State, Unit, Was, settle


@dataclass(frozen=True)
class Piece:
    """A segment as the extraction of text gives it."""

    text: str
    page: int = 1
    paragraph: int = 1
    kind: str = "paragraph"
    confidence: float | None = None
    doubtful: tuple[str, ...] = ()
    column: int = 0


def unit(source: str, target: str = "", state: State = State.TRANSLATED, origin: Origin = Origin.MACHINE, id: str = "u1") -> Unit:
    return Unit(id, source, target, state, origin, page=2)


def document(*units: Unit, source: str = "zh_Hans", target: str = "en") -> Document:
    numbered = tuple(replace(one, id=f"u{number}") for number, one in enumerate(units, 1))
    return Document("judgment", source, target, numbered, "evidence/judgment.pdf", "ab" * 32)


def pair(source: str, target: str, *, to: str = "en", of: str = "zh_Hans") -> Document:
    """A document of one unit that a human translated."""
    return document(unit(source, target, State.REVIEWED, Origin.HUMAN), source=of, target=to)


texts = st.text(st.characters(exclude_categories=()), max_size=30)
"""Any characters at all, lone surrogates and control characters included."""
plain_notes = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=20)
_overrides = st.builds(Override, texts, texts, texts, texts, texts, texts)


@st.composite
def units(draw: st.DrawFn, id: str = "u1") -> Unit:
    """Any unit that may be written: one that is final was confirmed."""
    made = Unit(
        id=id,
        source=draw(texts),
        target=draw(texts),
        state=draw(st.sampled_from(State)),
        origin=draw(st.sampled_from(Origin)),
        engine=draw(texts),
        kind=draw(st.sampled_from(("paragraph", "heading", "cell", "stamp", "a kind of our own"))),
        page=draw(st.integers(0, 5000)),
        paragraph=draw(st.integers(0, 5000)),
        after=draw(st.sampled_from(("", " ", "\n", "\n\n", "\t　"))),
        confidence=draw(st.none() | st.floats(0, 100)),
        notes=tuple(draw(st.lists(plain_notes, max_size=2, unique=True))),
        overrides=tuple(draw(st.lists(_overrides, max_size=2))),
        translator=draw(texts),
        date=draw(st.dates().map(str)),
        was=draw(st.none() | st.builds(Was, texts, texts, st.sampled_from(State))),
    )
    return settle(replace(made, confirmed=made.digest if made.state is State.FINAL else ""))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any document."""
    made = tuple(draw(units(id=f"u{number}")) for number in range(1, draw(st.integers(1, 4)) + 1))
    id = draw(texts.filter(bool))
    return Document(id, draw(st.sampled_from(("zh_Hans", "zh_Hant", "ko"))), "en", made, draw(texts), draw(texts))
