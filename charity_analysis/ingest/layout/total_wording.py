"""How ledgers word a total: 小计, 3月份合计, 合计(大写), 总计:12,500元, while 合计科技有限公司 is a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from charity_analysis.ingest.cells.amounts import parse_amount
from charity_analysis.ingest.cells.errors import UnreadableCell

# Every wording by which this package takes a row for no data although its date, party and amount are all filled
# (totals, carried balances, shares, parts of a sum) holds one of these characters, however it is spaced.
SPECIAL_CHARACTERS = "计計总總汇匯彙滙页頁结結余餘额額其占佔比例tTmM"
# The promise to whoever sorts rows by the column, on raw text as it stands in the cell:
# a text in which this finds nothing is neither a total nor a carried balance nor a share nor a part; so a row whose
# date, parties and amount are all filled, its amount a number, and in none of whose texts this finds anything, is
# DATA. (Notes, sections and repeated headers are no such rows: they lack a date, a party or a number as amount.)
# It is one class of characters, so that a joined column of any length is searched at once: it finds everything that
# is not plainly harmless, above all forms that fold into other characters (ｔ, ⽐, invisible ones).
LOOKS_SPECIAL = re.compile(
    rf"[{SPECIAL_CHARACTERS}]"
    r"|[^\t\n\r -~\u00a0\u00b7\u2014\u2018-\u201d\u2026\u3000-\u3002\u3008-\u3011\u4e00-\u9fff"
    r"\uff08-\uff0c\uff0d-\uff0f\uff10-\uff1b\uff1f]"
)
_DECORATION = "*★☆=-—_~·.#:→>|"

_WORDS = r"小计|合计|总计|共计|累计|汇总|总额|总金额|总数|总和|(?<![a-z])(?:(?:grand|sub-?|page)?total|sum)"
_RANKS = {"小计": 1, "subtotal": 1, "sub-total": 1, "总计": 3, "累计": 3, "grandtotal": 3}
_USUAL_RANK = 2
# What a total may be of, and how many entries it counts.
_OF_WHAT = (
    r"(?:\([^()]*\)|捐赠|捐款|善款|现金|物资|收入|支出|拨付|发放|资金|金额|数额?|价值|实收|到账|人民币|[大小]写|元"
    r"|:|=)*"
)
_COUNTED = r"\d+(?:笔|户|家|人次?|名|件|项|条|份|单)"
_ENTRIES = rf"(?:共?{_COUNTED}[,:]?)?"
_REST = rf"{_OF_WHAT}{_ENTRIES}{_OF_WHAT}(?P<stated>.*)"
_TOTAL = re.compile(rf"(?P<before>[^,。;]{{0,20}}?)(?P<word>{_WORDS}){_REST}")
_NUMERAL = "一二三四五六七八九十"
_SPAN_PART = (
    rf"以上|上述|总|全年|全部|所有|grand|[上下]半年|[本当该这此][页日周旬月季年期次批]度?|[上中下]旬"
    rf"|第?[{_NUMERAL}\d]{{1,3}}(?:季度|页|批次?|周|组)|\d{{4}}年度?|\d{{1,2}}月份?|[{_NUMERAL}]{{1,2}}月份?"
    rf"|\d{{1,2}}[日号]|\d{{4}}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?|\d{{1,2}}[-~至]\d{{1,2}}月份?"
    rf"|截[至止](?:目前|本[日月期])?|至今|[{_NUMERAL}]{{1,2}}[、.]|\([{_NUMERAL}\d]{{1,2}}\)"
)
_SPAN = re.compile(rf"(?:{_SPAN_PART})*")
# 计 alone is a surname and a syllable: it is a total only where nothing but a span stands before it.
_BARE = re.compile(rf"(?P<before>(?:{_SPAN_PART})*)(?P<word>计){_REST}")
_MONEY = re.compile(r"[\d元整¥]")
_IN_FULL = re.compile(r"[元整¥]")
_A_COUNT = re.compile(rf"共?{_COUNTED}")


@dataclass(frozen=True)
class Total:
    """A cell that says total: its `rank`, whether it says nothing else, and the amount it states itself, if any."""

    rank: int
    is_plain: bool
    stated: str


def find_total(word: str) -> Total | None:
    """The total that the normalised text `word` is a label of; None where it is none."""
    if LOOKS_SPECIAL.search(word) is None:
        return None
    word = undecorated(word)
    match = _TOTAL.fullmatch(word)
    if match is not None and (match["stated"] == "" or states_amount(match["stated"])):
        is_plain = _SPAN.fullmatch(match["before"]) is not None
        return Total(_RANKS.get(match["word"], _USUAL_RANK), is_plain, match["stated"])
    bare = _BARE.fullmatch(word)
    if bare is not None and (bare["stated"] == "" or (_MONEY.search(bare["stated"]) and states_amount(bare["stated"]))):
        return Total(1, is_plain=True, stated=bare["stated"])
    return None


def undecorated(word: str) -> str:
    """The normalised text `word` without what only decorates a label (**合计**)."""
    return word.strip(_DECORATION)


def is_entry_count(word: str) -> bool:
    """True for a number of entries, which stands beside a total in the place of a name: 25笔."""
    return _A_COUNT.fullmatch(word) is not None


def is_written_amount(word: str) -> bool:
    """True for an amount that says itself that it is money, such as 壹仟元整 or ¥1000."""
    return _IN_FULL.search(word) is not None and states_amount(word)


def states_amount(text: str) -> bool:
    """True where the whole of `text` is an amount."""
    try:
        parse_amount(text)
    except UnreadableCell:
        return False
    return True
