"""One good ledger in every kind of file: the same gifts, serial numbers, and a total that tells when money changed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import builders_binary_workbook as binary
import xlwt
from builders_old_workbook import biff5
from builders_open_document import document, row
from openpyxl import Workbook

GIFTS: list[list[Any]] = [
    [
        number,
        f"2020-{number % 6 + 1:02d}-{number * 7 % 28 + 1:02d}",
        f"合成捐赠人{number}",
        100 * number + number / 4,
        item,
    ]
    for number, item in enumerate(
        ["疫情防控", "慈善助学", "疫情防控", "慈善助老", "慈善助困", "慈善助学", "疫情防控"], 1
    )
]
TOTAL_FEN = sum(round(gift[3] * 100) for gift in GIFTS)
ROWS: list[list[Any]] = [
    ["合成数据：捐赠收入明细", None, None, None, None],
    ["单位:元", None, None, None, None],
    ["序号", "捐赠日期", "捐赠人", "捐赠金额", "项目"],
    *GIFTS,
    ["合计", None, None, TOTAL_FEN / 100, None],
]


def _saved(book: Any) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _open_xml() -> bytes:
    book = Workbook()
    for cells in ROWS:
        book.active.append(cells)
    return _saved(book)


def _old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("捐赠")
    for number, cells in enumerate(ROWS):
        for column, value in enumerate(cells):
            if value is not None:
                sheet.write(number, column, value)
    return _saved(book)


def _binary_workbook() -> bytes:
    rows = [
        binary.row(
            number,
            *(
                (binary.text if isinstance(value, str) else binary.number)(column, value)
                for column, value in enumerate(cells)
                if value is not None
            ),
        )
        for number, cells in enumerate(ROWS)
    ]
    return binary.workbook({"捐赠": binary.sheet(*rows)})


def _text(delimiter: str = ",") -> str:
    return "".join(delimiter.join("" if cell is None else str(cell) for cell in cells) + "\r\n" for cells in ROWS)


def _html() -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{'' if cell is None else cell}</td>" for cell in cells) + "</tr>" for cells in ROWS
    )
    return f'<html><head><meta charset="utf-8"></head><body><table>{rows}</table></body></html>'


def _xml_spreadsheet() -> str:
    def cell(value: Any) -> str:
        if value is None:
            return "<Cell/>"
        return f'<Cell><Data ss:Type="{"String" if isinstance(value, str) else "Number"}">{value}</Data></Cell>'

    rows = "".join(f"<Row>{''.join(map(cell, cells))}</Row>" for cells in ROWS)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="捐赠"><Table>{rows}</Table></Worksheet></Workbook>'
    )


def good_files() -> dict[str, bytes]:
    """Content by file name: one file of every kind that is read."""
    return {
        "新.xlsx": _open_xml(),
        "旧.xls": _old_workbook(),
        "更旧.xls": biff5([["" if cell is None else cell for cell in cells] for cells in ROWS]),
        "二进制.xlsb": _binary_workbook(),
        "开放.ods": document(*(row(*cells) for cells in ROWS)),
        "统一码.csv": _text().encode("utf-8"),
        "国标.csv": _text().encode("gb18030"),
        "宽.txt": _text("\t").encode("utf-16"),
        "网页.xls": _html().encode("utf-8"),
        "表.xml": _xml_spreadsheet().encode("utf-8"),
    }


def write_good_files(folder: Path) -> None:
    """Each of them into `folder`."""
    for name, content in good_files().items():
        (folder / name).write_bytes(content)
