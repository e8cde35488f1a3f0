"""The set-up of `.venv`: what it refuses, when it does nothing, and what it leaves behind when it fails."""

import ast
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import set_up

SCRIPT = Path(set_up.__file__)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project's folder in which the set-up works; installing there succeeds and does nothing."""
    (tmp_path / "requirements.lock").write_text("uv==1.0 \\\n    --hash=sha256:00\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    monkeypatch.setattr(set_up, "ROOT", tmp_path)
    monkeypatch.setattr(set_up, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(set_up, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(set_up, "STAMP", tmp_path / ".venv" / "set-up.done")
    monkeypatch.setattr(set_up, "install", lambda python: None)
    monkeypatch.setattr(set_up, "find_interpreter", lambda: "python")
    (tmp_path / ".venv").mkdir()
    return tmp_path


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the costly steps that the set-up takes, in order."""
    taken: list[str] = []

    def record(name: str) -> Callable[..., str]:
        return lambda *_: taken.append(name) or "python"

    monkeypatch.setattr(set_up, "install", record("install"))
    monkeypatch.setattr(set_up, "make_environment", record("make_environment"))
    return taken


def test_the_script_is_read_by_python_3_6_so_that_old_ones_get_a_sentence() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_a_python_that_is_too_old_is_refused_with_both_versions_named() -> None:
    with pytest.raises(set_up.SetUpError, match=r"需要 Python 3\.11 .* 3\.9[\s\S]*PYTHON=python3\.11"):
        set_up.check_python((3, 9), has_ensurepip=True)


def test_a_python_without_ensurepip_is_told_which_package_to_install() -> None:
    with pytest.raises(set_up.SetUpError, match="apt install python3-venv"):
        set_up.check_python((3, 11), has_ensurepip=False)


def test_the_oldest_python_that_is_good_enough_passes() -> None:
    set_up.check_python(set_up.OLDEST_PYTHON, has_ensurepip=True)


def test_the_lines_of_one_package_are_its_pin_and_its_hashes_and_no_more() -> None:
    lock = (
        "a==1 \\\n    --hash=sha256:1\nuv==2 ; x \\\n    --hash=sha256:2 \\\n    --hash=sha256:3\n    # via\nuvx==4\n"
    )
    assert set_up.locked_lines(lock, "uv") == "uv==2 ; x \\\n    --hash=sha256:2 \\\n    --hash=sha256:3\n"


def test_the_second_set_up_does_nothing(project: Path, calls: list[str]) -> None:
    set_up.set_up()
    assert calls == ["install"]
    set_up.set_up()
    assert calls == ["install"]


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_input_is_installed_again(project: Path, calls: list[str], name: str) -> None:
    set_up.set_up()
    with (project / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    set_up.set_up()
    assert calls == ["install", "install"]


def test_an_environment_of_a_folder_that_was_moved_is_made_anew(project: Path, calls: list[str]) -> None:
    set_up.set_up()
    set_up.STAMP.write_text(set_up.read_stamp().replace(str(project), "elsewhere"), encoding="utf-8")
    set_up.set_up()
    assert calls == ["install", "make_environment", "install"]


def test_an_installation_that_fails_is_tried_again_even_if_the_lock_is_put_back(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up.set_up()
    before = set_up.LOCK.read_bytes()
    set_up.LOCK.write_bytes(before + b"# changed\n")

    def fail(python: str) -> None:
        raise set_up.SetUpError

    monkeypatch.setattr(set_up, "install", fail)
    with pytest.raises(set_up.SetUpError):
        set_up.set_up()
    set_up.LOCK.write_bytes(before)
    with pytest.raises(set_up.SetUpError):
        set_up.set_up()


@pytest.mark.parametrize("place", ["lib/python3.11/site-packages", "Lib/site-packages"])
def test_the_installed_path_leads_to_the_project_without_naming_its_folders(project: Path, place: str) -> None:
    path_file = project / ".venv" / place / "_charity_analysis.pth"
    path_file.parent.mkdir(parents=True)
    path_file.write_text(str(project), encoding="utf-8")
    set_up.make_path_relative()
    line = path_file.read_text(encoding="ascii").strip()
    assert not Path(line).is_absolute()
    assert (path_file.parent / line).resolve() == project.resolve()


def test_uv_is_given_the_index_that_pip_is_set_to(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = "global.index-url='mirror'\nglobal.timeout='60'\n"
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, stdout=listed))
    assert set_up.read_pip_index("python") == {"UV_DEFAULT_INDEX": "mirror"}


def test_uv_keeps_its_own_index_where_pip_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, stdout=""))
    assert set_up.read_pip_index("python") == {}
