"""Number formats: a foreign currency, or a large unit, that only the format shows is seen; 元 is taken for neither."""

from __future__ import annotations

import pytest

from charity_analysis.ingest.cells.number_formats import SCALED, shown_money


@pytest.mark.parametrize(
    ("number_format", "currency"),
    [
        ('"US$"#,##0.00', "US$"),
        ('"$"#,##0.00;\\-"$"#,##0.00', "$"),
        ("\\$#,##0.00", "$"),
        ("$#,##0.00_);($#,##0.00)", "$"),
        ("[$$-409]#,##0.00", "$"),
        ("[$US$-409]#,##0.00;[Red]-[$US$-409]#,##0.00", "US$"),
        ("#,##0.00 [$€-407]", "€"),
        ("#,##0.00\\ [$USD]", "USD"),
        ("[$HK$-C04]#,##0.00", "HK$"),
        ("[$HKD] #,##0", "HKD"),
        ("[$¥-411]#,##0", "JP¥"),
        ("[$¥-ja-JP]#,##0", "JP¥"),
        ('#,##0.00"美元"', "美元"),
        ('#,##0.00"港币"', "港币"),
        ("[$£-809]#,##0.00", "£"),
        ("#,##0.00\\U\\S\\D", "USD"),
    ],
)
def test_a_foreign_currency_in_the_number_format_is_seen(number_format: str, currency: str) -> None:
    assert shown_money(number_format) == currency


@pytest.mark.parametrize(
    "number_format",
    [
        "", "General", "G/通用格式", "@", "0.00", "#,##0.00_ ", '"¥"#,##0.00;"¥"\\-#,##0.00', "￥#,##0.00", "[$¥-804]#,##0.00",
        "[$￥-804]#,##0.00", "[$-804]yyyy-m-d", 'yyyy"年"m"月"d"日"', "[DBNum2][$-804]General", '#,##0.00"元"',
        "[$CNY] #,##0.00", "[$RMB]#,##0", "0.00E+00", "[Red]#,##0.00;[Blue]-0", '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ',
        "[=0]\"-\";0.00", '"EUROPA"0', "_$0.00",
    ],
)  # fmt: skip
def test_the_yuan_and_formats_of_plain_numbers_and_dates_are_no_shown_money(number_format: str) -> None:
    assert shown_money(number_format) == ""


@pytest.mark.parametrize(
    ("number_format", "unit"),
    [
        ('0.00"万元"', "万元"),
        ("0!.0,万", SCALED),
        ('#,##0"千元"', "千元"),
        ("0.00\\亿", "亿元"),
        ('#,##0"百万"', "百万元"),
        ("#,##0,", SCALED),
        ("#,##0.00,_);(#,##0.00,)", SCALED),
        ("0,,", SCALED),
    ],
)
def test_a_large_unit_in_the_number_format_is_seen(number_format: str, unit: str) -> None:
    assert shown_money(number_format) == unit


@pytest.mark.parametrize("number_format", ['0.00"元"', '0"万分之"', '0"万人"', "[DBNum1]0"])
def test_other_words_in_the_number_format_are_no_unit(number_format: str) -> None:
    assert shown_money(number_format) == ""
