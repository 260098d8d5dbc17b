"""The site under load: gunicorn with two workers, sixteen connections that ask again and again."""

import http.client
import subprocess
import sys
import threading
import time
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).resolve().parents[2]
PORT = 8196
WORKERS, CONNECTIONS = 2, 16


def report(env: dict[str, str], rows: list[dict], seconds: int) -> None:
    """Prints requests per second and the spread of answers for the list and for a bare page of its size."""
    page = rows[1]
    command = ["-m", "gunicorn", "--workers", str(WORKERS), "--bind", f"127.0.0.1:{PORT}", "tests.benchmarks.wsgi"]
    server = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        wait_until_up()
        print(f"\nunder load: {WORKERS} workers, {CONNECTIONS} connections, {seconds} s a page, signed in")
        found = {}
        for name, url in (("bare", f"/bare/{int(float(page['kib']) * 1024)}/"), (page["page"], page["url"])):
            times = hammer(str(url), str(page["session"]), seconds)
            cuts = [cut * 1000 for cut in quantiles(times, n=100)]
            found[name] = len(times) / seconds
            print(
                f"{name:<34}{found[name]:>8.0f} requests/s   p50 {cuts[49]:.0f} ms   p99 {cuts[98]:.0f} ms"
                f"   p99/p50 {cuts[98] / cuts[49]:.1f}"
            )
        print(f"{'share of bare':<34}{found[page['page']] / found['bare']:>8.2f}")
    finally:
        server.terminate()
        server.wait()


def wait_until_up() -> None:
    for _ in range(100):
        try:
            http.client.HTTPConnection("127.0.0.1", PORT, timeout=5).request("GET", "/bare/1/")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("gunicorn did not start")


def hammer(url: str, session: str, seconds: int) -> list[float]:
    """The times of all answers in ``seconds``."""
    times: list[float] = []
    end = time.monotonic() + seconds

    def ask() -> None:
        while time.monotonic() < end:
            start = time.monotonic()
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
            connection.request("GET", url, headers={"Cookie": f"sessionid={session}"})
            response = connection.getresponse()
            response.read()
            connection.close()
            if response.status != 200:
                raise RuntimeError(f"{url}: {response.status}")
            times.append(time.monotonic() - start)

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times
