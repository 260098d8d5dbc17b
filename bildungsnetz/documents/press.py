"""Presses: processes that set one chapter after the other, each with a limit of memory and of time.

A long paper is many objects; set in processes of its own it neither keeps the worker's memory nor can take it down.
A press ends when its input does, so none outlives a worker that was killed.
"""

import gc
import os
import resource
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Timer
from typing import BinaryIO, cast

from django.core.exceptions import ValidationError

from bildungsnetz.documents.chapter import Chapter

ROOT = Path(__file__).parents[2]
MEMORY = 640 * 2**20  # of data; a chapter of ordinary size needs a quarter of it
SECONDS = 240
MOST = 4
OUT_OF_MEMORY = 75
TOO_BIG = (
    f"Kapitel %(number)s des Papiers braucht mehr Speicher, als dafür vorgesehen ist ({MEMORY // 2**20} MB). "
    "Das Papier wurde nicht gesetzt. Bitte kürzen Sie besonders lange Texte."
)
TOO_SLOW = (
    "Kapitel %(number)s des Papiers war nach %(seconds)s Sekunden nicht fertig. Das Papier wurde nicht gesetzt. Bitte "
    "kürzen Sie besonders lange Texte oder versuchen Sie es später noch einmal."
)
BROKEN = "Kapitel %(number)s des Papiers ließ sich nicht setzen. Das Papier wurde nicht gesetzt."


class Press:
    """One process, warm after its first chapter."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", __name__, str(MEMORY)]
        self.process = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )

    @property
    def entry(self) -> BinaryIO:
        return cast(BinaryIO, self.process.stdin)

    @property
    def exit(self) -> BinaryIO:
        return cast(BinaryIO, self.process.stdout)

    def set(self, number: int, html: str, mark: str) -> Chapter:
        """Raises ValidationError with a sentence for people if the chapter is too much for it."""
        timer = Timer(SECONDS, self.process.kill)
        timer.start()
        try:
            send(self.entry, html.encode(), mark.encode())
            return Chapter.unpacked(*receive(self.exit, 2))
        except (EOFError, BrokenPipeError) as error:
            status = self.process.wait()
            words = TOO_SLOW if timer.finished.is_set() else TOO_BIG if status == OUT_OF_MEMORY else BROKEN
            raise ValidationError(words % {"number": number, "seconds": SECONDS}) from error
        finally:
            timer.cancel()

    def end(self) -> None:
        self.process.kill()
        with suppress(BrokenPipeError), self.process:
            pass  # closes its pipes and waits


def set_all(chapters: Iterable[tuple[int, str, str]]) -> Iterator[tuple[int, Chapter]]:
    """Sets chapters (number, html, mark) in as many presses as there are processors; yields each when it is done.

    Leaving the loop ends the presses at once.
    """
    wanted = list(chapters)
    count = max(1, min(len(wanted), len(os.sched_getaffinity(0)), MOST))
    presses = [Press() for _ in range(count)]
    free: SimpleQueue[Press] = SimpleQueue()
    for one in presses:
        free.put(one)

    def work(number: int, html: str, mark: str) -> tuple[int, Chapter]:
        press = free.get()
        try:
            return number, press.set(number, html, mark)
        finally:
            free.put(press)

    pool = ThreadPoolExecutor(count)
    try:
        for done in as_completed([pool.submit(work, *one) for one in wanted]):
            yield done.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for one in presses:
            one.end()
        pool.shutdown()


def send(target: BinaryIO, *parts: bytes) -> None:
    for part in parts:
        target.write(struct.pack(">Q", len(part)) + part)
    target.flush()


def receive(source: BinaryIO, count: int) -> list[bytes]:
    """Raises EOFError when the other side has ended."""
    return [exactly(source, struct.unpack(">Q", exactly(source, 8))[0]) for _ in range(count)]


def exactly(source: BinaryIO, length: int) -> bytes:
    data = source.read(length)
    if len(data) < length:
        raise EOFError
    return data


def main() -> None:
    """The process itself."""
    limit = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    from bildungsnetz.documents import engine

    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    sys.stdout = sys.stderr  # nobody's print gets between the chapters
    gc.disable()
    gc.freeze()
    try:
        while True:
            html, mark = receive(source, 2)
            send(target, *engine.set_chapter(html.decode(), mark.decode()).packed())
            gc.collect()
    except EOFError:
        return
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    main()
