"""Half-years of the samples in both editions, made once, without a notebook."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import cache

import pytest

from charity_analysis.ledger.ledger import Ledger
from charity_analysis.periods import ReportingPeriod
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.privacy.public_ledger import public_ledger
from conftest import Office

Half = Callable[..., HalfYear]
HOSTILE = (
    "=cmd|'/c calc'!A1", "+1+1", "@SUM(A1)", "-2+3", "\t=1+1", "＝1+1", " =1", "'=1", "\r\n=HYPERLINK(\"http://e\")",
    "<b>粗</b><script>alert(1)</script>", "甲\u202e乙\u200f丙", "a,\"b\"\r\nc", "\ufeff=1", "a\x00b\x0bc",
)  # fmt: skip


def hostile_gifts(office: Office) -> int:
    """A list of gifts whose donors, programmes, purposes and notes are hostile; how many there are.

    As text, since a workbook's writer would make formulas of some.
    """
    paper = io.StringIO(newline="")
    writer = csv.writer(paper)
    writer.writerow(["捐赠日期", "捐赠人", "捐赠人类别", "捐赠金额", "项目", "用途", "备注"])
    texts = [text for text in HOSTILE if "\x00" not in text]
    writer.writerows(["2020-03-01", f"{text}有限公司", "企业", 10, text, text, text] for text in texts)
    (office.period / "捐赠收入.csv").write_bytes(paper.getvalue().encode("utf-8-sig"))
    return len(texts)


def half_year(ledger: Ledger, period: str = "2020H1", edition: str = "internal") -> HalfYear:
    """The half-year of a ledger as `HalfYear.load` makes it."""
    if edition == "internal":
        return HalfYear(ledger, ReportingPeriod.parse(period))
    masked, secrets = public_ledger(ledger)
    return HalfYear(masked, ReportingPeriod.parse(period), edition, secrets)


@pytest.fixture(scope="session")
def half(cangshan: Ledger, demo: Ledger, demo2: Ledger) -> Half:
    """A sample's half-year by organisation, period and edition; each ledger is masked once."""
    ledgers = {"cangshan": cangshan, "demo": demo, "demo2": demo2}
    masked = cache(lambda name: public_ledger(ledgers[name]))

    @cache
    def of(name: str, period: str = "2020H1", edition: str = "internal") -> HalfYear:
        if edition == "internal":
            return half_year(ledgers[name], period)
        ledger, secrets = masked(name)
        return HalfYear(ledger, ReportingPeriod.parse(period), edition, secrets)

    return of
