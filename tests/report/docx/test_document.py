"""The Word file: fonts and sizes of official documents, its page, what it says of itself, and that text stays text."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import Any

import docx
import pytest
from builders_narrative import TWENTY_TEXTS, half_year, payments
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from charity_analysis.ledger.ledger import Ledger
from charity_analysis.report.docx import annexes, write_docx
from conftest import Office


@pytest.fixture(scope="module")
def written(cangshan: Ledger) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1600000000")
        return write_docx(half_year(cangshan))


@pytest.fixture(scope="module")
def document(written: bytes) -> Any:
    return docx.Document(io.BytesIO(written))


@cache
def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def style_of(document: Any, text: str) -> Any:
    return next(paragraph.style for paragraph in document.paragraphs if text in paragraph.text)


@pytest.mark.parametrize(
    ("text", "font", "size"),
    [
        ("2020年上半年工作情况及下半年工作计划", "方正小标宋简体", 22),
        ("一、总体情况", "黑体", 16),
        ("（一）慈善情暖万家", "楷体_GB2312", 16),
        ("1月7日，春节慰问", "仿宋_GB2312", 16),
        ("（1）3笔支出没有写明日期", "仿宋_GB2312", 16),
        ("附件1", "黑体", 16),
    ],
)
def test_fonts_and_sizes_are_those_of_official_documents(document: Any, text: str, font: str, size: int) -> None:
    style = style_of(document, text)
    fonts = style.element.rPr.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {font}
    assert style.font.size == Pt(size)


def test_the_page_is_that_of_official_documents(document: Any) -> None:
    section = document.sections[0]
    margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    # Word keeps lengths in twentieths of a point.
    assert [round(margin / Mm(1)) for margin in margins] == [37, 35, 28, 26]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
    body = style_of(document, "1月7日，春节慰问").paragraph_format
    # 22 lines in 225 mm, 28 characters in 156 mm, the first line two characters in.
    assert 22 * body.line_spacing <= Mm(225)
    assert 23 * body.line_spacing > Mm(225)
    assert Mm(156) >= 28 * (16 - 0.25) * 12_700
    assert body.first_line_indent == Pt(32)


def test_pages_are_numbered_outside_between_dashes(document: Any) -> None:
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, alignment in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —"
        assert " PAGE " in paragraph._p.xml
        assert alignment.upper() in str(paragraph.style.paragraph_format.alignment)
        assert paragraph.style.font.size == Pt(14)


def test_it_is_signed_by_the_organisation_on_the_configured_day(document: Any) -> None:
    texts = [paragraph.text for paragraph in document.paragraphs]
    place = texts.index("2020年6月26日")
    assert texts[place - 1] == "福州市仓山区慈善总会"
    assert "附件：1.付款清单" in texts


def test_where_no_day_is_configured_there_is_room_for_it(office: Office) -> None:
    office.donations([[1, "2020-01-07", "某企业", 100, "慈善助学"]])
    document = docx.Document(io.BytesIO(write_docx(half_year(office.ledger()))))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[texts.index("测试慈善总会") + 1] == "年　　月　　日"


def test_the_annexes_list_payments_funds_and_sources(document: Any) -> None:
    paid, funds, sources = document.tables
    rows = [[cell.text for cell in row.cells] for row in paid.rows]
    assert len(rows) == 1 + 18 + 1
    assert rows[1][:3] == ["2020-01-07", "全区低保户、孤寡老人、孤儿等困难户", "71,000.00"]
    assert rows[-1][0::2] == ["合计", "8,948,062.17", ""]
    assert [row.cells[0].text for row in funds.rows][1] == "一般资金"
    found = {row.cells[0].text: [cell.text for cell in row.cells][1:] for row in sources.rows}
    assert found["本期支出"][0].startswith("8,948,062.17")
    assert "2020H1/拨付支出.xlsx › " in found["本期支出"][1]
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_the_text_is_that_of_the_narrative(document: Any) -> None:
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "正祥集团捐赠2,000,000.00元，分3笔（1,000,000.00元、900,000.00元、100,000.00元）全部拨付到收款方" in text
    assert "仓扶办〔2020〕32号" in text
    assert "（内部版，不得公开）" in text


def test_the_same_ledger_gives_the_same_bytes(
    written: bytes, cangshan: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    assert write_docx(half_year(cangshan)) == written


def test_it_says_of_itself_no_person_and_no_program(written: bytes, document: Any) -> None:
    properties = document.core_properties
    assert properties.title == "福州市仓山区慈善总会2020年上半年工作情况及下半年工作计划"
    assert properties.author == "福州市仓山区慈善总会"
    assert properties.last_modified_by == ""
    assert f"{properties.created:%Y-%m-%d}" == "2020-09-13"
    assert b"python-docx" not in b"".join(parts(written).values())
    assert not any("thumbnail" in name for name in parts(written))


def test_a_public_edition_is_not_marked_internal_and_hides_persons(office: Office) -> None:
    payments(
        office,
        [["2020-01-07", "张晓明", "个人", 3000, "慈善助医", "大病救助", "补助", 3, "人", 1000, ""]],
    )
    data = write_docx(half_year(office.ledger(), edition="public"))
    everything = b"".join(parts(data).values()).decode("utf-8", "ignore")
    assert "张晓明" not in everything
    assert "内部版" not in everything
    assert "（3人" not in everything


def test_hostile_texts_stay_text(office: Office) -> None:
    office.raw.joinpath("opening.md").write_text("\n\n".join(TWENTY_TEXTS), encoding="utf-8")
    long = "长" * 3_000
    payments(
        office,
        [
            ["2020-01-07", "<w:br/>\u202e反", "事业单位", 100, "慈善助困", long, "&amp;", "", "", "", ""],
            ["2020-01-08", "某小学", "事业单位", 100, "]]><w:p/>", "{activity}", "%s", "", "", "", ""],
        ],
    )
    data = write_docx(half_year(office.ledger(), raw=office.raw))
    document = docx.Document(io.BytesIO(data))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = {cell.text for row in document.tables[0].rows for cell in row.cells}
    assert "<script>alert(1)</script>" in text
    assert long in text
    assert "<w:br/>反" in cells
    assert "]]><w:p/>" in cells
    assert b"hyperlink" not in parts(data)["word/document.xml"]
    assert b"http://example.com" not in parts(data)["word/_rels/document.xml.rels"]


def test_of_very_many_payments_the_largest_are_listed_and_the_rest_is_told(
    demo2: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annexes, "_MOST_PAYMENTS", 5)
    document = docx.Document(io.BytesIO(write_docx(half_year(demo2))))
    assert len(document.tables[0].rows) == 1 + 5 + 1
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "本期付款共20笔，只列金额最大的5笔；逐笔清单见同一文件夹的工作簿。" in text


def test_every_run_of_the_file_takes_its_font_from_a_style(written: bytes) -> None:
    assert b"rFonts" not in parts(written)["word/document.xml"]
