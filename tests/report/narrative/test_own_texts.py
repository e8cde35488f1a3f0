"""opening.md and closing.md: which is read, what becomes of its Markdown, and what is refused."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from builders_narrative import TWENTY_TEXTS, half_year, tell
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.report.narrative import render_narrative
from charity_analysis.report.narrative.blocks import Quoted
from charity_analysis.report.narrative.own_texts import MOST_BYTES, read_own_text
from conftest import Office


def write(folder: Path, name: str, content: str | bytes) -> None:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def lines(folder: Path) -> list[str]:
    blocks = read_own_text(folder, "opening", "2020H1").blocks
    return ["".join(piece.text for piece in block.pieces if isinstance(piece, Quoted)) for block in blocks]


def test_the_periods_own_text_goes_before_the_general_one(tmp_path: Path) -> None:
    write(tmp_path, "opening.md", "总的。")
    assert lines(tmp_path) == ["总的。"]
    write(tmp_path, "opening.2020H1.md", "这一期的。")
    assert lines(tmp_path) == ["这一期的。"]
    assert read_own_text(tmp_path, "opening", "2020H2").file == "opening.md"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_texts_from_any_editor_are_read(tmp_path: Path, encoding: str) -> None:
    write(tmp_path, "opening.md", "慈善总会\r\n的开头。\r\n".encode(encoding))
    assert lines(tmp_path) == ["慈善总会的开头。"]


def test_markdown_becomes_headings_paragraphs_lists_and_bold(tmp_path: Path) -> None:
    write(tmp_path, "opening.md", "# 前言\n\n一句**重点**话。\n\n1. 甲\n2. 乙\n\n- 丙\n")
    blocks = read_own_text(tmp_path, "opening", "2020H1").blocks
    assert [block.kind for block in blocks] == ["heading", "paragraph", "number", "number", "bullet"]
    assert blocks[1].pieces == (Quoted("一句"), Quoted("重点", is_strong=True), Quoted("话。"))


def test_links_and_pictures_are_no_more_than_their_words(tmp_path: Path) -> None:
    write(tmp_path, "opening.md", "见[公告](http://example.com/a)和![图](http://example.com/b.png)。")
    assert lines(tmp_path) == ["见公告和图。"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a" * (MOST_BYTES + 1), "字节"),
        (b"\x89PNG\r\n\0\0", "文本"),
        ("[" * 5_000, "嵌套"),
        ("<" * 5_000, "嵌套"),
    ],
)
def test_what_is_no_short_text_is_refused(tmp_path: Path, content: str | bytes, reason: str) -> None:
    write(tmp_path, "opening.md", content)
    text = read_own_text(tmp_path, "opening", "2020H1")
    assert text.blocks == ()
    assert reason in text.refusal


def test_a_refused_text_is_told_in_the_report(office: Office) -> None:
    write(office.raw, "opening.md", b"\x89PNG\r\n\0\0")
    office.donations([[1, "2020-01-07", "某企业", 100, "慈善助学"]])
    told = tell(half_year(office.ledger(), raw=office.raw))
    (refusal,) = [line for line in told if "opening.md" in line]
    assert refusal == "opening.md没有采用：不是 UTF-8 或 GBK 编码的文本，请另存为 UTF-8。"
    assert told[0].startswith("现将测试慈善总会")


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("外面的话", encoding="utf-8")
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "opening.md").symlink_to(secret)
    text = read_own_text(folder, "opening", "2020H1")
    assert text.blocks == ()
    assert text.refusal


def test_the_texts_stand_around_the_narrative_and_are_no_finding(office: Office) -> None:
    write(office.raw, "opening.md", "我们的开头。")
    write(office.raw, "closing.2020H1.md", "我们的结尾。")
    office.donations([[1, "2020-01-07", "某企业", 100, "慈善助学"]])
    ledger = office.ledger()
    assert "stray_file" not in set(ledger.findings["rule"])
    told = tell(half_year(ledger, raw=office.raw))
    assert (told[0], told[-1]) == ("我们的开头。", "我们的结尾。")


def test_a_public_edition_hides_persons_in_the_texts(office: Office) -> None:
    write(office.raw, "opening.md", "感谢张晓明先生，电话13800138000。")
    office.workbook(
        "捐赠.xlsx",
        {
            "捐赠": [
                ["捐赠日期", "捐赠人", "捐赠人类别", "捐赠金额", "项目"],
                ["2020-01-07", "张晓明", "个人", 100, "慈善助学"],
            ]
        },
    )
    ledger = office.ledger()
    assert "张晓明" in tell(half_year(ledger, raw=office.raw))[0]
    outside = tell(half_year(ledger, edition="public", raw=office.raw))[0]
    assert "张晓明" not in outside
    assert "13800138000" not in outside


# What the page's own narrative is made of; a text of the organisation can add no other element.
ELEMENTS = {"p", "h3", "h4", "ul", "ol", "li", "strong", "span", "a"}


@given(st.text(max_size=200) | st.lists(st.sampled_from(TWENTY_TEXTS), max_size=6).map("\n\n".join))
def test_whatever_is_written_adds_no_element_to_the_page(text: str) -> None:
    from tempfile import TemporaryDirectory

    from charity_analysis.report.elements import join
    from charity_analysis.report.narrative.page import render_blocks

    with TemporaryDirectory() as folder:
        write(Path(folder), "opening.md", text.encode("utf-8", "ignore"))
        blocks = read_own_text(Path(folder), "opening", "2020H1").blocks
    html = join(*render_blocks(str, blocks)).html
    assert set(re.findall(r"</?([a-zA-Z][\w-]*)", html)) <= ELEMENTS
    assert "<a" not in html
    shown = unescape(re.sub(r"<[^>]*>", "", html))
    assert "\u202e" not in shown


def test_a_page_holds_the_texts_as_text(office: Office) -> None:
    write(office.raw, "opening.md", "\n\n".join(TWENTY_TEXTS))
    office.donations([[1, "2020-01-07", "某企业", 100, "慈善助学"]])
    html = render_narrative(half_year(office.ledger(), raw=office.raw)).html
    assert set(re.findall(r"<([a-zA-Z][\w-]*)", html)) <= ELEMENTS
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert 'href="http' not in html
    assert "javascript:alert" not in re.sub(r"<span data-quoted>.*?</span>", "", html)
