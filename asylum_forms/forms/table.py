"""A form as a table of items: the data the whole engine works from (see the docstring of `FormTable` for the YAML)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from asylum_forms.i18n import _


@dataclass(frozen=True)
class Fits:
    """The size of a box: columns of the form's own fixed-pitch type, and lines."""

    columns: int
    lines: int = 1


@dataclass(frozen=True)
class Option:
    """One check box of a choice."""

    key: str
    """Value in the record: `male`, `yes`, `race`."""
    label: str
    """Caption as the form prints it."""
    pdf: tuple[str, ...] = ()
    """`FIELD=STATE` of the official PDF, one per row (a single one outside tables)."""
    sheet: tuple[str, ...] = ()
    """The same on the continuation sheet of a table."""
    captions: Mapping[str, str] = field(default_factory=dict)
    """The caption by language, on a form that is printed in several; `label` then holds them all."""
    xfa: tuple[str, ...] = ()
    """`PATH=VALUE` in the data of an XFA form, one per row (a single one outside tables)."""


@dataclass(frozen=True)
class Item:
    """One numbered question of an official form, or one column of its tables.

    Exactly one of these says what it is:
      `source`   a record path whose value answers it (YAML: `from`);
      `function` a function of the jurisdiction's `answers.py` that returns the value (YAML: `by`);
      `rows`     a table: `rows` (a record path) or `function` gives the entries, `columns` what each holds;
      `sign`     who signs here; stays blank and is listed in the sign-here list (with `by`: unless that function returns none
                 or not applicable because nobody has to sign, such as a preparer there is not);
      `blank`    why it stays blank (officer's boxes).
    """

    number: str
    label: str
    source: str = ""
    function: str = ""
    uses: tuple[str, ...] = ()
    """Record paths a function reads, for the guide's "who asks for it" and the crosswalk."""
    entries: tuple[str, ...] = ()
    """Of a table by a function: the lists and groups of the record from which it takes its entries, where only what the columns
    read is asked of them. A path among `uses` is asked for with everything beneath it."""
    form: str = "text"
    """How the value is printed (YAML: `as`): text, date, month, country, language, name, list, choice, choices."""
    options: tuple[Option, ...] = ()
    rows: str = ""
    columns: tuple[Item, ...] = ()
    order: str = ""
    """`newest-first` or `oldest-first` for tables; empty keeps the record's order."""
    fits: Fits | None = None
    """The box; for a table `lines` is the number of rows."""
    limit: int = 0
    """Greatest number of characters the official PDF takes (MaxLen); 0 for no limit."""
    continues: str = ""
    """Name of the continuation sheet for what does not fit (YAML: `continue`)."""
    part: str = ""
    question: str = ""
    """How a continuation sheet refers to this item; from the number unless given."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Wording for none/not_applicable/unknown/declined here, where it differs from the form's."""
    pdf: tuple[str, ...] = ()
    """Field names of the official PDF: one, or one per row for a column."""
    sheet: tuple[str, ...] = ()
    """For a column: field names on the continuation sheet, one per row of it."""
    optional: bool = False
    """A box that may stay empty (the second line of a pair, a sub-box of an unticked choice)."""
    sign: str = ""
    declares: str = ""
    """For a place to sign: the words that the form prints above it, or the number of the item that holds them."""
    blank: str = ""
    captions: Mapping[str, str] = field(default_factory=dict)
    """The caption by language, on a form that is printed in several; `label` then holds them all (YAML: `label: {ko: 성(姓),
    en: Family name}`)."""
    xfa: tuple[str, ...] = ()
    """Paths in the data of an XFA form: one; one per line of a box that the form makes of several fields; in a column one per
    row. `Part4/Line[0-4]` in YAML is five paths, `[0-10/2]` every second."""
    pick: str = ""
    """The list of the form's choices (`lists`) that holds the answer's printed text and, for it, what the form stores."""

    @property
    def read(self) -> tuple[str, ...]:
        """Every record path that the item itself reads; in a table also where the entries may come from."""
        return tuple(path for path in (self.source, self.rows, *self.entries, *self.uses) if path)


@dataclass(frozen=True)
class Sheet:
    """A continuation sheet that is copied as often as needed."""

    name: str
    title: str
    page: int
    """1-based page of the official PDF; 0 when the form has no such page and takes a sheet of our own (YAML: no `page`)."""
    items: tuple[Item, ...]
    """Its own boxes. The item whose number ends in `.text` takes running text; `.part` and `.question` the reference."""
    short: str = ""
    """Its name where there is little room, such as `Supp. B`; from the name unless given."""

    def box(self, name: str) -> Item | None:
        """Its box whose number ends in `.name` (`text`, `part`, `question`); a sheet without `text` continues a table in rows."""
        return next((item for item in self.items if item.number.endswith("." + name)), None)


@dataclass(frozen=True)
class Continuing:
    """The words that lead from a box to a continuation sheet and stand on it, in the form's language (YAML: `continuing`)."""

    mark: str = "(continued on {sheet})"
    """Ends a text that was cut. `{sheet}` is the sheet's name."""
    see: tuple[str, ...] = ("See {sheet}", "See {short}", "{short}", "{initials}")
    """Stand in a box whose whole answer is on the sheet; the first that has room. `{initials}` of Supplement B are `SB`."""
    several: str = "See below"
    """Stands in the boxes for part and question of a sheet that continues several items."""
    heading: str = "Part {part}, Question {question}"
    again: str = "(continued)"
    """After the heading where the answer begins elsewhere."""
    copy: str = "[{sheet}, {number} of {count}]"
    """After the first heading of each copy."""
    entry: str = "Entry {number}"
    """Names an entry of a table, counted from 1."""


@dataclass(frozen=True)
class Official:
    """How to know the official fillable PDF of this edition."""

    text: str
    """Words that stand on its first page, such as `Edition 01/20/25`."""
    pages: int
    fields: int
    fingerprint: str
    """SHA-256 over the sorted lines `name|type|on-states` of all fields."""


@dataclass(frozen=True)
class Xfa:
    """An XFA form: only Adobe Reader shows it, so it is not filled in; a data sheet and a file of its data are made instead."""

    root: str
    """Name of the outermost element of its data."""
    absences: bool = False
    """Whether `None`, `N/A` and the like are put into its text fields; otherwise those stay empty in the file."""


@dataclass(frozen=True)
class FormTable:
    """One official form in one edition. Read from YAML by `read_table`:

        form: I-589
        edition: 2025-01-20
        title: Application for Asylum and for Withholding of Removal
        source: https://www.uscis.gov/i-589
        verified: {on: 2026-11-21, against: "..."}      # or false; with `language: en` only of what is printed in that
        language: en
        words: {none: None, not_applicable: N/A, unknown: Unknown, declined: Declined to answer}
        unused: N/A                                      # what fills the rows of a table that nobody needs
        dates: {day: MM/dd/yyyy, month: MM/yyyy, year: yyyy, approx: "about {}"}
        official: {text: Edition 01/20/25, pages: 12, fields: 460, fingerprint: sha256:...}
        sections: {A.I: Information About You, ...}
        items:
          A.I.4: {label: Complete Last Name, from: applicant.name.family, fits: 42, pdf: "form1[0]..."}
          A.I.10:
            label: Sex
            from: applicant.sex
            as: choice
            options:
              male: {label: Male, pdf: "form1[0]...[0]=M"}
          A.III.2:
            label: Residences during the past 5 years
            rows: residences                              # or by: function, entries: [residences]
            order: newest-first
            fits: 5
            continue: Supplement B
            columns:
              street: {label: Number and Street, from: address.street, fits: 22, pdf: [f1, f2, f3, f4, f5]}
          B.1.A: {label: ..., by: past_harm, uses: [harm], fits: {columns: 95, lines: 11}, continue: Supplement B, pdf: ...}
        sheets:
          Supplement B: {title: ..., page: 12, items: {...}}
        ticks: ["[√]", "[ ]"]                             # a ticked and an empty box, where they are not ☒ and ☐
        replica: true                                     # our template is the form that is filed, not an answer sheet
        language: [en, fr]                                # printed in one language of several: any wording may then be
                                                          # {en: ..., fr: ...}, and each language has its own Word template
        continuing: {mark: ...}                           # needed when the language is not English; see `Continuing`

    An XFA form, which only Adobe Reader opens, has `xfa: {root: form1}` instead of `official`, `xfa` paths instead of `pdf`
    fields, and for fields with a list of choices `pick` and

        lists: {eye_colour: {Brown: "03", ...}}           # what the form shows: what it stores

    An item of such a form without `xfa` cannot come in with the data and is marked on the data sheet, to be typed in.

    `fits` is the number of columns of a box with one line, `{columns, lines}` of a larger one, and for a table the number of
    rows. In a column, `from` and `uses` are relative to the entry, and a function is called with the filing and the entry.
    `dates` may also have `approx_short`, used where `approx` has no room, and `present` for the end of a period that goes on.
    `part` and `question` of an item come from its number (`A.I.4` is Part A.I, Question 4) unless they are given. Every wording
    is proved to fit every box when the table is read.
    """

    form: str
    edition: datetime.date
    title: str
    source: str
    verified_on: datetime.date | None
    verified_against: str
    language: str
    words: Mapping[str, str]
    unused: str
    dates: Mapping[str, str]
    sections: Mapping[str, str]
    items: Mapping[str, Item]
    sheets: Mapping[str, Sheet]
    official: Official | None
    file: Path
    continuing: Continuing = field(default_factory=Continuing)
    ticks: tuple[str, str] = ("☒", "☐")
    """How a ticked and an empty box look on this form."""
    languages: tuple[str, ...] = ()
    """Where the form is printed in one of several languages: all of them. Every wording here is in `language`, one of them."""
    replica: bool = False
    """Our template is drawn as the form itself and is what is filed: places that stay blank are left white on it."""
    xfa: Xfa | None = None
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Lists of choices of an XFA form: what it shows to what it stores."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    """How the official numbers begin in this table, to how they begin as the form is printed in `language`."""

    def official_number(self, number: str) -> str:
        """The number as the office knows it: `A.I.8.street` of our table is one of the boxes of A.I.8."""
        said = official_number(number)
        found = next((key for key in self.numbers if said.startswith(key)), "")
        return f"{self.numbers[found]}{said.removeprefix(found)}" if found else said


def official_number(number: str) -> str:
    """The same where no form is at hand."""
    return re.sub(r"\.[a-z_]{2,}", "", number)


def called(form: str) -> str:
    """What people call a form, in the language in force: its official number, or the title of one that has none, without the name
    in brackets that commands take."""
    return _(form).removesuffix(f" ({form})")
