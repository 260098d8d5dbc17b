"""The columns of measures: what each role sees, and that what was written reads as what is stored."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from bildungsnetz.sheets import lines
from bildungsnetz.sheets.guard import guarded, unguarded
from bildungsnetz.sheets.tables import Cell
from bildungsnetz.sheets.unreadable import Unreadable
from measures.columns import cell_of
from measures.imports.heads import measure_heads
from measures.imports.matching import numbered
from measures.models import Measure
from measures.resources import MeasureResource
from tests import make

READABLE = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\x85"), max_size=30)
PLAIN = READABLE.map(str.strip)


@given(st.lists(st.lists(st.one_of(PLAIN, st.sampled_from(["a | b", "a\\", "\\|", "a\nb", "|", "\\n"])), min_size=1)))
def test_rows_in_one_cell_come_back_as_they_were(rows):
    rows = [[*row, "Ende"] for row in rows]  # blanks at the end are left out

    assert lines.split(lines.join(rows)) == rows


@given(st.text())
def test_a_guarded_text_comes_back_as_it_was(text):
    assert unguarded(guarded(text)) == text


@given(st.text())
def test_no_guarded_text_begins_like_a_formula(text):
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.fixture
def full(db):
    """A measure with something in every column, with separators where they hurt."""
    goal = make.goal(3, title="Sprache; von Anfang an")
    measure = make.measure(
        title="Lesen | Schreiben; Rechnen, und mehr",
        summary="Erste Zeile\nZweite \\ Zeile",
        leading_goal=goal,
        lead=make.actor("AWO, Kreisverband | Herne"),
        reach="=12 Schulen",
        status="delayed",
        status_reason="Es fehlt Personal",
        planned_start_on=date(2026, 8, 1),
        planned_start_precision="school_year",
        planned_start_words="ab Sommer",
        planned_end_on=date(2027, 6, 30),
        planned_end_precision="month",
        started_on=date(2026, 9, 3),
        internal_note="geheim",
        source_urls="https://example.org/a\nhttps://example.org/b",
        last_confirmed_on=date(2026, 10, 1),
    )
    measure.further_goals.add(make.goal(1, title="Übergänge"))
    measure.stages.add(make.stage("Primarstufe"), make.stage("Schülerinnen und Schüler, Sekundarstufe I"))
    measure.districts.add(make.district("Wanne"))
    make.participation(measure, make.actor("Kinder- und Jugendtreff, Wanne"), contribution="Räume | Zeit; Geld")
    make.participation(measure, make.actor("Musikschule"))
    make.milestone(measure, title="Auftakt | Teil 1", due_on=date(2026, 9, 1), reached_on=date(2026, 9, 3))
    make.milestone(measure, title="Ende", due_on=date(2027, 7, 31), due_precision="school_year", due_words="im Sommer")
    make.funding_item(measure, source="Stiftung; Herne", kind="foundation", year=2026, amount=Decimal("1234.50"))
    make.funding_item(measure, source="Stadt", kind="city", year=None, amount=None, note="noch offen")
    make.budget_line(measure, amount=Decimal("-2500.00"), year=2026, product_name="Schule | Sport")
    return measure


def rendered(user, *keys):
    resource = MeasureResource(user)
    columns = resource.columns(keys or None)
    row = next(resource.rows(Measure.objects.all(), columns))
    return resource, {column.key: value for column, value in zip(columns, row, strict=True)}


def test_a_row_says_what_the_measure_says(full, cast):
    _, row = rendered(cast.office)

    assert row["number"] == full.number
    assert row["leading_goal"] == "2023-2027 Ziel 3: Sprache; von Anfang an"
    assert row["status"] == "verzögert"
    assert (row["planned_start"], row["planned_end"]) == ("Schuljahr 2026/27", "Juni 2027")
    assert row["started"] == date(2026, 9, 3)
    assert row["is_ongoing"] == "nein"
    assert row["stages"] == "Primarstufe\nSchülerinnen und Schüler, Sekundarstufe I"
    assert row["participations"].splitlines() == [
        "Kinder- und Jugendtreff, Wanne | Räume \\| Zeit; Geld",
        "Musikschule",
    ]
    assert row["milestones"].splitlines() == [
        "Auftakt \\| Teil 1 | 01.09.2026 | 03.09.2026",
        "Ende | Schuljahr 2026/27 |  | im Sommer",
    ]
    assert row["funding"].splitlines() == [
        "Stiftung; Herne | Stiftung oder Spende | 2026 | 1.234,50 €",
        "Stadt | Stadt Herne |  |  | noch offen",
    ]
    assert row["budget"].startswith("Teilergebnisplan (konsumtiv) | 2026 | ")
    assert row["budget"].endswith("Schule \\| Sport | 16 |  | -2.500,00 €")


def test_what_was_written_reads_as_what_is_stored(full, cast):
    resource, row = rendered(cast.office)
    read = {key: resource.fields[key].clean(cell_of(value)) for key, value in row.items()}

    assert read["number"] == full.serial
    assert (read["status"], read["is_ongoing"]) == ("delayed", False)
    assert (read["planned_start"].first, read["planned_start"].precision) == (date(2026, 8, 1), "school_year")
    assert read["planned_end"].last == full.planned_end_on
    assert [part["actor"] for part in read["participations"]] == ["Kinder- und Jugendtreff, Wanne", "Musikschule"]
    assert read["participations"][0]["contribution"] == "Räume | Zeit; Geld"
    assert [step["title"] for step in read["milestones"]] == ["Auftakt | Teil 1", "Ende"]
    assert read["milestones"][1]["due"].last == date(2027, 7, 31)
    assert [(item["kind"], item["year"], item["amount"]) for item in read["funding"]] == [
        ("foundation", 2026, Decimal("1234.50")),
        ("city", None, None),
    ]
    assert read["budget"][0]["amount"] == Decimal("-2500.00")
    assert numbered(read["leading_goal"]) == ("2023-2027", 3)


def test_every_cell_says_the_same_as_what_it_was_written_from(full, cast):
    resource, row = rendered(cast.office)

    assert [key for key, value in row.items() if not resource.fields[key].says_the_same(cell_of(value), value)] == []


@pytest.mark.parametrize(
    ("key", "shown", "stored"),
    [
        ("planned_end", "6/2027", "Juni 2027"),
        ("started", "3. September 2026", date(2026, 9, 3)),
        ("status", "Verzögert", "verzögert"),
        ("is_ongoing", "", ""),
        ("milestones", "Auftakt|1.9.26", "Auftakt | 01.09.2026"),
        ("funding", "Stadt | Stadt Herne | 2026 | 1500", "Stadt | Stadt Herne | 2026 | 1.500,00 €"),
        ("number", "17", "M-017"),
    ],
)
def test_another_way_of_writing_is_no_change(key, shown, stored):
    assert MeasureResource(AnonymousUser()).fields[key].says_the_same(Cell(shown, shown), stored)


@pytest.mark.parametrize(
    ("key", "shown", "stored"),
    [
        ("planned_end", "2027", "Juni 2027"),
        ("title", "Leseclubs", "Leseclub"),
        ("milestones", "Auftakt | 02.09.2026", "Auftakt | 01.09.2026"),
        ("funding", "", "Stadt | Stadt Herne | 2026 | 1.500,00 €"),
        ("status", "gibt es nicht", "verzögert"),
    ],
)
def test_another_value_is_a_change(key, shown, stored):
    assert not MeasureResource(AnonymousUser()).fields[key].says_the_same(Cell(shown, shown), stored)


@pytest.mark.parametrize(
    ("key", "shown", "said"),
    [
        ("status", "halb fertig", "„halb fertig“ gibt es hier nicht."),
        ("number", "siebzehn", "„siebzehn“ ist keine Nummer einer Maßnahme."),
        ("milestones", "Auftakt", "In „Auftakt“ fehlt eine Angabe"),
        ("milestones", "Auftakt | bald", "„bald“ ist kein Datum."),
        ("funding", "Stadt | Stadt Herne | 2026 | 5 | gut | zu viel", "hat mehr Teile als 5."),
    ],
)
def test_what_cannot_be_read_is_said_in_words(key, shown, said):
    with pytest.raises(Unreadable) as caught:
        MeasureResource(AnonymousUser()).fields[key].clean(Cell(shown, shown))

    assert said in caught.value.message


def test_names_may_stand_side_by_side():
    known = {"VHS", "Haus der Natur und Kultur, Herne"}.__contains__
    shares = MeasureResource(AnonymousUser()).fields["participations"]

    found = shares.clean(Cell("x", "VHS, Haus der Natur und Kultur, Herne"), known=known)

    assert [share["actor"] for share in found] == ["VHS", "Haus der Natur und Kultur, Herne"]


def test_the_public_has_no_columns_of_the_office(full, cast):
    def keys(user):
        return {column.key for column in MeasureResource(user).columns()}

    everybody = keys(AnonymousUser())
    assert everybody.isdisjoint({"internal_note", "publication"})
    assert keys(cast.vhs_editor) == keys(cast.clerk) == everybody | {"publication"}
    assert keys(cast.office) == everybody | {"publication", "internal_note"}


def test_a_column_that_one_may_not_see_cannot_be_asked_for(cast):
    assert MeasureResource(cast.vhs_editor).columns(["internal_note"]) == []


def test_a_goal_that_is_not_public_is_not_told(cast):
    measure = make.measure(leading_goal=make.goal(2, title="Geheim", is_public=False))
    measure.further_goals.add(make.goal(4, title="Geheim auch", is_public=False))

    _, shown = rendered(AnonymousUser(), "leading_goal", "further_goals")
    _, office = rendered(cast.office, "leading_goal", "further_goals")

    assert shown == {"leading_goal": "", "further_goals": ""}
    assert office == {"leading_goal": "2023-2027 Ziel 2: Geheim", "further_goals": "2023-2027 Ziel 4: Geheim auch"}


@pytest.mark.parametrize("head", ["Titel der Maßnahme", "MASSNAHME", "Maßnahmentitel:", "  titel "])
def test_a_heading_is_known_by_its_synonyms(head, db):
    assert measure_heads(AnonymousUser()).key_for(head) == "title"


def test_no_heading_means_two_columns(cast):
    heads = measure_heads(cast.office)

    for key, column in heads.by_key.items():
        for head in (column.title, *column.synonyms):
            assert heads.key_for(head) == key, head


def test_every_column_explains_itself(cast):
    assert [column.key for column in MeasureResource(cast.office).columns() if not column.explanation] == []


def test_queries_do_not_grow_with_rows(full, cast):
    def read():
        resource = MeasureResource(cast.office)
        list(resource.rows(Measure.objects.all(), resource.columns()))

    with CaptureQueriesContext(connection) as few:
        read()
    for number in range(5):
        other = make.measure(title=f"Weitere {number}")
        make.milestone(other)
        other.stages.add(make.stage())
    with CaptureQueriesContext(connection) as many:
        read()

    assert len(many) == len(few)
