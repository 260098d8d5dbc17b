"""What is frozen stays as it is, byte for byte, and says what the data said at one moment."""

import json
import os
import random
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from evaluation import actions, freezing
from evaluation.models import ReportPreview, ReportVersion
from evaluation.reports.rendering import render
from goals.models import Goal
from measures.models import Actor, Measure
from tests import make
from tests.elsewhere import database_url

ROOT = Path(__file__).parents[2]


@pytest.fixture
def quick_paper(monkeypatch):
    """The bytes of a paper without the time that a real one takes; counts how often it was made."""
    made = []

    def fake(values):
        made.append(values)
        return b"%PDF-1.7 " + json.dumps(values, sort_keys=True).encode()

    monkeypatch.setattr(freezing, "render", fake)
    return made


def prepared(variant, reason=""):
    return freezing.prepare(variant.pk, reference=make.TODAY, reason=reason, now=timezone.now())


def test_a_frozen_version_keeps_values_bytes_and_hash(circle):
    version = freezing.freeze(circle.variant())
    assert bytes(version.pdf).startswith(b"%PDF-")
    assert (version.number, version.size) == (1, len(version.pdf))
    assert version.sha256 == sha256(version.pdf).hexdigest()
    assert version.values["version"]["code"] == version.code


def test_stored_values_make_the_same_bytes_again(circle):
    pk = freezing.freeze(circle.variant()).pk
    version = ReportVersion.objects.get(pk=pk)
    assert render(version.values) == bytes(version.pdf)


def test_nothing_that_changes_afterwards_reaches_it(circle, quick_paper):
    variant = circle.variant()
    pk = freezing.freeze(variant).pk
    before = ReportVersion.objects.values().get(pk=pk)
    dice = random.Random(20261124)
    for turn in range(100):
        model = dice.choice([Measure, Goal, Actor])
        row = dice.choice(list(model.objects.all()))
        field = "name" if model is Actor else "title"
        setattr(row, field, f"Geändert {turn}")
        row.save()
        variant.subject = f"Anderer Betreff {turn}"
        variant.save()
    after = ReportVersion.objects.values().get(pk=pk)
    assert after == before
    assert sha256(after["pdf"]).hexdigest() == before["sha256"]


@pytest.mark.parametrize(
    "statement", ["UPDATE evaluation_reportversion SET number = 9", "DELETE FROM evaluation_reportversion"]
)
def test_the_database_refuses_to_change_a_version(circle, quick_paper, statement):
    freezing.freeze(circle.variant())
    with (
        pytest.raises(DatabaseError, match="ausgefertigte Fassung"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_correction_is_a_new_version_with_a_reason(circle, quick_paper):
    variant = circle.variant()
    first = freezing.freeze(variant)
    second = freezing.freeze(variant, reason="Zahl zu Ziel 1 berichtigt")
    assert (second.number, second.reason) == (2, "Zahl zu Ziel 1 berichtigt")
    assert ReportVersion.objects.get(pk=first.pk).sha256 == first.sha256


def test_a_correction_without_a_reason_is_refused(circle, quick_paper):
    variant = circle.variant()
    freezing.freeze(variant)
    with pytest.raises(ValidationError, match="braucht einen Grund"):
        freezing.freeze(variant, reason="  ")
    assert variant.versions.count() == 1


def test_data_that_change_meanwhile_refuse_it_and_it_can_be_repeated(circle, quick_paper):
    variant = circle.variant()
    made = prepared(variant)
    Measure.objects.filter(pk=circle.measures[0].pk).update(title="Neuer Titel")
    with pytest.raises(ValidationError, match="Es wurde nichts festgeschrieben"):
        freezing.store(variant.pk, made)
    assert not variant.versions.exists()
    assert freezing.store(variant.pk, prepared(variant)).number == 1


def test_a_text_that_changes_meanwhile_refuses_it(circle, quick_paper):
    variant = circle.variant()
    made = prepared(variant)
    actions.write_texts(variant=variant, sections={"goal-1": "Inzwischen geschrieben."}, by=None)
    with pytest.raises(ValidationError):
        freezing.store(variant.pk, made)


def test_of_two_who_freeze_at_once_one_wins(circle, quick_paper):
    variant = circle.variant()
    one, other = prepared(variant), prepared(variant)
    freezing.store(variant.pk, one)
    with pytest.raises(ValidationError):
        freezing.store(variant.pk, other)
    assert list(variant.versions.values_list("code", flat=True)) == [one.values["version"]["code"]]


def test_a_preview_is_made_once_for_the_same_values(circle, quick_paper):
    variant = circle.variant()
    first = freezing.preview(variant, make.TODAY)
    assert freezing.preview(variant, make.TODAY).pk == first.pk
    assert len(quick_paper) == 1


def test_a_preview_follows_the_data(circle, quick_paper):
    variant = circle.variant()
    freezing.preview(variant, make.TODAY)
    Measure.objects.filter(pk=circle.measures[0].pk).update(title="Neuer Titel")
    assert b"Neuer Titel" in bytes(freezing.preview(variant, make.TODAY).pdf)
    assert ReportPreview.objects.count() == 1


def test_a_code_is_found_however_it_is_typed():
    code = freezing.new_code()
    assert freezing.normal_code(f" {code.lower().replace('-', ' ')} ") == code


KILLED = """
import os, signal, sys, django
django.setup()
from django.db import connection
from evaluation import freezing
from evaluation.models import ReportVariant
freezing.render = lambda values: b"%PDF-1.7 " * 20000
point, queries = sys.argv[2], 0
def deadly(execute, sql, params, many, context):
    global queries
    queries += 1
    insert = sql.startswith('INSERT INTO "evaluation_reportversion"')
    if str(queries) == point or (insert and point == "before"):
        os.kill(os.getpid(), signal.SIGKILL)
    result = execute(sql, params, many, context)
    if insert and point == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return result
with connection.execute_wrapper(deadly):
    freezing.freeze(ReportVariant.objects.get(pk=sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nothing_or_all(circle):
    variant = circle.variant()
    points = ["before", "after", *map(str, random.Random(7).sample(range(1, 40), 3))]
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "BILDUNGSNETZ_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "bildungsnetz.settings",
    }
    for point in points:
        arguments = [sys.executable, "-c", KILLED, str(variant.pk), point]
        done = subprocess.run(arguments, env=environment, cwd=ROOT, capture_output=True, timeout=120)
        assert done.returncode == -signal.SIGKILL, (point, done.stderr[-2000:])
        assert not variant.versions.exists(), point
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(variant.pk), "never"], env=environment, cwd=ROOT, capture_output=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    version = variant.versions.get()
    assert sha256(version.pdf).hexdigest() == version.sha256
