"""What lists of actors, measured values and progress notes would change, what they change, and taking it back."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from bildungsnetz.sheets.limits import Refused
from goals.models import IndicatorValue
from measures.imports.heads import Unassigned
from measures.lists import KINDS, runs
from measures.lists.base import digest
from measures.lists.reading import listing_of, unpack
from measures.models import Actor, ActorAlias, Contact, LearnedHead, ProgressNote
from tests import make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


@pytest.fixture
def office(cast):
    return cast.office


def planned(kind, text, by):
    listing = listing_of(text.encode(), "liste.csv", KINDS[kind])
    assert unpack(listing.packed()) == listing, "what the pages carry on is what was read"
    return listing.lines(KINDS[kind](by=by, today=TODAY))


def written(kind, text, by):
    lines = planned(kind, text, by)
    assert not [line.problems for line in lines if line.problems]
    return runs.write(lines, file_name="liste.csv", by=by)


def outcomes(lines):
    return [line.outcome.value for line in lines]


def reasons(lines):
    return [problem for line in lines for problem in line.problems]


ACTORS = "Name;Art;Anschrift;Ansprechpartner;E-Mail;Kurzname\n"


def test_a_new_actor_with_all_that_stands_beside_it(office):
    written(
        "akteure", f"{ACTORS}Volkshochschule;Weiterbildung;Rathausplatz 1;Frau Beispiel;vhs@example.org;VHS", office
    )

    actor = Actor.objects.get(name="Volkshochschule")
    assert (actor.name, actor.kind, actor.address) == ("Volkshochschule", "further_education", "Rathausplatz 1")
    assert list(actor.aliases.values_list("name", flat=True)) == ["VHS"]
    assert list(actor.contacts.values_list("name", "email")) == [("Frau Beispiel", "vhs@example.org")]
    assert {row.history_user for row in actor.history.all()} == {office}


def test_the_same_list_again_changes_nothing(office):
    text = f"{ACTORS}Volkshochschule;Weiterbildung;Rathausplatz 1;Frau Beispiel;vhs@example.org;VHS"
    written("akteure", text, office)

    assert outcomes(planned("akteure", text, office)) == ["unchanged"]


def test_an_actor_is_known_by_another_spelling_and_keeps_its_name(office):
    actor = make.actor("Volkshochschule", address="alt")
    ActorAlias.objects.create(actor=actor, name="VHS")
    lines = planned("akteure", "Name;Anschrift\nvhs;neu", office)

    assert (outcomes(lines), lines[0].changes) == (["changed"], [("Anschrift", "alt", "neu")])
    runs.write(lines, file_name="x", by=office)
    actor.refresh_from_db()
    assert (actor.name, actor.address, actor.revision_no) == ("Volkshochschule", "neu", 2)


def test_a_blank_cell_changes_nothing(office):
    make.actor("Volkshochschule", address="Rathausplatz 1")
    assert outcomes(planned("akteure", "Name;Anschrift;Telefon\nVolkshochschule;;\n", office)) == ["unchanged"]


def test_what_is_wrong_is_said_with_row_and_column(office):
    make.actor("Stadtbibliothek")
    make.district("Eickel")
    lines = planned(
        "akteure",
        "Name;Art;Teil von;Stadtbezirk;E-Mail\n"
        "A;;;;\nB;Wanderverein;;;\nC;Schule;Stadtbibliotek;;\nD;Schule;;Eikel;\nE;Schule;;;nirgends\n;Schule;;;\nF;Schule;;;\nf;Schule;;;\n",
        office,
    )

    assert outcomes(lines) == [*["refused"] * 6, "new", "refused"]
    heads = [(line.number, *line.problems[0]) for line in lines if line.problems]
    assert [(number, head) for number, head, _ in heads] == [
        (2, "Art"), (3, "Art"), (4, "Teil von"), (5, "Stadtbezirk"), (6, "E-Mail"), (7, "Name"), (9, "Name"),
    ]  # fmt: skip
    assert heads[2][2].startswith("Den Akteur „Stadtbibliotek“ gibt es nicht. Meinten Sie „Stadtbibliothek“")
    assert heads[3][2] == "Den Stadtbezirk „Eikel“ gibt es nicht. Meinten Sie „Eickel“?"
    assert heads[6][2] == "Das steht schon in Zeile 8."


def test_a_contact_is_known_by_its_address(office):
    actor = make.actor("VHS")
    make.contact(actor, name="Alt", email="vhs@example.org")
    written("akteure", "Name;Ansprechperson;E-Mail\nVHS;Neu;VHS@example.org", office)

    assert list(Contact.objects.values_list("name", flat=True)) == ["Neu"]


def test_a_spelling_of_another_actor_is_refused(office):
    make.actor("Stadtbibliothek")
    assert reasons(planned("akteure", "Name;Art;Kurzname\nVHS;Weiterbildung;Stadtbibliothek", office)) == [
        ("Kurzname", "„Stadtbibliothek“ heißt schon: Stadtbibliothek.")
    ]


def test_a_run_of_actors_is_taken_back_as_a_whole(office):
    actor = make.actor("Volkshochschule", address="alt")
    number = written(
        "akteure", f"{ACTORS}Volkshochschule;;neu;Frau Beispiel;vhs@example.org;VHS\nNeu;Schule;;;;", office
    )

    assert runs.take_back(number, KINDS["akteure"], by=office) == 2
    actor.refresh_from_db()
    assert (actor.address, actor.aliases.count(), actor.contacts.count(), actor.revision_no) == ("alt", 0, 0, 3)
    assert not Actor.objects.filter(name="Neu").exists()
    with pytest.raises(ValidationError, match="Schon zurückgenommen"):
        runs.take_back(number, KINDS["akteure"], by=office)


def test_a_run_is_not_taken_back_over_a_later_change(office):
    make.actor("Volkshochschule", address="alt")
    number = written("akteure", "Name;Anschrift\nVolkshochschule;neu", office)
    written("akteure", "Name;Anschrift\nVolkshochschule;neuer", office)

    with pytest.raises(ValidationError, match="Seitdem hat sich"):
        runs.take_back(number, KINDS["akteure"], by=office)
    assert Actor.objects.get(name="Volkshochschule").address == "neuer"


def test_a_new_actor_that_is_needed_stays(office):
    number = written("akteure", "Name;Art\nNeu;Schule", office)
    make.measure(lead=Actor.objects.get(name="Neu"))

    with pytest.raises(ValidationError, match="gebraucht"):
        runs.take_back(number, KINDS["akteure"], by=office)
    assert Actor.objects.filter(name="Neu").exists()


def test_values_one_a_row(office):
    one = make.indicator(title="Quote", unit="%")
    written(
        "messwerte",
        "Kennzahl;Jahr;Wert;Anmerkung\nquote;2024;12,5 %;vorläufig\nQuote;2024/25;13\nQuote;Bericht 2024;14",
        office,
    )

    assert set(IndicatorValue.objects.values_list("year", "time_reference", "value", "note")) == {
        (2024, "year", Decimal("12.5"), "vorläufig"), (2024, "school_year", 13, ""), (2024, "report", 14, ""),
    }  # fmt: skip
    one.refresh_from_db()
    assert one.revision_no == 4


def test_values_with_a_column_for_each_year(office):
    one = make.indicator(title="Kinder", unit="Personen")
    make.indicator_value(one, 2023, 100)
    lines = planned("messwerte", "Kennzahl;2023;2024;2024/25\nKinder;100;1.200;", office)

    assert (outcomes(lines), lines[0].changes) == (["new"], [("2024", "–", "1.200")])
    runs.write(lines, file_name="x", by=office)
    assert outcomes(planned("messwerte", "Kennzahl;2023;2024;2024/25\nKinder;100;1.200;", office)) == ["unchanged"]
    assert outcomes(planned("messwerte", "Kennzahl;2023;2024\nKinder;101;1.200", office)) == ["changed"]


def test_values_that_cannot_be_read_are_named(office):
    make.indicator(title="Quote", unit="%")
    make.indicator(title="Kinder", unit="Personen")
    lines = planned(
        "messwerte",
        "Kennzahl;Jahr;Wert\nQuotte;2024;1\nQuote;Mai 2024;1\nQuote;2024;\nQuote;;5\nKinder;2024;50 %\n"
        "Quote;2025;ca. 5\nQuote;2026;1,23456\nKinder;2026;1\nKinder;2026;2\n",
        office,
    )

    assert outcomes(lines) == ["refused", "refused", "skipped", *["refused"] * 4, "new", "refused"]
    assert [problem[0] for problem in reasons(lines)] == [
        "Kennzahl",
        "Jahr",
        "Jahr",
        "Wert",
        "Wert",
        "Wert",
        "Jahr",
    ]
    assert reasons(lines)[0][1] == "Die Kennzahl „Quotte“ gibt es nicht. Meinten Sie „Quote“?"


def test_two_indicators_of_one_name_are_told_apart_by_their_goal(office):
    first = make.indicator(title="Quote", unit="%")
    second = make.indicator(title="Quote", unit="%", goal=make.goal(period=first.goal.period))
    assert reasons(planned("messwerte", "Kennzahl;Jahr;Wert\nQuote;2024;1", office))[0][0] == "Kennzahl"

    written("messwerte", f"Kennzahl;Ziel;Jahr;Wert\nQuote;Ziel {second.goal.number};2024;1", office)
    assert IndicatorValue.objects.get().indicator == second
    assert reasons(planned("messwerte", "Kennzahl;Ziel;Jahr;Wert\nQuote;Ziel 99;2024;1", office))[0][0] == "Ziel"


def test_a_run_of_values_is_taken_back(office):
    one = make.indicator(title="Quote", unit="%")
    make.indicator_value(one, 2023, 10)
    number = written("messwerte", "Kennzahl;2023;2024\nQuote;11;12", office)

    assert runs.take_back(number, KINDS["messwerte"], by=office) == 2
    assert list(one.values.values_list("year", "value")) == [(2023, 10)]


@pytest.fixture
def club():
    return make.measure(title="Leseclub", status="planned")


def test_notes_of_one_measure_stand_on_each_other(office, club):
    written(
        "sachstaende",
        "Maßnahme;Stand vom;Status;Grund;Sachstand\n"
        "Leseclub;01.06.2026;verzögert;Personal fehlt;Pause\n"
        "Leseclub;01.02.2026;im Plan;;Es geht los",
        office,
    )

    club.refresh_from_db()
    assert (club.status, club.status_reason, club.last_confirmed_on) == ("delayed", "Personal fehlt", date(2026, 6, 1))
    notes = ProgressNote.objects.order_by("pk").values_list("reported_on", "status", "text", "author")
    assert list(notes) == [
        (date(2026, 2, 1), "on_track", "Es geht los", office.pk),
        (date(2026, 6, 1), "delayed", "Pause", office.pk),
    ]


def test_notes_that_are_there_are_not_written_again(office, club):
    text = f"Nr.;Stand vom;Status;Sachstand\n{club.number};01.02.2026;im Plan;Es geht los"
    written("sachstaende", text, office)

    assert outcomes(planned("sachstaende", text, office)) == ["unchanged"]
    assert ProgressNote.objects.count() == 1


def test_notes_follow_the_rules_of_the_page(office, club):
    lines = planned(
        "sachstaende",
        "Nr.;Maßnahme;Stand vom;Status;Sachstand\n"
        "M-999;;01.02.2026;im Plan;a\n;Lesecub;01.02.2026;im Plan;a\n;Leseclub;im Mai;im Plan;a\n"
        ";Leseclub;01.02.2027;im Plan;a\n;Leseclub;01.03.2026;verzögert;\n;Leseclub;01.04.2026;im Plan;b\n",
        office,
    )

    found = {line.number: line.problems[0] for line in lines}
    assert [head for head, _ in found.values()] == ["Nr.", "Maßnahme", "Stand vom", "Stand vom", "Grund", "Stand vom"]
    assert found[4][1].startswith("„im Mai“ ist kein Datum.")
    assert found[7][1] == "Eine frühere Zeile derselben Maßnahme (Zeile 6) ist abgelehnt."
    assert set(outcomes(lines)) == {"refused"}


def test_a_run_of_notes_is_taken_back(office, club):
    number = written(
        "sachstaende",
        f"Nr.;Datum;Status;Text\n{club.number};01.02.2026;im Plan;a\n{club.number};01.03.2026;;b",
        office,
    )

    assert runs.take_back(number, KINDS["sachstaende"], by=office) == 2
    club.refresh_from_db()
    assert (club.status, ProgressNote.objects.count()) == ("planned", 0)


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("akteure", "Name;Art\n", "keine Zeilen"),
        ("akteure", "Name;Art\n" + "a;b\n" * 2001, "mehr als 2.000 Zeilen"),
    ],
)
def test_files_that_are_none_of_these_lists(kind, text, sentence):
    with pytest.raises(Refused, match=sentence):
        listing_of(text.encode(), "x.csv", KINDS[kind])


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("akteure", "Titel;Art\na;b", "Es fehlt eine Spalte für „Name“."),
        ("messwerte", "Kennzahl;Jahr\na;2024", "Es fehlt eine Spalte für „Messwert“."),
        ("sachstaende", "Status\nim Plan", "Es fehlt eine Spalte für „Nr.“ oder „Maßnahme“ und „Stand vom“."),
    ],
)
def test_a_column_that_is_needed_and_that_no_heading_means(kind, text, sentence, office):
    with pytest.raises(Unassigned, match=sentence):
        planned(kind, text, office)


def test_a_heading_means_what_somebody_said(office):
    chosen = {"Wer denn": "name", "Art": ""}
    listing = listing_of(b"Wer denn;Art\nLesehaus;Kultur", "liste.csv", KINDS["akteure"], chosen=chosen)
    make.actor("Lesehaus")

    assert outcomes(listing.lines(KINDS["akteure"](by=office, today=TODAY))) == ["unchanged"]


def test_a_heading_means_what_was_learned_for_this_kind_of_list(office):
    LearnedHead.objects.create(kind="akteure", key="wer denn", head="Wer denn", column="name")

    assert outcomes(planned("akteure", "Wer denn;Art\nLesehaus;Kultur", office)) == ["new"]
    with pytest.raises(Unassigned):
        planned("sachstaende", "Wer denn;Datum\nLesehaus;01.02.2026", office)


def test_a_misspelt_heading_is_read_and_said(office):
    listing = listing_of(b"Naame;Ansprechpartnr;Farbe\nA;B;C", "liste.csv", KINDS["akteure"])
    columns, remarks = listing.understood(KINDS["akteure"])

    assert [one.key for one in columns] == ["", "contact_name", ""]
    assert remarks == [
        "Die Spalte „Ansprechpartnr“ wird als „Ansprechperson“ gelesen.",
        "Diese Spalten werden nicht eingelesen: „Naame“, „Farbe“.",
    ]


def test_what_was_planned_is_another_plan_once_something_changed(office):
    actor = make.actor("VHS")
    before = digest(planned("akteure", "Name;Anschrift\nVHS;neu", office))
    assert digest(planned("akteure", "Name;Anschrift\nVHS;neu", office)) == before

    actor.revision_no += 1
    actor.save()
    assert digest(planned("akteure", "Name;Anschrift\nVHS;neu", office)) != before


@pytest.mark.parametrize(
    ("kind", "text", "tables"),
    [
        ("akteure", "Name;Anschrift\nVolkshochschule Herne;neu", {"measures_actor", "measures_contact"}),
        ("messwerte", "Kennzahl;2024\nQuote;5", {"goals_indicator", "goals_indicatorvalue"}),
        ("sachstaende", "Maßnahme;Datum;Text\nLeseclub;01.02.2026;a", {"measures_measure"}),
    ],
)
def test_what_is_about_to_be_written_over_is_locked(kind, text, tables, office, django_assert_max_num_queries):
    make.indicator(title="Quote", unit="%")
    make.measure(title="Leseclub")
    listing = listing_of(text.encode(), "liste.csv", KINDS[kind])
    with django_assert_max_num_queries(30) as captured:
        lines = listing.lines(KINDS[kind](by=office, today=TODAY, locking=True))
    assert not reasons(lines)
    locked = {
        name for name in tables for one in captured if f'FROM "{name}"' in one["sql"] and "FOR UPDATE" in one["sql"]
    }
    assert locked == (tables if connection.features.has_select_for_update else set())


def test_rows_that_are_no_data_are_named(office):
    lines = planned("akteure", "Akteure 2026;;\nName;Art;Anschrift\nVHS;Weiterbildung;\n\nStand: Mai;;", office)
    assert [(line.number, line.outcome.value) for line in lines] == [(3, "new"), (5, "skipped")]
