"""What the project promises to whoever sets it up: the lock, the commands, the checks, and the wheel."""

import functools
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import set_up

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "charity_analysis"

PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[\w.!+]+)(?: ; (?P<marker>[^\\]+?))?(?: \\)?")
HASH = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}(?: \\)?")


def read_project() -> dict[str, Any]:
    """pyproject.toml as it stands."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def read_lock() -> list[str]:
    """The lines of requirements.lock."""
    return (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()


def pinned_versions() -> dict[str, list[str]]:
    """The versions of each package in the lock: several where they differ by Python or system."""
    versions: dict[str, list[str]] = {}
    for pin in filter(None, map(PIN.fullmatch, read_lock())):
        versions.setdefault(pin["name"], []).append(pin["version"])
    return versions


def declared_requirements() -> list[Requirement]:
    """What pyproject.toml asks for: to run, for each extra, for each group, and to build."""
    project = read_project()
    lists = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
        project["build-system"]["requires"],
    ]
    return [Requirement(text) for requirements in lists for text in requirements]


def recipe_commands(target: str) -> list[str]:
    """The commands of a Makefile target, without the folder they stand in: `ruff check .`."""
    recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert recipe, f"the Makefile has no {target}"
    return [line.strip().removeprefix("$(BIN)/") for line in recipe[1].splitlines()]


def read_workflow() -> dict[str, Any]:
    """The one job of the workflow that checks every change."""
    yaml = pytest.importorskip("yaml", reason="PyYAML reads the workflow")
    text = (ROOT / ".github/workflows/checks.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["jobs"]["checks"]


# The lock


def test_every_line_of_the_lock_is_a_pin_a_hash_or_a_comment() -> None:
    """So that no address, no option and no path of somebody's machine can stand in it."""
    strange = [
        line
        for line in read_lock()
        if not (PIN.fullmatch(line) or HASH.fullmatch(line) or re.fullmatch(r" *#[^/\\]*", line))
    ]
    assert strange == []


def test_every_pin_is_followed_by_a_hash() -> None:
    lines = read_lock()
    pins = [number for number, line in enumerate(lines) if PIN.fullmatch(line)]
    assert pins
    assert [lines[number] for number in pins if not HASH.fullmatch(lines[number + 1])] == []


@pytest.mark.parametrize("requirement", declared_requirements(), ids=str)
def test_what_the_project_asks_for_is_in_the_lock(requirement: Requirement) -> None:
    versions = pinned_versions().get(canonicalize_name(requirement.name), [])
    assert versions, "not in requirements.lock: run `make lock`"
    assert all(version in requirement.specifier for version in versions)


def test_the_lock_serves_other_systems_than_the_one_it_was_made_on() -> None:
    markers = " ".join(pin["marker"] or "" for pin in filter(None, map(PIN.fullmatch, read_lock())))
    assert "sys_platform == 'win32'" in markers
    assert "sys_platform == 'darwin'" in markers


# The same things said in several places


def test_the_oldest_python_is_the_same_wherever_it_is_named() -> None:
    project = read_project()
    oldest = ".".join(map(str, set_up.OLDEST_PYTHON))
    assert project["project"]["requires-python"] == f">={oldest}"
    assert project["tool"]["ruff"]["target-version"] == "py" + oldest.replace(".", "")
    assert project["tool"]["mypy"]["python_version"] == oldest
    assert f"--python-version {oldest} " in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert read_workflow()["strategy"]["matrix"]["python"][0] == oldest


def test_the_lock_is_made_from_every_group() -> None:
    made_from = set(re.findall(r"--group (\S+)", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert made_from == set(read_project()["dependency-groups"])


def test_the_import_contract_gives_every_room_on_disk_its_place() -> None:
    (contract,) = read_project()["tool"]["importlinter"]["contracts"]
    placed = [room.strip() for layer in contract["layers"] for room in re.split("[:|]", layer)]
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", *contract["exhaustive_ignores"]}
    assert sorted(placed) == sorted(rooms | modules)


# The commands


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("make") is None, reason="there is no make here")
def test_help_lists_every_command_of_the_makefile() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = {*re.findall(r"^([a-z-]+):", text, re.M)}
    phony = re.search(r"^\.PHONY: (.*)$", text, re.M)
    assert phony and set(phony[1].split()) == commands
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    assert set(re.findall(r"^make ([a-z-]+) ", shown, re.M)) == commands
    assert {"report", "test", "check", "notebooks", "samples", "lab", "clean", "help", "lock"} <= commands


def test_the_workflow_runs_on_three_systems() -> None:
    systems = read_workflow()["strategy"]["matrix"]["system"]
    assert [system.split("-")[0] for system in systems] == ["ubuntu", "windows", "macos"]


def test_the_workflow_runs_on_windows_what_make_runs_elsewhere() -> None:
    steps = read_workflow()["steps"]
    windows = [step["run"] for step in steps if step.get("if") == "runner.os == 'Windows'"]
    others = [step["run"] for step in steps if step.get("if") == "runner.os != 'Windows'"]
    assert [line.split()[:2] for line in others] == [["make", "check"], ["make", "report"], ["make", "test"]]
    report = "charity report 2020H1 --organisation cangshan"
    wanted = [*recipe_commands("check"), report, *recipe_commands("test")]
    assert [line.removeprefix(".venv\\Scripts\\") for line in windows] == ["python scripts\\set_up.py", *wanted]


# What git keeps


@functools.cache
def in_git() -> bool:
    """Whether the project lies in a git work tree, as it does not in an unpacked archive."""
    return shutil.which("git") is not None and (ROOT / ".git").exists()


@pytest.mark.skipif(not in_git(), reason="not in a git work tree")
def test_git_keeps_every_byte_of_a_raw_file() -> None:
    asked = ["git", "check-attr", "text", "--", "data/raw/cangshan/2020H1/捐赠.csv"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    assert told.endswith("text: unset\n")


@pytest.mark.skipif(not in_git(), reason="not in a git work tree")
@pytest.mark.parametrize(
    ("path", "is_ignored"),
    [
        ("data/processed/cangshan/donations.parquet", True),
        ("data/processed/README.md", False),
        ("reports/cangshan/2020H1/report.html", True),
        ("charity_analysis/report/template.html", False),
        ("data/raw/cangshan/2020H1/捐赠.xlsx", False),
        ("data/raw/cangshan/2020H1/~$捐赠.xlsx", True),
        ("data/raw/demo/2020H1/捐赠收入.xlsx", False),
        ("data/raw/demo2/2020H1/账册.xlsx", False),
        ("data/raw/README.md", False),
        ("data/raw/myfederation/2024H1/捐赠收入.xlsx", True),
        ("data/raw/myfederation/corrections.csv", True),
        ("uv.lock", True),
        ("requirements.lock", False),
    ],
)
def test_git_ignores_what_is_made_and_nothing_else(path: str, is_ignored: bool) -> None:
    answer = subprocess.run(["git", "check-ignore", "--quiet", "--no-index", path], cwd=ROOT, check=False)
    assert answer.returncode == (0 if is_ignored else 1)


# The wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as its users get it, built without a look at any package index."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling builds the wheel")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_carries_the_report_notebook_from_its_one_source(wheel: zipfile.ZipFile) -> None:
    source = (ROOT / "notebooks/report.ipynb").read_bytes()
    assert wheel.read("charity_analysis/report/report.ipynb") == source


def test_the_wheel_carries_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {path.relative_to(ROOT).as_posix() for path in files} - set(wheel.namelist()) == set()


@pytest.mark.parametrize(
    "pattern",
    [
        r"charity_analysis/rules/headings\.csv",
        r"charity_analysis/report/fonts/.*\.otf",
        r"charity_analysis/report/fonts/OFL\.txt",
        r"charity_analysis/report/template/.*\.j2",
        r"charity_analysis-.*\.dist-info/licenses/LICENSE",
    ],
)
def test_the_wheel_carries_rules_fonts_template_and_licences(wheel: zipfile.ZipFile, pattern: str) -> None:
    assert [name for name in wheel.namelist() if re.fullmatch(pattern, name)]


def test_the_wheel_carries_nothing_of_the_project_but_the_package(wheel: zipfile.ZipFile) -> None:
    folders = {name.split("/")[0] for name in wheel.namelist()}
    assert {folder for folder in folders if not folder.endswith(".dist-info")} == {"charity_analysis"}


def test_the_wheel_brings_the_command_and_the_exporter(wheel: zipfile.ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith("/entry_points.txt")]
    entry_points = wheel.read(name).decode("utf-8")
    assert "charity = charity_analysis.cli:main" in entry_points
    assert "charity_report = charity_analysis.report.exporter:CharityReportExporter" in entry_points
