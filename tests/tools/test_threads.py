"""Work given to another thread is begun whole, whoever asks us to stop, and speaks the user's language."""

from __future__ import annotations

import signal
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from asylum_forms import i18n
from asylum_forms.tools import threads


class _Asked(ThreadPoolExecutor):
    """Somebody asks us to stop just as its thread starts."""

    begun: Future[Any] | None = None

    def submit(self, call: Any, /, *arguments: Any, **options: Any) -> Future[Any]:
        signal.raise_signal(signal.SIGINT)
        self.begun = super().submit(call, *arguments, **options)
        return self.begun


def test_asked_to_stop_while_a_thread_starts_it_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with _Asked(1) as pool, pytest.raises(KeyboardInterrupt):
            threads.begin(pool, int, "7")
    finally:
        signal.signal(signal.SIGINT, before)
    assert pool.begun
    assert pool.begun.result() == 7


def test_another_thread_speaks_the_users_language() -> None:
    with ThreadPoolExecutor(1) as pool, i18n.use("fr"):
        assert threads.begin(pool, i18n.language).result() == "fr"
