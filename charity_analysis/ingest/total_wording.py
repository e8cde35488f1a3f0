"""How ledgers word a total: 小计, 3月份合计, 合计(大写), 总计:12,500元, while 合计科技有限公司 is a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from charity_analysis.ingest.amounts import parse_amount
from charity_analysis.ingest.errors import UnreadableCell

_WORDS = "小计|合计|总计|共计|累计|汇总|总额|本页计|本月计|本季计|sub-?total|total"
_RANKS = {"总计": 3, "累计": 3, "总额": 3, "合计": 2, "共计": 2, "汇总": 2, "total": 2}
# What a total may be of, and how many entries it counts.
_OF_WHAT = r"(?:\([^()]*\)|捐赠|捐款|收入|支出|拨付|资金|金额|数额?|人民币|[大小]写|:)*"
_ENTRIES = r"(?:共?\d+(?:笔|户|家|人次?|件|项|条|份)[,:]?)?"
_TOTAL = re.compile(rf"(?P<before>[^,。;]{{0,20}}?)(?P<word>{_WORDS}){_OF_WHAT}{_ENTRIES}{_OF_WHAT}(?P<stated>.*)")
_SPAN = re.compile(
    r"(?:以上|总|全年|grand|[上下]半年|[本当该][页日周月季年期]度?|第?[一二三四1-4]季度"
    r"|(?:\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]+)月份?|\d{4}年度?)?"
)
_A_COUNT = re.compile(r"\d+(?:笔|户|家|人次?|件|项|条|份)")


@dataclass(frozen=True)
class Total:
    """A cell that says total: its `rank`, whether it says nothing else, and the amount it states itself, if any."""

    rank: int
    is_plain: bool
    stated: str


def find_total(word: str) -> Total | None:
    """The total that the normalised text `word` is a label of; None where it is none."""
    match = _TOTAL.fullmatch(word)
    if match is None or not (match["stated"] == "" or states_amount(match["stated"])):
        return None
    return Total(_RANKS.get(match["word"], 1), _SPAN.fullmatch(match["before"]) is not None, match["stated"])


def is_entry_count(word: str) -> bool:
    """True for a number of entries, which stands beside a total in the place of a name: 25笔."""
    return _A_COUNT.fullmatch(word) is not None


def states_amount(text: str) -> bool:
    """True where the whole of `text` is an amount."""
    try:
        parse_amount(text)
    except UnreadableCell:
        return False
    return True
