"""The process that reads files: one job a line on its input, one answer a line on its output, until the input ends.

A reader that aborts on a damaged file takes this process with it, and nothing else.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import signal
import sys
import threading
import time
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any

from charity_analysis.ledger.columns import Source
from charity_analysis.ledger.corrections import Correction
from charity_analysis.ledger.file_cleaning import clean_file
from charity_analysis.ledger.file_parts import write_part
from charity_analysis.ledger.without_pandas import leave_out_pandas

DONE, OUT_OF_MEMORY, FAILED, DISK_REFUSED, CHANGED = "done", "out_of_memory", "failed", "disk_refused", "changed"
_SECONDS_BETWEEN_LOOKS = 1.0


def main() -> None:
    """Serve jobs. What libraries print goes nowhere: the output belongs to the answers."""
    # The one who asked decides when to stop; a key pressed at the terminal reaches every process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1) if os.environ.get("CHARITY_DEBUG") else (0, 1, 2):
        os.dup2(nowhere, stream)
    # Cells make no cycles: looking for them among millions of values takes longer than all the rest.
    gc.disable()
    leave_out_pandas()
    threading.Thread(target=_import_heavy, daemon=True).start()
    threading.Thread(target=_end_with_asker, args=(os.getppid(),), daemon=True).start()
    for line in jobs:
        answers.write(json.dumps(_do(json.loads(line))).encode() + b"\n")
        answers.flush()


def _import_heavy() -> None:
    """Fetch what nearly every job needs, while its file is being read or there is none yet."""
    for name in ("charity_analysis.ingest.files.open_xml_values", "python_calamine", "pyarrow"):
        import_module(name)


def _end_with_asker(asker: int) -> None:
    """End in the midst of a job once nobody waits for its answer: a process that was killed says no goodbye."""
    while os.getppid() == asker:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)


def _do(job: dict[str, Any]) -> dict[str, Any]:
    """What became of one job; what cannot be foreseen costs the file, what the disk refuses costs the run."""
    _limit(job["memory_bytes"], job["cpu_seconds"])
    corrections = [Correction(**fields) for fields in job["corrections"]]
    try:
        result = clean_file(Path(job["path"]), Source(**job["source"]), corrections, job.get("is_again", False))
    except MemoryError:
        return {"outcome": OUT_OF_MEMORY}
    except Exception as error:
        if os.environ.get("CHARITY_DEBUG"):
            traceback.print_exc()
        return {"outcome": FAILED, "kind": type(error).__name__}
    if not _is_still(job["path"], job["digest"]):
        return {"outcome": CHANGED}
    try:
        write_part(result, Path(job["part"]))
    except OSError as error:
        return {"outcome": DISK_REFUSED, "errno": error.errno, "reason": error.strerror}
    return {"outcome": DONE}


def _is_still(path: str, digest: str) -> bool:
    """False where the file is no longer the one that was to be read."""
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return digest == path  # it could not be read before either


def _limit(memory_bytes: int, cpu_seconds: float) -> None:
    """Have the system refuse more than the job may take, where it can; elsewhere the asker watches."""
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, most))
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        # The asker looks first, and says why.
        end = int(usage.ru_utime + usage.ru_stime + 2 * cpu_seconds) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (end, most))
