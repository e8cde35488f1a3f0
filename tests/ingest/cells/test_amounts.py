"""Amounts and counts: what is read, what is refused and why, and laws that hold for every amount."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import inf, nextafter

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from charity_analysis.ingest.cells.amounts import UnreadableCell, is_unvalued, parse_amount, parse_count
from charity_analysis.ingest.cells.errors import REASONS
from charity_analysis.ingest.sheets import FaultyCell
from charity_analysis.money import UNIT_FEN, Money, format_yuan, printed_halfwidth_fen

LARGEST_FEN = 10**11
fens = st.integers(min_value=0, max_value=LARGEST_FEN)
units = st.sampled_from(sorted(UNIT_FEN))


def reason_of(parse, *arguments):
    with pytest.raises(UnreadableCell) as refusal:
        parse(*arguments)
    return refusal.value.reason


# --- figures -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,000.00元", 100_000),
        ("￥5000", 500_000),
        ("¥5,000.00", 500_000),
        ("RMB 300", 30_000),
        ("rmb300元", 30_000),
        ("300人民币", 30_000),
        ("人民币5000元整", 500_000),
        ("29312.17", 2_931_217),
        ("1,234,567.89", 123_456_789),
        ("１，０００．５０", 100_050),
        ("  1000\u3000", 100_000),
        ("\ufeff1\u200b000\u00a0元", 100_000),
        ("1\u00a0000\u202f000", 100_000_000),  # non-breaking blanks in the places of thousands
        ("5角", 50),
        ("3元5角2分", 352),
        ("1万2345.67元", 1_234_567),
        ("0", 0),
        ("0.00", 0),
        ("5百元", 50_000),
        ("1000000000", LARGEST_FEN),
        ("1000圆", 100_000),
        ("5000.00 CNY", 500_000),
        ("CNY 5,000", 500_000),
        ("5000块钱", 500_000),
        ("5000(元)", 500_000),
        ("5000元。", 500_000),
        ("'5000", 500_000),  # the apostrophe that makes a text of a number
        ("1000.000", 100_000),
        ("1,000.000元", 100_000),
        ("0.100", 10),
        ("1234.5600000000001", 123_456),  # as programs print floats into text files
        ("0.30000000000000004", 30),
        ("100元整。", 10_000),
        ("\u202a1000\u202c", 100_000),  # bidirectional marks
        ("1\u00ad000\u3164元\ufe0f", 100_000),  # soft hyphen, filler, variation selector
    ],
)
def test_an_amount_in_yuan_is_read_exactly(text, fen):
    assert parse_amount(text) == Money(fen, 0)


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("1.5万", Money(1_500_000, 50_000)),
        ("1.5万元", Money(1_500_000, 50_000)),
        ("1.50万元", Money(1_500_000, 5_000)),
        ("1.5 萬圓", Money(1_500_000, 50_000)),
        ("53.13万元", Money(53_130_000, 5_000)),
        ("￥7.1万元整", Money(7_100_000, 50_000)),
        ("200万元", Money(200_000_000, 500_000)),
        ("20.5千元", Money(2_050_000, 5_000)),
        ("1千", Money(100_000, 50_000)),
        ("5仟元", Money(500_000, 50_000)),
        ("3百万元", Money(300_000_000, 500_000)),
        ("1.2345千万元", Money(1_234_500_000, 50_000)),
        ("1.2亿元", Money(12_000_000_000, 500_000_000)),
        ("1.234567万元", Money(1_234_567, 0)),
        ("3万5千", Money(3_500_000, 50_000)),
        ("3万5千2百元", Money(3_520_000, 0)),
        ("1亿2000万元", Money(12_000_000_000, 500_000)),
        ("1亿2000.5万元", Money(12_000_500_000, 50_000)),
    ],
)
def test_a_figure_with_a_unit_word_is_as_precise_as_its_last_digit(text, money):
    assert parse_amount(text) == money


@pytest.mark.parametrize(
    "text", ["-500", "−500", "－500", "(500.00)", "(500)", "（500）", "（￥500）", "负500元", "¥-500", "-¥500", "- 500"]
)
def test_each_way_to_write_a_negative_amount_is_negative(text):
    assert parse_amount(text) == Money(-50_000)


def test_a_negative_amount_in_wan_keeps_a_positive_halfwidth():
    assert parse_amount("-1.5万元") == Money(-1_500_000, 50_000)


def test_a_text_with_its_own_unit_overrides_the_unit_of_the_table():
    assert parse_amount("500元", "万元") == Money(50_000)
    assert parse_amount("2万元", "千元").fen == 2_000_000
    assert parse_amount("5角", "万元") == Money(50)


def test_a_text_that_is_only_a_number_takes_the_unit_of_the_table():
    assert parse_amount("7.1", "万元") == Money(7_100_000, 50_000)
    assert parse_amount("7.10", "万元") == Money(7_100_000, 5_000)
    assert parse_amount("1,000", "千元") == Money(100_000_000, 50_000)


@pytest.mark.parametrize("text", ["5百", "1千", "五百", "十二", "3千500"])
def test_a_small_unit_word_alone_is_ambiguous_in_a_column_of_wan(text):
    assert reason_of(parse_amount, text, "万元") == "ambiguous"
    assert parse_amount(text).fen > 0


# --- numbers of a spreadsheet --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "money"),
    [
        (1000.0, "元", Money(100_000)),
        (29312.17, "元", Money(2_931_217)),
        (0.1 + 0.2, "元", Money(30)),
        (1234.5600000000001, "元", Money(123_456)),
        (0.1 + 0.2 - 0.3, "元", Money(0)),
        (1000.1 - 1000, "元", Money(10)),
        (123_456_789.1 - 123_456_789, "元", Money(10)),
        (7.1 - 7, "万元", Money(100_000, 50_000)),
        (999_999_999.99, "元", Money(99_999_999_999)),
        (-0.0, "元", Money(0)),
        (-12.5, "元", Money(-1_250)),
        (71000, "元", Money(7_100_000)),
        (7.1, "万元", Money(7_100_000, 50_000)),
        (200.0, "万元", Money(200_000_000, 500_000)),
        (200, "万元", Money(200_000_000, 500_000)),
        (53.13, "万元", Money(53_130_000, 5_000)),
        (1e9, "元", Money(LARGEST_FEN)),
    ],
)
def test_a_number_takes_the_unit_and_loses_float_dust(value, unit, money):
    assert parse_amount(value, unit) == money


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "blank"),
        (True, "is_boolean"),
        (date(2020, 1, 7), "is_date"),
        (datetime(2020, 1, 7), "is_date"),
        (time(1), "is_date"),
        (timedelta(1), "is_date"),
        (float("nan"), "not_finite"),
        (float("-inf"), "not_finite"),
        (1 / 3, "fraction_of_fen"),
        (0.005, "fraction_of_fen"),
        (1e9 + 0.01, "too_large"),
        (-1e300, "too_large"),
        (10**400, "too_large"),
        (b"100", "not_an_amount"),
        (FaultyCell("#REF!", "error_value"), "error_value"),
        (FaultyCell("=SUM(D4:D9)", "formula_not_computed"), "formula_not_computed"),
        (1.10101e17, "too_large"),
        (1234.5678, "fraction_of_fen"),
        (1234.5600001, "fraction_of_fen"),
    ],
)
def test_a_value_that_is_no_exact_number_is_refused_by_reason(value, reason):
    assert reason_of(parse_amount, value) == reason


# --- words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("壹万元整", 1_000_000),
        ("壹 万 元 整", 1_000_000),
        ("壹 佰 贰 拾 元 整", 12_000),
        ("伍佰元整", 50_000),
        ("人民币壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分", 123_456_789),
        ("壹拾元零伍分", 1_005),
        ("拾万元整", 10_000_000),
        ("贰拾万零叁佰元正", 20_030_000),
        ("壹佰圆整", 10_000),
        ("叁佰圓", 30_000),
        ("壹拾万柒仟元零伍角叁分", 10_700_053),
        ("壹拾万零柒仟元伍角叁分", 10_700_053),
        ("陆分", 6),
        ("伍角整", 50),
        ("零元整", 0),
        ("一元", 100),
        ("一万二千三百元", 1_230_000),
        ("两万", 2_000_000),
        ("两千两百元", 220_000),
        ("三十五", 3_500),
        ("一亿五千万元", 15_000_000_000),
        ("十亿元", LARGEST_FEN),
        ("人民币(大写):壹仟元整", 100_000),
        ("负伍佰元整", -50_000),
    ],
)
def test_an_amount_in_words_is_read_exactly(text, fen):
    assert parse_amount(text) == Money(fen, 0)


@pytest.mark.parametrize(
    "text",
    [
        "1000元(壹仟元整)",
        "1000元（大写：壹仟元整）",
        "壹仟元整(¥1,000.00)",
        "1000元\n壹仟元整",
        "壹仟元整1000",
        "0.1万元(壹仟元整)",
    ],
)
def test_figures_and_words_that_agree_are_one_exact_amount(text):
    assert parse_amount(text) == Money(100_000, 0)


@pytest.mark.parametrize("text", ["1000元(壹仟贰佰元整)", "壹仟元整(¥1,000.01)", "-1000元(壹仟元整)", "1万元 壹仟元整"])
def test_figures_and_words_that_differ_are_refused(text):
    assert reason_of(parse_amount, text) == "disagrees"


# --- refusals ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "texts"),
    [
        ("blank", ["", "  ", "\u3000\u00a0", "\u200b", "\n\t"]),
        ("not_an_amount", ["待定", "-", "/", "无", "两个数", "abc", "1,2OO", "未估值", "50%", "元", "百万元", "万元"]),
        (
            "not_an_amount",
            ["1,2345.00", "1'000", "1,0000", "12,34", "1.000,00", ",100", "1,000,00", "1.2.3", ".5"],
        ),
        (
            "not_an_amount",
            ["0500", "nan", "inf", "1_000", "--500", "-(500)", "(500元)", "500-"],
        ),
        (
            "not_an_amount",
            ["1000²", "500①", "½", "10⁵", "⑤", "1\u0336000", "٣٠٠", "100元/人", "1000元(微信)", "9" * 101],
        ),
        (
            "not_an_amount",
            ["三五元", "一二三", "壹贰叁元整", "万", "零零", "1万两千", "1万3万", "1.5万3千", "5角元", "⒈5"],
        ),
        ("ambiguous", ["3万5", "3万5元", "3万500元", "1亿5千", "三万五", "三百五", "三万五元", "一亿五千", "一"]),
        (
            "approximate",
            ["约3万", "近3万", "3万余元", "3万多", "300左右", "几百元", "十几万", "三四百元", "数千元", "~300"],
        ),
        ("range", ["100-200", "100~200元", "1至2万", "100 - 200", "100—200", "五百到六百元"]),
        (
            "foreign_currency",
            ["500美元", "USD 500", "$500", "US$500", "港币500", "HK$500", "500欧元", "€5", "£5", "500日元"],
        ),
        (
            "foreign_currency",
            [
                "100澳门元",
                "100新元",
                "100瑞士法郎",
                "马币100",
                "泰铢100",
                "100卢布",
                "AUD 100",
                "CAD100",
                "SGD100",
                "CHF 100",
            ],
        ),
        (
            "foreign_currency",
            [
                "100 usd",
                "美金100",
                "100（港币）",
                "NT$100",
                "JP¥100",
                "100円",
                "฿100",
                "₹100",
                "100USDT",
                "1比特币",
                "100元(美元)",
            ],
        ),
        # One or one thousand, as the point parts decimals or thousands.
        ("ambiguous", ["1.000", "12.500", "100.000元", "-1.000"]),
        ("damaged_by_excel", ["####", "###########", "1.10101E+17", "1.2E+4", "1e5", "1E+05", "-1.5E-3"]),
        ("error_value", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "Err:502"]),
        ("is_boolean", ["TRUE", "false"]),
        ("is_date", ["10:30", "10:30:00", "Jan-20", "7-Jan", "7-Jan-20"]),
        ("is_goods", ["口罩500只", "大米10袋", "500只口罩", "防护服 20 套", "大米拾袋", "香皂500块"]),
        (
            "fraction_of_fen",
            [
                "0.3333333333333333",
                "1234.5678901234567",
                "0.001",
                "1.005",
                "12.345元",
                "0.005元",
                "1.2345678万元",
                "1." + "0" * 40 + "1",
            ],
        ),
        ("too_large", ["1000000000.01", "-1000000001", "10.1亿元", "1000亿", "壹拾壹亿元整", "9" * 60]),
        ("is_date", ["2020-01-07", "2020/1/7", "2020.1.7", "2020年1月7日", "1月7日", "2020-01-07 00:00:00"]),
        (
            "two_amounts",
            ["1000 2000", "1000、2000", "1000元2000元", "500+500", "1000元(1000元)", "1000\n2000", "12\u00a034"],
        ),
        ("two_amounts", ["1000和2000元", "壹佰元 贰佰元", "一百 二十", "1万 2000元", "3万元5千"]),
    ],
)
def test_what_is_no_single_amount_is_refused_by_reason(reason, texts):
    assert {text: reason_of(parse_amount, text) for text in texts} == dict.fromkeys(texts, reason)


@pytest.mark.parametrize("text", ["未估值", "(未估值)", "（未估值）", " 未估价 ", "待估值", "待估价", "暂未估值"])
def test_an_amount_that_the_source_does_not_value_is_told_apart(text):
    assert is_unvalued(text)


@pytest.mark.parametrize("value", ["", " ", "0", "估值100元", "未估值的2箱", None, 0.0, "不详"])
def test_other_cells_are_not_unvalued(value):
    assert not is_unvalued(value)


# --- counts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ("142", 142),
        (142.0, 142),
        (142, 142),
        ("142人", 142),
        ("142 人次", 142),
        ("1,234户", 1234),
        ("３箱", 3),
        ("142.0", 142),
        ("三十人", 30),
        ("两百户", 200),
        ("0", 0),
        ("一人", 1),
        (141.99999999999997, 142),
    ],
)
def test_a_count_is_a_whole_number_with_or_without_a_counter_word(value, count):
    result = parse_count(value)
    assert (result, type(result)) == (count, int)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "blank"),
        (None, "blank"),
        (True, "is_boolean"),
        (date(2020, 1, 7), "is_date"),
        (float("inf"), "not_finite"),
        (1.5, "not_whole"),
        ("1.5人", "not_whole"),
        (-3.0, "negative"),
        ("-3", "negative"),
        ("约100人", "approximate"),
        ("六十几份", "approximate"),
        ("1.2万人次", "approximate"),
        ("1-2人", "range"),
        ("一百二", "ambiguous"),
        ("一", "ambiguous"),
        ("142元", "not_a_count"),
        ("1打", "not_a_count"),
        ("若干", "not_a_count"),
        ("142人3户", "not_a_count"),
        (1e10, "too_large"),
        ("9" * 5000, "too_large"),
        (FaultyCell("#N/A", "error_value"), "error_value"),
        ("1.2E+4", "damaged_by_excel"),
    ],
)
def test_what_is_no_whole_count_is_refused_by_reason(value, reason):
    assert reason_of(parse_count, value) == reason


# --- laws ----------------------------------------------------------------------------------------------------

FORMAL = "零壹贰叁肆伍陆柒捌玖"


def in_words(fen: int, *, with_optional_nought: bool = True) -> str:
    """`fen` as the rules for cheques spell it; a nought between 万 and 仟, or 元 and 角, may be left out."""
    yuan, tenths, hundredths = fen // 100, fen // 10 % 10, fen % 10
    words, has_gap = "", False
    for place in range(len(str(yuan)) - 1, -1, -1):
        digit, section = yuan // 10**place % 10, place // 4
        if digit:
            gap_is_optional = place == 3 and yuan // 10**4 % 10**4 != 0
            words += "零" if has_gap and (with_optional_nought or not gap_is_optional) else ""
            words += FORMAL[digit] + ["", "拾", "佰", "仟"][place % 4]
        has_gap = not digit and bool(words)
        if place % 4 == 0 and yuan // 10**place % 10**4:
            words += ["", "万", "亿"][section]
    words = (words or "零") + "元"
    if not (tenths or hundredths):
        return words + "整"
    if tenths:
        words += "零" if with_optional_nought and yuan % 10 == 0 else ""
        words += FORMAL[tenths] + "角"
    elif hundredths:
        words += "零"
    return words + (FORMAL[hundredths] + "分" if hundredths else "")


def test_the_printer_of_these_tests_spells_as_the_rules_for_cheques_do():
    assert in_words(140_950) == "壹仟肆佰零玖元伍角"
    assert in_words(600_714) == "陆仟零柒元壹角肆分"
    assert in_words(168_032) == "壹仟陆佰捌拾元零叁角贰分"
    assert in_words(10_700_053, with_optional_nought=False) == "壹拾万柒仟元伍角叁分"
    assert in_words(1_640_902) == "壹万陆仟肆佰零玖元零贰分"
    assert in_words(10_000_500_000) == "壹亿零伍仟元整"


@given(fens)
@example(LARGEST_FEN)
def test_a_printed_amount_is_read_back(fen):
    printed = format_yuan(fen)
    for text in (printed, f"¥{printed}", f"{printed}元", printed.replace(",", ""), f"人民币{printed}元整"):
        assert parse_amount(text) == Money(fen)
    assert parse_amount(f"({printed})") == parse_amount(f"-{printed}") == Money(-fen)


@given(fens, st.booleans())
@example(10_000_500_000, True)
@example(5, False)
def test_an_amount_spelled_in_words_is_read_back(fen, with_optional_nought):
    words = in_words(fen, with_optional_nought=with_optional_nought)
    assert parse_amount(words) == Money(fen)
    assert parse_amount(f"{format_yuan(fen)}元({words})") == Money(fen)


@given(fens, fens)
def test_figures_and_words_agree_only_where_they_are_equal(figures, words):
    assume(figures != words)
    assert reason_of(parse_amount, f"{format_yuan(figures)}元({in_words(words)})") == "disagrees"


@given(fens)
def test_a_float_of_a_whole_number_of_fen_is_that_number(fen):
    assert parse_amount(fen / 100) == Money(fen)
    assert parse_amount(-fen / 100) == Money(-fen)


@given(st.decimals(min_value=0, max_value=9, places=4), units)
def test_a_unit_scales_the_amount_and_gives_its_precision(number, unit):
    assume((number * UNIT_FEN[unit]) % 1 == 0)
    assume(number * UNIT_FEN[unit] <= LARGEST_FEN)
    assert parse_amount(str(number), unit) == Money(int(number * UNIT_FEN[unit]), printed_halfwidth_fen(number, unit))


@given(st.integers(min_value=0, max_value=10**7), st.integers(min_value=0, max_value=4))
def test_a_number_with_its_unit_is_the_number_in_a_column_of_that_unit(digits, places):
    number = str(Decimal(digits).scaleb(-places).quantize(Decimal(1).scaleb(-places)))
    assume(Decimal(number) <= 10**5)
    assert parse_amount(f"{number}万元") == parse_amount(number, "万元")


@given(fens)
def test_full_width_writing_says_the_same(fen):
    text = f"{format_yuan(fen)}元"
    wide = "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in text)
    assert wide != text
    assert unicodedata.normalize("NFKC", wide) == text
    assert parse_amount(wide) == parse_amount(text)


@given(
    fens,
    st.sampled_from(["", "'", "¥", "RMB ", "人民币"]),
    st.sampled_from(["", "元", "圆", "元整", "块钱", "(元)", "元。"]),
)
def test_what_says_nothing_of_the_amount_changes_nothing(fen, before, after):
    assert parse_amount(before + format_yuan(fen) + after) == Money(fen)


@given(st.integers(-LARGEST_FEN, LARGEST_FEN), st.integers(-3, 3))
def test_dust_in_the_last_bits_of_a_float_is_no_money(fen, steps):
    value = fen / 100
    for _ in range(abs(steps)):
        value = nextafter(value, inf if steps > 0 else -inf)
    assume(abs(value) <= LARGEST_FEN / 100)
    assert parse_amount(value) == Money(fen)


@given(st.integers(-LARGEST_FEN, LARGEST_FEN))
def test_the_usual_writing_is_read_as_any_other(fen):
    number = Decimal(fen) / 100
    assert parse_amount(str(number)) == parse_amount(f"{number}元") == parse_amount(f" {number:.2f} ") == Money(fen)


@given(fens, st.sampled_from(["\u200b", "\ufeff", "\u200e", "\u2060", "\u00ad"]), st.integers(0, 20))
def test_characters_that_nobody_sees_change_nothing(fen, unseen, place):
    text = format_yuan(fen)
    assert parse_amount(text[:place] + unseen + text[place:]) == Money(fen)


telling = st.text(alphabet="0123456789,.-() \u00a0元角分万千百亿一二三十零壹贰拾佰仟整¥人民币约美年月日", max_size=16)


@given(st.one_of(telling, st.text(), st.floats(), st.integers()), units)
@example("\u2488" + "5", "元")
@example("一万零", "元")
def test_any_cell_is_read_or_refused_with_a_known_reason(value, unit):
    for parse in (lambda: parse_amount(value, unit), lambda: parse_count(value)):
        try:
            result = parse()
        except UnreadableCell as refusal:
            assert refusal.reason in REASONS
        else:
            assert isinstance(result, Money | int)


@given(telling)
def test_no_text_is_read_as_more_than_the_largest_amount(text):
    try:
        money = parse_amount(text)
    except UnreadableCell:
        return
    assert abs(money.fen) <= LARGEST_FEN
    assert money.halfwidth_fen >= 0


@pytest.mark.parametrize("count", [17, 45])
def test_a_sum_written_out_is_no_amount_and_is_not_searched_for_halves(count):
    with pytest.raises(UnreadableCell):
        parse_amount("1+" * count + "1")


def test_the_longest_way_to_say_one_amount_twice_is_read():
    assert parse_amount("人民币壹仟元贰角叁分 (人民币：¥1000.23元)").fen == 100_023


@pytest.mark.parametrize("text", ["200.", "+200", "200块", "+200.00元"])
def test_signs_that_say_nothing_do_not_keep_an_amount_from_being_read(text):
    assert parse_amount(text) == Money(20_000)


@pytest.mark.parametrize("text", ["1+200", "+", ".", "200..", "++200", "香皂500块", "+-200"])
def test_other_signs_do(text):
    with pytest.raises(UnreadableCell):
        parse_amount(text)
