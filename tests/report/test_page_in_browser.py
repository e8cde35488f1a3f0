"""The finished page in a real browser: quiet, legible on a phone, accessible in both themes, set in its own font."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from fontTools.ttLib import TTFont
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from charity_analysis.report import elements, proofs
from charity_analysis.report.exporter import CharityReportExporter
from charity_analysis.report.fonts import FAMILY

pytest.importorskip("playwright", reason="no playwright: the test dependencies are not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe-playwright-python")

Theme = Literal["light", "dark"]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

# Text that is seen, with the weight that it is set in, outside what is folded away.
SHOWN_TEXT = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.textContent.trim() && element.checkVisibility()) {
      found.push([Number(getComputedStyle(element).fontWeight), node.textContent]);
    }
  }
  return found;
}"""
# The width of a text in the page's font and in a family that does not exist.
WIDTHS = """(text) => {
  const pen = document.createElement("canvas").getContext("2d");
  return ["'%s'", "no-such-family"].map((family) => {
    pen.font = `100px ${family}`;
    return pen.measureText(text).width;
  });
}""".replace("%s", FAMILY)


@pytest.fixture
def report_file(report_page: str, tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(report_page, encoding="utf-8")
    return path


@pytest.fixture
def open_report(browser: Any, report_file: Path) -> Iterator[Any]:
    """Opens the report; whatever it asks for or complains of is gathered in `noise`."""
    opened = []

    def open_at(size: dict[str, int], theme: Theme = "light") -> Any:
        tab = browser.new_page(viewport=size, color_scheme=theme)
        opened.append(tab)
        tab.noise = []
        tab.on("request", lambda request: tab.noise.append(request.url))
        tab.on("console", lambda message: tab.noise.append(message.text))
        tab.on("pageerror", lambda error: tab.noise.append(str(error)))
        tab.goto(report_file.as_uri(), wait_until="load")
        return tab

    yield open_at
    for tab in opened:
        tab.close()


def shown(piece: elements.Fragment) -> Any:
    """A code cell that showed `piece`."""
    data, metadata = piece._repr_mimebundle_()
    return new_code_cell("", outputs=[new_output("display_data", data=data, metadata=metadata)])


def test_the_page_asks_for_nothing_and_complains_of_nothing(open_report: Any, report_file: Path) -> None:
    tab = open_report(DESKTOP)
    tab.wait_for_load_state("networkidle")
    assert tab.noise == [report_file.as_uri()]


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280, 1920])
def test_the_page_never_scrolls_sideways(open_report: Any, width: int) -> None:
    tab = open_report({"width": width, "height": 800})
    tab.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true })")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wide_table_scrolls_in_its_own_box_on_a_phone(open_report: Any) -> None:
    widths = open_report(PHONE).evaluate(
        "[...document.querySelectorAll('.table > .table-box')].map((box) => [box.scrollWidth, box.clientWidth])"
    )
    assert any(inner > outer for inner, outer in widths)


def test_a_stacked_table_shows_every_cell_within_a_phones_width_its_amount_beside_its_day(open_report: Any) -> None:
    box = open_report(PHONE).locator(".stacked .table-box")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    ends = box.locator("td.number").evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().right)")
    assert len(ends) == 3 and max(ends) <= PHONE["width"]
    first = box.locator("tbody tr").first
    day, amount, payee = (first.locator(name).first.bounding_box() for name in ("th", "[data-lead]", "[data-label]"))
    assert day["y"] == amount["y"] < payee["y"]
    assert amount["x"] > day["x"] and payee["x"] == day["x"]


def test_a_stacked_table_is_a_table_on_a_desk_and_on_paper(open_report: Any) -> None:
    tab = open_report(DESKTOP)
    cell = tab.locator(".stacked tbody td").first
    assert cell.evaluate("cell => getComputedStyle(cell).display") == "table-cell"
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == "none"
    narrow = open_report(PHONE)
    narrow.emulate_media(media="print")
    assert narrow.locator(".stacked tr").first.evaluate("row => getComputedStyle(row).display") == "table-row"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("folded", [True, False], ids=["folded", "unfolded"])
def test_axe_finds_nothing(open_report: Any, size: dict[str, int], theme: Theme, folded: bool) -> None:
    tab = open_report(size, theme)
    if not folded:
        tab.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true })")
    found = axe.Axe().run(tab)
    assert found.response["violations"] == [], found.generate_report()
    assert len(found.response["passes"]) > 20


def test_a_short_text_in_a_table_stands_on_one_line(open_report: Any) -> None:
    lines = open_report(PHONE).evaluate(
        """[...document.querySelectorAll('.table tbody :is(th, td)')]
             .filter((cell) => cell.checkVisibility() && cell.textContent.length <= 10)
             .map((cell) => {
               const text = document.createRange();
               text.selectNodeContents(cell);
               return new Set([...text.getClientRects()].map((line) => Math.round(line.top))).size;
             })"""
    )
    assert set(lines) <= {0, 1} and lines


def test_the_themes_differ_in_their_charts_too(open_report: Any) -> None:
    colours = [
        open_report(DESKTOP, theme).evaluate(
            """[getComputedStyle(document.body).backgroundColor,
                getComputedStyle(document.querySelector('svg text')).fill]"""
        )
        for theme in ("light", "dark")
    ]
    assert colours[0][0] != colours[1][0] and colours[0][1] != colours[1][1]


def test_the_embedded_fonts_hold_every_character_in_the_weight_it_is_set_in(
    open_report: Any, report_file: Path
) -> None:
    page = report_file.read_text(encoding="utf-8")
    held = {
        int(weight): {chr(code) for code in TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()}
        for weight, data in re.findall(r"font-weight:(\d+);[^}]*?base64,([^)]+)\)", page)
    }
    for size in (DESKTOP, PHONE):
        tab = open_report(size)
        tab.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true })")
        shown = tab.evaluate(SHOWN_TEXT)
        assert {weight for weight, _ in shown} == {400, 700}
        for weight, text in shown:
            assert {character for character in text if character.isprintable()} <= held[weight], text


def test_chinese_is_drawn_with_the_embedded_font(open_report: Any) -> None:
    tab = open_report(DESKTOP)
    faces = tab.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].map((face) => [face.weight, face.status]))"
    )
    assert sorted(faces) == [["400", "loaded"], ["700", "loaded"]]
    # In the font every Chinese character is one em wide and every digit 0.555; a box of the machine is neither.
    own, other = tab.evaluate(WIDTHS, "慈善会2020")
    assert own == pytest.approx(300 + 4 * 55.5, abs=1)
    assert own != pytest.approx(other, abs=1)


def test_type_in_charts_is_readable_on_a_phone(open_report: Any) -> None:
    heights = open_report(PHONE).evaluate(
        """[...document.querySelectorAll('svg text')].map((text) =>
             parseFloat(getComputedStyle(text).fontSize) * text.ownerSVGElement.getScreenCTM().a)"""
    )
    assert heights and min(heights) >= 10


@pytest.mark.parametrize("how", ["mouse", "keyboard", "touch"])
def test_a_cited_figure_opens_its_rows_and_closes_back_to_itself(proof_page: Any, how: str) -> None:
    tab = proof_page(PHONE if how == "touch" else DESKTOP, how == "touch")
    figure, panel = tab.locator("#at-ev-paid\\.1"), tab.locator(".way:target")
    figure.scroll_into_view_if_needed()
    before = tab.evaluate("scrollY")
    assert panel.count() == 0
    {"mouse": figure.click, "touch": figure.tap, "keyboard": lambda: figure.press("Enter")}[how]()
    panel.wait_for(state="visible", timeout=2000)
    assert tab.evaluate("scrollY") == before
    assert "第 5 行" in panel.inner_text() and "750.50" in panel.inner_text()
    assert tab.evaluate("document.documentElement.scrollWidth") <= tab.viewport_size["width"]
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.hash") == "#at-ev-paid.1"
    tab.keyboard.press("Enter")
    panel.wait_for(state="hidden", timeout=2000)
    assert tab.evaluate("document.activeElement.id") == "at-ev-paid.1"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_with_a_panel_open(proof_page: Any, theme: Theme) -> None:
    tab = proof_page(PHONE, True, theme)
    tab.locator("#at-ev-paid").tap()
    tab.locator(".way:target").wait_for(state="visible", timeout=2000)
    found = axe.Axe().run(tab)
    assert found.response["violations"] == [], found.generate_report()


@pytest.fixture
def proof_page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens a page of two sentences, far apart, that cite one figure, and its proof; no script may run."""
    rows = elements.Fragment("".join(f"<p>{'正文。' * 40}</p>" for _ in range(12)))
    cited = [
        elements.paragraphs([elements.join("支出 ", elements.cite("750.50", anchor), " 元。")])
        for anchor in ("ev-paid", "ev-paid.1")
    ]
    lines: list[tuple[elements.Part, str]] = [("第 4 行", "500.00"), ("第 5 行", "250.50")]
    body = proofs.sheet_table([("2020H1/拨付支出.xlsx › 拨付", lines)], "共 2 行", "金额（元）", "750.50")
    ways = tuple((anchor, f"at-{anchor}") for anchor in ("ev-paid.0", "ev-paid", "ev-paid.1"))
    proof = proofs.render_proofs([proofs.Proof("本期支出", "750.50 元", body, ways)])
    cells = [new_markdown_cell("# 报告\n\n## 支出"), shown(elements.join(cited[0], rows, cited[1], rows, proof))]
    path = tmp_path / "proof.html"
    path.write_text(CharityReportExporter().from_notebook_node(new_notebook(cells=cells))[0], encoding="utf-8")
    opened = []

    def open_at(size: dict[str, int], has_touch: bool, theme: Theme = "light") -> Any:
        tab = browser.new_page(viewport=size, has_touch=has_touch, color_scheme=theme)
        opened.append(tab)
        tab.goto(path.as_uri())
        return tab

    yield open_at
    for tab in opened:
        tab.close()


def test_the_contents_stand_beside_the_text_and_fold_away_on_a_phone(open_report: Any) -> None:
    assert open_report(DESKTOP).locator(".contents-wide").is_visible()
    phone = open_report(PHONE)
    assert not phone.locator(".contents-wide").is_visible()
    assert not phone.locator(".contents-narrow ol").is_visible()
    phone.locator(".contents-narrow summary").click()
    assert phone.locator(".contents-narrow ol").is_visible()


def test_the_keyboard_reaches_the_text_first(open_report: Any) -> None:
    tab = open_report(DESKTOP)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "跳到正文"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "content"


def test_paper_shows_neither_navigation_nor_folded_rows_and_always_the_light_theme(open_report: Any) -> None:
    tab = open_report(DESKTOP, "dark")
    tab.emulate_media(media="print", color_scheme="dark")
    for hidden in (".contents", ".skip", ".data", "#paid"):
        assert not tab.locator(hidden).first.is_visible()
    assert tab.evaluate("getComputedStyle(document.querySelector('svg path')).fill") == "rgb(255, 255, 255)"
    dark_type = "rgb(27, 34, 38)"
    for element in ("body", "main a"):
        assert tab.evaluate(f"getComputedStyle(document.querySelector('{element}')).color") == dark_type


def test_a_letter_is_folded_on_the_screen_and_where_opened_a_page_of_its_own_on_paper(open_report: Any) -> None:
    tab = open_report(DESKTOP)
    tranche = tab.get_by_text("第一笔拨付的用途")
    assert not tranche.is_visible()
    tab.emulate_media(media="print")
    assert tranche.is_visible()
    is_broken_after = "getComputedStyle(document.querySelector('.letter')).breakAfter"
    assert tab.evaluate(is_broken_after) == "auto"
    tab.evaluate("document.querySelector('.letter').open = true")
    assert tab.evaluate(is_broken_after) == "page"


def test_what_to_do_stands_within_a_phones_width(open_report: Any) -> None:
    ends = open_report(PHONE).evaluate(
        "[...document.querySelectorAll('.card dd')].map((line) => line.getBoundingClientRect().right)"
    )
    assert ends and max(ends) <= PHONE["width"]


def test_a_printed_page_carries_the_period_and_the_time_in_its_foot(open_report: Any) -> None:
    tab = open_report(DESKTOP)
    rules = tab.evaluate(
        """[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
             .filter((rule) => rule instanceof CSSPageRule).map((rule) => rule.cssText).join()"""
    )
    assert "size: a4" in rules.lower()
    assert "福州市仓山区慈善总会 · 2020年上半年 · 内部版 · 生成于 2020-07-22 09:36" in rules
    assert 'counter(page) " / " counter(pages)' in rules
    assert tab.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_a_script_in_the_data_does_not_run(browser: Any, tmp_path: Path) -> None:
    own = {"text/html": {"charity_report": True}}
    picture = "<img src='https://example.org/x' onerror='window.ran = 2'>"
    hostile = {"text/html": f"<p>x</p><script>window.ran = 1</script>{picture}"}
    # Even under our own mark: the page's policy is the second lock.
    cell = new_code_cell("", outputs=[new_output("display_data", data=hostile, metadata=own)])
    path = tmp_path / "hostile.html"
    path.write_text(CharityReportExporter().from_notebook_node(new_notebook(cells=[cell]))[0], encoding="utf-8")
    tab = browser.new_page()
    tab.goto(path.as_uri())
    assert tab.evaluate("window.ran") is None
    tab.close()
