"""Commands in advice (`asylum-forms translate CASE`), made so that they run as they are printed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from asylum_forms.findings import Finding

_OF_A_PROCEDURE = re.compile(r"(asylum-forms (?:build|check|confirm|review|translate) CASE)\b(?! --for)")
_OF_A_CASE = re.compile(r"(asylum-forms [a-z]+) CASE\b")


def with_procedure(findings: Iterable[Finding], procedure: str, language: str = "") -> list[Finding]:
    """The findings with the procedure in the commands they advise: a record may name several, and then it must be said.

    `language` is that of the filing where it is not the procedure's first: without it the command is about another filing.
    """
    options = f"--for {procedure}" + (f" --in {language}" if language else "")
    return [replace(one, remedy=_OF_A_PROCEDURE.sub(rf"\1 {options}", one.remedy)) for one in findings]


def with_case(findings: Iterable[Finding], case: Path) -> list[Finding]:
    """The findings with the folder of the case as the user typed it. Not for files, which are the same anywhere."""
    folder = shlex.quote(str(case))
    return [replace(one, remedy=_OF_A_CASE.sub(lambda found: f"{found[1]} {folder}", one.remedy)) for one in findings]
