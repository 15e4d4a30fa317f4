"""Which texts of its records the papers of a filing print.

It is found out by making the papers of records that have a word of its own as the translation of each text. What a procedure
declares is not enough: it names lists and groups, and which of their texts are printed goes by dates, choices and other answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from asylum_forms.assembly.plan import Pages
from asylum_forms.errors import AsylumFormsError
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.layout import lay_out
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.render import words_of
from asylum_forms.jurisdiction.contract import Filing, function_of
from asylum_forms.packet.papers import document
from asylum_forms.record.values import Text, Value

_MARK = re.compile(r"xq[a-j]+z", re.IGNORECASE)
_LETTERS = str.maketrans("0123456789", "abcdefghij")
"""Marks are letters only: what looks for numbers finds none in them."""


def printed(filing: Filing) -> frozenset[tuple[str, str]] | None:
    """(id of the person whose record it is, path) of each text without words in the language of the filing that is printed where
    it has such; "" is the record of the filing.

    Papers that may be handed in after it count too. Titles and makers of exhibits are not looked at: which there are is not known
    yet.

    None where papers cannot be made, because of a faulty template, say. What is wrong is said by who makes them to file them.
    """
    marks: dict[str, tuple[str, str]] = {}
    records = {"": filing.record, **filing.record.people}
    marked = {id: replace(own, data=_marked(own.data, (id, ""), filing.language, marks)) for id, own in records.items()}
    try:
        words = "\n".join(_words(replace(filing, record=replace(marked.pop(""), people=marked))))
    except AsylumFormsError:
        return None
    return frozenset(marks[word.lower()] for word in _MARK.findall(words) if word.lower() in marks)


def _marked(value: Value, at: tuple[str, str], language: str, marks: dict[str, tuple[str, str]]) -> Any:
    """An answer with a word of its own as the translation of each text that has none; `marks` gets each word with where its text
    stands. The text's own words stay: who somebody is may be told by them. Nothing is cited, for there are no exhibits."""
    id, path = at
    if isinstance(value, Text) and value.in_language(language) is not None:
        return Text(tuple((tag, words.replace("[[", "")) for tag, words in value.by_language))
    if isinstance(value, Text):
        word = f"xq{str(len(marks)).translate(_LETTERS)}z"
        marks[word] = at
        return Text((*value.by_language, (language, word)))
    if isinstance(value, Mapping):
        return {key: _marked(below, (id, f"{path}.{key}".lstrip(".")), language, marks) for key, below in value.items()}
    if isinstance(value, list):
        return [_marked(below, (id, f"{path}.{number}"), language, marks) for number, below in enumerate(value)]
    return value


def _words(filing: Filing) -> Iterator[str]:
    """What the papers of ours print, those handed in later included; of a form everything that is answered, as its items are in
    every sheet and official PDF of it."""
    later = replace(filing, filed=frozenset())
    every = {part.leaf: (part, whole) for whole in (later, filing) for part in whole.parts()}
    for part, papers in every.values():
        laid = {}
        if part.form:
            table = read_table(papers.jurisdiction.tables[part.form], papers.language)
            answers = evaluate(table, papers.for_person(part.person))
            yield answers.words
            # What its items do not say, a form's own template may be given besides.
            if not hasattr(papers.jurisdiction.documents, function_of("context", part.form)):
                continue
            laid = {part.leaf: lay_out(answers)}
        if not part.exhibits:
            paper = document(papers, part, laid, ())
            yield words_of(paper.template, paper.context(Pages({})))
