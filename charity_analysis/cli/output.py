"""How a command shows its progress, and prints a document."""

from __future__ import annotations

import json
import sys
from typing import Any

from charity_analysis import wording


def progress(files: list[Any]) -> Any:
    """`files`, with a bar where a person looks on."""
    # Imported only where there is something to show.
    if not sys.stderr.isatty() or not files:
        return files
    from tqdm import tqdm

    return tqdm(files, desc=wording.text("reading"), unit=wording.text("file"), leave=False, delay=1)


def print_json(document: Any) -> None:
    """One document in UTF-8 whatever the console's own encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()
