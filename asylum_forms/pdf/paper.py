"""Sizes of paper."""

from __future__ import annotations

PAPERS = {"Letter": (612.0, 792.0), "A4": (595.276, 841.89)}
"""Width and height in points (1/72 inch), upright."""
