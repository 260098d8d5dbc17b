"""The command line makes the same papers."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from evaluation.management.commands import report_pdf
from evaluation.models import Report, ReportVariant, ReportVersion
from evaluation.reports import KINDS
from tests import make
from tests.pdf import reading

OPTIONS = ("--committee", "schulausschuss")


@pytest.fixture
def out(tmp_path):
    return tmp_path / "bericht.pdf"


def test_a_draft_leaves_the_database_alone(circle, out):
    call_command("report_pdf", *OPTIONS, "--out", out)
    text = reading.text(out.read_bytes())
    assert "ENTWURF" in text
    assert "Berichtsvorlage" in text
    assert "Beschlussvorschlag" not in text
    assert not Report.objects.exists()


def test_the_next_session_is_the_date(circle, out):
    day = timezone.localdate() + timedelta(days=40)
    make.meeting(held_on=day)
    call_command("report_pdf", *OPTIONS, "--out", out)
    assert f"{day:%d.%m.%Y}" in reading.text(out.read_bytes())


def test_every_choice_can_be_given(circle, out):
    chosen = ("--period", "2023-2027", "--date", "2026-12-10", "--paper-kind", "beschlussvorlage")
    call_command("report_pdf", *OPTIONS, "--out", out, "--kind", "sachstandsbericht", *chosen)
    text = reading.text(out.read_bytes())
    assert "Beschlussvorschlag" in text
    assert "10.12.2026" in text


def test_a_stored_report_keeps_its_texts(circle, out):
    variant = circle.variant("report")
    variant.outlook = "Von Hand geschriebener Ausblick."
    variant.save()
    call_command("report_pdf", *OPTIONS, "--out", out)
    assert "Von Hand geschriebener Ausblick." in reading.text(out.read_bytes())


def test_freezing_stores_what_it_writes(circle, out):
    call_command("report_pdf", *OPTIONS, "--out", out, "--freeze", "--date", "2026-12-10")
    version = ReportVersion.objects.get()
    assert out.read_bytes() == bytes(version.pdf)
    assert ReportVariant.objects.get().session_on == date(2026, 12, 10)


def test_freezing_again_needs_a_reason(circle, out, monkeypatch):
    monkeypatch.setattr("evaluation.freezing.render", lambda values: b"%PDF")
    call_command("report_pdf", *OPTIONS, "--out", out, "--freeze")
    with pytest.raises(CommandError, match="braucht einen Grund"):
        call_command("report_pdf", *OPTIONS, "--out", out, "--freeze")
    call_command("report_pdf", *OPTIONS, "--out", out, "--freeze", "--reason", "Zahl berichtigt")
    assert ReportVersion.objects.count() == 2


def test_lists_the_kinds(db, capsys):
    call_command("report_pdf", "--list")
    assert capsys.readouterr().out.split("\n")[:-1] == [
        "sachstandsbericht",
        "evaluationsbericht",
        "zwischenbilanz",
        "abschlussbericht",
        "zieldossier",
        "massnahmendossier",
        "synopse",
        "beschlusskontrolle",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_needs_no_further_option(world, out, kind):
    call_command("report_pdf", *OPTIONS, "--kind", kind, "--out", out)
    assert KINDS[kind].label in reading.text(out.read_bytes())
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("kind", "option", "value", "expected"),
    [
        ("zieldossier", "--goal", "2", "Dossier zum Handlungsziel 2: Übergänge gestalten"),
        ("evaluationsbericht", "--round", "1", "Bewertung 2025"),
        ("synopse", "--carry-over", "2028-2032", "Synopse der Handlungsziele 2023–2027 und 2028–2032"),
        ("massnahmendossier", "--goal", "2", "Maßnahmendossier zu Handlungsziel 2"),
    ],
)
def test_what_a_report_is_about_can_be_chosen(world, out, kind, option, value, expected):
    call_command("report_pdf", *OPTIONS, "--kind", kind, option, value, "--out", out)
    assert expected in reading.text(out.read_bytes())


def test_a_frozen_report_is_about_what_was_chosen(world, out, monkeypatch):
    monkeypatch.setattr("evaluation.freezing.render", lambda values: b"%PDF")
    for number in (2, 1, 2):
        reason = ("--reason", "Zahl berichtigt") if ReportVersion.objects.count() == 2 else ()
        options = ("--kind", "zieldossier", "--goal", str(number), "--freeze", *reason)
        call_command("report_pdf", *OPTIONS, *options, "--out", out)
    assert [(one.goal.number, one.variants.get().versions.count()) for one in Report.objects.order_by("serial")] == [
        (2, 2),
        (1, 1),
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--committee", "fehlt"), "Das Gremium „fehlt“ gibt es nicht"),
        ((*OPTIONS, "--period", "1999-2000"), "Die Zielperiode 1999-2000 gibt es nicht"),
        ((*OPTIONS, "--date", "10.12.2026"), "keines der Form 2026-12-10"),
        ((*OPTIONS, "--kind", "roman"), "Die Art „roman“ gibt es nicht"),
        ((*OPTIONS, "--paper-kind", "zeitung"), "Die Vorlage-Art „zeitung“ gibt es nicht"),
        ((*OPTIONS, "--out", "/gibt/es/nicht.pdf"), "kann nicht geschrieben werden: den Ordner gibt es nicht."),
        ((*OPTIONS, "--out", "/"), "kann nicht geschrieben werden: das ist ein Ordner."),
        ((*OPTIONS, "--out", "x" * 300), "kann nicht geschrieben werden: der Name ist zu lang."),
        (("--committee", "a\udcff"), "--committee enthält Zeichen, die es nicht gibt"),
        ((*OPTIONS, "--carry-over", "a\udcff"), "--carry-over enthält Zeichen, die es nicht gibt"),
        ((), "Bitte geben Sie --committee an"),
        ((*OPTIONS, "--kind", "evaluationsbericht"), "noch keine abgeschlossene Bewertungsrunde"),
        ((*OPTIONS, "--kind", "synopse"), "noch keine Übertragung"),
        ((*OPTIONS, "--kind", "zieldossier", "--goal", "9"), "Handlungsziel „9“ gibt es nicht"),
        ((*OPTIONS, "--kind", "zieldossier", "--goal", "eins"), "Handlungsziel „eins“ gibt es nicht"),
    ],
)
def test_wrong_choices_are_answered_in_german(circle, out, options, message, monkeypatch):
    monkeypatch.setattr(report_pdf, "render", lambda values: b"%PDF")
    given = options if "--out" in options else (*options, "--out", out)
    with pytest.raises(CommandError, match=message):
        call_command("report_pdf", *given)


@pytest.mark.parametrize("error", [OperationalError("no such table"), ProgrammingError("relation does not exist")])
def test_a_database_that_was_not_set_up_is_named_in_german(circle, out, error, monkeypatch):
    def fails(options):
        raise error

    monkeypatch.setattr(report_pdf, "asked_pdf", fails)
    with pytest.raises(CommandError, match=f"Datenbank ist nicht erreichbar oder nicht eingerichtet.*{error}"):
        call_command("report_pdf", *OPTIONS, "--out", out)


def test_nothing_is_frozen_that_could_not_be_written(circle, tmp_path):
    with pytest.raises(CommandError, match="kann nicht geschrieben werden"):
        call_command("report_pdf", *OPTIONS, "--freeze", "--out", tmp_path)
    assert not ReportVersion.objects.exists()


def test_what_fails_leaves_the_file_as_it_was(circle, out):
    options = (*OPTIONS, "--kind", "synopse", "--out", out)
    with pytest.raises(CommandError):
        call_command("report_pdf", *options)
    assert not out.exists()
    out.write_bytes(b"von gestern")
    with pytest.raises(CommandError):
        call_command("report_pdf", *options)
    assert out.read_bytes() == b"von gestern"
