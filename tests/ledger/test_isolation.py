"""Processes apart: what aborts, hangs or swells costs its own job; all others are answered, and nothing is left over."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from charity_analysis.ledger import isolation
from charity_analysis.ledger.isolation import DIED, OUT_OF_MEMORY, OUT_OF_TIME, Workers

# A process that does what each job tells it to.
MISBEHAVING = """
import json, os, sys, time
for line in sys.stdin:
    job = json.loads(line)
    if job["do"] == "abort":
        os.abort()
    if job["do"] == "abort once" and not os.path.exists(job["mark"]):
        open(job["mark"], "w").close()
        os.abort()
    if job["do"] == "hang":
        while True:
            pass
    if job["do"] == "sleep":
        time.sleep(job["seconds"])
    if job["do"] == "swell":
        held = []
        while True:
            held.append(bytes(1) * 10_000_000)
            time.sleep(0.001)
    print(json.dumps({"outcome": "done", "process": os.getpid(), "path": sys.path[0]}), flush=True)
"""
ROOMY, LONG = 300_000_000, 20.0


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(MISBEHAVING)
    yield made
    made.close()


def outcome(workers: Workers, what: str, memory_bytes: int = ROOMY, cpu_seconds: float = LONG, **told: object) -> str:
    return workers.submit({"do": what, **told}, memory_bytes, cpu_seconds).result(timeout=60)["outcome"]


def test_a_job_is_answered(workers: Workers) -> None:
    assert outcome(workers, "nothing") == "done"


@pytest.mark.parametrize(
    ("what", "limits", "expected"),
    [
        ("abort", {}, DIED),
        ("hang", {"cpu_seconds": 0.3}, OUT_OF_TIME),
        ("swell", {}, OUT_OF_MEMORY),
    ],
)
def test_a_job_that_takes_its_process_down_is_told_and_the_next_is_done(
    workers: Workers, what: str, limits: dict[str, float], expected: str
) -> None:
    assert outcome(workers, what, **limits) == expected  # type: ignore[arg-type]
    assert outcome(workers, "nothing") == "done"


def test_a_process_that_somebody_ended_is_replaced_and_its_job_done(workers: Workers, tmp_path: Path) -> None:
    assert outcome(workers, "abort once", mark=str(tmp_path / "mark")) == "done"


def test_waiting_for_the_disk_is_no_hang(workers: Workers) -> None:
    assert outcome(workers, "sleep", seconds=1.0, cpu_seconds=0.3) == "done"


def test_several_jobs_share_the_processors_and_no_more(workers: Workers) -> None:
    answers = [workers.submit({"do": "sleep", "seconds": 0.2}, ROOMY, LONG) for _ in range(6)]
    processes = {answer.result(timeout=60)["process"] for answer in answers}
    assert len(processes) == min(isolation.processors(), 6)


def test_a_process_serves_many_jobs_but_none_after_a_large_one(workers: Workers) -> None:
    def process(memory_bytes: int) -> int:
        return workers.submit({"do": "nothing"}, memory_bytes, LONG).result(timeout=60)["process"]

    assert process(ROOMY) == process(ROOMY) == process(2_000_000_000) != process(ROOMY)


def test_no_process_is_left_over(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    process = workers.submit({"do": "nothing"}, ROOMY, LONG).result(timeout=60)["process"]
    assert psutil.pid_exists(process)
    workers.close()
    assert not psutil.pid_exists(process)


def test_an_idle_process_ends_by_itself_and_another_serves_the_next_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_IDLE_SECONDS", 0.1)
    workers = Workers(MISBEHAVING)
    first = workers.submit({"do": "nothing"}, ROOMY, LONG).result(timeout=60)["process"]
    for _ in range(100):
        if not psutil.pid_exists(first):
            break
        time.sleep(0.1)
    assert not psutil.pid_exists(first)
    assert outcome(workers, "nothing") == "done"
    workers.close()


def test_a_module_in_the_current_folder_is_not_taken_for_ours(
    workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise RuntimeError('taken')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert outcome(workers, "nothing") == "done"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_child_by_fork_has_workers_of_its_own() -> None:
    before = isolation.shared_workers()
    child = os.fork()
    if child == 0:
        os._exit(0 if isolation.shared_workers() is not before else 1)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.skipif(os.name == "nt", reason="this system does not tell a process that its parent is gone")
def test_a_process_ends_soon_after_the_one_that_asked_was_killed(tmp_path: Path) -> None:
    asking = (
        "import time; from charity_analysis.ledger.isolation import shared_workers; w = shared_workers(); w.warm(); "
        "time.sleep(1.5); print(next(iter(w._processes)).pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", asking], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        if not psutil.pid_exists(worker):
            return
        time.sleep(0.1)
    raise AssertionError("it goes on for nobody")
