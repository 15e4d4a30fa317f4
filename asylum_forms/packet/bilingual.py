"""What a form asks and says, in the language of the filing and beside it in the applicant's, so that they know what they sign.

The left side is the form: its captions, its answers, to the letter. The right side has only what there is: the questions of the
record in the applicant's language, what the applicant wrote, dates and countries as their language says them. Where it has
nothing, the left side stands alone and the page says that somebody must read it out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field, replace

from asylum_forms.errors import AsylumFormsError
from asylum_forms.forms.answers import Answer, Answers, State
from asylum_forms.forms.crosswalk import column_paths
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.table import FormTable, Item, Option
from asylum_forms.i18n import N_, _, use
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet.asked import Asked, catalog_of, spoken
from asylum_forms.packet.behind import TODAY, Behind
from asylum_forms.packet.foreign import Foreign, words_of
from asylum_forms.packet.line import STATEMENT, Line, Side, Unlike, labelled
from asylum_forms.packet.meaning import TO_READ, Meaning, any_of, days
from asylum_forms.record.localize import country_name, format_date
from asylum_forms.record.validate import YES_NO
from asylum_forms.record.values import PartialDate, Text, Value

_ABSENT = {
    State.NONE: N_("none"),
    State.NOT_APPLICABLE: N_("does not apply"),
    State.UNKNOWN: N_("not known"),
    State.DECLINED: N_("not said, by choice"),
    State.MISSING: N_("not answered yet"),
}
"""The four ways of no answer, and the question still open, in words for the applicant."""

_OF_FORMS = {
    "Mother": N_("mother"),
    "Father": N_("father"),
    "Spouse": N_("husband or wife"),
    "Child": N_("son or daughter"),
    "Son": N_("son"),
    "Daughter": N_("daughter"),
    "Sibling": N_("brother or sister"),
    "Brother or sister": N_("brother or sister"),
    "Brother": N_("a brother"),
    "Sister": N_("a sister"),
    "Deceased": N_("deceased"),
    "Divorced": N_("divorced"),
    "Stateless": N_("Stateless"),
    "Unknown": N_("not known"),
}
"""Words that the functions of jurisdictions say of a person in English without having them from the record, in words for the
applicant."""


def lines(answers: Answers, filing: Filing, own: FormTable, language: str, unlike: Unlike | None = None) -> list[Line]:
    """Every question of a form with its answer, in the order of the form.

    `filing` is as the person of the form sees it, `language` theirs; `own` is the form's table in that language, where it is
    printed in it, else the same as the answers'. Places to sign and boxes for the office are left out. `unlike` is said beside
    the answers that it is about.
    """
    return list(_Bilingual(answers, filing, own, language, unlike or {}).lines())


@dataclass
class _Bilingual:
    filed: Answers
    filing: Filing
    table: FormTable
    language: str
    unlike: InitVar[Unlike]
    _mine: Mapping[str, Answer] = field(init=False)
    """The answers said in the applicant's language, as far as the record can."""
    _english: Mapping[str, Answer] = field(init=False)
    """The answers in English, in which plugins say what they have no other words for."""
    _asked: Asked = field(init=False)
    _behind: Behind = field(init=False)
    _meaning: Meaning = field(init=False)
    _declared: frozenset[str] = field(init=False)
    """Boxes with words that somebody signs for."""
    _foreign: Foreign = field(init=False)
    _days: Mapping[str, str] = field(init=False)
    """Dates as they are filed to the same as the applicant's language writes them."""
    _any_day: re.Pattern[str] = field(init=False)

    def __post_init__(self, unlike: Unlike) -> None:
        self._mine = self._evaluated(self.table, self.language)
        self._english = self.filed.items if self.filing.language == "en" else self._evaluated(self.filed.table, "en")
        self._asked = Asked(self.filing.record.questions, self.language)
        self._behind = Behind(self.filing, self.filed.table, self.language, self._asked, unlike)
        self._meaning = Meaning(self.filing, self.language)
        self._declared = frozenset(item.declares for item in self.filed.table.items.values())
        self._foreign = Foreign(self.filing, self.language)
        self._days = days(self.filing, self.language)
        self._any_day = re.compile(rf"(?<!\w){any_of(self._days)}(?!\w)")

    def _evaluated(self, table: FormTable, language: str) -> Mapping[str, Answer]:
        try:
            return evaluate(table, replace(self.filing, language=language)).items
        except AsylumFormsError:
            return {}  # a plugin that cannot speak this language

    def lines(self) -> Iterator[Line]:
        for number, answer in self.filed.items.items():
            item = self.filed.table.items[number]
            if item.sign or item.blank:
                continue
            mine, english = (known.get(number, Answer(State.BLANK)) for known in (self._mine, self._english))
            paths = item.read
            question = self._question(item, self.table.items[number], paths)
            if not item.columns or not answer.rows:
                own, to_read = self._answer(item, answer, mine, english, paths)
                filed = Side(item.label, tuple(self._filed(item, answer)))
                yield Line(number, filed, Side(question, tuple(own)), to_read)
                continue
            spare: list[Mapping[str, Answer]] = [{} for _row in answer.rows]
            both = zip(answer.rows, mine.rows or spare, english.rows or spare, strict=False)
            for entry, (row, my, known) in enumerate(both, 1):
                printed, said = self._entry(item, entry, row, my, known)
                asked = (item.label, question) if entry == 1 else ("", "")
                yield Line(number if entry == 1 else "", Side(asked[0], printed), Side(asked[1], said))

    def _entry(
        self, item: Item, entry: int, row: Mapping[str, Answer], mine: Mapping[str, Answer], english: Mapping[str, Answer]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """One entry of a table in both languages, a line for each column."""
        columns = {column.number: column for column in self.table.items[item.number].columns}
        filed, own = [f"{entry}."], [f"{entry}."]
        for column in item.columns:
            answer = row[column.number]
            if answer.state is State.BLANK and not answer.text:
                continue
            paths = [column_paths(item, path, self.filing.record.questions)[0] for path in column.read]
            my, known = (one.get(column.number, Answer(State.BLANK)) for one in (mine, english))
            said, unread = self._answer(column, answer, my, known, paths)
            question = self._question(column, columns[column.number], paths, brief=True)
            filed.append(labelled(column.label, "\n".join(self._filed(column, answer))))
            own.append(labelled(question, "\n".join([*said, *([TO_READ] if unread else [])])))
        return tuple(filed), tuple(own)

    def _filed(self, item: Item, answer: Answer) -> list[str]:
        """The answer as it stands on the form, in lines."""
        if answer.state is State.MISSING:
            with use(catalog_of(self.filing.language) or "en"):
                return [_(_ABSENT[State.MISSING])]
        ticked = [option.label for option in item.options if option.key in answer.chosen]
        return ticked or [line for line in answer.text.splitlines() if line.strip()]

    def _answer(self, item: Item, answer: Answer, mine: Answer, english: Answer, paths: Sequence[str]) -> tuple[list[str], bool]:
        """(lines in the applicant's language, whether what the form says must be read to them)."""
        own, to_read = self._own(item, answer, mine, english, paths)
        if item.options:
            return own, to_read  # a box to tick has no words of its own
        printed = set(words_of(answer.text)) if answer.state not in _ABSENT else set()
        sources = (
            path for path, value in self._behind.values(answer.sources) if path != STATEMENT and self._is_in(value, printed)
        )
        told = (line for path in sources for line in self._behind.unlike(path))
        return [*own, *(line for line in dict.fromkeys(told) if not any(line in one for one in own))], to_read

    def _is_in(self, value: Value, printed: set[str]) -> bool:
        """Whether a box prints a text of the record, as it is or worked into its own words: most of the words are there."""
        words = set(words_of(value.in_language(self.filing.language))) if isinstance(value, Text) else set()
        return 2 * len(words & printed) > len(words)

    def _own(self, item: Item, answer: Answer, mine: Answer, english: Answer, paths: Sequence[str]) -> tuple[list[str], bool]:
        if answer.state is State.NONE and "yes" in (boxes := {option.key for option in item.options}) and "no" not in boxes:
            return self._spoken(lambda: [_(YES_NO["no"])])  # a box that stands alone and is not ticked
        if answer.state in _ABSENT:
            return self._spoken(lambda: [_(_ABSENT[answer.state])])
        if answer.chosen:
            named = [self._option(item, option, paths) for option in item.options if option.key in answer.chosen]
            return [name for name in named if name], not all(named)
        if not answer.text:
            return [], False
        if self.table is not self.filed.table and mine.text:
            return mine.text.splitlines(), False  # the form itself is printed in this language
        if item.number in self._declared and (said := self._meaning.beside(answer.text.splitlines())):
            return said, False
        if item.form in ("date", "month") and (dates := self._behind.dates(item, answer)):
            return self._spoken(lambda: [_(dates[0])]) if dates == [TODAY] else (dates, False)
        if since := self._since(item, answer, english):
            return [since], False
        anew, left = self._anew(item, answer, mine, english)
        written = list(self._behind.written(item, answer))
        if written:
            told = [word for filed, _own in written for word in words_of(filed)]
            said = self._after_yes_or_no(english, [own for _filed, own in written])
            part = 2 * len(told) < len(words_of(answer.text))
            brief = len(anew) == 1  # such as an address, with its country and what is not known of it
            return (anew, False) if anew and not left and (part or brief) else (said, part)
        if word := self._of_a_list(item, english, paths):
            return [word], False
        if known := self._meaning.all_of(answer.text):
            return known, False
        if anew:
            return anew, left
        return (answer.text.splitlines(), False) if self._foreign.reads(answer.text) else ([], True)

    def _anew(self, item: Item, answer: Answer, mine: Answer, english: Answer) -> tuple[list[str], bool]:
        """The answer put together in the applicant's language, where that is another one, and whether words of the form between
        their own, their dates and countries are left over in the form's language, or in English."""
        if not mine.text or mine.text in (answer.text, english.text):
            return [], False
        lines = (self._meaning.captioned(line) for line in mine.text.splitlines())
        said = [self._any_day.sub(lambda day: self._days[" ".join(day[0].split())], line) for line in lines]
        left = self._foreign.words("\n".join(said)) & {*words_of(answer.text), *words_of(english.text)}
        return said, bool(item.function and any(not word.isdigit() for word in left))

    def _after_yes_or_no(self, english: Answer, own: list[str]) -> list[str]:
        """Words of the applicant after the yes or no with which the box begins, where they explain it."""
        word = english.text.partition(".")[0].casefold()
        answered = f"{spoken(YES_NO[word], self.language)}. " if word in YES_NO else ""
        return [own[0] if own[0].startswith(answered) or answered in own[0] else answered + own[0], *own[1:]]

    def _of_a_list(self, item: Item, english: Answer, paths: Sequence[str]) -> str:
        """The answer where it is a word of a list: of the one question of the record that is asked, or of `_OF_FORMS`; or a
        country."""
        asked = dict.fromkeys(english.sources or paths)
        values = [self.filing.record.get(source) for source in asked]
        if len(values) == 1 and isinstance(values[0], str) and english.text == country_name(values[0], "en") != values[0]:
            return country_name(values[0], self.language)
        if len(values) == 1 and isinstance(values[0], str) and item.form != "name":
            path = paths[0] if len(paths) == 1 else next(iter(asked))
            if values[0] not in YES_NO and (said := self._asked.choice(path, values[0])):
                return said
        word, _open, more = english.text.removesuffix(")").partition(" (")
        meant, degree = spoken(_OF_FORMS.get(word, ""), self.language), self._meaning.caption(more)
        return f"{meant} ({degree})" if meant and degree else "" if more else meant

    def _since(self, item: Item, answer: Answer, english: Answer) -> str:
        """A word of `_OF_FORMS` with its date, such as "Deceased, 2019/11", or that the date is not known; else empty."""
        word, said = (one.text.partition(", ") for one in (english, answer))
        meant = spoken(_OF_FORMS.get(word[0], ""), self.language)
        dates = (value for _path, value in self._behind.values(answer.sources) if isinstance(value, PartialDate))
        same = (one for one in dates if said[2] in (self._behind.printed(item, one), format_date(one, self.filing.language)))
        found = {format_date(one, self.language) for one in same} or set(filter(None, [self._meaning.caption(said[2])]))
        return f"{meant}, {found.pop()}" if meant and len(found) == 1 else ""

    def _question(self, item: Item, own: Item, paths: Sequence[str], *, brief: bool = False) -> str:
        """The question in the applicant's language: as the form asks it, where it is printed or somebody has translated it; what
        the record asks, where the item answers that and nothing else; else the form's own words, to be read out. A heading of the
        record beside a yes or no of the form would be another question."""
        if own is not item or self.language in item.captions:
            return item.captions.get(self.language, own.label)
        if said := self._meaning.caption(item.label, *item.captions.values()):
            return said
        said = self._asked.label(paths[0], brief=brief) if self._asked.is_one(paths, table=bool(item.columns)) else ""
        return said or f"{TO_READ} {item.label}"

    def _option(self, item: Item, option: Option, paths: Sequence[str]) -> str:
        """A check box in the applicant's language; empty where nothing says it."""
        if self.language in option.captions:
            return option.captions[self.language]
        said = [self._asked.choice(path, option.key) for path in paths]
        said.append(spoken(YES_NO.get(option.key, ""), self.language))
        said.append(self._meaning.caption(option.label, *option.captions.values()))
        return next(filter(None, said), "")

    def _spoken(self, say: Callable[[], list[str]]) -> tuple[list[str], bool]:
        catalog = catalog_of(self.language)
        if not catalog:
            return [], True
        with use(catalog):
            return say(), False
