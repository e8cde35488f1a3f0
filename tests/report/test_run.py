"""Report runs: what a whole one leaves, and that no broken one ever touches the report before it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from console import SCRIPT, Snapshot, charity, copy_sample, environment, run, snapshot
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from charity_analysis import cli, wording
from charity_analysis.ledger.ledger import Ledger
from charity_analysis.ledger.paths import Folders
from charity_analysis.periods import ReportingPeriod
from charity_analysis.report import companions, execution, half_year
from charity_analysis.report import run as report_run
from charity_analysis.report.companions import Companions
from charity_analysis.report.completion import COMPLETION_MIME
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.handover import workbook
from charity_analysis.report.placement import put_in_place
from charity_analysis.report.privacy.names import Secrets
from charity_analysis.report.privacy.signoffs import Fault, Place, Standing
from charity_analysis.report.run import Request
from conftest import PROJECT, Office

# Reports say when they were made; with a day that stands still two runs give the same bytes.
STANDING_STILL = {"SOURCE_DATE_EPOCH": "1593129600"}
PERIOD = "2020H1"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of the sample cangshan, in a folder with a blank and Chinese in its name."""
    return copy_sample(tmp_path_factory.mktemp("半年报 项目"))


@pytest.fixture(scope="module")
def finished(sample: Path) -> subprocess.CompletedProcess[str]:
    """The first run of `charity report` on the sample, in both editions."""
    return charity("report", PERIOD, "--organisation=cangshan", "--edition=both", folder=sample, **STANDING_STILL)


@pytest.fixture(scope="module")
def made(sample: Path, finished: subprocess.CompletedProcess[str]) -> bytes:
    """The report of the first run."""
    return report_of(sample).read_bytes()


def report_of(root: Path, name: str = "report.html") -> Path:
    return root / "reports" / "cangshan" / PERIOD / name


def written(store: Path) -> dict[str, tuple[int, int]]:
    """Which file on the disk each name means, and when it was written."""
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in store.iterdir()}


# A whole run


def test_a_run_prints_the_paths_of_its_pages_and_nothing_else(
    sample: Path, finished: subprocess.CompletedProcess[str]
) -> None:
    assert finished.stdout == f"{report_of(sample)}\n{report_of(sample, 'report.public.html')}\n"
    assert finished.stderr == ""
    assert finished.returncode == 0


IN_A_PERIOD = {
    *("report.html", "report.xlsx", "record.json"),
    *("report.public.html", "report.public.xlsx", "record.public.json", "published.json", "open-data/"),
}


def test_a_run_leaves_the_report_and_the_ledger_and_nothing_else(sample: Path, made: bytes) -> None:
    assert {path.name for path in (sample / "reports").iterdir()} == {"cangshan", "index.html", "index.public.html"}
    assert {path.name for path in (sample / "reports" / "cangshan").iterdir()} == {PERIOD}
    left = snapshot(report_of(sample).parent)
    assert {name for name in left if not name.startswith("open-data/") or name == "open-data/"} == IN_A_PERIOD
    assert {name.rpartition(".")[2] for name in left if name.startswith("open-data/") and name != "open-data/"} == {
        "csv",
        "json",
    }
    assert {path.name for path in (sample / "data" / "processed").iterdir()} == {".cangshan.parts", "cangshan"}
    assert made.startswith(b"<!DOCTYPE html>")


def test_a_second_run_cleans_nothing_again_and_gives_the_same_bytes(sample: Path, made: bytes) -> None:
    store = sample / "data" / "processed" / "cangshan"
    before = written(store)
    again = charity("report", PERIOD, folder=sample / "data" / "raw", **STANDING_STILL)
    assert (again.returncode, again.stdout) == (0, f"{report_of(sample)}\n")
    assert written(store) == before
    assert report_of(sample).read_bytes() == made


def test_plain_papermill_and_plain_nbconvert_give_the_same_page(sample: Path, made: bytes) -> None:
    tool = Path(sys.executable).with_name
    notebook = PROJECT / "notebooks" / "report.ipynb"
    executed = run(
        tool("papermill"), notebook, "out.ipynb", "-p", "period", PERIOD, folder=sample / "data", **STANDING_STILL
    )
    assert executed.returncode == 0, executed.stderr
    converted = run(tool("jupyter"), "nbconvert", "--to", "charity_report", "out.ipynb", folder=sample / "data")
    assert converted.returncode == 0, converted.stderr
    assert (sample / "data" / "out.html").read_bytes() == made


def test_a_killed_command_leaves_the_report_before_it(sample: Path, made: bytes) -> None:
    before = set(snapshot(sample / "reports"))
    command = [SCRIPT, "report", PERIOD]
    with subprocess.Popen(
        command, cwd=sample, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        kernels = wait_for_kernel(process.pid)
        process.kill()
        assert process.wait() != 0
    for kernel in kernels:
        kernel.kill()
    assert report_of(sample).read_bytes() == made
    assert set(snapshot(sample / "reports")) == before


def wait_for_kernel(pid: int) -> list[psutil.Process]:
    """The processes that run the notebook of command `pid`, as soon as there are any."""
    for _ in range(600):
        kernels = psutil.Process(pid).children(recursive=True)
        if kernels:
            return kernels
        time.sleep(0.05)
    raise AssertionError("the notebook's kernel never came")


# Wrong usage, found before anything runs


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([PERIOD, "-p", "perriod", "2020H2"], "没有参数“perriod”"),
        ([PERIOD, "-p", "organisation", "demo"], "没有参数“organisation”"),
        ([PERIOD, "-p", "x = 1; import os; y", "2"], "没有参数“x = 1; import os; y”"),
        ([PERIOD, "--organisation", "nobody"], "没有机构“nobody”；现有：cangshan"),
        ([PERIOD, "--organisation", "../raw/cangshan"], "没有机构"),
        ([PERIOD, "--edition", "secret"], "--edition 的值不对"),
        ([PERIOD, "--reports"], "--reports 后面的内容缺少或多余"),
        (["2020H1.5"], "不是期间"),
        (["2021H1"], "没有 2021H1 的数据"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_call_writes_neither_ledger_nor_report(tmp_path: Path, arguments: list[str], says: str) -> None:
    root = copy_sample(tmp_path)
    before = snapshot(root)
    done = charity("report", *arguments, folder=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    # To know that a period has no data its ledgers are read; what reading gave may be kept for the next run.
    kept = {name for name in snapshot(root) if name not in before}
    assert all(name == "data/processed/" or name.startswith("data/processed/.cangshan.parts/") for name in kept)
    assert {name: state for name, state in snapshot(root).items() if name not in kept} == before


# Broken runs

MARK = {
    COMPLETION_MIME: {"organisation": "office", "period": PERIOD, "edition": "internal"},
    "text/plain": "报告完成",
}
SHOW_MARK = f"from IPython.display import display; display({MARK!r}, raw=True)"
PARAMETERS = ("period", "organisation", "raw_folder", "processed_folder", "edition", "reports_folder")
KILL_KERNEL = "import os, signal; os.kill(os.getpid(), signal.SIGTERM if os.name == 'nt' else signal.SIGKILL)"


NOTHING_OPEN = Standing((), ())
NO_SECRETS = Secrets(frozenset(), frozenset())


@pytest.fixture
def page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs make the page and nothing beside it."""
    monkeypatch.setattr(companions, "make_companions", lambda *_: Companions(NOTHING_OPEN, NO_SECRETS))
    monkeypatch.setattr(report_run, "_write_shelf", lambda _: None)


@pytest.fixture
def office_with_report(tmp_path: Path, page_alone: None) -> tuple[Office, Snapshot]:
    """An office with a ledger and a report from before, and the reports as they are."""
    office = Office(tmp_path)
    office.donations([[1, "2020-01-07", "甲公司", 1000, "疫情防控"]])
    before = office.folders.reports / "office" / PERIOD / "report.html"
    before.parent.mkdir(parents=True)
    before.write_bytes("上一份报告".encode())
    return office, snapshot(office.folders.reports)


def write_notebook(path: Path, *sources: str, stale_mark: bool = False) -> Path:
    """A report notebook of parameters and these cells; with `stale_mark` its last cell still shows an old mark."""
    parameters = "\n".join(f'{name} = ""' for name in PARAMETERS)
    cells = [
        new_markdown_cell("# 报告"),
        new_code_cell(parameters, metadata={"tags": ["parameters"]}),
        *map(new_code_cell, sources),
    ]
    if stale_mark:
        cells[-1].outputs = [new_output("display_data", data=MARK)]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=metadata), path)
    return path


def report_with(notebook: Path, office: Office, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    """The exit code of `charity report` where `notebook` is the report's notebook."""
    folders = office.folders
    places = ["--raw", folders.raw, "--processed", folders.processed, "--reports", folders.reports]
    monkeypatch.setattr(execution, "notebook_path", lambda: notebook)
    monkeypatch.setattr(sys, "argv", ["charity", "report", PERIOD, *map(str, places), *more])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    return int(stopped.value.code or 0)


def test_a_notebook_that_shows_its_mark_at_its_end_is_published(
    office_with_report: tuple[Office, Snapshot],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The proof that the broken ones below fail for what is broken in them."""
    office, _ = office_with_report
    # Papermill would take this name for a template.
    notebook = write_notebook(tmp_path / "{period}.ipynb", "1 + 1", SHOW_MARK)
    assert report_with(notebook, office, monkeypatch) == 0
    printed = capfd.readouterr()
    report = office.folders.reports / "office" / PERIOD / "report.html"
    assert (printed.out, printed.err) == (f"{report}\n", "")
    assert report.read_bytes().startswith(b"<!DOCTYPE html>")


# What the library of the kernel's sockets writes, now and then, where a kernel ends while it is being listened to.
OF_SOCKETS = re.compile(r"^Assertion failed: .*\.cpp:\d+\)$")
BROKEN: dict[str, tuple[list[str], str]] = {
    "raises": (["raise ValueError('受益人的身份证号')", SHOW_MARK], "个代码单元出错（ValueError）"),
    "raises beside its mark": ([f"{SHOW_MARK}; 1 / 0"], "个代码单元出错（ZeroDivisionError）"),
    "exits with 0": (["import sys; sys.exit(0)", SHOW_MARK], "没有运行到最后"),
    "exits with 1": (["import sys; sys.exit(1)", SHOW_MARK], "出错（SystemExit）"),
    "shows no mark": (["1 + 1"], "没有运行到最后"),
    "leaves the process": (["import os; os._exit(0)", SHOW_MARK], "计算内核意外退出"),
    "kills its kernel": ([KILL_KERNEL, SHOW_MARK], "计算内核意外退出"),
    "hangs": (["import time; time.sleep(60)", SHOW_MARK], "超过 3 秒没有完成"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_notebook_leaves_the_report_before_it(
    fault: str,
    office_with_report: tuple[Office, Snapshot],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    office, before = office_with_report
    sources, says = BROKEN[fault]
    monkeypatch.setattr(execution, "SECONDS_PER_CELL", 3)
    notebook = write_notebook(tmp_path / "broken.ipynb", *sources, stale_mark=True)
    assert report_with(notebook, office, monkeypatch) == 3
    printed = capfd.readouterr()
    assert printed.out == ""
    own = [line for line in printed.err.splitlines() if not OF_SOCKETS.search(line)]
    assert own[-1].startswith("报告未生成，上一份报告保持不变：")
    assert says in own[-1]
    assert len(own) == 1, "one sentence, and no traceback that might show a name"
    assert snapshot(office.folders.reports) == before


def test_an_interrupted_run_leaves_the_report_before_it(
    office_with_report: tuple[Office, Snapshot],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    office, before = office_with_report

    def interrupt(_: dict[str, str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(report_run, "execute", interrupt)
    assert report_with(tmp_path / "never read.ipynb", office, monkeypatch) == 3
    assert capfd.readouterr().err.strip() == "已中断；没有做完的结果不会写入"
    assert snapshot(office.folders.reports) == before


def test_a_first_report_that_fails_leaves_no_folder(
    tmp_path: Path, page_alone: None, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    office = Office(tmp_path)
    office.donations([[1, "2020-01-07", "甲公司", 1000, "疫情防控"]])
    assert report_with(write_notebook(tmp_path / "broken.ipynb", "1 / 0"), office, monkeypatch) == 3
    assert not office.folders.reports.exists()


@pytest.mark.parametrize("content", ["", "{", '{"cells": []}'], ids=["empty", "cut off", "no version"])
def test_a_file_that_is_no_notebook_leaves_the_report_before_it(
    content: str,
    office_with_report: tuple[Office, Snapshot],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    office, before = office_with_report
    notebook = tmp_path / "no.ipynb"
    notebook.write_text(content, encoding="utf-8")
    assert report_with(notebook, office, monkeypatch) == 3
    assert "Traceback" not in capfd.readouterr().err
    assert snapshot(office.folders.reports) == before


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_refuses_leaves_the_report_before_it(
    step: str, office_with_report: tuple[Office, Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, before = office_with_report
    target = office.folders.reports / "office" / PERIOD / "report.html"

    def refuse(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, refuse)
    with pytest.raises(OSError, match="No space left"):
        put_in_place(target.parent, {"report.xlsx": b"new", target.name: b"new"})
    assert snapshot(office.folders.reports) == before


def test_a_disk_that_fills_up_half_way_leaves_every_file_of_the_report_before(
    office_with_report: tuple[Office, Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, before = office_with_report
    left = [None]

    def fill(_: int) -> None:
        if not left:
            raise OSError(28, "No space left on device")
        left.pop()

    monkeypatch.setattr(os, "fsync", fill)
    with pytest.raises(OSError, match="No space left"):
        put_in_place(office.folders.reports / "office" / PERIOD, {"report.xlsx": b"new", "report.html": b"new"})
    assert snapshot(office.folders.reports) == before


def test_an_error_finding_is_told_but_the_report_is_made(
    office_with_report: tuple[Office, Snapshot],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    office, _ = office_with_report
    office.donations([[1, "2020-02-30", "甲公司", 1000, "疫情防控"]])
    assert report_with(write_notebook(tmp_path / "whole.ipynb", SHOW_MARK), office, monkeypatch) == 1
    assert capfd.readouterr().out.endswith("report.html\n")


# Parameters


def test_the_notebooks_own_parameters_reach_it(
    office_with_report: tuple[Office, Snapshot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, _ = office_with_report
    heard = tmp_path / "heard.json"
    tell = (
        "import json, pathlib\n"
        f"said = dict(heading=heading, period=period, organisation=organisation, raw=raw_folder)\n"
        f"pathlib.Path({str(heard)!r}).write_text(json.dumps(said), encoding='utf-8')"
    )
    notebook = write_notebook(tmp_path / "whole.ipynb", tell, SHOW_MARK)
    content = nbformat.read(notebook, as_version=4)
    content.cells[1].source += '\nheading = "默认"'
    nbformat.write(content, notebook)
    value = '半年报“{}” \\ "; raise SystemExit #'
    assert report_with(notebook, office, monkeypatch, "-p", "heading", value) == 0
    assert json.loads(heard.read_text(encoding="utf-8")) == {
        "heading": value,
        "period": PERIOD,
        "organisation": "office",
        "raw": str(office.folders.raw),
    }


def test_what_the_command_sets_itself_is_no_parameter_for_callers() -> None:
    assert not set(PARAMETERS) & set(report_run.own_parameters())


def test_every_value_that_the_command_sets_is_a_parameter_of_the_report_notebook() -> None:
    """Else papermill would only warn, and the notebook would run with its own defaults."""
    notebook = nbformat.read(report_run.notebook_path(), as_version=4)
    (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    names = {line.split(" = ")[0] for line in cell.source.splitlines()}
    assert names >= set(PARAMETERS)


@pytest.mark.parametrize("other", [{"organisation": "b"}, {"period": "2019H1"}, {"edition": "public"}], ids=str)
def test_a_notebook_that_is_about_something_else_is_not_published(
    other: dict[str, str], tmp_path: Path, page_alone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as one whose parameters cell lost its tag, and that ran with its own defaults."""
    folders = Folders(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    monkeypatch.setattr(report_run, "execute", lambda values: pretend(values | other))
    with pytest.raises(report_run.ReportFailed):
        report_run.build_reports(Request("a", PERIOD, folders))
    assert not folders.reports.exists()


def pretend(values: dict[str, str], said: str = "") -> Any:
    """A notebook as it is after a whole run with these parameters, and that says `said`."""
    about = {name: values[name] for name in ("organisation", "period", "edition")}
    cells = [
        new_markdown_cell(said),
        new_code_cell(f"raw_folder = {values['raw_folder']!r}", metadata={"tags": ["injected-parameters"]}),
        new_code_cell("", outputs=[new_output("display_data", data={COMPLETION_MIME: about})]),
    ]
    return new_notebook(cells=cells, metadata={"papermill": {"input_path": values["raw_folder"]}})


def test_reports_of_several_organisations_and_periods_lie_apart(
    tmp_path: Path, page_alone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = Folders(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    monkeypatch.setattr(report_run, "execute", pretend)
    wanted = [Request(name, period, folders) for name in ("a", "b") for period in (PERIOD, "2020H2")]
    paths = {path for request in wanted for path in report_run.build_reports(request).paths}
    assert len(paths) == 4
    assert all(path.is_file() for path in paths)


# Editions, and what stops the public one


@pytest.fixture
def request_both(tmp_path: Path, page_alone: None, monkeypatch: pytest.MonkeyPatch) -> Request:
    """Both editions of an office whose notebook runs in no time."""
    monkeypatch.setattr(report_run, "execute", pretend)
    folders = Folders(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    return Request("office", PERIOD, folders, ("internal", "public"))


def having(monkeypatch: pytest.MonkeyPatch, **parts: Any) -> None:
    """Let every edition have these companions."""
    given = {"standing": NOTHING_OPEN, "secrets": NO_SECRETS, **parts}
    monkeypatch.setattr(companions, "make_companions", lambda *_: Companions(**given))


def test_both_editions_come_from_one_run_the_internal_first(request_both: Request) -> None:
    built = report_run.build_reports(request_both)
    assert [path.name for path in built.paths] == ["report.html", "report.public.html"]
    assert not built.is_blocked


def test_the_page_goes_last_and_what_says_that_it_is_out_goes_behind_it(
    request_both: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed: list[str] = []
    monkeypatch.setattr(report_run, "put_in_place", lambda _, files: placed.extend(files))
    having(monkeypatch, files={"x.csv": b"x\n"}, after={"published.json": b"{}"})
    report_run.build_reports(request_both)
    assert placed == ["x.csv", "report.html", "published.json", "x.csv", "report.public.html", "published.json"]


def test_open_errors_stop_the_public_edition_and_not_the_internal_one(
    request_both: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    having(monkeypatch, standing=Standing((Place("blank_date", "捐赠.xlsx", "捐赠", "B5"),), ()))
    built = report_run.build_reports(request_both)
    assert [path.name for path in built.paths] == ["report.html"]
    assert built.is_blocked
    assert (
        wording.publication_blocked(built)
        .splitlines()[1]
        .startswith("  rule=blank_date file=捐赠.xlsx sheet=捐赠 cell=B5")
    )


def test_a_blocked_public_edition_ends_with_3_after_the_path_of_the_internal_one(
    office_with_report: tuple[Office, Snapshot],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    office, _ = office_with_report
    standing = Standing((Place("blank_date", "捐赠.xlsx", "捐赠", "B5"),), (), (Fault(3, "signoff_unused", {}),))
    having(monkeypatch, standing=standing)
    monkeypatch.setattr(report_run, "execute", pretend)
    assert report_with(tmp_path / "never read.ipynb", office, monkeypatch, "--edition", "both") == 3
    printed = capfd.readouterr()
    assert printed.out == f"{office.folders.reports / 'office' / PERIOD / 'report.html'}\n"
    assert printed.err.startswith("signoffs.csv 第 3 行未采用：")
    assert "公开版未发布，上一份公开版保持不变：有 1 个错误级发现未解决" in printed.err


def test_a_configuration_that_was_refused_stops_the_public_edition(
    request_both: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    having(monkeypatch, standing=Standing((), (), (), is_configured=False))
    built = report_run.build_reports(request_both)
    assert built.is_blocked
    assert "organisation.toml 未被采用" in wording.publication_blocked(built)


@pytest.mark.parametrize("planted", ["欧阳佩兰", "13800138000", "/home/somebody/台账"])
def test_a_leak_in_any_file_stops_the_public_edition_and_leaves_the_one_before_it(
    planted: str, request_both: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_run.build_reports(request_both)
    before = snapshot(request_both.place)
    public = replace(request_both, editions=("public",))
    having(monkeypatch, secrets=Secrets(frozenset({"欧阳佩兰"}), frozenset()), files={"x.csv": planted.encode()})
    told = report_run.build_reports(public)
    having(monkeypatch, secrets=Secrets(frozenset({"欧阳佩兰"}), frozenset()))
    monkeypatch.setattr(report_run, "execute", lambda values: pretend(values, said=planted))
    said = report_run.build_reports(public)
    for built in (told, said):
        assert built.is_blocked
        assert built.paths == ()
        message = wording.publication_blocked(built)
        assert message.startswith("公开版未发布，上一份公开版保持不变")
        assert planted not in message
    assert snapshot(request_both.place) == before


def test_what_the_run_writes_into_its_notebook_is_no_leak(request_both: Request) -> None:
    """Folders of this machine stand in the parameters of every run; neither page nor gate sees them."""
    assert not report_run.build_reports(request_both).is_blocked
    assert str(request_both.folders.raw).encode() not in (request_both.place / "report.public.html").read_bytes()


def test_the_gate_stops_files_of_a_ledger_that_was_not_masked(
    demo2: Ledger, request_both: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof that the gate is no part of the masking: what is made without it is full of names."""
    _, secrets = half_year.public_ledger(demo2)
    unmasked = HalfYear(demo2, ReportingPeriod.parse(PERIOD))
    having(monkeypatch, secrets=secrets, files={"report.public.xlsx": workbook(unmasked)})
    built = report_run.build_reports(replace(request_both, editions=("public",)))
    assert {(leak.file, leak.rule) for leak in built.leaks} == {("report.public.xlsx", "leak_name")}
    assert not request_both.place.exists()
    message = wording.publication_blocked(built)
    assert [name for name in secrets.names if name in message] == []
