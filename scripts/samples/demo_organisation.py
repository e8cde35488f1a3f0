"""The organisation.toml of a synthetic federation, with annual accounts computed from its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from samples.chinese_amounts import yuan_text
from samples.demo_accounts import TIME_RESTRICTED_YUAN, annual_accounts
from samples.demo_records import PERIODS, Demo
from samples.demo_world import FEDERATION

_PLATFORM = "全国慈善信息公开平台"
# The half-year whose report stood on the federation's own site only, which is not the lawful channel.
_OWN_SITE_PERIOD = "2017H1"
_HEAD = """\
# Synthetic: this federation, its donors, its payees and all its figures are invented for demonstration.
# 合成数据:本机构、捐赠人、受助人及全部金额均为演示而虚构,与任何真实机构或个人无关。
name = "{name}（合成数据）"
kind = "association"
public_fundraising = {public}

# Groups of fewer people than this are not shown in a public edition.
# 公开版中,少于此人数的分组不予显示。
disclosure_threshold = 10
"""
_YEARS_NOTE = """\
# Annual accounts, in yuan: net assets at the year's end, restricted income that could not yet be used in the year,
# and net assets released from time restriction in the year.
# 年度财务数据(元):年末净资产;当年限定性收入中时间未到、当年不得使用的部分;当年解除时间限定的净资产。
"""


def organisation_text(demo: Demo) -> str:
    """The demo's file: the days and the channel of each half-year's report, and the accounts of each year."""
    channels = {period: "本会网站" if period == _OWN_SITE_PERIOD else _PLATFORM for period in PERIODS}
    return federation_text(FEDERATION, True, demo, channels, TIME_RESTRICTED_YUAN)


def federation_text(
    name: str,
    is_public: bool,
    demo: Demo,
    channels: Mapping[str, str],
    time_restricted_yuan: Mapping[int, tuple[int, int]],
) -> str:
    """The file's text for the half-years of `channels`; the year before the first holds the opening balances."""
    sections = [_HEAD.format(name=name, public=str(is_public).lower())]
    for period, channel in channels.items():
        year, half = int(period[:4]), int(period[-1])
        month = f"{year}-07" if half == 1 else f"{year + 1}-01"
        days = f"signed_on = {month}-10\npublished_on = {month}-20"
        sections.append(f'[periods.{period}]\n{days}\ndisclosure_channel = "{channel}"\n')
    return "\n".join([*sections, _YEARS_NOTE + "\n".join(_year_sections(demo, list(channels), time_restricted_yuan))])


def _year_sections(
    demo: Demo, periods: Sequence[str], time_restricted_yuan: Mapping[int, tuple[int, int]]
) -> list[str]:
    """One section per year; of the year before the sample only the net assets are known."""
    first = int(periods[0][:4]) - 1
    opening_fen = sum(row.amount_fen for row in demo.opening_balances if row.period == periods[0])
    sections = [f'[years.{first}]\nnet_assets_yuan = "{yuan_text(opening_fen)}"\n']
    for year, accounts in annual_accounts(demo, time_restricted_yuan).items():
        sections.append(
            f'[years.{year}]\nnet_assets_yuan = "{yuan_text(accounts.net_assets_fen)}"\n'
            f'restricted_not_yet_usable_yuan = "{yuan_text(accounts.not_yet_usable_fen)}"\n'
            f'released_from_time_restriction_yuan = "{yuan_text(accounts.released_fen)}"\n'
        )
    return sections
