"""What a list does not say, and no measure can be without, is said once for all rows; it replaces nothing."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bildungsnetz.sheets.limits import Refused
from measures.models import ImportRun, Measure
from tests import make
from tests.make import TODAY

from .sheet import planned

pytestmark = pytest.mark.django_db

VHS = "Volkshochschule Herne"


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


def outcomes(plan):
    return [line.outcome.value for line in plan.lines]


def data(line):
    return line.candidate.cleaned_data


def test_a_list_without_leads_says_what_it_lacks(cast):
    plan = planned("Maßnahme;Reichweite", ["Chor", "20"], ["Club", "30"])

    assert outcomes(plan) == ["refused", "refused"]
    assert plan.lacks == {"lead": 2}


def test_the_lead_for_the_whole_list_is_that_of_rows_without_one(cast):
    plan = planned(
        "Maßnahme;Federführung", ["Chor", ""], ["Club", "Stadtbibliothek Herne"],
        choices={"fallbacks": {"lead": str(cast.vhs.pk)}},
    )  # fmt: skip

    assert outcomes(plan) == ["new", "new"]
    assert [data(line)["lead"] for line in plan.lines] == [cast.vhs.pk, cast.library.pk]
    assert [line.remarks for line in plan.lines] == [[f"Für die ganze Liste gesagt: Federführung „{VHS}“."], []]


def test_it_finds_the_measure_again_that_it_led_to(cast):
    make.measure(title="Chor", lead=cast.vhs)
    assert outcomes(planned("Maßnahme", ["Chor"], choices={"fallbacks": {"lead": VHS}})) == ["unchanged"]


@pytest.mark.parametrize("number", ["{0.number}", "{0.serial}"])
def test_it_takes_no_measure_from_its_lead(cast, number):
    stored = make.measure(title="Chor", lead=cast.library)
    plan = planned(
        "Nr.;Maßnahme;Reichweite", [number.format(stored), "Chor", "20"], choices={"fallbacks": {"lead": VHS}}
    )

    assert outcomes(plan) == ["changed"]
    assert data(plan.lines[0])["lead"] == cast.library.pk
    assert plan.lines[0].remarks == []


def test_who_would_lead_still_takes_part_in_a_measure_that_another_leads(cast):
    stored = make.measure(title="Chor", lead=cast.library)
    row = [str(stored.serial), "Chor", VHS]
    plan = planned("Nr.;Maßnahme;Mitwirkung", row, choices={"fallbacks": {"lead": VHS}})

    assert data(plan.lines[0])["participations"] == ((cast.vhs.pk, ""),)
    assert plan.lines[0].remarks == []


def test_a_lead_that_nobody_can_read_is_none(cast):
    plan = planned("Maßnahme;Federführung", ["Chor", "Verein Nirgendwo"], choices={"fallbacks": {"lead": VHS}})

    assert outcomes(plan) == ["refused"]
    assert not plan.lacks


def test_a_row_about_a_measure_that_another_row_names_the_lead_of(cast):
    plan = planned(
        "Maßnahme;Federführung;Zeitraum;Sachstand",
        ["Chor", "Stadtbibliothek Herne", "2024", "begonnen"], ["Chor", "", "2025", "läuft"],
        choices={"fallbacks": {"lead": VHS}},
    )  # fmt: skip

    assert outcomes(plan) == ["new", "added"]
    assert data(plan.lines[0])["lead"] == cast.library.pk


def test_several_rows_about_one_measure_without_a_lead(cast):
    plan = planned(
        "Maßnahme;Zeitraum;Sachstand", ["Chor", "2024", "begonnen"], ["Chor", "2025", "läuft"],
        choices={"fallbacks": {"lead": VHS}},
    )  # fmt: skip

    assert outcomes(plan) == ["new", "added"]
    assert plan.lines[0].remarks == [f"Für die ganze Liste gesagt: Federführung „{VHS}“."]


def test_the_day_of_completion(cast):
    rows = ["Chor", VHS, "abgeschlossen", ""], ["Club", VHS, "abgeschlossen", date(2025, 7, 1)], ["Rat", VHS, "", ""]
    heads = "Maßnahme;Federführung;Status;abgeschlossen am"
    assert planned(heads, *rows).lacks == {"completed_on": 1}

    plan = planned(heads, *rows, choices={"fallbacks": {"completed_on": "2025-12-31"}})

    days = [data(line)["completed_on"] for line in plan.lines]
    assert days == [date(2025, 12, 31), date(2025, 7, 1), None]
    assert plan.lines[0].remarks == ["Für die ganze Liste gesagt: abgeschlossen am „31.12.2025“."]


def test_a_measure_that_is_done_already_keeps_its_day(cast):
    stored = make.measure(title="Chor", lead=cast.vhs, status="done", completed_on=date(2024, 5, 1))
    row = [stored.number, "Chor", VHS, "abgeschlossen"]
    plan = planned("Nr.;Maßnahme;Federführung;Status", row, choices={"fallbacks": {"completed_on": "2025-12-31"}})
    assert outcomes(plan) == ["unchanged"]


def test_the_reason_of_a_status(cast):
    rows = ["Chor", VHS, "verzögert", ""], ["Club", VHS, "ruht", "Umbau"], ["Rat", VHS, "im Plan", ""]
    heads = "Maßnahme;Federführung;Status;Grund"
    assert planned(heads, *rows).lacks == {"status_reason": 1}

    plan = planned(heads, *rows, choices={"fallbacks": {"status_reason": "Aus der alten Liste"}})

    assert [data(line)["status_reason"] for line in plan.lines] == ["Aus der alten Liste", "Umbau", ""]


@pytest.mark.parametrize(
    "said", [{"lead": "Verein Nirgendwo"}, {"completed_on": "31.12.2025"}, {"completed_on": "nie"}], ids=str
)
def test_a_command_hears_what_is_none(cast, said):
    with pytest.raises(Refused):
        planned("Maßnahme", ["Chor"], choices={"fallbacks": said})


def test_a_day_in_the_future_completes_nothing(cast):
    row, said = ["Chor", VHS, "abgeschlossen"], {"completed_on": f"{TODAY.year + 1}-01-01"}
    assert outcomes(planned("Maßnahme;Federführung;Status", row, choices={"fallbacks": said})) == ["refused"]


def upload(client, *rows):
    file = SimpleUploadedFile("liste.csv", "\n".join(rows).encode())
    client.post("/massnahmen/einlesen/", {"file": file})
    return ImportRun.objects.latest("pk")


def test_the_preview_asks_and_the_answer_is_written(office, cast):
    run = upload(office, "Maßnahme;Status", "Chor;abgeschlossen", "Club;im Plan")
    preview = office.get(run.get_absolute_url()).content.decode()
    assert "2 Zeilen ohne Federführung, 1 Zeile ohne Tag des Abschlusses: Sagen Sie einmal" in preview
    address = f"/massnahmen/einlesen/{run.pk}/fehlendes/"
    assert f'href="{address}"' in preview
    page = office.get(address).content.decode()
    assert "Gilt für 2 Zeilen ohne Federführung." in page
    assert "Grund für den Umsetzungsstand" not in page

    office.post(address, {"lead": cast.vhs.pk, "completed_on": "2025-12-31"})
    run.refresh_from_db()
    office.post(f"/massnahmen/einlesen/{run.pk}/uebernehmen/", {"shown": run.shown})

    assert dict(Measure.objects.values_list("title", "completed_on")) == {"Chor": date(2025, 12, 31), "Club": None}
    assert set(Measure.objects.values_list("lead__name", flat=True)) == {VHS}


def test_the_answer_can_be_taken_back(office, cast):
    run = upload(office, "Maßnahme;Status", "Chor;im Plan")
    address = f"/massnahmen/einlesen/{run.pk}/fehlendes/"
    office.post(address, {"lead": cast.vhs.pk})
    assert "Fehlendes ergänzen" in office.get(run.get_absolute_url()).content.decode()

    office.post(address, {"lead": ""})

    run.refresh_from_db()
    assert (run.choices["fallbacks"], run.counts["refused"]) == ({}, 1)


def test_a_day_in_the_future_is_refused_on_the_page(office, cast):
    run = upload(office, "Maßnahme;Status", "Chor;abgeschlossen")
    answer = office.post(f"/massnahmen/einlesen/{run.pk}/fehlendes/", {"completed_on": f"{TODAY.year + 90}-01-01"})
    assert "Dieser Tag liegt in der Zukunft." in answer.content.decode()


def test_a_list_that_lacks_nothing_has_no_such_page(office, cast):
    run = upload(office, "Maßnahme;Federführung", f"Chor;{VHS}")
    assert office.get(f"/massnahmen/einlesen/{run.pk}/fehlendes/").headers["Location"] == run.get_absolute_url()
