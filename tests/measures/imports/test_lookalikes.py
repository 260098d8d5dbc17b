"""Rows without a number that look like a measure that is there: somebody says whether they are that one."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from measures import actions
from measures.imports import files
from measures.models import ImportRun, Measure
from tests import make
from tests.make import TODAY

from .sheet import planned

pytestmark = pytest.mark.django_db

VHS = "Volkshochschule Herne"
HEADS = "Maßnahme;Federführung;Reichweite"


@pytest.fixture
def club(cast):
    return make.measure(title="Leseclub am Nachmittag", lead=cast.vhs)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


def upload(client, *rows):
    content = "\n".join([HEADS, *rows]).encode()
    client.post("/massnahmen/einlesen/", {"file": SimpleUploadedFile("liste.csv", content)})
    return ImportRun.objects.latest("pk")


def address(run, step):
    return f"/massnahmen/einlesen/{run.pk}/{step}/"


def answer(client, run, value, **more):
    page = client.get(address(run, "gleiche")).content.decode()
    names = dict.fromkeys(re.findall(r'name="(row-\d+)"', page))
    return client.post(address(run, "gleiche"), dict.fromkeys(names, value) | more)


def confirm(client, run):
    run.refresh_from_db()
    return client.post(address(run, "uebernehmen"), {"shown": run.shown}, follow=True)


def test_nothing_is_written_before_the_question_is_answered(office, club):
    run = upload(office, f"Leseclub am Nachmitag;{VHS};60")

    preview = office.get(run.get_absolute_url()).content.decode()
    assert "Neu oder schon da? Ähnlich wie" in preview
    assert "Übernehmen</span>" not in preview

    assert "Bitte sagen Sie zuerst" in confirm(office, run).content.decode()
    assert Measure.objects.count() == 1


def test_the_row_is_that_measure(office, club):
    run = upload(office, f"Leseclub am Nachmitag;{VHS};60")

    assert answer(office, run, str(club.serial)).url == run.get_absolute_url()
    confirm(office, run)

    club.refresh_from_db()
    assert (Measure.objects.count(), club.title, club.reach) == (1, "Leseclub am Nachmitag", "60")


def test_the_row_is_new(office, club):
    run = upload(office, f"Leseclub am Nachmitag;{VHS};60")

    answer(office, run, "new")
    confirm(office, run)

    assert Measure.objects.count() == 2


def test_the_row_is_passed_over_and_the_next_time_too(office, club):
    row = f"Leseclub am Nachmitag;{VHS};60"
    run = upload(office, row, f"Chor;{VHS};20")
    answer(office, run, "skip")
    confirm(office, run)
    assert {one.title for one in Measure.objects.all()} == {"Leseclub am Nachmittag", "Chor"}

    again = upload(office, row, f"Chor;{VHS};20")

    assert (again.counts["skipped"], again.counts["asked"], again.counts["open"]) == (1, 1, 0)


def test_the_same_title_with_another_lead_is_asked_too(office, club):
    make.actor("Stadtbibliothek")
    run = upload(office, "Leseclub am Nachmittag;Stadtbibliothek;60")
    assert run.counts["open"] == 1

    answer(office, run, str(club.serial))
    confirm(office, run)

    club.refresh_from_db()
    assert club.lead.name == "Stadtbibliothek"


def test_what_another_row_of_the_list_is_need_not_be_asked(office, club):
    run = upload(office, f"Leseclub am Nachmittag;{VHS};60", f"Leseclub am Nachmitag;{VHS};60")

    assert run.counts["asked"] == 0


def test_a_question_that_was_left_open_says_so(office, club):
    run = upload(office, f"Leseclub am Nachmitag;{VHS};60")

    page = answer(office, run, "").content.decode()

    assert "Bitte antworten Sie." in page
    run.refresh_from_db()
    assert run.counts["open"] == 1


def test_all_others_may_be_called_new_at_once(office, club):
    run = upload(office, *(f"Leseclub am Nachmittag{letter};{VHS};60" for letter in "abc"))
    assert run.counts["open"] == 3

    answer(office, run, "", others="on")

    run.refresh_from_db()
    assert (run.counts["open"], run.counts["new"]) == (0, 3)


def test_at_the_command_line_it_is_new_and_said(club):
    plan = planned(HEADS, ["Leseclub am Nachmitag", VHS, "60"])

    assert (plan.counts["new"], plan.asked) == (1, 0)
    assert plan.lines[0].remarks[-1] == f"Möglicherweise doppelt: ähnlich wie {club.number}."


def test_an_answer_holds_only_as_long_as_the_measure_is_there(cast, club):
    content = f"{HEADS}\nLeseclub am Nachmitag;{VHS};60\n".encode()
    run = actions.keep_file(content, name="liste.csv", by=cast.office)
    plan = files.plan_of(run, today=TODAY, user=cast.office)
    run.choices["same"] = {plan.lines[0].like.key: str(club.serial + 100)}

    plan = files.plan_of(run, today=TODAY, user=cast.office)
    assert plan.open == 1
    run.save()
    with pytest.raises(ValidationError):
        actions.apply_import(run, by=cast.office, today=TODAY, shown=plan.digest)
