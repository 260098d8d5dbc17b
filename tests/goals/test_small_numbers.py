"""Which counts of children nobody outside the offices reads, nor can work out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.figures import indicator_figures
from goals.models import Indicator
from goals.querysets import figures_for, with_family
from goals.small_numbers import NOT_TOLD, UNDER, is_small, withheld, worked_out
from tests import make

COUNTED = {"counts_children": True, "unit": "Kinder", "decimal_places": 0}


def part(total, value, **fields):
    made = make.indicator(goal=total.goal, part_of=total, **{**COUNTED, **fields})
    make.indicator_value(made, 2024, value)
    return made


@pytest.fixture
def total(db):
    made = make.indicator(title="Kinder in Sprachkursen", **COUNTED)
    make.indicator_value(made, 2024, 50)
    return made


def told(indicator):
    """What the public reads of 2024."""
    row = with_family(Indicator.objects.filter(pk=indicator.pk)).get()
    return indicator_figures(row, row.values.all(), small_numbers=False).values[0].text.split("\N{NO-BREAK SPACE}")[0]


@pytest.mark.parametrize(("number", "small"), [(0, True), (4, True), (Decimal("4.99"), True), (5, False), (-3, True)])
def test_what_is_small(number, small):
    assert is_small(Decimal(number)) == small


def test_a_part_that_the_others_would_tell_is_joined_by_the_smallest_of_them(total):
    small, middle, large = (part(total, value) for value in (3, 17, 30))
    assert [told(one) for one in (small, middle, large)] == [UNDER, NOT_TOLD, "30"]
    assert told(total) == "50"


def test_a_part_that_leaves_few_of_its_total_is_withheld_itself(total):
    """47 of 50 with a certificate tells that 3 have none."""
    assert told(part(total, 47)) == NOT_TOLD


def test_parts_that_leave_enough_are_shown(total):
    small, large = part(total, 2), part(total, 30)
    assert (told(small), told(large)) == (UNDER, "30")


def test_parts_that_make_up_their_total_are_shown(total):
    assert [told(part) for part in (part(total, 20), part(total, 30))] == ["20", "30"]


def test_a_zero_that_could_be_worked_out_is_protected_too(total):
    none, all_others = part(total, 0), part(total, 50)
    assert (told(none), told(all_others)) == (UNDER, NOT_TOLD)


def test_a_part_that_is_not_public_gives_nothing_away(total):
    part(total, 3, is_public=False)
    assert told(part(total, 47)) == NOT_TOLD


def test_parts_that_overlap_give_nothing_away(total):
    assert [told(one) for one in (part(total, 40), part(total, 30))] == ["40", "30"]


def test_a_total_that_nobody_reads_gives_nothing_away(total):
    total.is_public = False
    total.save()
    small, large = part(total, 3), part(total, 47)
    assert (told(small), told(large)) == (UNDER, "47")


def test_the_baseline_belongs_to_the_family_too(total):
    total.baseline, total.baseline_year = 20, 2020
    total.save()
    small, large = (
        make.indicator(goal=total.goal, part_of=total, baseline=value, baseline_year=2020, **COUNTED)
        for value in (4, 16)
    )
    assert withheld(small)["baseline"] == UNDER
    assert withheld(large)["baseline"] == NOT_TOLD


def test_the_note_of_a_withheld_number_goes_with_it(db):
    indicator = make.indicator(**COUNTED)
    make.indicator_value(indicator, 2024, 3, note="darunter zwei Geschwister")
    [figure] = indicator_figures(indicator, indicator.values.all(), small_numbers=False).values
    assert figure.note == ""


def test_a_chart_says_that_a_number_is_withheld_and_takes_its_scale_from_the_others(db):
    indicator = make.indicator(**COUNTED, baseline=2, baseline_year=2020)
    for year, value in ((2022, 40), (2023, 1), (2024, 60)):
        make.indicator_value(indicator, year, value)
    chart = indicator_figures(indicator, indicator.values.order_by("year"), small_numbers=False).chart
    assert "2023 unter 5" in chart.label
    assert ("2023", UNDER) in chart.as_table.rows
    assert [dot.text for dot in chart.dots] == ["40", "60"]


def test_the_offices_read_all(total, cast):
    part(total, 3)
    part(total, 47)
    rows = Indicator.objects.filter(part_of=total)
    shown = {row.values[0].value for row in figures_for(rows, cast.clerk)}
    assert shown == {3, 47}
    assert {row.values[0].value for row in figures_for(rows, cast.council)} == {None}


def test_the_form_keeps_families_of_one_kind(total, cast, client):
    client.force_login(cast.office)
    address = f"{part(total, 9).get_absolute_url()}bearbeiten/"
    form = client.get(address).context["form"]
    said = {name: form[name].value() or "" for name in form.fields} | {"counts_children": "", "revision_no": 1}
    said |= {"values-TOTAL_FORMS": 0, "values-INITIAL_FORMS": 0, "target": "", "target_year": ""}
    answer = client.post(address, said)
    assert "zählen beide Kinder oder beide nicht" in answer.content.decode()


def test_whole_and_parts_name_each_other(total, client):
    one = part(total, 9, title="Davon mit Zertifikat")
    secret = part(total, 9, title="Geheim", is_public=False)
    page = client.get(total.get_absolute_url()).content.decode()
    assert one.title in page
    assert secret.title not in page
    assert total.title in client.get(one.get_absolute_url()).content.decode()


class Row:
    """An indicator with one value, without a database."""

    def __init__(self, pk, value):
        self.pk, self.value, self.is_public, self.baseline = pk, value, True, None

    @property
    def values(self):
        from types import SimpleNamespace

        row = SimpleNamespace(year=2024, time_reference="year", value=Decimal(self.value))
        return SimpleNamespace(all=lambda: [row])


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8), st.integers(0, 40))
def test_nothing_small_is_left_between_a_total_and_what_is_shown_of_it(values, rest):
    parts = [Row(pk, value) for pk, value in enumerate(values)]
    whole = Row(99, sum(values) + rest)
    taken = worked_out((whole, parts), (2024, "year"))
    shown = [row.value for row in parts if row.pk not in taken and not is_small(Decimal(row.value))]
    left = whole.value - sum(shown)
    everything_shown = len(shown) == len(parts) and rest == 0
    assert is_small(Decimal(whole.value)) or everything_shown or left >= 5
