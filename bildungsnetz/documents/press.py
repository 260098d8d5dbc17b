"""Presses: processes that set one chapter after the other, each with a limit of memory and of time.

A long paper is many objects; set in processes of its own it neither keeps the worker's memory nor can take it down.
The presses of a paper are forks of one process, so that what is to be loaded is loaded once. They end when their input
does, so none outlives a worker that was killed.
"""

import gc
import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from io import BufferedRWPair
from pathlib import Path
from queue import SimpleQueue
from threading import Timer
from typing import NoReturn

from django.core.exceptions import ValidationError

from bildungsnetz.documents.chapter import Chapter

ROOT = Path(__file__).parents[2]
MEMORY = 640 * 2**20  # of data; a chapter of ordinary size needs a quarter of it
SECONDS = 240
MOST = 4
TOO_BIG = (
    f"Kapitel %(number)s des Papiers braucht mehr Speicher, als dafür vorgesehen ist ({MEMORY // 2**20} MB). "
    "Das Papier wurde nicht gesetzt. Bitte kürzen Sie besonders lange Texte."
)
TOO_SLOW = (
    "Kapitel %(number)s des Papiers war nach %(seconds)s Sekunden nicht fertig. Das Papier wurde nicht gesetzt. Bitte "
    "kürzen Sie besonders lange Texte oder versuchen Sie es später noch einmal."
)
BROKEN = "Kapitel %(number)s des Papiers ließ sich nicht setzen. Das Papier wurde nicht gesetzt."


class Presses:
    """``count`` processes, warm before their first chapter."""

    def __init__(self, count: int) -> None:
        pairs = [socket.socketpair() for _ in range(count)]
        theirs = [their.fileno() for _, their in pairs]
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", __name__, str(MEMORY), *map(str, theirs)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            pass_fds=theirs,
            start_new_session=True,
        )
        self.free: SimpleQueue[BufferedRWPair] = SimpleQueue()
        for ours, their in pairs:
            their.close()
            with ours:
                self.free.put(ours.makefile("rwb"))

    def set(self, number: int, html: str, mark: str) -> tuple[int, Chapter]:
        """Waits for a free press. Raises ValidationError with a sentence for people if it is too much for it."""
        press = self.free.get()
        timer = Timer(SECONDS, self.kill)
        timer.start()
        try:
            send(press, html.encode(), mark.encode())
            outline, pdf = receive(press, 2)
        except (EOFError, ConnectionError) as error:
            words = TOO_SLOW if timer.finished.is_set() else BROKEN
            raise ValidationError(words % {"number": number, "seconds": SECONDS}) from error
        finally:
            timer.cancel()
            self.free.put(press)
        if not outline:
            raise ValidationError(TOO_BIG % {"number": number})
        return number, Chapter.unpacked(outline, pdf)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def end(self) -> None:
        """To be called when none of them is at work, or all are killed."""
        while not self.free.empty():
            with suppress(ConnectionError):
                self.free.get().close()
        self.process.wait()


def set_all(chapters: Iterable[tuple[int, str, str]]) -> Iterator[tuple[int, Chapter]]:
    """Sets chapters (number, html, mark) in as many presses as there are processors; yields each when it is done.

    Leaving the loop ends the presses at once.
    """
    wanted = list(chapters)
    count = max(1, min(len(wanted), len(os.sched_getaffinity(0)), MOST))
    presses, pool = Presses(count), ThreadPoolExecutor(count)
    try:
        for done in as_completed([pool.submit(presses.set, *one) for one in wanted]):
            yield done.result()
    except BaseException:
        presses.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        presses.end()


def send(target: BufferedRWPair, *parts: bytes) -> None:
    for part in parts:
        target.write(struct.pack(">Q", len(part)) + part)
    target.flush()


def receive(source: BufferedRWPair, count: int) -> list[bytes]:
    """Raises EOFError when the other side has ended."""
    return [exactly(source, struct.unpack(">Q", exactly(source, 8))[0]) for _ in range(count)]


def exactly(source: BufferedRWPair, length: int) -> bytes:
    data = source.read(length)
    if len(data) < length:
        raise EOFError
    return data


def main() -> None:
    """The process that they are forks of: loads what they need, and waits for them."""
    limit, *places = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    from bildungsnetz.documents import engine

    engine.warm_up()
    gc.collect()
    gc.disable()
    gc.freeze()
    for place in places:
        if not os.fork():
            for other in places:
                if other != place:
                    os.close(other)
            work(place)
    for place in places:
        os.close(place)
    for _ in places:
        os.wait()


def work(place: int) -> NoReturn:
    """A press, with the socket on which it is asked and answers."""
    from bildungsnetz.documents import engine

    with socket.socket(fileno=place) as ours:
        paper = ours.makefile("rwb")
    try:
        while True:
            html, mark = receive(paper, 2)
            send(paper, *engine.set_chapter(html.decode(), mark.decode()).packed())
            gc.collect()
    except MemoryError:
        send(paper, b"", b"")
    except (EOFError, ConnectionError):
        pass
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
