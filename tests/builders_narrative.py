"""A half-year told: the narrative's lines as plain text, from a ledger or from a small office."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from charity_analysis.ledger.ledger import Ledger
from charity_analysis.periods import ReportingPeriod
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.build import build_narrative
from charity_analysis.report.narrative.numbering import Numbering
from charity_analysis.report.narrative.showing import show_plain
from charity_analysis.report.privacy.public_ledger import public_ledger

HEADINGS = [
    "拨付日期",
    "收款单位",
    "收款方类别",
    "拨付金额",
    "项目",
    "活动",
    "用途",
    "人数",
    "计量单位",
    "标准(元)",
    "批准文号",
]
TWENTY_TEXTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7*7 }}",
    "{0.__class__}",
    "{% raw %}",
    "${jndi:ldap://x}",
    "[点这里](javascript:alert(1))",
    "![图](http://example.com/x.png)",
    "**粗** _斜_ `码`",
    '=HYPERLINK("http://example.com")',
    "@SUM(1+1)",
    "</p></div>",
    "<![CDATA[x]]>",
    "&lt;b&gt;",
    "<svg/onload=alert(1)>",
    "'; DROP TABLE donations; --",
    "../../etc/passwd",
    "]]>",
    "<w:p/>",
    "%s %d {activity}",
)


def half_year(ledger: Ledger, period: str = "2020H1", edition: str = "internal", raw: Path | None = None) -> HalfYear:
    """The half-year of a ledger, in the public edition of its masked one."""
    parsed = ReportingPeriod.parse(period)
    if edition == "internal":
        return HalfYear(ledger, parsed, raw=raw)
    masked, secrets = public_ledger(ledger)
    return HalfYear(masked, parsed, edition, secrets, raw=raw)


def tell(report: HalfYear) -> list[str]:
    """One line a block, headings with their numbers."""
    numbering = Numbering()
    lines = []
    for block in build_narrative(report).blocks:
        text = "".join(show_plain(report, piece) for piece in block.pieces)
        lines.append((numbering.next(block) if block.kind == "heading" else "") + text)
    return lines


def payments(office: Any, rows: Sequence[Sequence[Any]]) -> None:
    """A ledger of payments with all columns that the narrative tells of."""
    office.workbook("拨付支出.xlsx", {"拨付": [["测试慈善总会拨付支出明细"], ["单位:元"], HEADINGS, *rows]})
