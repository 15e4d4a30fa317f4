"""That of somebody else is refused as the earlier filing; an answer that was corrected since makes nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from asylum_forms.compare.filing import Built, refuse_another
from asylum_forms.errors import AsylumFormsError

ADA = {"family": "Doe", "given": "Ada", "birth": "1990-05-01"}


def refuse(filed: dict[str, str], now: dict[str, str]) -> None:
    refuse_another(Path("filed"), Built((), (), procedure="us/defensive", applicant=filed), "us/defensive", now)


@pytest.mark.parametrize(
    ("filed", "now"),
    [
        (ADA, ADA),
        (ADA, {**ADA, "family": "Does"}),
        (ADA, {**ADA, "birth": "1990-05-02"}),
        ({**ADA, "birth": ""}, {**ADA, "family": "Does"}),
        (ADA, {**ADA, "family": "Does", "birth": ""}),
        ({**ADA, "given": ""}, {**ADA, "family": "Does"}),
        ({}, ADA),
    ],
)
def test_what_was_added_or_corrected_since_makes_nobody_else(filed: dict[str, str], now: dict[str, str]) -> None:
    refuse(filed, now)


@pytest.mark.parametrize(
    "now",
    [
        {**ADA, "family": "Roe", "given": "Mia"},
        {**ADA, "given": "Tim", "birth": "2015-05-01"},
        {**ADA, "family": "Roe", "given": "Mia", "birth": ""},
    ],
)
def test_another_name_and_day_of_birth_are_somebody_else(now: dict[str, str]) -> None:
    with pytest.raises(AsylumFormsError, match="another filing: Ada Doe, 1990-05-01, us/defensive"):
        refuse(ADA, now)
