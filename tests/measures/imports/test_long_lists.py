"""Long lists: looked through, written and taken back by a worker, row by row in sight, and stopped at any step."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bildungsnetz.operations.models import Job
from bildungsnetz.operations.progress import Cancelled
from measures import jobs
from measures.actions import imports as actions
from measures.imports import files, writing
from measures.models import ImportRun, Measure
from measures.views import imports as pages

pytestmark = pytest.mark.django_db

ROWS = 450


@pytest.fixture
def office(client, cast, monkeypatch):
    for place in (files, pages):
        monkeypatch.setattr(place, "AT_ONCE", 5)
    monkeypatch.setattr(writing, "AT_ONCE", 200)
    client.force_login(cast.office)
    return client


class Watched:
    """Stands for the progress of a job: keeps each step, and is cancelled at one that says ``stop``."""

    def __init__(self, by, stop=""):
        self.job, self.stop, self.steps = SimpleNamespace(started_by=by), stop, []

    def step(self, done, of, message=""):
        self.steps.append((done, of, message))
        if self.stop and self.stop in message and done:
            raise Cancelled


def upload(client, count=ROWS, lead="Volkshochschule Herne"):
    lines = ["Maßnahme;Federführung", *(f"Angebot {number};{lead}" for number in range(count))]
    client.post("/massnahmen/einlesen/", {"file": SimpleUploadedFile("liste.csv", "\n".join(lines).encode())})
    return ImportRun.objects.get()


def address(run, step=""):
    return f"/massnahmen/einlesen/{run.pk}/{step}"


def confirm_columns(client, run):
    sheet = client.get(address(run, "spalten/")).context["form"].initial["sheet"]
    return client.post(address(run, "spalten/"), {"sheet": sheet, "column-0": "title", "column-1": "lead"})


def test_a_long_list_is_looked_through_by_a_worker_once_its_columns_are_confirmed(office):
    run = upload(office)
    assert run.counts == {}
    assert office.get(address(run)).url == address(run, "spalten/")

    assert confirm_columns(office, run).url.startswith("/auftraege/")

    job = Job.objects.get()
    assert (job.kind, job.result_url) == ("measure_plan", address(run))
    run.refresh_from_db()
    assert run.counts["new"] == ROWS


def test_words_are_asked_first(office):
    run = upload(office, lead="Unbekannter Verein")

    confirm_columns(office, run)

    assert Job.objects.get().result_url == address(run, "werte/")
    assert "Unbekannter Verein" in office.get(address(run, "werte/")).content.decode()


def test_what_is_no_list_of_measures_is_asked_about_at_once(office):
    lines = ["Raum;Etage", *("1;2" for _ in range(ROWS))]
    file = SimpleUploadedFile("liste.csv", "\n".join(lines).encode())

    answer = office.post("/massnahmen/einlesen/", {"file": file})

    assert answer.url.endswith("/spalten/")


def planned(office, cast):
    run = upload(office)
    confirm_columns(office, run)
    run.refresh_from_db()
    return run


def test_rows_are_counted_while_they_are_checked_and_saved(office, cast):
    run = planned(office, cast)
    watched = Watched(cast.office)

    jobs.read_in(watched, run=run.pk, shown=run.shown)

    assert [step for step in watched.steps if step[2] == jobs.CHECKING][-1] == (400, ROWS, jobs.CHECKING)
    assert [step for step in watched.steps if step[2] == jobs.WRITING] == [
        (done, ROWS, jobs.WRITING) for done in (0, 0, 200, 400)
    ]
    assert Measure.objects.count() == ROWS


@pytest.mark.parametrize("stop", [jobs.CHECKING, jobs.WRITING])
def test_who_stops_it_on_the_way_leaves_nothing_behind(office, cast, stop):
    run = planned(office, cast)

    with pytest.raises(Cancelled):
        jobs.read_in(Watched(cast.office, stop), run=run.pk, shown=run.shown)

    run.refresh_from_db()
    assert (run.state, Measure.objects.count(), Measure.history.count()) == ("open", 0, 0)


def test_a_long_list_is_taken_back_by_a_worker(office, cast):
    run = planned(office, cast)
    actions.apply_import(run, by=cast.office, today=run.created_at.date(), shown=run.shown)

    assert office.post(address(run, "zuruecknehmen/")).url.startswith("/auftraege/")

    run.refresh_from_db()
    assert (run.state, Measure.objects.count()) == ("undone", 0)


def test_measures_are_counted_while_they_are_taken_back(office, cast):
    run = planned(office, cast)
    actions.apply_import(run, by=cast.office, today=run.created_at.date(), shown=run.shown)
    watched = Watched(cast.office)

    jobs.take_back(watched, run=run.pk)

    assert watched.steps[-1] == (0, ROWS, jobs.TAKING_BACK)
