"""What a report says of sources and forms is in the user's language; citations and official form numbers stay."""

from __future__ import annotations

import pytest

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import labelled, listed, use
from asylum_forms.jurisdiction.registry import all_jurisdictions
from asylum_forms.preflight import report

TOLD = "8 CFR 1003.32(b), read in a third party's copy (cfr.laws-info.com)"


@pytest.mark.parametrize(
    ("language", "source"),
    [
        ("en", TOLD),
        ("zh_Hans", "8 CFR 1003.32(b)，读自第三方的副本（cfr.laws-info.com）"),
        ("ko", "8 CFR 1003.32(b), 제3자의 사본에서 읽음(cfr.laws-info.com)"),
        ("fr", "8 CFR 1003.32(b), lu dans la copie d’un tiers (cfr.laws-info.com)"),
    ],
)
def test_what_is_said_of_a_source_is_in_the_users_language(language: str, source: str) -> None:
    with use(language):
        assert report.rule_label(Finding("x", Severity.NOTE, "", rule="eoir-ecas", source=TOLD)) == f"eoir-ecas · {source}"


def test_a_citation_stays_as_it_is() -> None:
    with use("zh_Hans"):
        said = report.rule_label(Finding("x", Severity.NOTE, "", rule="Rule", source="8 CFR 103.2(b)(3); 8 CFR 1003.33"))
    assert said == "Rule · 8 CFR 103.2(b)(3); 8 CFR 1003.33"


def test_a_form_without_an_official_number_is_called_by_its_title() -> None:
    place = Place(form="refugee-application", item="14.9")
    finding = Finding("form.unverified", Severity.ATTEND, "", place=Place(form="refugee-application"))
    with use("zh_Hans"):
        assert report.place_label(place) == "难民认定申请书 14.9"
        assert report.subject(finding) == "难民认定申请书"
        assert report.within(finding) == ""
        assert report.place_label(Place(form="I-589", item="A.I.1")) == "I-589 A.I.1"


@pytest.mark.parametrize("language", ["zh_Hans", "ko", "fr"])
def test_every_form_that_is_called_by_words_of_ours_has_a_name_in_every_language(language: str) -> None:
    with use(language):
        for jurisdiction in all_jurisdictions().values():
            for form in jurisdiction.tables:
                if form != form.upper():
                    assert report.place_label(Place(form=form)) != form


def test_labels_and_lists_have_the_marks_of_the_language() -> None:
    for language, label, names in (
        ("en", "Fees: none", "a, b"),
        ("zh_Hans", "Fees：none", "a、b"),
        ("ko", "Fees: none", "a, b"),
        ("fr", "Fees\u00a0: none", "a, b"),
    ):
        with use(language):
            assert (labelled("Fees", "none"), listed(["a", "b"])) == (label, names)
