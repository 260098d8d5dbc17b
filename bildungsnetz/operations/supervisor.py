"""Keeps a few child processes together: they start together, and when one ends, all end."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PR_SET_PDEATHSIG = 1
PATIENCE = 25  # seconds that a child has to finish its work

Report = Callable[[str], object]


def follow_parent() -> Callable[[], object] | None:
    """What a child calls first on Linux: if the supervisor is killed, the child is asked to end too."""
    if not os.path.exists("/proc/self"):  # noqa: PTH110
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command: list[str]) -> subprocess.Popen:
    """Starts a child in a session of its own, so that Ctrl+C reaches the supervisor alone."""
    return subprocess.Popen(command, start_new_session=True, preexec_fn=follow_parent())  # noqa: S603


@contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set."""
    asked = threading.Event()
    known = {number: signal.signal(number, lambda *_: asked.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in known.items():
            signal.signal(number, handler)


def supervise(commands: dict[str, list[str]], *, started: Callable[[], object], report: Report) -> int:
    """Runs the named commands until a stop signal comes (0) or one of them ends by itself (1)."""
    with stop_signals() as asked:
        children = {name: start(command) for name, command in commands.items()}
        try:
            started()
            while not asked.wait(0.3):
                for name, child in children.items():
                    if child.poll() is not None:
                        report(f"Prozess „{name}“ ist beendet (Status {child.returncode}); alles wird angehalten.")
                        return 1
            return 0
        finally:
            stop(children.values())


def stop(children) -> None:  # type: ignore[no-untyped-def]
    """Asks all children to end and ends those that do not within PATIENCE."""
    running = [child for child in children if child.poll() is None]
    for child in running:
        child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in running:
        try:
            child.wait(timeout=max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
