"""The database of the running test in another process, which may be killed on its way."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.db import connection


def database_url() -> str:
    """``DATABASE_URL`` for the test's own database, also where PostgreSQL is reached by a socket in a folder."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    login = ":".join(quote(database[part], safe="") for part in ("USER", "PASSWORD") if database[part])
    place = ":".join(quote(str(database[part]), safe="") for part in ("HOST", "PORT") if database[part])
    return f"postgres://{login}@{place}/{database['NAME']}"


# Before the code of a test: lets ``module.name`` kill the process before ("b3") or after ("a3") its third call.
DYING = """
import os, signal, sys
import django
django.setup()

def die_in(module, name, point):
    number, moment = (int(point[1:]), point[0]) if point != "never" else (0, "")
    alive, seen = getattr(module, name), []

    def deadly(*args, **options):
        seen.append(1)
        if moment == "b" and len(seen) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        done = alive(*args, **options)
        if moment == "a" and len(seen) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(module, name, deadly)

class Quiet:
    def step(self, *args):
        pass

"""


def run_elsewhere(code: str, *arguments: str) -> subprocess.CompletedProcess:
    """``code``, after DYING, in a process of its own on the test's database; ``arguments`` are its sys.argv[1:]."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "BILDUNGSNETZ_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "bildungsnetz.settings",
    }
    command = [sys.executable, "-c", DYING + code, *arguments]
    root = Path(__file__).parents[1]
    return subprocess.run(command, env=environment, cwd=root, capture_output=True, timeout=120, check=False)
