"""Everything about the code that is not a test: ``./run check``. Each check runs, then the failed ones are named."""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
EXPORTS = {"deploy/requirements.txt": ["--no-dev"], "deploy/requirements-dev.txt": ["--all-groups"]}


def succeeds(*command: str | Path, **environment: str) -> bool:
    """Runs a command in the project's folder with its output shown."""
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode == 0


def manage(*arguments: str, **environment: str) -> bool:
    return succeeds(sys.executable, "manage.py", *arguments, **environment)


def demo(var: str) -> dict[str, str]:
    """The environment of a demo installation in the folder ``var``, whatever the caller's own says."""
    return {
        "BILDUNGSNETZ_MODE": "demo",
        "BILDUNGSNETZ_VAR": var,
        "DATABASE_URL": f"sqlite:///{var}/check.sqlite3",
        "SITE_URL": "http://127.0.0.1:8000",
    }


def style() -> bool:
    return succeeds(BIN / "ruff", "check", "--quiet", ".") and succeeds(
        BIN / "ruff", "format", "--check", "--quiet", "."
    )


def types() -> bool:
    """mypy, whose Django plugin loads the settings."""
    with tempfile.TemporaryDirectory() as var:
        return succeeds(BIN / "mypy", **demo(var))


def templates() -> bool:
    files = [str(path) for folder in ("templates", "bildungsnetz") for path in (ROOT / folder).rglob("*.html")]
    return not files or succeeds(BIN / "djade", "--target-version", "5.2", "--check", *files)


def migrations() -> bool:
    """The models have not run ahead of their migrations."""
    with tempfile.TemporaryDirectory() as var:
        return manage("makemigrations", "--check", "--dry-run", **demo(var))


def deployment() -> bool:
    """The settings of a production installation raise no warning."""
    with tempfile.TemporaryDirectory() as var:
        production = {
            **demo(var),
            "BILDUNGSNETZ_MODE": "production",
            "SECRET_KEY": secrets.token_urlsafe(48),
            "SITE_URL": "https://bildungsnetz.example",
            "ALLOWED_HOSTS": "bildungsnetz.example",
        }
        return manage("check", "--deploy", "--fail-level", "WARNING", **production)


def requirements() -> bool:
    """pyproject.toml, uv.lock and the files that plain pip installs from say the same."""
    uv = BIN / "uv"
    current = succeeds(uv, "lock", "--check", "--quiet")
    for name, groups in EXPORTS.items():
        command = [uv, "export", "--quiet", "--frozen", "--no-header", *groups]
        exported = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
        if exported != (ROOT / name).read_text():
            print(f"{name} differs from uv.lock; ./run lock writes it anew")
            current = False
    return current


def fixtures() -> bool:
    """Every fixture can be read."""
    files = [path for path in sorted((ROOT / "fixtures").rglob("*")) if path.suffix in (".json", ".yaml", ".yml")]
    return len(files) == sum(readable(path) for path in files)


def readable(path: Path) -> bool:
    try:
        if path.suffix == ".json":
            json.loads(path.read_text())
        else:
            import yaml

            yaml.safe_load(path.read_text())
    except (ValueError, ImportError) as error:
        print(f"{path.relative_to(ROOT)}: {error}")
        return False
    return True


CHECKS: list[Callable[[], bool]] = [style, types, templates, migrations, deployment, requirements, fixtures]


def main() -> int:
    failed = []
    for check in CHECKS:
        print(f"--- {check.__name__}", flush=True)
        if not check():
            failed.append(check.__name__)
    print(f"check: {'failed: ' + ', '.join(failed) if failed else 'all well'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
