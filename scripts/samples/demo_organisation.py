"""The demo's organisation.toml."""

from __future__ import annotations

from samples.demo_records import PERIODS
from samples.demo_world import FEDERATION

_HEAD = f"""\
# Synthetic: this federation, its donors, its payees and all its figures are invented for demonstration.
# 合成数据:本机构、捐赠人、受助人及全部金额均为演示而虚构,与任何真实机构或个人无关。
name = "{FEDERATION}（合成数据）"
kind = "association"
public_fundraising = true

# Groups of fewer people than this are not shown in a public edition.
# 公开版中,少于此人数的分组不予显示。
disclosure_threshold = 10
"""


def organisation_text() -> str:
    """The file's text, with the days on which each half-year's report was signed and published."""
    sections = []
    for period in PERIODS:
        year, half = int(period[:4]), int(period[-1])
        month = f"{year}-07" if half == 1 else f"{year + 1}-01"
        sections.append(f"[periods.{period}]\nsigned_on = {month}-10\npublished_on = {month}-20\n")
    return "\n".join([_HEAD, *sections])
