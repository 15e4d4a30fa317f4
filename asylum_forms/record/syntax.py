"""Says in plain words why a YAML file cannot be read."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError

from asylum_forms.i18n import _
from asylum_forms.record import wide
from asylum_forms.record.problems import Problem, shorten
from asylum_forms.record.values import NOTHING

_WIDE_COLON = "："

_SAYS_NOTHING = re.compile(
    rf"(?P<indent> *(?:- +)*)[\w-]+:[ \t]+(?:{'|'.join(map(re.escape, sorted(NOTHING)))})[ \t]*(?:#.*)?", re.IGNORECASE
)
_UNANSWERED = re.compile(r"[ \t]*(?:- *)*(?:[\w-]+:)?[ \t]*(?:#.*)?")
_BLOCK = re.compile(r"(?P<indent> *(?:- +)*)[\w-]+:[ \t]+[|>][-+0-9]*[ \t]*(?:#.*)?")
_QUESTION = re.compile(r"[ \t]*(?:- |[A-Za-z0-9_-]+:(?:\s|$))")
_OPENS_QUOTE = re.compile(r"""[ \t]*(?:- +)*(?:[\w-]+:[ \t]+)?(?P<mark>["'])(?P<rest>.*)""")


def without_unanswered(text: str) -> str:
    """The text with spaces in place of the questions left empty below one that says `none` or another word for no answer.

    `spouse: none` with the questions about the spouse still below it is no YAML, but it is plain what it means, and it is what
    everyone without a spouse writes into a new record. Where one of the questions below is answered, all stay.
    """
    lines = re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+", text)
    number = 0
    while number < len(lines):
        line = lines[number].rstrip("\r\n")
        number += 1
        if found := _SAYS_NOTHING.fullmatch(line) or _BLOCK.fullmatch(line):
            end = _end_of_group(lines, number, len(found["indent"]))
            below = [index for index in range(number, end) if not _says_nothing_at_all(lines[index])]
            if found.re is _SAYS_NOTHING and all(_UNANSWERED.fullmatch(lines[index].rstrip("\r\n")) for index in below):
                for index in below:
                    lines[index] = re.sub(r"[^\r\n]", " ", lines[index])
            number = end if found.re is _BLOCK else number
    return "".join(lines)


def _end_of_group(lines: list[str], start: int, indent: int) -> int:
    """The index of the first line that no longer stands further to the right than `indent`."""
    for index in range(start, len(lines)):
        line = lines[index]
        if not _says_nothing_at_all(line) and len(line) - len(line.lstrip(" ")) <= indent:
            return index
    return len(lines)


def _says_nothing_at_all(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def explain(error: MarkedYAMLError | None, text: str) -> tuple[Problem, int]:
    """The problem behind a parser's error, and the index of the character it stands at. `None` for an error nobody foresaw."""
    if error is None:
        return _other(), 0
    problem = error.problem or ""
    end = error.problem_mark.index if error.problem_mark else len(text)
    start = error.context_mark.index if error.context_mark else end
    here = text[end : end + 1]
    if "\t" in problem or here == "\t" or "tab character" in problem or _indented_by_tab(text, end):
        return _tab(), end
    if (odd := _indented_oddly(text, end)) and (space := odd_space(odd[0])):
        return space, odd.start("odd")
    if ("mapping values" in problem or "<block end>" in problem) and _below_nothing(text, end):
        return _both(), end
    if "mapping values are not allowed" in problem:
        if wide_signs := wide.in_line(_line(text, end)):
            return wide_signs, end
        before = _before(text, end)
        return (_colon(_line(text, end)), end) if ":" in before.strip() else _run_on(text, end - len(before))
    if "could not find expected ':'" in problem:
        # ruamel.yaml notices only on a later line; the line without a colon is where the scalar began.
        return _no_colon(_line(text, start)), start
    if "end of stream" in problem or "document separator" in problem:
        return _open_quote(), start
    if "entries are not allowed" in problem or "keys are not allowed" in problem:
        return _begins_list(here), end
    if "cannot start any token" in problem:
        return _first_character(here), end
    if "escape" in problem or "hexdecimal" in problem or "hexadecimal" in problem:
        return _escape(), end
    if "',' or" in problem:
        return wide.in_line(_line(text, start)) or _brackets(), start
    if "<block end>" in problem:
        if (found := _cut_by_note(text, end)) is not None:
            return _no_colon(_line(text, found)), found
        if (opened := _opened_above(text, len(text[:end].rstrip(" ")) - 1)) is not None:
            return _open_quote(), opened
        return _after(text[:end].rstrip(" ")[-1:]), end
    if "node content" in problem and here in ("]", "}", ","):
        return _brackets(), end
    if "block scalar" in str(error.context):
        return _block(), end
    return _other(), end


def _line(text: str, index: int) -> str:
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    return text[start : end if end >= 0 else len(text)].strip()


def _before(text: str, index: int) -> str:
    """What stands in the line before a character."""
    return text[text.rfind("\n", 0, index) + 1 : index]


def _indented_by_tab(text: str, index: int) -> bool:
    before = _before(text, index)
    return "\t" in before and not before.strip()


def _run_on(text: str, start: int) -> tuple[Problem, int]:
    """A line with a question was read as the continuation of the line above."""
    above = text[:start].rstrip()
    line = above[above.rfind("\n") + 1 :]
    if re.search(r"\w[:：][^\s/]", line) and ": " not in line:
        return _no_colon(line.strip()), len(above) - len(line.lstrip())
    message = _("This line begins further to the right than the line above, so it is read as part of that answer.")
    remedy = _(
        "Begin it in the same column as the other questions of its group; or put quotes around the text if it is one text."
    )
    return Problem("record.indentation", message, remedy), start + len(text[start:]) - len(text[start:].lstrip(" "))


def _below_nothing(text: str, index: int) -> bool:
    """Whether a line stands below a question that is answered with `none` or the like, and further to the right."""
    before = _before(text, index)
    above = [line for line in text[: index - len(before)].splitlines() if not _says_nothing_at_all(line)]
    found = _SAYS_NOTHING.fullmatch(above[-1]) if above else None
    line = text[index - len(before) :]
    return found is not None and len(line) - len(line.lstrip(" ")) > len(found["indent"])


def _cut_by_note(text: str, index: int) -> int | None:
    """Where a line without `question: ` begins that YAML notices only because a note stands below it, or above it."""
    line_start = index - len(_before(text, index))
    above = list(re.finditer(r"[^\r\n]+", text[:line_start]))
    while above and not above[-1][0].strip():
        above.pop()
    if not above or not above[-1][0].lstrip().startswith("#"):
        return None
    if not _QUESTION.match(text, line_start):
        return index
    while above and _says_nothing_at_all(above[-1][0]):
        above.pop()
    if above and re.match(r"[\w-]+[:：]", above[-1][0].lstrip(" -")) and not _QUESTION.match(above[-1][0]):
        return above[-1].start() + len(above[-1][0]) - len(above[-1][0].lstrip(" "))
    return None


def _both() -> Problem:
    message = _("The question above says that there is nothing to answer, and answers stand below it.")
    remedy = _("Delete the word after that question's colon; or delete the answers that stand further to the right below it.")
    return Problem("record.answer-and-group", message, remedy)


def _opened_above(text: str, closed: int) -> int | None:
    """Where the quotation mark at `closed` was opened, when that was in a line above."""
    start = text.rfind("\n", 0, closed) + 1
    mark = text[closed : closed + 1]
    while mark in ("'", '"') and start > 0:
        end, start = start - 1, text.rfind("\n", 0, start - 1) + 1
        line = text[start:end]
        found = None if _says_nothing_at_all(line) else _OPENS_QUOTE.fullmatch(line.rstrip("\r"))
        if found and found["mark"] == mark and mark not in re.sub(r"\\.|''" if mark == '"' else "''", "", found["rest"]):
            return start + found.start("mark")
    return None


def _after(character: str) -> Problem:
    """Something follows where nothing can."""
    if character in ("'", '"'):
        return _after_quote()
    return _brackets() if character in ("]", "}") else _indentation()


def _tab() -> Problem:
    message = _("A tab stands here; YAML wants spaces at the beginning of a line.")
    return Problem("record.tab", message, _("Replace each tab by two spaces. Most editors can do that for the whole file."))


_ODD_SPACES = "[\u00a0\u2000-\u200a\u202f\u205f\u3000]"
_ODDLY = re.compile(rf"(?m)^ *(?P<odd>{_ODD_SPACES})\s*(?:- )?[\w-]+:(?:\s|$)")


def _indented_oddly(text: str, index: int) -> re.Match[str] | None:
    """The line of an error, or the one above it, where that is a question indented by spaces that YAML takes for letters."""
    start = index - len(_before(text, index))
    above = text.rfind("\n", 0, len(text[:start].rstrip())) + 1
    end = text.find("\n", index)
    return _ODDLY.search(text, above, end if end >= 0 else len(text))


def odd_space(text: str) -> Problem | None:
    """What is wrong with a question, or the space before it, where a space is none that a keyboard set to English types."""
    found = re.search(_ODD_SPACES, text)
    if found is None:
        return None
    message = _("There is a space here that is not an ordinary one ({code}).").format(code=f"U+{ord(found.group()):04X}")
    return Problem("record.odd-space", message, _("Delete it, and type ordinary spaces with the keyboard set to English."))


def _colon(line: str) -> Problem:
    message = _("There is a second colon in this line, so it is not clear where the answer begins.")
    question, _separator, answer = line.removeprefix("- ").partition(": ")
    quoted = f"{question}: '{answer.replace(chr(39), chr(39) * 2)}'"
    remedy = _("A colon inside text needs quotes around the text. Write: {example}").format(example=shorten(quoted, 120))
    if not answer or answer[:1] in "\"'":
        remedy = _("Write one `question: answer` on each line.")
    return Problem("record.colon", message, remedy)


def _no_colon(line: str) -> Problem:
    if _WIDE_COLON in line and ": " not in line:
        message = _("This line has a Chinese colon (：) where YAML wants an English one.")
        return Problem("record.no-colon", message, _("Type : and a space after the question, with the keyboard set to English."))
    if re.search(r"\w:\S", line):
        message = _("After the colon a space is missing.")
        return Problem("record.no-colon", message, _("Write `question: answer`, with a space after the colon."))
    message = _("This line has no question: `{line}`.").format(line=shorten(line))
    remedy = _(
        "If it belongs to the text of the line before, put a | after that question's colon and begin every line of the text with "
        "two more spaces than the question. Otherwise write `question: answer`."
    )
    return Problem("record.no-colon", message, remedy)


def _open_quote() -> Problem:
    message = _("The quotation mark that opens here is never closed.")
    remedy = _(
        "Put the same mark at the end of the text. If the text itself contains such marks, write it below the question after "
        "a |, each line with two more spaces than the question."
    )
    return Problem("record.quote", message, remedy)


def _after_quote() -> Problem:
    message = _("More text follows after the closing quotation mark.")
    remedy = _("Put the whole answer between quotation marks: '...'. A mark ' inside the text is written twice.")
    return Problem("record.quote", message, remedy)


def _first_character(character: str) -> Problem:
    message = _("An answer cannot begin with {character} without quotes.").format(character=character or "?")
    return Problem("record.first-character", message, _("Put quotes around the whole answer: '...'"))


def _begins_list(character: str) -> Problem:
    message = _("An answer on the question's own line cannot begin with `{character} `.").format(character=character)
    remedy = _("If it is text, put quotes around the whole answer: '...'. A list begins on the line below the question.")
    return Problem("record.first-character", message, remedy)


def _escape() -> Problem:
    message = _("Between double quotation marks a \\ has a special meaning, and this one is not known.")
    return Problem(
        "record.escape",
        message,
        _("Use single quotation marks: '...'. File names are written with /, as in evidence/letter.pdf."),
    )


def _brackets() -> Problem:
    message = _("A text that begins with [ or {brace}, or contains such brackets, is not closed properly.").format(brace="{")
    return Problem("record.brackets", message, _("If it is text, put quotes around the whole answer: '...'"))


def _indentation() -> Problem:
    message = _("The spaces at the beginning of this line do not fit the lines above.")
    remedy = _("Questions of the same group begin in the same column; list entries begin with `- ` in the same column.")
    return Problem("record.indentation", message, remedy)


def _block() -> Problem:
    message = _("After | or > the text must begin on the next line.")
    return Problem(
        "record.block", message, _("Move the text to the next line and begin it with two more spaces than the question.")
    )


def _other() -> Problem:
    message = _("This line cannot be read.")
    remedy = _("Check the spaces at its beginning, and put quotes around text with special characters: '...'")
    return Problem("record.yaml", message, remedy)
