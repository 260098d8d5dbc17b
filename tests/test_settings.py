"""Settings are strict where it matters: a production installation says what is missing, a demo needs nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHOW = """
import json
from bildungsnetz import settings as s
names = ["DEMO", "DEBUG", "SITE_URL", "SECRET_KEY", "SECOND_FACTOR_REQUIRED", "SESSION_COOKIE_SECURE", "ALLOWED_HOSTS",
         "OUTBOX_DELIVERY_BACKEND", "EMAIL_USE_TLS", "EMAIL_USE_SSL", "CSRF_TRUSTED_ORIGINS"]
print(json.dumps({name: getattr(s, name) for name in names}
                 | {"hsts": getattr(s, "SECURE_HSTS_SECONDS", 0), "engine": s.DATABASES["default"]["ENGINE"]}))
"""
PRODUCTION = {
    "DATABASE_URL": "postgres://bildungsnetz@127.0.0.1/bildungsnetz",
    "SECRET_KEY": "k" * 50,
    "SITE_URL": "https://bildungsnetz.example/",
    "ALLOWED_HOSTS": "bildungsnetz.example",
}


@pytest.fixture
def load(tmp_path):
    """Loads settings.py in a process of its own with nothing but this environment."""

    def load(**environment: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME") or "COV" in name}
        environment = kept | {"BILDUNGSNETZ_VAR": str(tmp_path / "var")} | environment
        return subprocess.run(
            [sys.executable, "-c", SHOW], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    return load


def test_a_demo_needs_no_settings(load):
    settings = json.loads(load().stdout)
    assert settings["DEMO"]
    assert settings["engine"] == "django.db.backends.sqlite3"
    assert not settings["SECOND_FACTOR_REQUIRED"]
    assert settings["SITE_URL"] == "http://127.0.0.1:8000"


def test_a_demo_keeps_its_random_key_to_itself(load, tmp_path):
    first, second = (json.loads(load().stdout)["SECRET_KEY"] for _ in range(2))
    assert first == second
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o077 == 0


def test_production_is_whatever_names_a_database(load):
    settings = json.loads(load(**PRODUCTION).stdout)
    assert not settings["DEMO"]
    assert not settings["DEBUG"]
    assert settings["SECOND_FACTOR_REQUIRED"]
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["hsts"] > 0
    assert settings["SITE_URL"] == "https://bildungsnetz.example"
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://bildungsnetz.example"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "kurz"}, "SECRET_KEY"),
        ({"BILDUNGSNETZ_MODE": "probe"}, "BILDUNGSNETZ_MODE"),
        ({"DATABASE_URL": "herne"}, "DATABASE_URL"),
        ({"EMAIL_PORT": "smtp"}, "EMAIL_PORT"),
        ({"DEBUG": "vielleicht"}, "DEBUG"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(load, change, named):
    result = load(**{**PRODUCTION, **change})
    assert result.returncode != 0
    assert named in result.stderr.splitlines()[-1]


def test_mails_go_to_the_console_until_a_server_is_named(load):
    assert "console" in json.loads(load().stdout)["OUTBOX_DELIVERY_BACKEND"]
    settings = json.loads(load(EMAIL_HOST="mail.example", EMAIL_PORT="465").stdout)
    assert "smtp" in settings["OUTBOX_DELIVERY_BACKEND"]
    assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (False, True)
