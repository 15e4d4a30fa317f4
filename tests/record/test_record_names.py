"""Countries and languages by code and by name."""

from __future__ import annotations

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from asylum_forms.i18n import use
from asylum_forms.record.localize import country_name, format_date, language_name
from asylum_forms.record.names import country_code, country_suggestions, language_suggestions, language_tag
from asylum_forms.record.values import PartialDate


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CN", "CN"),
        ("cn", "CN"),
        ("CHN", "CN"),
        ("中国", "CN"),
        ("中國", "CN"),
        ("중국", "CN"),
        ("Chine", "CN"),
        ("People’s Republic of China", "CN"),
        ("대한민국", "KR"),
        ("Republic of Korea", "KR"),
        ("U.S.A.", "US"),
        ("the United States", "US"),
        ("UK", "GB"),
        ("Cote d'Ivoire", "CI"),
        ("CÔTE D’IVOIRE", "CI"),
        ("Trinidad and Tobago", "TT"),
        ("Saint Lucia", "LC"),
        ("Burma", "MM"),
        ("臺灣", "TW"),
        ("台湾", "TW"),
        ("Hong Kong", "HK"),
        ("NO", "NO"),
        ("stateless", "stateless"),
        ("无国籍", "stateless"),
    ],
)
def test_country_is_known_by_code_and_by_name(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize("text", ["no", "No", "XX", "ZZ", "EU", "", "Congo", "Korea", "Chna", "China and Korea", "x" * 100_000])
def test_what_is_not_exactly_one_country_is_refused(text: str) -> None:
    assert country_code(text) is None


def test_every_country_is_known_by_its_name_in_every_language() -> None:
    for locale in ("en", "zh_Hans", "zh_Hant", "ko", "fr"):
        for code, name in Locale.parse(locale).territories.items():
            if len(code) == 2 and code not in ("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"):
                assert country_code(name) == code, (locale, name)


def test_suggestions_name_what_may_be_meant_in_the_users_language() -> None:
    assert country_suggestions("Chna")[0] == "CN (China)"
    assert set(country_suggestions("Korea")) == {"KR (South Korea)", "KP (North Korea)"}
    assert "RU (Russia)" in country_suggestions("SU")
    with use("zh_Hans"):
        assert country_suggestions("Chna")[0] == "CN (中国)"
    assert "zh (Chinese)" in language_suggestions("Chineese")
    assert "zh_Hans (Chinese (Simplified))" in language_suggestions("zh-Hanx")
    assert language_suggestions("ko-KX")[0].startswith("ko_K")


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("zh", "zh"),
        ("zh_Hans", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("zh_TW", "zh_Hant"),
        ("zh-Hans-CN", "zh_Hans"),
        ("zho", "zh"),
        ("ko", "ko"),
        ("EN", "en"),
        ("pt-BR", "pt_BR"),
        ("ug", "ug"),
        ("yue", "yue"),
        ("nan", "nan"),
        ("Chinese", "zh"),
        ("普通话", "zh"),
        ("한국어", "ko"),
        ("Lao", "lo"),
        ("und", "und"),
        ("mam", "mam"),  # CLDR does not know these
        ("Mam", "mam"),
        ("Q'anjob'al", "kjb"),
        ("K'iche'", "quc"),
        ("Fuzhounese", "cdo"),
        ("Kurmanji", "ku"),
    ],
)
def test_language_is_known_by_tag_and_by_name(text: str, tag: str) -> None:
    assert language_tag(text) == tag


@pytest.mark.parametrize(
    "text", ["xx", "root", "Chineese", "", "e", "zh-Hans-CN-x-foo", "en us", "zh-Hanx", "ko-KX", "fr_ABC", "x" * 100_000]
)
def test_what_is_no_language_is_refused(text: str) -> None:
    assert language_tag(text) is None


@settings(deadline=None)  # names are read on first use
@given(st.text(max_size=60))
def test_any_text_may_be_asked_about(text: str) -> None:
    code, tag = country_code(text), language_tag(text)
    assert code is None or country_code(code) == code
    assert tag is None or language_tag(tag) == tag
    country_suggestions(text)
    language_suggestions(text)


@pytest.mark.parametrize(("tag", "name"), [("mam", "Mam"), ("din", "Dinka"), ("kjb", "Q'anjob'al"), ("prs", "Dari")])
def test_a_language_that_babel_cannot_write_in_has_a_name_and_dates(tag: str, name: str) -> None:
    tag = language_tag(tag) or ""
    assert language_name(tag, "en") == name
    assert language_name(tag, tag)
    assert format_date(PartialDate(2021, 3, 14), tag)
    assert country_name("TR", tag)
