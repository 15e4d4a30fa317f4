"""Work that other threads do while we go on."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from asylum_forms.tools import stopping

T = TypeVar("T")


def begin(threads: ThreadPoolExecutor, call: Callable[..., T], *arguments: object) -> Future[T]:
    """Have one of these threads do it, in a copy of our context, so that what it says is in the user's language.

    Who asks us to stop meanwhile is heard when it has begun: `threads` waits for no thread that is just starting, which would go
    on writing into a folder that is being removed.
    """
    with stopping.put_off():
        return threads.submit(contextvars.copy_context().run, call, *arguments)
