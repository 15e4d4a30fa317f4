"""Exhibit labels."""

from __future__ import annotations


def letters(n: int) -> str:
    """The n-th label in letters, counted from 0: A, B, ... Z, AA, AB, ... ZZ, AAA.

    Raises ValueError when n is negative.
    """
    if n < 0:
        raise ValueError(n)
    label = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        label = chr(ord("A") + rest) + label
    return label


def numbers(n: int) -> str:
    """The n-th label in numbers, counted from 0: 1, 2, 3.

    Raises ValueError when n is negative.
    """
    if n < 0:
        raise ValueError(n)
    return str(n + 1)
