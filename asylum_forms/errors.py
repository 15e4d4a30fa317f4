"""What can go wrong, in the user's words, and the exit code each kind of trouble ends with."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from asylum_forms.findings import Finding, Place


class ExitCode(IntEnum):
    """Exit codes of every command. Documented in README.md; never renumber one."""

    OK = 0
    USAGE = 2
    """A wrong option or argument on the command line."""
    RECORD = 3
    """The record cannot be read or breaks a rule of the schema."""
    EVIDENCE = 4
    """An evidence or translation file is missing, empty, corrupt, locked or of unknown type."""
    FORM = 5
    """An official form is of an unknown edition, or a form table is inconsistent."""
    TOOL = 6
    """A program that we need is missing, died twice, or took too long."""
    TEMPLATE = 7
    """A Word template asks for something that does not exist, or does something it must not."""
    OUTPUT = 8
    """The filing could not be written, or what was written is not what was planned."""
    JURISDICTION = 9
    """There is no such jurisdiction or procedure, or its plugin is faulty."""
    BLOCKED = 10
    """The work is done and written, but preflight found something that stands in the way of filing; or a translation cannot be
    confirmed yet."""
    INTERRUPTED = 130


class AsylumFormsError(Exception):
    """Something the user can act on.

    `message` says what is wrong, `remedy` what to do next, `place` where; all are already in the user's language.
    `findings` lists every problem where there are several, not only the first.
    """

    exit_code: ExitCode = ExitCode.OUTPUT

    def __init__(self, message: str, *, remedy: str = "", place: Place | None = None, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.place = place
        self.findings = tuple(findings)


class ArgumentError(AsylumFormsError):
    """What the command was given does not fit: there is no such profile, person, document or folder."""

    exit_code = ExitCode.USAGE


class RefusedError(AsylumFormsError):
    """Nothing is broken, but something stands in the way of what was asked; `findings` names it."""

    exit_code = ExitCode.BLOCKED


class RecordError(AsylumFormsError):
    """The record cannot be used; `findings` lists every problem in it."""

    exit_code = ExitCode.RECORD


class EvidenceError(AsylumFormsError):
    """A file of the case cannot be taken into the filing."""

    exit_code = ExitCode.EVIDENCE


class FormError(AsylumFormsError):
    """An official form or a form table is not what we know."""

    exit_code = ExitCode.FORM


class ToolError(AsylumFormsError):
    """An external program is missing or failed."""

    exit_code = ExitCode.TOOL


class TemplateError(AsylumFormsError):
    """A Word template is faulty or unsafe."""

    exit_code = ExitCode.TEMPLATE


class OutputError(AsylumFormsError):
    """The filing could not be written or does not match its plan."""

    exit_code = ExitCode.OUTPUT


class JurisdictionError(AsylumFormsError):
    """No such jurisdiction or procedure, or a faulty plugin."""

    exit_code = ExitCode.JURISDICTION
