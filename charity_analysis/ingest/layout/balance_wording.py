"""How ledgers word money that is no entry of its own: carried over a page or a year, a part of a sum, a share."""

from __future__ import annotations

import re

from charity_analysis.ingest.layout.total_wording import LOOKS_SPECIAL, undecorated

_STATED = r"(?:金额|资金|善款|款|数|转入|\([^()]*\)|:)*(?:[-¥\d].*|.*[元整])?"
_CARRIED = re.compile(
    rf"(?:[承接续](?:前|上)一?页|[过转]入?(?:次|下)一?页|结?转(?:次|下)一?页|结转(?:自)?上页|上页[结转]+来?|[上前]一?页[小合总累]?计|[上前]一?页余额){_STATED}"
)
_BALANCE = re.compile(
    r"(?:截[至止]|上[年月期季次周]度?末?|前期|年初|期初|月初|期末|年末|月末|本[年月期季]度?末?|\d{4}年度?末?|\d{1,2}月份?末?|[上下]半年|以前年度)*"
    rf"(?:累计|滚存|账户|银行|现金|库存|资金|捐赠|捐款|善款)*(?:结转|结余|余额|结存)(?:[上下至到]*[年月期季]度?)?{_STATED}"
)
_PART = re.compile(r"其中.{0,30}")
_SHARE = re.compile(
    r"(?:所?占(?:总.{0,6}|全.{0,6}|.{0,4}的)?(?:比例?|比重|百分比)|百分比|比例|同比.{0,4}|环比.{0,4})(?:\(.{0,4}\)|:)*"
)


def is_carried(word: str) -> bool:
    """True for a sum carried over a page break: 承前页, 过次页, 转下页, 上页合计."""
    return _says(_CARRIED, word)


def is_balance(word: str) -> bool:
    """True for a balance that stands among entries: 上年结转, 期初余额, 本月结余."""
    return _says(_BALANCE, word)


def is_part(word: str) -> bool:
    """True for a part of the sum above it: 其中:现金."""
    return _says(_PART, word)


def is_share(word: str) -> bool:
    """True for a row of shares or rates, which are no money: 占比, 同比增长."""
    return _says(_SHARE, word)


def _says(pattern: re.Pattern[str], word: str) -> bool:
    return LOOKS_SPECIAL.search(word) is not None and pattern.fullmatch(undecorated(word)) is not None
