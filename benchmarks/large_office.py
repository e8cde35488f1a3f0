"""A half-year of an office with many gifts: what a report must still carry and a browser still open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

GIFTS, PAYMENTS = 10_000, 800
PERIOD = "2020H1"
PROGRAMMES = ("疫情防控", "慈善助学", "慈善助困", "慈善助医", "慈善助老", "慈善助残", "慈善情暖万家", "救灾应急")
KINDS = ("个人", "个人", "个人", "个人", "企业", "社会组织")
CHANNELS = ("日常捐赠", "网络募捐", "慈善一日捐", "定向捐赠")
FUNDS = ("一般资金", "助学基金", "助医基金")
_GIFT_HEADINGS = (
    *("序号", "捐赠日期", "捐赠人", "捐赠人类别", "捐赠金额", "项目", "用途", "渠道", "资金池", "是否限定"),
    *("票据号", "账务归属"),
)
_PAYMENT_HEADINGS = (
    *("拨付日期", "收款单位", "收款方类别", "拨付金额", "项目", "用途", "活动", "人数", "计量单位", "标准(元)"),
    *("批准文号", "资金池", "账务归属"),
)


def write_office(raw: Path, gifts: int = GIFTS, payments: int = PAYMENTS) -> Path:
    """The organisation's folder below `raw`, filled with synthetic books of `gifts` gifts and `payments` payments."""
    folder = raw / "office"
    (folder / PERIOD).mkdir(parents=True)
    (folder / "organisation.toml").write_text('name = "大型慈善会（合成数据）"\n', encoding="utf-8")
    funds = [(fund, 1_000_000 + place * 1000, "否") for place, fund in enumerate(FUNDS)]
    _write(folder / PERIOD / "基金期初余额.xlsx", "期初余额", ("基金名称", "期初余额", "是否限定"), funds)
    _write(folder / PERIOD / "捐赠收入.xlsx", "捐赠收入", _GIFT_HEADINGS, map(_gift, range(gifts)))
    _write(folder / PERIOD / "拨付支出.xlsx", "拨付支出", _PAYMENT_HEADINGS, map(_payment, range(payments)))
    return folder


def _gift(place: int) -> Sequence[Any]:
    """Every tenth donor gives again; every twentieth gift is designated."""
    kind = KINDS[place % len(KINDS)]
    donor = f"合成{'捐赠人' if kind == '个人' else '单位'}{place % 9000:05d}"
    programme = PROGRAMMES[place * 7 % len(PROGRAMMES)]
    designated = place % 20 == 0
    amount = (50 + place * 37 % 1951) * (20 if kind == "企业" else 1) + place % 100 / 100
    return (
        *(place + 1, _day(place, GIFTS), donor, kind, amount, programme, f"{programme}定向" if designated else None),
        *(CHANNELS[place % len(CHANNELS)], FUNDS[place % len(FUNDS)], "是" if designated else "否"),
        *(f"合成{place:08d}", "本会"),
    )


def _payment(place: int) -> Sequence[Any]:
    programme = PROGRAMMES[place % len(PROGRAMMES)]
    people, standard = (1, 1000 + place % 5 * 500) if place % 3 else (12 + place % 40, 600)
    return (
        *(_day(place, PAYMENTS), f"合成受助人{place:04d}" if people == 1 else f"合成社区{place:03d}困难群众", "个人"),
        *(people * standard, programme, f"{programme}补助", f"第{place % 12 + 1}批", people, "人", standard),
        *(f"合慈〔2020〕{place % 60 + 1}号", FUNDS[place % len(FUNDS)], "本会"),
    )


def _day(place: int, of: int) -> str:
    month, day = divmod(place * 180 // of % 180, 30)
    return f"2020-{month + 1:02d}-{min(day + 1, 28):02d}"


def _write(path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in (("合成数据",), ("单位:元",), headings, *rows):
        sheet.append(list(row))
    book.save(path)
