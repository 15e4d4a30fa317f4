"""How a question looks in the record: comment lines that explain it, and an empty place for the answer."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from asylum_forms.i18n import _
from asylum_forms.record.questions import Kind, Question

WIDTH = 76
"""Columns; a Chinese character takes two."""
MOST_ASKERS = 4
_NARROWEST = 36
"""However deep a question stands, its comments keep this many columns."""


def section(question: Question) -> list[str]:
    """A question of the record's top level, under a heading where it has questions of its own."""
    if question.kind is Kind.ANSWER:
        return ["", *render(question, 0)]
    heading = [f"# ===== {question.label} =====", *_comment(_asked(question), 0), *_comment(question.help, 0)]
    return ["", "", *heading, *_how_to_add(question, 0), *_place(question, 0)]


def render(question: Question, indent: int, *, short: bool = False) -> list[str]:
    """The lines of one question at this indentation: explanation, key, and the questions beneath it.

    With `short` only its name and an example are given, as for an explanation that stands further up already.
    """
    return [*_explanation(question, indent, short=short or question.repeated), *_place(question, indent, short=short)]


def _explanation(question: Question, indent: int, *, short: bool) -> list[str]:
    title = " ".join(part for part in (question.label, _asked(question)) if part)
    if not short:
        explained = _comment(title, indent) + _comment(question.help, indent)
        return [*explained, *_choices(question, indent), *_example(question, indent), *_how_to_add(question, indent)]
    if question.choices:
        title = _("{question} (one of: {words})").format(question=title, words=_inline_choices(question))
    elif question.example and not question.multiline:
        title = _("{question} (for example: {example})").format(question=title, example=question.example)
    return _comment(title, indent)


def _how_to_add(question: Question, indent: int) -> list[str]:
    if question.kind is not Kind.ENTRIES:
        return []
    if question.expected:
        how = _("For each further one, copy the lines below. If there is none, delete them and write none after `{key}:`.")
    else:
        how = _("If there is one: take away “# ” at the start of the lines below; copy them for each further one.")
    return _comment(how.format(key=question.key), indent)


def _asked(question: Question) -> str:
    """Who asks it, in brackets; what the next shares with the one before (`us I-589`) is said once."""
    shown: list[str] = []
    before = ""
    for asker in question.askers[:MOST_ASKERS]:
        form, _space, item = asker.rpartition(" ")
        shown.append(item if form == before else asker)
        before = form
    more = ["…"] if len(question.askers) > MOST_ASKERS else []
    return f"[{', '.join([*shown, *more])}]" if shown else ""


def _place(question: Question, indent: int, *, short: bool = False) -> list[str]:
    lines = [" " * indent + f"{question.key}:"]
    if question.kind is Kind.GROUP:
        lines += below(question.below, indent + 2, short=short)
    elif question.kind is Kind.ENTRIES:
        lines += first_entry(question, indent + 2, short=short)
    return lines


def below(found: Sequence[Question], indent: int, *, short: bool = False) -> list[str]:
    """Questions one under the other, with an empty line before each that is explained at length or has several lines."""
    blocks = [render(question, indent, short=short) for question in found]
    lines = list(blocks[0]) if blocks else []
    for before, block in itertools.pairwise(blocks):
        if max(len(before), len(block)) > 2:
            lines.append("")
        lines += block
    return lines


def first_entry(question: Question, indent: int, *, short: bool = False) -> list[str]:
    """The first entry of a list, with empty answers; as comment lines, with `# ` at `indent`, where many have no entry at all."""
    lines = _entry(question, indent, short=short)
    return lines if question.expected else comment_out(lines, indent)


def _entry(question: Question, indent: int, *, short: bool = False) -> list[str]:
    """One entry of a list with empty answers, its dash at `indent`."""
    lines = below(question.below, indent + 2, short=short)
    for index, line in enumerate(lines):
        if line.strip() and not line.lstrip().startswith("#"):
            before = [f"{' ' * indent}{comment[indent + 2 :]}" if comment else "" for comment in lines[:index]]
            return [*before, f"{' ' * indent}- {line[indent + 2 :]}", *lines[index + 1 :]]
    return lines


def comment_out(lines: Iterable[str], indent: int) -> list[str]:
    """The lines as comments, `# ` standing at this column."""
    return [(" " * indent + "# " + line[indent:]).rstrip() for line in lines]


def _comment(text: str, indent: int) -> list[str]:
    room = max(WIDTH - indent - 2, _NARROWEST)
    return [f"{' ' * indent}# {line}" for line in wrap(text, room)]


def _choices(question: Question, indent: int) -> list[str]:
    if not question.choices:
        return []
    if question.several:
        lines = _comment(_("Write one or several of these words:"), indent)
    elif _brief(question):
        return _comment(_("Write one of: {words}").format(words=_inline_choices(question)), indent)
    else:
        lines = _comment(_("Write one of these words:"), indent)
    for word, meaning in question.choices:
        first, *rest = wrap(word if word == meaning else f"{word} = {meaning}", max(WIDTH - indent - 6, _NARROWEST))
        lines += [f"{' ' * indent}#   {first}", *(f"{' ' * indent}#     {line}" for line in rest)]
    return lines


def _brief(question: Question) -> bool:
    return all(word == meaning or cell_len(meaning) <= 12 for word, meaning in question.choices)


def _inline_choices(question: Question) -> str:
    if not _brief(question):
        return ", ".join(word for word, _meaning in question.choices)
    return ", ".join(word if word == meaning else f"{word} ({meaning})" for word, meaning in question.choices)


def _example(question: Question, indent: int) -> list[str]:
    if not question.example or (question.choices and not question.several):
        return []
    one_line = _("Example: {example}").format(example=question.example)
    if not question.multiline or ("\n" not in question.example and cell_len(one_line) <= WIDTH - indent - 2):
        return _comment(one_line, indent)
    room = max(WIDTH - indent - 6, _NARROWEST)
    words = _unquoted(question.example).strip().split("\n")
    shown = [line for paragraph in words for line in (wrap(paragraph, room) or [""])]
    start = " " * indent + "#   "
    return [*_comment(_("Example:"), indent), f"{start}{question.key}: |", *(f"{start}  {line}".rstrip() for line in shown)]


def _unquoted(example: str) -> str:
    if example.startswith('"') and example.endswith('"'):
        return example[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return example


_NEVER_FIRST = "，。、；：？！）》」』】〉”’…·%"
_NEVER_LAST = "（《「『【〈“‘"
_WIDE = "\u2e80-\u312f\u3190-\u9fff\ua000-\ua4cf\uf900-\ufaff\uff01-\uffee"
"""Characters that lines may be broken between: Chinese, Japanese, Yi. Not Hangul, for Korean has blanks between its words."""
_TIES = "\u00a0\u202f"
"""Blanks that keep their neighbours on one line, as before : ; ? ! and inside « » in French."""
_PIECE = re.compile(
    rf"[^\S{_TIES}]+|[{_NEVER_LAST}]*(?:[{_WIDE}]|(?:\([{_WIDE}]+\)|[{_TIES}]|[^\s{_WIDE}{_NEVER_LAST}])+)[{_NEVER_FIRST}]*"
    rf"|[{_NEVER_LAST}]+",
)
"""Blanks, or the smallest part of a text that stays on one line."""


def wrap(text: str, room: int) -> list[str]:
    """The text in lines of at most `room` columns. Breaks at blanks and between Chinese characters, but never before a closing or
    after an opening punctuation mark, nor in a Korean word such as 성(姓)을, nor at a no-break space; a single word longer than a
    line stays whole."""
    lines: list[str] = []
    line = ""
    for piece in _PIECE.findall(text):
        if piece.isspace():
            line = line + " " if line else line
        elif line and cell_len(line) + cell_len(piece) > room:
            lines.append(line.rstrip())
            line = piece
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines
