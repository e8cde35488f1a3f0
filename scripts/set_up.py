"""Makes the environment `.venv` at the project's root: all of requirements.lock, and the project, editable.

`make` runs it before every command; where there is no make, on Windows above all, it is run as it is. When
nothing has changed since the last time it does nothing. Every file it downloads must have one of the hashes
in the lock.

It runs on a bare Python: standard library only, and no syntax newer than Python 3.6, so that an old one gets
a sentence instead of a traceback.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = ENVIRONMENT / "set-up.done"
INTERPRETERS = ("bin/python", "Scripts/python.exe")
PATH_FILES = ("lib/python3*/site-packages/_charity_analysis.pth", "Lib/site-packages/_charity_analysis.pth")
PIP_INDEX_SETTINGS = (":env:.index-url", "install.index-url", "global.index-url")


class SetUpError(Exception):
    """What stops the set-up, in words for the person who started it."""


def say(sentence):
    """Nothing; the sentence goes to stderr, with marks for what the terminal cannot show."""
    encoding = sys.stderr.encoding or "ascii"
    print(sentence.encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)


def describe_inputs():
    """What the environment is made from, one thing a line: the project's folder, then each file's sha256."""
    files = (LOCK, ROOT / "pyproject.toml", Path(__file__))
    return "\n".join([str(ROOT), *(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)])


def read_stamp():
    """The inputs that the environment was made from; empty where it was not made to its end."""
    return STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""


def check_python(version, has_ensurepip):
    """Nothing. Raises: SetUpError where this Python is too old, or lacks what makes environments."""
    if version < OLDEST_PYTHON:
        wanted, found = (".".join(map(str, numbers[:2])) for numbers in (OLDEST_PYTHON, version))
        raise SetUpError(
            "需要 Python {0} 或更新的版本,现在用的是 {1}。请先安装,再指明用它:make report PYTHON=python{0}\n"
            "Python {0} or newer is needed; this is {1}. Install it, then name it: "
            "make report PYTHON=python{0}".format(wanted, found)
        )
    if not has_ensurepip:
        raise SetUpError(
            "这个 Python 缺少 ensurepip,不能建立 .venv。在 Debian、Ubuntu 上请先运行:\n"
            "This Python lacks ensurepip and cannot make .venv. On Debian and Ubuntu run first:\n"
            "    sudo apt install python3-venv"
        )


def locked_lines(lock, name):
    """The part of the lock's text that pins one package: its line and the hashes that follow."""
    lines = lock.splitlines(True)
    start = next(number for number, line in enumerate(lines) if line.startswith(name + "=="))
    end = next(number for number in range(start, len(lines)) if not lines[number].rstrip().endswith("\\"))
    return "".join(lines[start : end + 1])


def run(arguments, settings=None):
    """Whether a command succeeded; its output goes to stderr, as stdout is for the report's path."""
    environment = dict(settings or {}, **os.environ)
    environment.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_USER="0", UV_COMPILE_BYTECODE="1")
    for misleading in ("PYTHONHOME", "PYTHONPATH"):
        environment.pop(misleading, None)
    return subprocess.call(arguments, cwd=str(ROOT), env=environment, stdout=sys.stderr.fileno()) == 0


def find_interpreter():
    """The environment's Python, or None where there is none or it does not run."""
    for place in INTERPRETERS:
        python = ENVIRONMENT / place
        if python.exists() and run([str(python), "-c", "import pip"]):
            return str(python)
    return None


def make_environment():
    """The Python of a new, empty environment. Raises: SetUpError where it cannot be made."""
    check_python(sys.version_info[:2], importlib.util.find_spec("ensurepip") is not None)
    say("建立 .venv… / Making .venv…")
    python = find_interpreter() if run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)]) else None
    if python is None:
        raise SetUpError("无法建立 .venv,原因见上。/ .venv cannot be made; the reason stands above.")
    return python


def read_pip_index(python):
    """uv's setting for the index that pip is set to, such as a near mirror: uv reads no settings of pip."""
    command = [python, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, stdout=subprocess.PIPE, universal_newlines=True).stdout
    settings = dict(line.split("=", 1) for line in listed.splitlines() if "=" in line)
    chosen = [settings[name].strip("'\"") for name in PIP_INDEX_SETTINGS if name in settings]
    return {"UV_DEFAULT_INDEX": chosen[0]} if chosen else {}


def install(python):
    """Nothing, once the lock and the project are installed: by uv, or by pip where uv cannot be had.

    Raises: SetUpError where neither of them manages.
    """
    lock = LOCK.read_text(encoding="utf-8")
    uv_lines = locked_lines(lock, "uv")
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    pip = [python, "-m", "pip", "install", *quiet]
    uv = [python, "-m", "uv", "pip", "install", "--python", python, *quiet]
    project = ["--no-deps", "--no-build-isolation", "--editable", "."]
    with tempfile.TemporaryDirectory() as folder:
        only_uv, all_but_uv = Path(folder, "uv.txt"), Path(folder, "all-but-uv.txt")
        only_uv.write_text(uv_lines, encoding="utf-8")
        all_but_uv.write_text(lock.replace(uv_lines, ""), encoding="utf-8")
        if run([*pip, "--require-hashes", "--no-deps", "-r", str(only_uv)]):
            index = read_pip_index(python)
            if run([*uv, "--require-hashes", "-r", str(LOCK)], index) and run([*uv, *project], index):
                return
        say("改用 pip 安装,需要多等一会儿… / Going on with pip, which takes longer…")
        if not (run([*pip, "--require-hashes", "-r", str(all_but_uv)]) and run([*pip, *project])):
            raise SetUpError(
                "安装没有完成,原因见上。请检查网络,然后重新运行。\n"
                "The installation did not finish, for the reason above. Check the network, then run it again."
            )


def make_path_relative():
    """Nothing, once the editable install names the project's folder relative to itself.

    hatchling writes an absolute path in UTF-8, but Python before 3.13 reads it in the system's encoding: on a
    Chinese Windows, a project inside a folder with a Chinese name would not be found.
    """
    for place in PATH_FILES:
        for file in ENVIRONMENT.glob(place):
            relative = os.path.relpath(str(ROOT), str(file.parent)).replace(os.sep, "/")
            file.write_text(relative + "\n", encoding="ascii")


def set_up():
    """Nothing, once the environment stands as the lock says. Raises: SetUpError where it cannot be made."""
    inputs, stamp = describe_inputs(), read_stamp()
    if stamp == inputs:
        return
    has_moved = bool(stamp) and stamp.splitlines()[0] != str(ROOT)
    python = (None if has_moved else find_interpreter()) or make_environment()
    if stamp and STAMP.exists():
        STAMP.unlink()
    say("安装所需的软件包,第一次约需半分钟… / Installing packages, about half a minute the first time…")
    install(python)
    make_path_relative()
    STAMP.write_text(inputs, encoding="utf-8")


if __name__ == "__main__":
    try:
        set_up()
    except SetUpError as error:
        say(str(error))
        sys.exit(1)
