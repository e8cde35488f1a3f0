"""Write the samples of raw spreadsheets into data/raw, or compare them with what is on disk.

`python scripts/make_samples.py` writes every file; `--check` exits 1 where a file differs, is missing or is not
one of them. The bytes are the same on every run and machine.
"""

from __future__ import annotations

import argparse
import sys
from functools import cache
from pathlib import Path

from samples.cangshan import cangshan_files
from samples.demo2_layout import demo2_files
from samples.demo_layout import demo_files

_RAW_FOLDER = Path(__file__).resolve().parents[1] / "data" / "raw"
_SAMPLES = ("cangshan", "demo", "demo2")


@cache
def sample_files() -> dict[str, bytes]:
    """Every file of the samples: path below data/raw → bytes."""
    return {**cangshan_files(), **demo_files(), **demo2_files()}


def write_samples(folder: Path) -> int:
    """The number of files written below `folder`; files of an earlier layout are removed."""
    files = sample_files()
    for stale in _files_on_disk(folder) - files.keys():
        (folder / stale).unlink()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return len(files)


def find_differences(folder: Path) -> list[str]:
    """One line per file below `folder` that is missing, differs, or does not belong to the samples."""
    files = sample_files()
    on_disk = _files_on_disk(folder)
    lines = [f"missing: {name}" for name in files.keys() - on_disk]
    lines += [f"not a sample: {name}" for name in on_disk - files.keys()]
    lines += [f"differs: {name}" for name in files.keys() & on_disk if (folder / name).read_bytes() != files[name]]
    return sorted(lines)


def _files_on_disk(folder: Path) -> set[str]:
    """Paths of the files in the samples' own folders; whatever else lies in data/raw is left alone."""
    return {
        path.relative_to(folder).as_posix()
        for sample in _SAMPLES
        for path in (folder / sample).rglob("*")
        if path.is_file()
    }


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 written or equal, 1 different."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only, exit 1 on a difference")
    parser.add_argument("--raw", type=Path, default=_RAW_FOLDER, help="the folder to write into or compare with")
    options = parser.parse_args(arguments)
    if not options.check:
        print(f"{write_samples(options.raw)} files written to {options.raw}")
        return 0
    differences = find_differences(options.raw)
    print("\n".join(differences) or "the samples on disk are up to date")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
