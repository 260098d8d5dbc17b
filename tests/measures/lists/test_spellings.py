"""Cells of lists as offices write them: read where they mean one thing, asked where they could mean two, and said."""

from datetime import timedelta

import pytest

from measures.imports import matching
from measures.imports.known import kind_in
from measures.lists import KINDS
from measures.lists.base import digest
from measures.lists.reading import listing_of
from measures.models import Actor, ActorAlias, LearnedValue
from tests import make
from tests.measures.lists.test_lists import TODAY, outcomes, planned, reasons, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast):
    return cast.office


def line(kind, text, office):
    (found,) = planned(kind, text, office)
    return found


@pytest.mark.parametrize(
    ("words", "kind", "school_type"),
    [
        ("Verein", "association", ""),
        ("e. V.", "association", ""),
        ("Kita", "daycare", ""),
        ("VHS", "further_education", ""),
        ("Grundschule", "school", "primary"),
        ("Gym", "school", "gymnasium"),
        ("Schule", "school", ""),
        ("freie Träger", "independent", ""),
    ],
)
def test_what_an_actor_is_in_the_words_of_offices(words, kind, school_type, office):
    written("akteure", f"Name;Art\nNeu;{words}", office)

    actor = Actor.objects.get(name="Neu")
    assert (actor.kind, actor.school_type) == (kind, school_type)


def test_a_school_type_that_is_said_is_not_replaced(office):
    written("akteure", "Name;Art;Schulform\nNeu;Grundschule;Förderschule", office)
    assert Actor.objects.get(name="Neu").school_type == "special"


def test_a_kind_that_could_be_any_is_asked(office):
    ((head, message),) = reasons(planned("akteure", "Name;Art\nNeu;Verband", office))
    assert head == "Art"
    assert message.startswith("Die Art „Verband“ gibt es nicht. Möglich: Stadtverwaltung, Land, Schule, ")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Volkshochschule Herne", "further_education"),
        ("Städtische Musikschule", "culture"),
        ("Hochschule Bochum", "university"),
        ("Mulvany-Berufskolleg", "school"),
        ("Förderverein der Grundschule Süd", "association"),
        ("Kita Sonnenschein e. V.", "daycare"),
        ("Jugendamt", "administration"),
        ("Fachbereich Schule und Weiterbildung", "administration"),
        ("FB 31 - Schule und Weiterbildung", "administration"),
        ("Schulamt (untere Schulaufsicht)", "state"),
        ("Jugendkunstschule", "culture"),
        ("Netzwerk der Familienzentren", "daycare"),
        ("Nachbarschaft Mitte e.V.", "association"),
        ("Stadtbibliothek Herne", "culture"),
    ],
)
def test_the_kind_that_a_name_speaks_of(name, kind):
    assert kind_in(name) == kind


@pytest.mark.parametrize("name", ["Gesamtkonzept", "Evangelische Kirchengemeinde", "Lesehaus am Park", "Eva"])
def test_a_name_that_speaks_of_no_kind(name):
    assert kind_in(name) is None


def test_a_new_actor_without_a_kind_has_that_of_its_name_and_the_row_says_so(office):
    found = line("akteure", "Name;Anschrift\nHans-Tilkowski-Schule;Neustraße 1", office)
    assert (found.outcome.value, found.remarks) == ("new", ["Art nach dem Namen: Schule."])


def test_a_new_actor_whose_name_says_nothing_is_asked_for_its_kind(office):
    assert reasons(planned("akteure", "Name;Anschrift\nLesehaus;Neustraße 1", office))[0][0] == "Art"


def test_the_kind_of_a_stored_actor_stays_what_its_name_says_otherwise(office):
    make.actor("Hans-Tilkowski-Schule", kind="independent")
    found = line("akteure", "Name;Anschrift\nHans-Tilkowski-Schule;Neustraße 1", office)
    assert (found.changes, found.remarks) == ([("Anschrift", "–", "Neustraße 1")], [])


def test_an_actor_in_other_words_is_that_actor_and_the_row_says_so(office):
    make.actor("AWO Unterbezirk Herne e. V.", address="alt")
    found = line("akteure", "Name;Anschrift\nAWO Herne, Unterbezirk;neu", office)

    assert (found.outcome.value, found.changes) == ("changed", [("Anschrift", "alt", "neu")])
    assert found.remarks == ["„AWO Herne, Unterbezirk“ wurde als „AWO Unterbezirk Herne e. V.“ gelesen."]


def test_an_actor_that_was_just_taken_away_is_a_new_one(office):
    gone = make.actor("AWO Unterbezirk e. V.")
    listing = listing_of(b"Name;Art\nUnterbezirk AWO;Verein", "liste.csv", KINDS["akteure"])
    kind = KINDS["akteure"](by=office, today=TODAY)
    assert kind.known_actors.names
    gone.delete()
    assert outcomes(listing.lines(kind)) == ["new"]


def test_a_name_that_two_actors_could_have_is_asked(office):
    make.actor("AWO Herne e. V.")
    make.actor("Herne AWO gGmbH")
    assert reasons(planned("akteure", "Name;Anschrift\nHerne, AWO;neu", office)) == [
        ("Name", "Den Akteur „Herne, AWO“ ist nicht eindeutig. Meinten Sie „AWO Herne e. V.“ oder „Herne AWO gGmbH“?")
    ]


def test_a_new_actor_that_looks_like_a_stored_one_is_said(office):
    make.actor("Literaturhaus")
    found = line("akteure", "Name;Art\nLitteraturhaus;Kultur", office)
    assert (found.outcome.value, found.doubts) == ("new", ["Ähnlich heißt schon: „Literaturhaus“."])


def test_the_whole_by_its_other_spelling_and_the_district_in_short(office):
    ActorAlias.objects.create(actor=make.actor("Stadt Herne"), name="Stadtverwaltung")
    make.district("Herne-Mitte")
    written("akteure", "Name;Art;Teil von;Bezirk\nBildungsbüro;Stadt;stadtverwaltung;Mitte", office)

    actor = Actor.objects.get(name="Bildungsbüro")
    assert (actor.part_of.name, actor.district.name) == ("Stadt Herne", "Herne-Mitte")


@pytest.mark.parametrize("nothing", ["-", "k. A.", "keine Angabe"])
def test_words_for_nothing_say_nothing(nothing, office):
    make.actor("VHS", kind="further_education", address="Rathausplatz 1")
    assert outcomes(planned("akteure", f"Name;Art;Anschrift;E-Mail\nVHS;{nothing};{nothing};{nothing}", office)) == [
        "unchanged"
    ]


@pytest.mark.parametrize("words", ["läuft", "in Umsetzung", "im plan", "on track"])
def test_a_status_in_the_words_of_offices(words, office):
    club = make.measure(title="Leseclub", status="planned")
    written("sachstaende", f"Maßnahme;Datum;Status\nLeseclub;01.02.2026;{words}", office)
    club.refresh_from_db()
    assert club.status == "on_track"


def test_a_status_means_what_was_learned_with_the_measures(office):
    make.measure(title="Leseclub", status="planned")
    LearnedValue.objects.create(field="status", key="rollt", spelling="rollt", target="on_track")
    assert outcomes(planned("sachstaende", "Maßnahme;Datum;Status\nLeseclub;01.02.2026;rollt", office)) == ["new"]


def test_a_status_that_is_not_known_stops_the_later_rows_of_its_measure(office):
    make.measure(title="Leseclub", status="planned")
    text = "Maßnahme;Datum;Status;Text\nLeseclub;01.02.2026;rollt;a\nLeseclub;01.03.2026;;b"
    assert outcomes(planned("sachstaende", text, office)) == ["refused", "refused"]


def test_a_measure_in_other_words_is_read_and_said(office):
    club = make.measure(title="Leseclub der Stadtbibliothek", status="planned")
    text = "Maßnahme;Datum;Text\nStadtbibliothek: Leseclub;01.02.2026;a"
    found = line("sachstaende", text, office)
    assert found.remarks == ["„Stadtbibliothek: Leseclub“ wurde als „Leseclub der Stadtbibliothek“ gelesen."]

    written("sachstaende", text, office)
    assert club.progress_notes.count() == 1
    assert outcomes(planned("sachstaende", text, office)) == ["unchanged"]


@pytest.mark.parametrize("words", ["{}", "{} Leseclub", "{}: Leseclub am Nachmittag", "{}\nLeseclub"])
def test_the_number_of_a_measure_before_its_title(words, office):
    club = make.measure(title="Leseclub", status="planned")
    text = f'Maßnahme;Datum;Text\n"{words.format(club.number)}";01.02.2026;a'
    written("sachstaende", text, office)
    assert club.progress_notes.count() == 1


def test_a_measure_whose_title_differs_in_a_number_is_asked(office):
    make.measure(title="Familienklasse 2025", status="planned")
    assert reasons(planned("sachstaende", "Maßnahme;Datum;Text\nFamilienklasse 2026;01.02.2026;a", office)) == [
        ("Maßnahme", "Die Maßnahme „Familienklasse 2026“ gibt es nicht. Meinten Sie „Familienklasse 2025“?")
    ]


def test_a_list_of_nothing_but_unknown_titles_does_not_take_for_ever(office, monkeypatch):
    monkeypatch.setattr(matching, "MOST_COMPARED", 2)
    make.measure(title="Leseclub")
    rows = "".join(f"Lesecllub {number};01.02.2026;a\n" for number in range(5))
    found = [message for _, message in reasons(planned("sachstaende", f"Maßnahme;Datum;Text\n{rows}", office))]
    assert [message.endswith("Meinten Sie „Leseclub“?") for message in found].count(True) == 3
    assert all("gibt es nicht" in message for message in found)


@pytest.mark.parametrize("words", ["Ziel II", "2.", "Handlungsziel 2", "Übergänge gestalten"])
def test_the_goal_of_an_indicator_in_the_words_of_offices(words, office):
    one = make.indicator(title="Quote", unit="%")
    period = one.goal.period
    other = make.indicator(
        title="Quote", unit="%", goal=make.goal(period=period, number=2, title="Übergänge gestalten")
    )
    written("messwerte", f"Kennzahl;Ziel;Jahr;Wert\nQuote;{words};2024;1", office)
    assert (one.values.count(), other.values.count()) == (0, 1)


def test_a_refused_row_is_named_as_the_file_names_it(office):
    found = line("sachstaende", "Datum;Nr.;Maßnahme\n01.02.2026;M-999;Leseclub", office)
    assert (found.outcome.value, found.title) == ("refused", "M-999 Leseclub")


def test_how_a_row_was_read_is_part_of_what_was_shown(office):
    text = "Name;Art\nLitteraturhaus;Kultur"
    before = digest(planned("akteure", text, office))
    make.actor("Literaturhaus")
    assert digest(planned("akteure", text, office)) != before


def test_an_address_in_parts(office):
    written("akteure", "Name;Art;Straße;Hausnr.;PLZ;Ort\nLesehaus;Kultur;Parkstraße;1;44623;Herne", office)
    assert Actor.objects.get(name="Lesehaus").address == "Parkstraße 1, 44623 Herne"


def test_an_address_as_a_whole_is_not_replaced_by_its_parts(office):
    written("akteure", "Name;Art;Anschrift;PLZ\nLesehaus;Kultur;Parkstraße 1, Herne;44623", office)
    assert Actor.objects.get(name="Lesehaus").address == "Parkstraße 1, Herne"


def test_a_new_template_asks_for_the_address_as_a_whole():
    offered = KINDS["akteure"].offered()
    assert "address" in offered
    assert not {"street", "house", "postcode", "town"} & offered.keys()


@pytest.mark.parametrize("head", ["Kooperationspartner", "Name des Trägers", "Organisation"])
def test_the_names_of_actors_below_the_headings_of_offices(head, office):
    make.actor("Lesehaus")
    assert outcomes(planned("akteure", f"{head};PLZ\nLesehaus;44623", office)) == ["changed"]


@pytest.mark.parametrize("heads", ["Bemerkung;Text;Sachstand", "Sachstand;Text;Bemerkung", "Text;Bemerkung;Sachstand"])
def test_our_own_word_of_several_is_the_column(heads, office):
    listing = listing_of(f"Maßnahme;Datum;{heads}\nx;y;a;b;c".encode(), "liste.csv", KINDS["sachstaende"])
    columns, _ = listing.understood(KINDS["sachstaende"])
    assert [one.head for one in columns if one.key == "text"] == ["Sachstand"]


def test_a_word_that_the_column_names_goes_before_any_other(office):
    listing = listing_of(b"Nr.;Datum;Bemerkung;Text\nx;y;a;b", "liste.csv", KINDS["sachstaende"])
    columns, _ = listing.understood(KINDS["sachstaende"])
    assert [one.head for one in columns if one.key == "text"] == ["Text"]


@pytest.fixture
def club():
    return make.measure(title="Leseclub", status="planned")


def test_a_bare_number_beside_another_title_is_that_of_the_list(office, club):
    choir = make.measure(title="Chor", status="planned")
    written("sachstaende", f"Nr.;Maßnahme;Datum;Text\n{club.serial};Chor;01.02.2026;a", office)
    assert (club.progress_notes.count(), choir.progress_notes.count()) == (0, 1)


def test_a_bare_number_beside_the_title_tells_measures_of_one_name_apart(office, club):
    make.measure(title="Leseclub", status="planned")
    written("sachstaende", f"Nr.;Maßnahme;Datum;Text\n{club.serial};Leseclub;01.02.2026;a", office)
    assert club.progress_notes.count() == 1


def test_a_bare_number_counts_in_a_list_without_titles(office, club):
    written("sachstaende", f"ID;Datum;Kommentar\n{club.serial};01.02.2026;a", office)
    assert club.progress_notes.count() == 1


def test_a_number_of_ours_beside_another_title_is_said(office, club):
    found = line("sachstaende", f"Nr.;Maßnahme;Datum;Text\n{club.number};Chor;01.02.2026;a", office)
    assert (found.outcome.value, found.remarks) == ("new", [f"{club.number} heißt „Leseclub“."])


@pytest.mark.parametrize(
    ("words", "day"),
    [("Mai 2026", "31.05.2026"), ("1. Halbjahr 2026", "30.06.2026"), ("2026", "20.11.2026"), ("Q4/2026", "20.11.2026")],
)
def test_a_period_counts_up_to_its_last_day_or_today(words, day, office, club):
    text = f"Maßnahme;Berichtszeitraum;Text\nLeseclub;{words};a"
    found = line("sachstaende", text, office)
    assert found.remarks == [f"„{words}“ zählt zum {day}."]

    written("sachstaende", text, office)
    assert f"{club.progress_notes.get().reported_on:%d.%m.%Y}" == day
    assert outcomes(planned("sachstaende", text, office)) == ["unchanged"]


def test_a_period_that_still_goes_on_is_known_the_next_day(office, club):
    text = "Maßnahme;Berichtszeitraum;Text\nLeseclub;2026;a"
    written("sachstaende", text, office)
    listing = listing_of(text.encode(), "liste.csv", KINDS["sachstaende"])
    lines = listing.lines(KINDS["sachstaende"](by=office, today=TODAY + timedelta(1)))
    assert outcomes(lines) == ["unchanged"]


def test_another_status_in_a_period_is_no_note_that_is_there(office, club):
    written("sachstaende", "Maßnahme;Berichtszeitraum;Status\nLeseclub;1. Halbjahr 2026;im Plan", office)
    text = "Maßnahme;Berichtszeitraum;Status;Grund\nLeseclub;1. Halbjahr 2026;verzögert;Personal fehlt"
    assert outcomes(planned("sachstaende", text, office)) == ["new"]


def test_a_period_to_come_is_refused(office, club):
    assert reasons(planned("sachstaende", "Maßnahme;Berichtszeitraum;Text\nLeseclub;2027;a", office)) == [
        ("Berichtszeitraum", "Dieser Zeitraum hat noch nicht begonnen.")
    ]


def test_the_text_is_the_reason_of_a_status_that_needs_one(office, club):
    text = "Maßnahme;Datum;Status;Text\nLeseclub;01.02.2026;verzögert;Personal fehlt"
    assert line("sachstaende", text, office).remarks == ["Als Grund für „verzögert“ gilt der Sachstand."]
    written("sachstaende", text, office)
    club.refresh_from_db()
    assert (club.status, club.status_reason) == ("delayed", "Personal fehlt")


@pytest.mark.parametrize(
    "head", ["2024", "Ist-Wert 2024", "Wert 2024", "2024 (Ist)", "Anteil in % 2024", "Istwert 2024"]
)
def test_a_year_among_the_words_of_a_heading(head, office):
    one = make.indicator(title="Quote", unit="%")
    written("messwerte", f"Kennzahl;{head}\nQuote;12,5", office)
    assert one.values.get().year == 2024


@pytest.mark.parametrize("head", ["Soll-Wert 2027", "Ziel 2027", "Zielwert 2027"])
def test_what_is_aimed_at_is_no_value(head, office):
    make.indicator(title="Quote", unit="%")
    listing = listing_of(f"Kennzahl;2024;{head}\nQuote;12,5;20".encode(), "liste.csv", KINDS["messwerte"])
    assert listing.understood(KINDS["messwerte"])[1] == [f"Diese Spalten werden nicht eingelesen: „{head}“."]


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("Kennzahl;Jahr;Wert\nQuote;2024;k. A.", ["hat keinen Messwert"]),
        ("Kennzahl;Jahr;Wert\nQuote;2024;", ["hat keinen Messwert"]),
        ("Kennzahl;2023;2024\nQuote;-;", ["hat keinen Messwert"]),
        ("Kennzahl;2023;2024\nQuote;-;5", [""]),
    ],
)
def test_a_row_without_a_value_is_passed_over(text, notes, office):
    make.indicator(title="Quote", unit="%")
    lines = planned("messwerte", text, office)
    assert ([line.note for line in lines], reasons(lines)) == (notes, [])


def test_a_day_is_no_year_and_the_year_is_suggested(office):
    make.indicator(title="Quote", unit="%")
    assert reasons(planned("messwerte", "Kennzahl;Stichtag;Wert\nQuote;31.12.2024;5", office)) == [
        ("Stichtag", "„31.12.2024“ ist kein Jahr und kein Schuljahr. Vorschlag: 2024")
    ]
