"""The commands through the installed console script: what they print, their exit codes, and what they leave alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from console import SCRIPT, charity, copy_sample, environment, run, snapshot
from openpyxl import load_workbook

from conftest import LEFT_UNSAID, Office

GOOD = [1, "2020-01-07", "甲公司", 1000, "疫情防控"]
HELD = [2, "2020-02-30", "乙公司", 250, "疫情防控"]
NOT_STATED = [2, "未载明", "丙公司", 5, "疫情防控"]

FILE_KEYS = {"organisation", "period", "file", "status", "tables", "findings"}
TABLE_KEYS = {"sheet", "kind", "rows", "clean_fen", "held_cells"}
FINDING_KEYS = {"rule", "severity", "sheet", "cell", "message"}
FOLDER_FINDING_KEYS = {"organisation", "period", "rule", "severity", "message"}
KINDS = {"donations", "disbursements", "agency", "receipts", "funds", "plans"}
FIGURE_KEYS = {"id", "name", "value", "unit", "halfwidth", "formula", "row_ids", "why_missing", "parts"}
PART_KEYS = {"key", "value", "unit", "halfwidth", "formula", "row_ids", "why_missing"}


@pytest.fixture
def project(tmp_path: Path) -> Office:
    """A project of one organisation whose only ledger is faultless."""
    office = Office(tmp_path / "data")
    office.donations([GOOD])
    return office


def root_of(office: Office) -> Path:
    return office.folders.raw.parents[1]


@pytest.fixture(scope="module")
def motley(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A project with a file of every fate, an empty period and a folder that is no period."""
    office = Office(tmp_path_factory.mktemp("motley") / "data")
    office.donations([GOOD, NOT_STATED], name="好.xlsx")
    office.donations([GOOD, HELD], name="子文件夹/有问题.xlsx")
    (office.period / "照片.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n")
    (office.period / "~$好.xlsx").write_bytes(b"lock")
    (office.raw / "2020H2").mkdir()
    (office.raw / "上半年").mkdir()
    return office


@pytest.fixture(scope="module")
def motley_run(motley: Office) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    """What `charity clean --json` says of the motley project, and its document."""
    before = snapshot(motley.folders.raw)
    done = charity("clean", "--json", folder=root_of(motley))
    assert snapshot(motley.folders.raw) == before, "raw files are never changed"
    return done, json.loads(done.stdout)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that holds the sample cangshan."""
    return copy_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def figures(sample: Path) -> dict[str, Any]:
    """The document of `charity figures 2020H1 --json` on the sample."""
    done = charity("figures", "2020H1", "--json", "--organisation", "cangshan", folder=sample)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def assert_wrong_usage(done: subprocess.CompletedProcess[str], says: str) -> None:
    """Exit code 2, a sentence on stderr, nothing on stdout, no traceback."""
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


# clean


def test_clean_prints_one_document_and_nothing_else(motley_run: tuple[Any, dict[str, Any]]) -> None:
    done, document = motley_run
    assert done.stderr == ""
    assert list(document) == ["files", "findings"]


def test_the_document_of_clean_has_just_the_keys_of_the_contract(motley_run: tuple[Any, dict[str, Any]]) -> None:
    _, document = motley_run
    for file in document["files"]:
        assert set(file) == FILE_KEYS
        for table in file["tables"]:
            assert set(table) == TABLE_KEYS
            assert table["kind"] in KINDS
            assert set(table["rows"]) == {"clean", "held", "ignored"}
            assert type(table["clean_fen"]) is int
        for finding in file["findings"]:
            assert set(finding) == FINDING_KEYS
            assert finding["message"].startswith(file["file"])
    for finding in document["findings"]:
        assert set(finding) == FOLDER_FINDING_KEYS


def test_every_file_gets_its_status(motley_run: tuple[Any, dict[str, Any]]) -> None:
    _, document = motley_run
    assert {file["file"]: file["status"] for file in document["files"]} == {
        "好.xlsx": "clean",
        "子文件夹/有问题.xlsx": "held",
        "照片.xlsx": "rejected",
        "~$好.xlsx": "ignored",
    }
    assert {(file["organisation"], file["period"]) for file in document["files"]} == {("office", "2020H1")}


def test_what_belongs_to_no_file_stands_beside_the_files(motley_run: tuple[Any, dict[str, Any]]) -> None:
    _, document = motley_run
    astray = [(finding["rule"], finding["period"]) for finding in document["findings"]]
    assert [found for found in astray if found[0] not in LEFT_UNSAID | {"period_total_not_stated"}] == [
        ("empty_folder", "2020H2"),
        ("unknown_folder", None),
    ]


def test_a_finding_of_severity_error_ends_in_exit_code_1(motley_run: tuple[Any, dict[str, Any]]) -> None:
    done, document = motley_run
    severities = {finding["severity"] for file in document["files"] for finding in file["findings"]}
    assert "error" in severities
    assert done.returncode == 1


def test_warnings_alone_end_in_exit_code_0(project: Office) -> None:
    project.donations([GOOD, NOT_STATED])
    done = charity("clean", "--json", folder=root_of(project))
    (file,) = json.loads(done.stdout)["files"]
    assert {finding["severity"] for finding in file["findings"]} == {"warning"}
    assert done.returncode == 0


def test_people_get_a_line_per_file_then_findings_with_errors_first(
    motley: Office, motley_run: tuple[Any, dict[str, Any]]
) -> None:
    done = charity("clean", folder=root_of(motley))
    lines = done.stdout.splitlines()
    assert [line.split("  ")[0] for line in lines[:4]] == [
        f"office/2020H1/{file['file']}" for file in motley_run[1]["files"]
    ]
    assert (
        "office/2020H1/子文件夹/有问题.xlsx  有暂不计入的行  计入 1 行，暂不计入 1 行，略过 3 行，合计 1,000.00 元"
        in lines
    )
    marks = [line.split("]")[0].strip(" [") for line in lines if line.startswith("  [")]
    assert marks == sorted(marks, key=["error", "warning", "info"].index)
    assert done.returncode == 1


def test_english_is_spoken_on_request(motley: Office) -> None:
    zh = json.loads(charity("clean", "--json", folder=root_of(motley)).stdout)
    en = json.loads(charity("clean", "--json", "--lang", "en", folder=root_of(motley)).stdout)
    folder_zh, folder_en = (document["findings"][0]["message"] for document in (zh, en))
    assert folder_zh == "文件夹里没有台账文件；请放入本期台账，或删除空文件夹"
    assert folder_en == "the folder holds no ledger file; put the period's ledgers there or remove the folder"
    for document in (zh, en):
        for finding in [f for file in document["files"] for f in file["findings"]] + document["findings"]:
            del finding["message"]
    assert zh == en


def test_a_named_organisation_is_cleaned_alone(project: Office) -> None:
    other = Office(root_of(project) / "data", organisation="another")
    other.donations([GOOD])
    both = json.loads(charity("clean", "--json", folder=root_of(project)).stdout)
    assert [file["organisation"] for file in both["files"]] == ["another", "office"]
    one = json.loads(charity("clean", "--json", "--organisation", "office", folder=root_of(project)).stdout)
    assert [file["organisation"] for file in one["files"]] == ["office"]


def test_the_folders_can_be_given(project: Office, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = charity("clean", "--raw", project.folders.raw, "--processed", "made", folder=elsewhere)
    assert done.returncode == 0
    assert (elsewhere / "made" / "office" / "donations.parquet").is_file()
    assert not project.folders.processed.exists()


def test_a_command_works_from_any_folder_inside_the_project(project: Office) -> None:
    assert charity("clean", folder=project.period).returncode == 0
    assert (project.folders.processed / "office" / "manifest.json").is_file()
    assert not (project.period / "data").exists()


def test_the_package_runs_as_a_module_too(project: Office) -> None:
    as_script = charity("clean", "--json", folder=root_of(project))
    as_module = run(sys.executable, "-m", "charity_analysis", "clean", "--json", folder=root_of(project))
    assert (as_module.returncode, as_module.stdout) == (0, as_script.stdout)


@pytest.mark.parametrize(
    "console",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "gbk"},
        {"LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["ascii", "gbk", "C"],
)
def test_no_console_is_too_poor(project: Office, console: dict[str, str]) -> None:
    project.donations([[1, "2020-02-08", "𠮷田", 5, "星空夜校🌟"]], name="清单🌟.xlsx")
    done = charity("clean", folder=root_of(project), **console)
    assert done.returncode == 0, done.stderr
    done = charity("clean", "--json", folder=root_of(project), **console)
    assert {file["file"] for file in json.loads(done.stdout)["files"]} == {"清单🌟.xlsx", "捐赠收入.xlsx"}
    done = charity("clean", "--organisation", "𠮷🌟", folder=root_of(project), **console)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems' file names are Unicode")
def test_a_file_name_in_gbk_is_read_and_named(project: Office) -> None:
    (project.period / "捐赠收入.xlsx").unlink()
    ledger = "捐赠收入,,\n日期,捐赠人,金额(元)\n2020-01-07,甲公司,1000\n"
    (project.period / os.fsdecode("捐赠.csv".encode("gbk"))).write_bytes(ledger.encode("gbk"))
    (project.raw / os.fsdecode("说明.doc".encode("gbk"))).write_bytes(b"x")
    done = charity("clean", "--json", folder=root_of(project))
    document = json.loads(done.stdout)
    assert [(file["file"], file["status"]) for file in document["files"]] == [("捐赠.csv", "clean")]
    assert "说明.doc" in document["findings"][0]["message"]


@pytest.mark.skipif(os.name == "nt", reason="needs a shell of this kind")
def test_a_reader_that_has_seen_enough_is_no_failure(sample: Path) -> None:
    line = f"'{SCRIPT}' figures 2020H1 | head -n 1; '{SCRIPT}' clean --json | true"
    done = run("sh", "-c", line, folder=sample)
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


def test_a_disk_that_refuses_is_named_without_a_traceback(project: Office) -> None:
    blocked = root_of(project) / "taken"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    done = charity("clean", "--processed", blocked / "processed", folder=root_of(project))
    assert (done.returncode, done.stdout) == (3, "")
    assert "无法读写" in done.stderr
    assert "taken" in done.stderr
    assert "Traceback" not in done.stderr


# The review workbook


@pytest.fixture
def held(project: Office) -> Office:
    """A project with a row that is held for its day."""
    project.donations([GOOD, HELD])
    return project


def fill_in(path: Path, *values: Any) -> None:
    """Fill in the only line of the review workbook at `path`."""
    book = load_workbook(path)
    for column, value in enumerate(values, start=10):
        book.worksheets[0].cell(4, column).value = value
    book.save(path)


APPROVED = ("银行回单", "李会计", date(2020, 7, 1))


def test_what_is_held_is_written_filled_in_and_taken_over(held: Office) -> None:
    root = root_of(held)
    raw = snapshot(held.period)
    written = charity("clean", "--write-review", "review.xlsx", folder=root)
    assert (written.returncode, written.stderr) == (1, "")
    assert "审核表已写入 review.xlsx：待更正 1 个单元格，另有 0 个其他错误" in written.stdout.splitlines()[-1]
    fill_in(root / "review.xlsx", "2020-02-29", *APPROVED)
    applied = charity("clean", "--apply-review", "review.xlsx", folder=root)
    assert (applied.returncode, applied.stderr) == (0, "")
    assert applied.stdout.splitlines()[0] == "已从审核表登记 1 条更正"
    assert "计入 2 行，暂不计入 0 行，略过 3 行，合计 1,250.00 元" in applied.stdout
    again = charity("clean", "--apply-review", "review.xlsx", folder=root)
    assert again.stdout.splitlines()[0] == "已从审核表登记 0 条更正"
    assert len((held.raw / "corrections.csv").read_text(encoding="utf-8-sig").splitlines()) == 2
    assert snapshot(held.period) == raw, "raw files are never changed"
    nothing = charity("clean", "--write-review", "next.xlsx", folder=root)
    assert (nothing.returncode, nothing.stdout.splitlines()[-1]) == (
        0,
        "没有暂不计入的单元格，也没有其他错误，未写审核表",
    )
    assert not (root / "next.xlsx").exists()


def test_the_document_stays_alone_on_stdout(held: Office) -> None:
    root = root_of(held)
    plain = charity("clean", "--json", folder=root)
    written = charity("clean", "--json", "--write-review", "review.xlsx", folder=root)
    assert (written.stdout, written.returncode) == (plain.stdout, 1)
    assert "审核表已写入" in written.stderr
    fill_in(root / "review.xlsx", "2020-02-29", *APPROVED)
    applied = charity("clean", "--json", "--lang", "en", "--apply-review", "review.xlsx", folder=root)
    assert json.loads(applied.stdout)["files"][0]["status"] == "clean"
    assert applied.stderr == "1 corrections were taken over from the review workbook\n"


def test_the_workbook_of_all_organisations_is_one(held: Office) -> None:
    root = root_of(held)
    Office(root / "data", organisation="another").donations([GOOD, HELD])
    charity("clean", "--write-review", "all.xlsx", folder=root)
    charity("clean", "--write-review", "one.xlsx", "--organisation", "office", folder=root)
    lists = [load_workbook(root / name).worksheets[0] for name in ("all.xlsx", "one.xlsx")]
    assert [[row[0].value for row in sheet.iter_rows(min_row=4)] for sheet in lists] == [
        ["another", "office"],
        ["office"],
    ]
    fill_in(root / "all.xlsx", "2020-02-29", *APPROVED)
    refused = charity("clean", "--apply-review", "all.xlsx", "--organisation", "office", folder=root)
    assert_wrong_usage(refused, "第 4 行：本次处理的机构中没有“another”")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (("2020-02-29", "银行回单", "李会计", "上周五"), "第 4 行：“批准日期”不是可用的日期"),
        (("2020-02-29", "银行回单"), "第 4 行：没有填 批准人、批准日期"),
        (("2020-02-30", *APPROVED), "第 4 行：“改为”与现在的内容相同"),
        (("=1+1", *APPROVED), "第 4 行：“改为”是错误值、没有结果的公式"),
    ],
    ids=["no day", "incomplete", "unchanged", "formula"],
)
def test_a_review_with_a_fault_changes_nothing_at_all(held: Office, values: tuple[Any, ...], says: str) -> None:
    root = root_of(held)
    charity("clean", "--write-review", "review.xlsx", folder=root)
    fill_in(root / "review.xlsx", *values)
    before = snapshot(root)
    assert_wrong_usage(charity("clean", "--apply-review", "review.xlsx", folder=root), says)
    assert snapshot(root) == before


def test_a_review_that_somebody_has_begun_to_fill_in_is_never_written_over(held: Office) -> None:
    root = root_of(held)
    for _ in range(2):
        assert charity("clean", "--write-review", "review.xlsx", folder=root).returncode == 1
    fill_in(root / "review.xlsx", "2020-02-29")
    before = snapshot(root)
    done = charity("clean", "--write-review", "review.xlsx", folder=root)
    assert_wrong_usage(done, "审核表“review.xlsx”里已有填写的内容；请先用 --apply-review 登记")
    assert snapshot(root) == before


# Wrong usage


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["clean", "--organisation", "nobody"], "没有机构“nobody”；现有：office"),
        (["clean", "--organisation", ""], "没有机构“”"),
        (["clean", "--bogus"], "没有选项 --bogus"),
        (["clean", "surplus"], "多出了 surplus"),
        (["clean", "--raw"], "--raw 后面的内容缺少或多余"),
        (["clean", "--lang", "fr"], "--lang 的值不对"),
        (
            ["clean", "--write-review", "a.xlsx", "--apply-review", "a.xlsx"],
            "--write-review 和 --apply-review 不能同时用",
        ),
        (["clean", "--write-review"], "--write-review 后面的内容缺少或多余"),
        (["clean", "--write-review", "审核表.csv"], "审核表“审核表.csv”请以 .xlsx 结尾"),
        (["clean", "--write-review", "没有/审核表.xlsx"], "不存在，无法写审核表"),
        (["clean", "--write-review", "data/raw/审核表.xlsx"], "审核表不要放进"),
        (["clean", "--write-review", "data/raw/office/2020H1/捐赠收入.xlsx"], "审核表不要放进"),
        (["clean", "--apply-review", "没有.xlsx"], "没有审核表“没有.xlsx”"),
        (["clean", "--apply-review", "data/raw/office/2020H1/捐赠收入.xlsx"], "这不是审核表"),
        (["clean", "--apply-review", "data/raw/office/organisation.toml"], "一条也没有登记"),
        (["clean", "--organisation", "nobody", "--apply-review", "没有.xlsx"], "没有机构“nobody”"),
        (["clean", "--raw", "没有"], "没有”不存在"),
        (["clean", "--raw", "data/raw/office"], "它是一个机构的文件夹；请写上一级"),
        (["sweep"], "没有命令 sweep"),
        (["figures"], "缺少 PERIOD"),
        (["report"], "缺少 PERIOD"),
        (["clean", "--lang", "en", "--bogus"], "wrong usage: there is no option --bogus"),
        (["--lang", "en", "sweep"], "there is no command sweep"),
        (["figures", "2020h1", "--lang=en"], "2020h1 is no period"),
    ],
    ids=" ".join,
)
def test_a_wrong_call_says_what_is_wrong_and_writes_nothing(project: Office, arguments: list[str], says: str) -> None:
    before = snapshot(root_of(project))
    assert_wrong_usage(charity(*arguments, folder=root_of(project)), says)
    assert snapshot(root_of(project)) == before


def test_the_bare_command_shows_its_help(tmp_path: Path) -> None:
    bare = charity(folder=tmp_path)
    assert_wrong_usage(bare, "figures  计算 PERIOD")
    assert bare.stderr == charity("--help", folder=tmp_path).stdout


@pytest.mark.parametrize("arguments", [["clean"], ["figures", "2020H1"], ["report", "2020H1"]], ids=" ".join)
def test_a_project_without_organisations_is_told_where_to_put_them(tmp_path: Path, arguments: list[str]) -> None:
    assert_wrong_usage(charity(*arguments, folder=tmp_path), "没有机构文件夹；请建立 data/raw/机构/2020H1/")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["figures", "report"])
def test_one_of_several_organisations_must_be_named(project: Office, command: str) -> None:
    Office(root_of(project) / "data", organisation="another")
    assert_wrong_usage(charity(command, "2020H1", folder=root_of(project)), "--organisation 指明：another、office")


@pytest.mark.parametrize("command", ["figures", "report"])
@pytest.mark.parametrize("period", ["2020h1", "2020H3", " 2020H1", "2020H1\n", "２０２０H1", "2020", "", "../2020H1"])
def test_a_malformed_period_stops_before_anything_is_written(project: Office, command: str, period: str) -> None:
    before = snapshot(root_of(project))
    assert_wrong_usage(charity(command, period, folder=root_of(project)), "不是期间；请写成 2020H1")
    assert snapshot(root_of(project)) == before


@pytest.mark.parametrize("command", ["figures", "report"])
def test_a_period_without_data_stops_before_anything_is_written(project: Office, command: str) -> None:
    before = snapshot(root_of(project))
    done = charity(command, "2019H1", folder=root_of(project))
    assert_wrong_usage(done, "机构“office”没有 2019H1 的数据；现有：2020H1")
    # What reading gave is kept for the next run; a ledger or a report is not there.
    after = {
        name: state for name, state in snapshot(root_of(project)).items() if not name.startswith("data/processed/")
    }
    assert {**after, "data/processed/": (0, b"")} == {**before, "data/processed/": (0, b"")}
    assert not (root_of(project) / "data" / "processed" / "office").exists()


# figures


def test_figures_gives_each_key_figure_once(figures: dict[str, Any]) -> None:
    assert list(figures) == ["organisation", "period", "figures"]
    assert (figures["organisation"], figures["period"]) == ("cangshan", "2020H1")
    assert [figure["id"] for figure in figures["figures"]] == [f"K{number}" for number in range(1, 28)]


def entries(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures and all their parts."""
    return [entry for figure in figures["figures"] for entry in (figure, *figure["parts"])]


def test_every_figure_and_part_has_the_keys_of_the_contract(figures: dict[str, Any]) -> None:
    assert all(set(figure) >= FIGURE_KEYS for figure in figures["figures"])
    assert all(set(part) == PART_KEYS for figure in figures["figures"] for part in figure["parts"])
    assert {entry["unit"] for entry in entries(figures)} <= {"fen", "share", "count", "days"}


def test_money_is_whole_fen(figures: dict[str, Any]) -> None:
    money = [entry for entry in entries(figures) if entry["unit"] == "fen" and entry["value"] is not None]
    assert money
    assert {type(entry[key]) for entry in money for key in ("value", "halfwidth")} == {int}


def test_a_figure_has_either_rows_or_a_reason_for_having_none(figures: dict[str, Any]) -> None:
    for entry in entries(figures):
        if entry["value"] is not None:
            assert entry["row_ids"], entry
            assert entry["why_missing"] is None
        else:
            assert entry["why_missing"], entry


def test_the_rows_of_every_figure_stand_in_the_stored_ledger(figures: dict[str, Any], sample: Path) -> None:
    store = sample / "data" / "processed" / "cangshan"
    tables = [pd.read_parquet(path) for path in store.glob("*.parquet")]
    stored = {row_id for table in tables if "row_id" in table for row_id in table["row_id"]}
    cited = {row_id for entry in entries(figures) for row_id in entry["row_ids"]}
    assert cited
    assert cited <= stored


def test_people_get_a_line_per_key_figure(sample: Path) -> None:
    done = charity("figures", "2020H1", folder=sample)
    lines = done.stdout.splitlines()
    assert lines[0] == "福州市仓山区慈善总会 2020H1 关键指标"
    assert [line.split()[0] for line in lines if line.lstrip().startswith("K")] == [f"K{n}" for n in range(1, 28)]
    assert any("8,842,900.00" in line for line in lines)
    assert (done.returncode, done.stderr) == (0, "")


def test_formulas_are_listed_on_demand_and_always_stand_in_the_document(sample: Path, figures: dict[str, Any]) -> None:
    told = charity("figures", "2020H1", "--formulas", folder=sample).stdout
    assert "公式：" not in charity("figures", "2020H1", folder=sample).stdout
    for figure in figures["figures"]:
        assert figure["formula"]
        assert f"公式：{figure['formula']}" in told


def test_rows_dated_in_another_period_make_that_period_one_with_data(project: Office) -> None:
    project.donations([GOOD, [2, "2019-12-31", "乙公司", 88, "疫情防控"]])
    done = charity("figures", "2019H2", "--json", folder=root_of(project))
    income = json.loads(done.stdout)["figures"][0]
    assert (income["id"], income["value"]) == ("K1", 8800)


def test_an_error_anywhere_in_the_ledger_is_told_by_figures_too(motley: Office) -> None:
    assert charity("figures", "2020H1", "--json", folder=root_of(motley)).returncode == 1


def test_a_failure_shows_its_traceback_only_to_those_who_ask_for_it(project: Office) -> None:
    blocked = root_of(project) / "taken"
    blocked.write_text("", encoding="utf-8")
    command = [SCRIPT, "clean", "--processed", blocked / "x"]
    asked = subprocess.run(
        command,
        cwd=root_of(project),
        env=environment(CHARITY_DEBUG="1"),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" in asked.stderr
