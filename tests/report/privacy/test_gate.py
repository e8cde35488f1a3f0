"""The gate: what must not be public is found in every kind of file, however it is wrapped, and is never repeated."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import astuple
from html import escape

import docx
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from charity_analysis.report.privacy.gate import Leak, check_files
from charity_analysis.report.privacy.names import Secrets
from charity_analysis.rules import label_names, message_texts

# Invented, and right by their check digits where they have any.
NAME, WORD = "欧阳佩兰", "Zephyrine"
IDENTITY, OLD_IDENTITY, CARD = "879999198503071239", "879999850307123", "6299990000111122226"
SOMEBODY = f"{label_names('pseudonym')['payee']}3"
PLANTED = {
    "leak_name": [NAME, "欧阳 佩兰", "歐陽佩蘭", "欧\u200b阳佩兰", f"感谢{NAME}女士", f"by {WORD}."],
    "leak_identity": [IDENTITY, f"证号{IDENTITY}。", "８７９９９９１９８５０３０７１２３９", "879999 19850307 1239", OLD_IDENTITY],
    "leak_phone": ["13800138000", "138 0013 8000", "138-0013-8000", "+86 13800138000", "1 3 8 0 0 1 3 8 0 0 0",
                   "0599-83000011", "(0599)83000011", "电话：83000011", "tel13800138000", "１３８００１３８０００"],
    "leak_card": [CARD, "6299 9900 0011 1122 226"],
    "leak_illness": [f"{SOMEBODY}患尿毒症"],
    "leak_address": [f"{SOMEBODY}，幸福路18号", "家住向阳新村幸福路18号3栋502室"],
    "leak_birth": ["1985年3月7日出生", "1985年3月生", "出生日期：1985-03-07"],
    "leak_machine": ["/home/somebody/台账", r"C:\Users\somebody\台账", "file:///x", "/srv/charity/raw/x", "clerk_liu"],
}  # fmt: skip
EACH = [(rule, text) for rule, texts in PLANTED.items() for text in texts]
HARMLESS = [
    "13,800,138,000.00",
    "13800138000元",
    "13800138000.00",
    "共 12 行：13、14、15、16、17、18、19",
    "2020-01-07 2020-01-08 2020-01-09",
    "闽慈〔2020〕12 号",
    "sha256 1380013800013800138a",
    "大病救助 12 人，白血病儿童救助项目",
    "金山路 12 号的仓库",
    "2020年3月生产的口罩，1998年3月生效",
    "票据号 0035000123",
    "ev-13800138000a",
    "±138.00 至 13800138000.50",
]
SECRETS = Secrets(frozenset({NAME, WORD, "捐赠", "方便", "佩兰"}), frozenset({"佩兰酒业有限公司"}))
MACHINE = ("/srv/charity/raw", "clerk_liu")


def zipped(content: bytes, name: str, part: Callable[[bytes], bytes]) -> bytes:
    """The zip `content` with its part `name` changed, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        names = list(dict.fromkeys([*old.namelist(), name]))
        for each in names:
            before = old.read(each) if each in old.namelist() else b""
            new.writestr(each, part(before) if each == name else before)
    return out.getvalue()


def workbook(text: str = "", where: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet["B2"] = text if where == "cell" else "合计"
    if where == "hidden":
        book.create_sheet("旧").sheet_state = "hidden"
        book["旧"]["A1"] = text
    if where == "comment":
        sheet["B2"].comment = Comment(text, "x")
    if where == "author":
        book.properties.creator = text
    if where == "defined name":
        book.defined_names["x"] = DefinedName("x", attr_text=f'"{text}"')
    if where == "header":
        sheet.oddHeader.center.text = text
    if where == "sheet name":
        sheet.title = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(text: str = "", where: str = "") -> bytes:
    document = docx.Document()
    if where == "paragraph":
        document.add_paragraph(text)
    if where == "runs":
        paragraph = document.add_paragraph()
        for character in text:
            paragraph.add_run(character)
    if where == "cell":
        document.add_table(1, 1).cell(0, 0).text = text
    if where == "header":
        document.sections[0].header.paragraphs[0].text = text
    if where == "keywords":
        document.core_properties.keywords = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def notebook(text: str = "", where: str = "") -> bytes:
    cell = new_code_cell(f"x = {text!r}" if where == "source" else "x")
    if where == "output":
        cell.outputs = [new_output("execute_result", data={"text/html": f"<p>{escape(text)}</p>"})]
    if where == "plain output":
        cell.outputs = [new_output("execute_result", data={"text/plain": text})]
    if where == "stream":
        cell.outputs = [new_output("stream", text=text)]
    if where == "picture":
        cell.outputs = [new_output("display_data", data={"image/svg+xml": f"<svg><title>{escape(text)}</title></svg>"})]
    metadata = {"kept": text} if where == "metadata" else {}
    cells = [cell, new_markdown_cell(text if where == "markdown" else "x")]
    return nbformat.writes(new_notebook(cells=cells, metadata=metadata)).encode()


def page(text: str = "", where: str = "") -> bytes:
    shown = escape(text)
    parts = {
        "text": f"<p>{shown}</p>",
        "across tags": "<p>" + "".join(f"<b>{escape(character)}</b>" for character in text) + "</p>",
        "attribute": f'<abbr title="{shown}">x</abbr>',
        "label of a picture": f'<svg aria-label="{shown}"><text><tspan>{shown}</tspan></text></svg>',
        "comment": f"<!-- {text} -->",
        "data attribute": f'<i data-x="{shown}"></i>',
        "embedded": f'<img src="data:text/html;base64,{base64.b64encode(f"<p>{shown}</p>".encode()).decode()}">',
        "title": f"<title>{shown}</title>",
        "behind the end": f"</html>{shown}",
    }
    return f"<!DOCTYPE html><html><body><h2>收入</h2><p>x</p>{parts.get(where, '')}".encode()


def csv_file(text: str = "", where: str = "") -> bytes:
    quoted = '"' + text.replace('"', '""') + '"'
    return f"项目,用途\n{quoted if where == 'field' else 'x'},x\n".encode("utf-8-sig")


def json_file(text: str = "", where: str = "") -> bytes:
    content = {"text": {"a": [text]}, "name of a value": {text: 1}}
    return json.dumps(content.get(where, {}), ensure_ascii=where == "text").encode()


MAKERS: dict[str, tuple[Callable[[str, str], bytes], list[str]]] = {
    "report.public.html": (
        page,
        ["text", "across tags", "attribute", "label of a picture", "comment", "data attribute", "embedded", "title",
         "behind the end"],
    ),
    "report.ipynb": (notebook, ["source", "output", "plain output", "stream", "picture", "metadata", "markdown"]),
    "report.public.xlsx": (workbook, ["cell", "hidden", "comment", "author", "defined name", "header"]),
    "report.public.docx": (word, ["paragraph", "runs", "cell", "header", "keywords"]),
    "open-data/x.csv": (csv_file, ["field"]),
    "published.json": (json_file, ["text", "name of a value"]),
}  # fmt: skip
# A value of each rule goes into every place of every file; each spelling is tried in a page.
ONE_OF_EACH = [texts[0] for texts in PLANTED.values()]
PLACES = [(name, where) for name, (_, wheres) in MAKERS.items() for where in wheres]


def leaks_of(name: str, content: bytes) -> list[Leak]:
    return check_files({name: content}, SECRETS, MACHINE)


@pytest.mark.parametrize(("name", "where"), PLACES, ids=lambda value: value)
def test_what_is_planted_is_found_in_every_place_of_every_file_and_not_repeated(name: str, where: str) -> None:
    make, _ = MAKERS[name]
    leaks = leaks_of(name, make("；".join(ONE_OF_EACH), where))
    assert {leak.rule for leak in leaks} == set(PLANTED)
    told = "".join(part for leak in leaks for part in astuple(leak))
    assert [text for text in ONE_OF_EACH if text in told] == []


@pytest.mark.parametrize("name", MAKERS)
def test_a_file_with_nothing_in_it_that_is_personal_passes(name: str) -> None:
    make, _ = MAKERS[name]
    assert leaks_of(name, make("", "")) == []


@pytest.mark.parametrize(("rule", "text"), EACH, ids=[f"{rule} {number}" for number, (rule, _) in enumerate(EACH)])
def test_every_spelling_is_found(rule: str, text: str) -> None:
    assert rule in {leak.rule for leak in leaks_of("x.html", page(text, "text"))}


@pytest.mark.parametrize("text", HARMLESS)
def test_figures_days_and_numbers_of_papers_are_no_numbers_of_persons(text: str) -> None:
    assert leaks_of("x.html", page(text, "text")) == []
    assert leaks_of("x.csv", csv_file(text, "field")) == []


def test_money_as_a_number_is_no_phone() -> None:
    assert leaks_of("x.json", json.dumps({"amount_fen": 13800138000, "rows": "130-1345 1399"}).encode()) == []
    assert leaks_of("x.csv", b"amount_fen\n13800138000\n") == []
    book = Workbook()
    book.active["A1"] = 13800138000
    out = io.BytesIO()
    book.save(out)
    assert leaks_of("x.xlsx", out.getvalue()) == []


def test_an_identity_number_kept_as_a_number_is_found() -> None:
    assert {leak.rule for leak in leaks_of("x.json", json.dumps({"x": int(IDENTITY)}).encode())} == {"leak_identity"}


def test_an_illness_is_a_leak_only_beside_somebody() -> None:
    def holding(first: str, second: str) -> bytes:
        return f"<table><tr><td>{first}</td><td>{second}</td></tr></table>".encode()

    assert [leak.rule for leak in leaks_of("x.html", holding(SOMEBODY, "尿毒症治疗"))] == ["leak_illness"]
    assert leaks_of("x.html", holding("区医院", "尿毒症治疗")) == []
    ends_left_out = f"<table><tr><td>{SOMEBODY}<td>慰问<tr><td>区医院<td>尿毒症治疗</table>"
    assert leaks_of("x.html", ends_left_out.encode()) == [], "the next row begins where the one before it has no end"


def test_a_part_of_a_published_name_and_of_the_reports_own_words_is_no_leak() -> None:
    assert leaks_of("x.html", page("佩兰酒业有限公司捐赠 500 元", "text"))[0:] == leaks_of(
        "x.html", page("捐赠 500 元", "text")
    )
    assert {leak.rule for leak in leaks_of("x.html", page("佩兰酒业", "text"))} == {"leak_name"}
    assert leaks_of("x.html", page("捐赠人类别", "text")) == [], "the report itself says so"


def test_a_heading_or_a_file_name_that_is_a_name_is_not_repeated_as_the_place() -> None:
    content = f"<h2>{NAME}</h2><p>13800138000</p>".encode()
    leaks = leaks_of(f"{NAME}.html", content)
    assert {leak.rule for leak in leaks} == {"leak_name", "leak_phone"}
    assert NAME not in str(leaks)


def test_a_place_is_the_section_the_cell_or_the_part() -> None:
    assert leaks_of("x.html", page("13800138000", "text"))[0].place == "“收入”一节，<p>"
    assert leaks_of("x.xlsx", workbook("13800138000", "cell"))[0].place == "第 1 张工作表 B2"
    assert leaks_of("x.csv", csv_file("13800138000", "field"))[0].place == "第 2 行第 1 列"


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.html", b"\xff\xfe"), ("x.json", b"{"), ("x.xlsx", b"PK\x03\x04no zip"), ("x.exe", b"x"), ("x.csv", b'"a')],
)
def test_what_cannot_be_looked_into_is_not_published(name: str, content: bytes) -> None:
    assert [leak.rule for leak in leaks_of(name, content)] == ["leak_unreadable"]


def test_the_noise_of_a_font_is_no_path_and_a_name_in_a_pictures_properties_is_found() -> None:
    def with_font(content: bytes) -> bytes:
        return f"<style>@font-face{{src:url(data:font/woff2;base64,{base64.b64encode(content).decode()})}}</style>".encode()

    assert leaks_of("x.html", with_font(b"\x00 C:\\x /home/x 13800138000 \xff")) == []
    assert [leak.rule for leak in leaks_of("x.html", with_font(b"\x00" + NAME.encode()))] == ["leak_name"]


def test_files_within_files_are_looked_into() -> None:
    inner = workbook(NAME, "cell")
    outer = zipped(word(), "word/embeddings/x.xlsx", lambda _: inner)
    assert {leak.rule for leak in leaks_of("x.docx", outer)} == {"leak_name"}
    commented = zipped(word(), "docProps/app.xml", lambda part: part + f"<!-- {NAME} -->".encode())
    assert {leak.rule for leak in leaks_of("x.docx", commented)} == {"leak_name"}


def test_every_rule_of_the_gate_is_worded_in_both_languages() -> None:
    for language in ("zh", "en"):
        assert {*PLANTED, "leak_unreadable"} == {
            key for key in message_texts(language) if key.startswith("leak_") and key != "leak_line"
        }
