"""The process that reads a file of a stranger, with a limit of memory and of time and nothing of ours in it.

Reads the file from its input and writes lines of JSON: what ``contents.messages`` gives, or a refusal.
"""

import gc
import json
import os
import resource
import sys

OUT_OF_MEMORY = 75
MEMORY = 512 * 2**20  # of address space
CPU_SECONDS = 25


def main() -> None:
    from bildungsnetz.sheets.contents import messages  # before the limits, which leave no room for surprises
    from bildungsnetz.sheets.limits import Refused

    _limit()
    gc.disable()  # nothing here hangs together in circles
    target = os.fdopen(os.dup(1), "w", encoding="ascii")
    packed = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
    try:
        for message in messages(sys.stdin.buffer.read()):
            target.write(packed(message) + "\n")
    except Refused as error:
        target.write(packed({"refused": str(error)}) + "\n")
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    target.flush()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))  # first a signal that tells why
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


if __name__ == "__main__":
    main()
