"""The values of a report: right, complete, public, and read at one moment."""

import json
import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from evaluation.reports import frame, values_hash
from evaluation.snapshot import snapshot
from measures.models import Measure
from tests import make


def figures(variant):
    return frame.figures(variant, make.TODAY)


def test_counts_measures_of_each_goal_by_status(circle):
    first, second = figures(circle.variant())["goals"]
    assert {key: count for key, count in first["counts"].items() if count} == {"on_track": 2, "delayed": 1}
    assert {key: count for key, count in second["counts"].items() if count} == {"on_track": 1}


def test_budget_lines_stand_in_the_order_of_a_budget(circle):
    for number in ("16", "2", "11"):
        make.budget_line(circle.measures[0], product_number="99 01", account_group_number=number)
    lines = figures(circle.variant())["finance"]["result_plan"]
    assert [one["account_group_number"] for one in lines if one["product_number"] == "99 01"] == ["2", "11", "16"]


def test_sums_budget_lines_of_released_measures_only(circle):
    (line,) = figures(circle.variant())["finance"]["result_plan"]
    assert (line["product_number"], line["account_group_number"], line["amount"]) == ("21 08", "16", "-30000.50")


def test_says_nothing_of_what_is_not_released(circle):
    assert "Geheimer Entwurf" not in json.dumps(figures(circle.variant()), ensure_ascii=False)


def test_leaves_out_goals_and_indicators_that_are_not_public(circle):
    circle.indicator.is_public = circle.goals[1].is_public = False
    circle.indicator.save()
    circle.goals[1].save()
    (goal,) = figures(circle.variant())["goals"]
    assert (goal["number"], goal["indicators"]) == (1, [])


def test_names_measures_that_serve_a_goal_besides_their_own(circle):
    assert figures(circle.variant())["goals"][0]["related"] == [circle.measures[3].number]


def test_withholds_counts_of_children_below_five(circle):
    circle.indicator.counts_children = True
    circle.indicator.save()
    make.indicator_value(circle.indicator, 2025, Decimal(4))
    values = figures(circle.variant())["goals"][0]["indicators"][0]["values"]
    assert [value["text"] for value in values] == ["61,4\N{NO-BREAK SPACE}%", "63,5\N{NO-BREAK SPACE}%", "unter 5"]
    assert values[-1]["value"] is None


def test_marks_what_is_suggested_or_made_up(circle):
    Measure.objects.filter(pk=circle.measures[0].pk).update(
        field_origins={"leading_goal": "suggestion", "status": "invented", "internal": "invented"}
    )
    values = figures(circle.variant())
    assert values["goals"][0]["measures"][0]["marks"] == ["Vorschlag: Zuordnung", "Beispiel: Stand"]


def test_a_record_that_is_made_up_as_a_whole_says_so_once(circle):
    Measure.objects.filter(pk=circle.measures[0].pk).update(
        origin="invented", field_origins={"leading_goal": "suggestion", "status": "invented"}
    )
    values = figures(circle.variant())
    assert values["goals"][0]["measures"][0]["marks"] == ["Beispiel", "Vorschlag: Zuordnung"]


def test_made_up_data_make_the_paper_an_example(circle, settings):
    settings.DEMO = False
    assert figures(variant := circle.variant())["is_demo"] is False
    Measure.objects.filter(pk=circle.measures[0].pk).update(field_origins={"status": "invented"})
    assert figures(variant)["is_demo"] is True


def test_takes_the_stations_of_the_registered_paper_with_the_names_of_that_time(circle):
    paper = make.paper("2026/0042")
    make.consultation(paper, committee_name="Jugendhilfeausschuss", role="hearing", held_on=date(2026, 6, 1))
    values = figures(circle.variant(paper=paper))
    assert values["consultations"] == [
        {"committee": "Jugendhilfeausschuss", "role": "Anhörung", "held_on": "2026-06-01"}
    ]
    assert values["head"]["paper_number"] == "2026/0042"


def test_a_report_paper_names_no_role(circle):
    assert figures(circle.variant("report", role="deciding"))["consultations"][0]["role"] == ""


def test_values_are_plain_data_and_their_hash_survives_storing(circle):
    values = figures(circle.variant())
    assert values_hash(json.loads(json.dumps(values))) == values_hash(values)


def test_does_not_ask_more_often_the_more_measures_there_are(circle, django_assert_max_num_queries):
    for _ in range(20):
        make.measure(leading_goal=circle.goals[0], lead=circle.measures[0].lead)
    variant = circle.variant()
    with django_assert_max_num_queries(20):
        figures(variant)


@pytest.mark.django_db(transaction=True)
def test_reads_one_state_while_others_write(circle):
    def write() -> None:
        Measure.objects.filter(pk=circle.measures[0].pk).update(title="Zwischendurch geändert")
        connection.close()

    variant = circle.variant()
    with snapshot():
        before = figures(variant)
        other = threading.Thread(target=write)
        other.start()
        other.join()
        assert figures(variant) == before
    assert figures(variant) != before
