"""The web process, the same for ./run, systemd and the container. Environment variables as in README.md."""

import os
from pathlib import Path
from threading import Thread

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY") or os.cpu_count() or 2)
timeout = 60
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
loglevel = "warning"
if Path("/dev/shm").is_dir():  # noqa: S108  where a worker says that it is alive must not be a slow disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def post_worker_init(worker: object) -> None:
    """The first draft of a process would be late by seconds: what it needs is loaded while nobody waits for it."""
    from bildungsnetz.documents import pdf

    Thread(target=pdf.warm_up, daemon=True).start()
