"""Calls the functions that a jurisdiction brings. One that fails, or gives what it must not, is told by name, file and line."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from asylum_forms.errors import AsylumFormsError, JurisdictionError
from asylum_forms.findings import Finding
from asylum_forms.i18n import _

One = TypeVar("One")


def named(module: ModuleType | None, name: str, *arguments: Any) -> Any:
    """What the function called so gives. Raises JurisdictionError where there is none, and as `call`."""
    function = getattr(module, name, None)
    if not callable(function):
        raise _error(_("The jurisdiction has no function `{name}`.").format(name=name))
    return call(function, *arguments)


def words(module: ModuleType | None, name: str, *arguments: Any) -> list[str]:
    """The same, of a function that gives a list of words."""
    return _list_of(str, getattr(module, name, None), named(module, name, *arguments))


def findings(function: Callable[..., Any], *arguments: Any) -> list[Finding]:
    """What a function that gives a list of findings gives. Raises JurisdictionError for anything else, and as `call`."""
    return _list_of(Finding, function, call(function, *arguments))


def context(module: ModuleType | None, name: str, *arguments: Any) -> Mapping[str, Any]:
    """What a function that gives names for a template gives; none where there is no such function. Raises as `findings`."""
    function = getattr(module, name, None)
    if function is None:
        return {}
    given = call(function, *arguments)
    if not isinstance(given, Mapping):
        raise failed(function, f"it gives {type(given).__name__}, not a dict")
    return given


def call(function: Callable[..., Any], *arguments: Any) -> Any:
    """What a function gives. Raises JurisdictionError where it fails; an error for users passes through."""
    try:
        return function(*arguments)
    except AsylumFormsError:
        raise
    except Exception as error:  # what a plugin raises is anybody's guess
        raise failed(function, reason(function, error)) from error


def reason(function: Any, error: Exception) -> str:
    """What Python says of a call that failed, and where: in the files of the function, in what it has called, or, where it could
    not be called so at all, where it begins."""
    code = getattr(function, "__code__", None)
    frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)[1:]]
    own = [at for at in frames if code and Path(at[0]).parent == Path(code.co_filename).parent]
    begins = [(code.co_filename, code.co_firstlineno)] if code else []
    said = f"{type(error).__name__}: {error}"
    return next((f"{said} ({file}, line {line})" for file, line in (own or frames or begins)[-1:]), said)


def _list_of(kind: type[One], function: Any, given: Any) -> list[One]:
    wrong = [one for one in given if not isinstance(one, kind)] if isinstance(given, (list, tuple)) else [given]
    if wrong:
        raise failed(function, f"it gives {type(wrong[0]).__name__}, not a list of {kind.__name__}")
    return list(given)


def failed(function: Any, reason: str) -> JurisdictionError:
    """The error about a function of a plugin."""
    name = f"{getattr(function, '__module__', '')}.{getattr(function, '__name__', function)}"
    return _error(_("The function `{name}` failed: {reason}.").format(name=name, reason=reason))


def _error(message: str) -> JurisdictionError:
    return JurisdictionError(
        message, remedy=_("This is a fault of the form table or its functions, not of your answers. Please report it.")
    )
