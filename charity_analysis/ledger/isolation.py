"""Processes apart that do jobs within limits: one that aborts, hangs or swells costs its job and nothing else."""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Outcomes that the process itself does not live to tell.
DIED, OUT_OF_TIME, OUT_OF_MEMORY = "died", "out_of_time", "out_of_memory"
_IDLE_SECONDS = 30.0
_FRESH_ENOUGH_BYTES = 600_000_000
_SECONDS_BETWEEN_LOOKS = 0.05
# Waiting for a busy disk or processor is no hang: by the clock a job may take longer than by its own work.
_WALL_PER_CPU, _EXTRA_WALL_SECONDS = 3, 20
_PACKAGE_HOME = str(Path(__file__).resolve().parents[2])
_SERVE = f"from {__package__}.worker import main; main()"

Answer = dict[str, Any]


@dataclass
class Job:
    """One job: what the process is told, and what it may take."""

    told: dict[str, Any]
    memory_bytes: int
    cpu_seconds: float
    answer: Future[Answer]


class Workers:
    """As many processes as there are processors, started when first needed and ended when idle.

    `serve` is the Python that each of them runs: it answers every line of its input by one of its output, in JSON.
    """

    def __init__(self, serve: str = _SERVE) -> None:
        self._serve_code = serve
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._threads = 0
        self._busy = 0
        self._processes: set[subprocess.Popen[bytes]] = set()

    def submit(self, told: dict[str, Any], memory_bytes: int, cpu_seconds: float) -> Future[Answer]:
        """The answer to come. A job over which a process died or swelled is given to another once, told `is_again`."""
        job = Job(
            {**told, "memory_bytes": memory_bytes, "cpu_seconds": cpu_seconds}, memory_bytes, cpu_seconds, Future()
        )
        with self._lock:
            self._busy += 1
            if self._busy > self._threads and self._threads < processors():
                self._threads += 1
                threading.Thread(target=self._serve, daemon=True).start()
        self._jobs.put(job)
        return job.answer

    def warm(self) -> None:
        """Have the first process start now: it is ready by the time that the first job is known."""
        with self._lock:
            if self._threads == 0:
                self._threads += 1
                threading.Thread(target=self._serve, args=(self._start(),), daemon=True).start()

    def close(self) -> None:
        """End every process now."""
        for process in list(self._processes):
            _end(process)

    def _serve(self, process: subprocess.Popen[bytes] | None = None) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=_IDLE_SECONDS)
            except queue.Empty:
                self._drop(process)
                process = None
                job = self._jobs.get()
            try:
                process, answer = self._do(process, job)
                if answer["outcome"] in (DIED, OUT_OF_MEMORY):
                    job.told["is_again"] = True
                    process, answer = self._do(process, job)
            except BaseException as error:
                self._drop(process)
                process = None
                job.answer.set_exception(error)
            else:
                job.answer.set_result(answer)
            with self._lock:
                self._busy -= 1

    def _do(self, process: subprocess.Popen[bytes] | None, job: Job) -> tuple[subprocess.Popen[bytes] | None, Answer]:
        """The answer to `job`, and the process that may do the next; None where it did not outlive this one."""
        if process is None or process.poll() is not None:
            process = self._start()
        assert process.stdin is not None and process.stdout is not None
        watch = _Watch(process, job)
        try:
            with suppress(OSError):  # it died before it was asked: its silence tells
                process.stdin.write(json.dumps(job.told).encode() + b"\n")
                process.stdin.flush()
            line = process.stdout.readline()
        finally:
            watch.stop()
        if line.endswith(b"\n"):
            if job.memory_bytes <= _FRESH_ENOUGH_BYTES:
                return process, json.loads(line)
            # What a large job took may not have been given back, and would count against the next.
            self._drop(process)
            return None, json.loads(line)
        self._drop(process)
        return None, {"outcome": watch.verdict or DIED}

    def _start(self) -> subprocess.Popen[bytes]:
        home = os.environ.get("PYTHONPATH")
        environment = {**os.environ, "PYTHONPATH": _PACKAGE_HOME + (os.pathsep + home if home else "")}
        process = subprocess.Popen(
            # -P: a file of the user's folder must not stand in for a module of ours.
            [sys.executable, "-P", "-c", self._serve_code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("CHARITY_DEBUG") else subprocess.DEVNULL,
            env=environment,
        )
        self._processes.add(process)
        return process

    def _drop(self, process: subprocess.Popen[bytes] | None) -> None:
        if process is not None:
            _end(process)
            self._processes.discard(process)


class _Watch:
    """Ends a process that takes more than its job may; `verdict` then says what it was."""

    def __init__(self, process: subprocess.Popen[bytes], job: Job) -> None:
        self.verdict: str | None = None
        self._process, self._job = process, job
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        self._thread.join()

    def _look(self) -> None:
        if self._stopped.wait(_SECONDS_BETWEEN_LOOKS):
            return  # most jobs are done before the first look
        import psutil

        with suppress(psutil.Error):
            watched = psutil.Process(self._process.pid)
            begun, used = time.monotonic(), _cpu_seconds(watched)
            most_seconds = self._job.cpu_seconds * _WALL_PER_CPU + _EXTRA_WALL_SECONDS
            while not self._stopped.wait(_SECONDS_BETWEEN_LOOKS):
                if watched.memory_info().rss > self._job.memory_bytes:
                    self.verdict = OUT_OF_MEMORY
                elif _cpu_seconds(watched) - used > self._job.cpu_seconds or time.monotonic() - begun > most_seconds:
                    self.verdict = OUT_OF_TIME
                if self.verdict:
                    self._process.kill()
                    return


def _cpu_seconds(watched: Any) -> float:
    times = watched.cpu_times()
    return float(times.user + times.system)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_shared = Workers()


def shared_workers() -> Workers:
    """The workers of this process; its children by fork get their own."""
    return _shared


def _renew() -> None:
    global _shared
    _shared = Workers()


atexit.register(lambda: _shared.close())
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)
