"""A browser for the report's tests where the machine has one, and a notebook that uses every piece of the report."""

from __future__ import annotations

import copy
import shutil
from typing import Any

import pandas as pd
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from charity_analysis.report import cards, charts, elements
from charity_analysis.report.exporter import CharityReportExporter

WHAT_TO_DO = (("怎么办", "请改正原表的金额，" * 12), ("还有", "拨付支出.xlsx › 一个名字很长很长的工作表!D118；" * 5))
# Nothing that the browser does of itself may look like a request of the page.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    executable = next(filter(None, map(shutil.which, names)), None)
    if executable is None:
        pytest.skip(f"no browser: none of {', '.join(names)} is on the PATH")
    return {**browser_type_launch_args, "executable_path": executable, "args": QUIET}


def shown(fragment: elements.Fragment) -> NotebookNode:
    """A code cell that showed `fragment`, with the noise that a cell may leave."""
    data, metadata = fragment._repr_mimebundle_()
    noise = [
        new_output("stream", name="stderr", text="stderr-of-the-cell"),
        new_output("stream", name="stdout", text="stdout-of-the-cell"),
        new_output("execute_result", data={"text/plain": "plain-result"}),
    ]
    return new_code_cell(
        "code_of_the_cell()", outputs=[*noise, new_output("display_data", data=data, metadata=metadata)]
    )


def tidy_tables() -> dict[str, pd.DataFrame]:
    return {
        "plot_programme_amounts": pd.DataFrame(
            {
                "programme": [
                    "东西部扶贫协作（临洮）",
                    "新冠肺炎疫情防控",
                    "阳光1+1（社会组织+老区村）牵手计划",
                    "退回上年度拨款",
                ],
                "amount_fen": [445_000_000, 420_281_217, 0, -12_000_000],
                "previous_fen": [300_000_000, None, 800_000, None],
            }
        ),
        "plot_half_years": pd.DataFrame(
            {
                "period": ["2019H1", "2019H2", "2020H1"],
                "received_fen": [210_000_000, None, 884_290_000],
                "paid_fen": [190_000_000, 350_000_000, 894_806_217],
            }
        ),
        "plot_months": pd.DataFrame(
            {
                "month": ["2020-01", "2020-02", "未载明"],
                "received_fen": [19_000_000, 0, 865_290_000],
                "paid_fen": [26_400_000, 100_000_000, 103_131_217],
            }
        ),
        "plot_shares": pd.DataFrame(
            {"label": ["政府账户", "供应商", "个人"], "amount_fen": [812_150_000, 50_200_000, 32_456_217]}
        ),
        "plot_plan_and_actual": pd.DataFrame(
            {
                "item": ["结对帮扶特困户", "募集善款", "新增项目"],
                "planned": [26, 500_000_000, None],
                "actual": [19, 884_290_000, 3],
                "unit": ["户", "fen", "项"],
            }
        ),
    }


@pytest.fixture
def chart_tables() -> dict[str, pd.DataFrame]:
    """One tidy table for each kind of chart, with the awkward values in it."""
    return tidy_tables()


@pytest.fixture
def notebook(run_notebook: NotebookNode) -> NotebookNode:
    """A report's notebook as it is after its run, to be changed at will."""
    return copy.deepcopy(run_notebook)


@pytest.fixture(scope="session")
def report_page(run_notebook: NotebookNode) -> str:
    """The page that the notebook becomes."""
    page: str = CharityReportExporter().from_notebook_node(run_notebook)[0]
    return page


@pytest.fixture(scope="session")
def run_notebook() -> NotebookNode:
    """Made once, since drawing takes time; tests take `notebook`."""
    rows = pd.DataFrame(
        {
            "日期": ["2020-01-07", "2020-06-24", None],
            "收款方": ["全区142名低保户、孤寡老人、孤儿及类似孤儿等困难户", "临洮县扶贫办", "合计"],
            "文号": [None, "仓扶办〔2020〕32号；榕扶组〔2020〕1号", None],
            "金额（元）": ["71,000.00", "1,950,000.00", "2,021,000.00"],
        }
    )
    payments = elements.table(rows, "付款明细", numeric=["金额（元）"], total=True, note="文号写作〔〕。")
    tile = elements.Tile("公益支出", "8,948,062.17", "元", "含待核部分", "#paid")
    sentence = elements.join("支出 ", elements.cite("8,948,062.17", "paid"), " 元。")
    pictures = [
        shown(elements.chart(getattr(charts, name)(table), f"{table.columns[0]} 怎样？", "一句话说明图意。", table))
        for name, table in tidy_tables().items()
    ]
    cells = [
        new_markdown_cell("# 2020年上半年慈善收支报告\n\n金额以**万元**为单位，标价 $x$ 与 $y$ 不是公式。"),
        shown(elements.tiles([tile, elements.Tile("受益户数", "19", "户")])),
        new_markdown_cell("## 一、收支\n\n- 其一\n- 其二\n\n| 口径 | 金额 |\n|---|---:|\n| 用途 | 1.00 |\n"),
        shown(elements.paragraphs([sentence])),
        *pictures,
        shown(elements.notice("warning", "两行金额无法识别。")),
        shown(
            cards.cards(
                [cards.Card("拨付支出.xlsx › 拨付!D7：金额无法识别", "错误 2 条", "error", rows=WHAT_TO_DO)], "发现"
            )
        ),
        shown(cards.letter("正祥集团", "您的 200.00 万元 → 临洮县财政局", "第一笔拨付的用途")),
        shown(cards.letter("榕兴公司", "您的 50.00 万元 → 尚无对应的拨付", "台账中没有对应的拨付。")),
        new_markdown_cell("## 二、明细\n\n### 付款"),
        shown(payments),
        shown(elements.table(rows, "付款清单", numeric=["金额（元）"], total=True, stacked=True, lead="金额（元）")),
        shown(elements.details("公益支出：2 行", payments, "paid")),
        shown(elements.details("同上", payments, "again")),
    ]
    about = {
        "organisation_name": "福州市仓山区慈善总会",
        "period_label": "2020年上半年",
        "generated_at": "2020-07-22 09:36",
        "edition": "internal",
    }
    return new_notebook(cells=cells, metadata={"charity_report": about})
