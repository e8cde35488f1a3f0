"""The font files, their registration with matplotlib, and the font inside a page."""

from __future__ import annotations

import base64
import io
import re

import make_fonts
import matplotlib
import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager

from charity_analysis.report.embed import cut_font, embed_fonts, shown_characters
from charity_analysis.report.fonts import FAMILY, Weight, font_path, register_fonts

WEIGHTS: list[Weight] = ["regular", "bold"]


def characters_of(font: TTFont) -> set[str]:
    return {chr(code) for code in font.getBestCmap()}


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_weight_holds_the_characters_of_gbk_and_rare_ones_of_names(weight: Weight) -> None:
    held = characters_of(TTFont(font_path(weight), lazy=True))
    block = {chr(code) for code in range(0x4E00, 0x9FA6)}
    reports = set("〔〕【】《》（）、，。；：“”‘’—…·％¥￥€±×÷−→①③°㎡〇")
    names = set("䶮㛃𬱟𬭊𫍯𦈡")
    assert block | reports | names | set(map(chr, range(0x20, 0x7F))) <= held


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_weight_stays_near_five_megabytes(weight: Weight) -> None:
    assert font_path(weight).stat().st_size < 5.3e6


@pytest.mark.parametrize("weight", WEIGHTS)
def test_digits_are_of_one_width_so_that_columns_of_figures_line_up(weight: Weight) -> None:
    font = TTFont(font_path(weight), lazy=True)
    names = font.getBestCmap()
    assert len({font["hmtx"][names[ord(digit)]][0] for digit in "0123456789"}) == 1


def test_the_licence_and_the_source_travel_with_the_fonts() -> None:
    folder = font_path("regular").parent
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text(encoding="utf-8")
    assert "Noto Sans CJK SC" in (folder / "README.md").read_text(encoding="utf-8")
    assert "mpl-font" in (folder / "README.md").read_text(encoding="utf-8")


def test_the_files_hold_nothing_that_the_script_does_not_ask_for() -> None:
    held = characters_of(TTFont(font_path("regular"), lazy=True))
    assert {ord(character) for character in held} <= make_fonts.wanted_codepoints()


def test_registering_twice_adds_nothing_the_second_time() -> None:
    register_fonts()
    once = [entry.fname for entry in font_manager.fontManager.ttflist]
    register_fonts()
    assert [entry.fname for entry in font_manager.fontManager.ttflist] == once


def test_registering_changes_no_setting() -> None:
    before = dict(matplotlib.rcParams)
    register_fonts()
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("weight", WEIGHTS)
def test_matplotlib_finds_each_weight_by_its_family(weight: Weight) -> None:
    register_fonts()
    wanted = font_manager.FontProperties(family=FAMILY, weight="bold" if weight == "bold" else "normal")
    assert font_manager.findfont(wanted, fallback_to_default=False) == str(font_path(weight))


def test_a_cut_font_holds_just_its_characters_and_is_the_same_every_time() -> None:
    first = cut_font("regular", "慈善，0")
    assert characters_of(TTFont(io.BytesIO(first))) == set("慈善，0")
    assert cut_font("regular", "0，善慈") == first
    # The day of the cut would make every day's report differ.
    assert TTFont(io.BytesIO(first))["head"].modified == TTFont(font_path("regular"))["head"].modified


def test_a_character_that_the_font_lacks_is_left_to_the_readers_machine() -> None:
    assert characters_of(TTFont(io.BytesIO(cut_font("regular", "慈😀")))) == {"慈"}


def test_shown_characters_are_those_of_the_text_and_not_of_code_or_attributes() -> None:
    page = (
        "<head><title>题</title><style>样</style></head><body><p title='属'>文<br>字&amp;</p><script>码</script></body>"
    )
    shown = set(shown_characters(page).regular)
    assert set("文字&") <= shown
    assert shown.isdisjoint("题样属码")


@pytest.mark.parametrize(
    ("html", "bold"),
    [
        ("<h2>题<br>目</h2>文", "题目"),
        ("<table><thead><tr><th>头</th></tr></thead><tbody><tr><th>行</th></tr></tbody></table>", "头"),
        ('<tr class="total"><td>合</td></tr><tr><td>行</td></tr>', "合"),
        ('<dd class="value long">数</dd><dd class="note">注</dd>', "数"),
        ('<svg><path d="M 0 0" /><text style="font-weight:700">图</text><text style="x">轴</text></svg>', "图"),
        ("<p>一<strong>二</strong>三</p>", "二"),
        ("<p>一<p>二</strong>三", ""),
    ],
)
def test_the_bold_font_holds_what_is_set_in_bold(html: str, bold: str) -> None:
    assert shown_characters(html).bold == "".join(sorted(bold))


def test_a_page_gets_its_fonts_into_the_head_and_nothing_else_changes() -> None:
    page = "<html><head><title>题</title></head><body><h1>慈善</h1><p>报告</p></body></html>"
    embedded = embed_fonts(page)
    assert embedded == embed_fonts(page)
    assert re.sub(r"<style>@font-face.*?</style>\n", "", embedded) == page
    faces = re.findall(r"font-weight:(\d+).*?base64,([^)]+)\)", embedded)
    assert [weight for weight, _ in faces] == ["400", "700"]
    bold = TTFont(io.BytesIO(base64.b64decode(faces[1][1])))
    assert characters_of(bold) == set("慈善")


def test_a_page_without_a_head_is_refused() -> None:
    with pytest.raises(ValueError, match="</head>"):
        embed_fonts("<p>慈善</p>")
