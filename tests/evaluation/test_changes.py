"""What has changed since the last report: two states of values compared, and which earlier version is meant."""

from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal

import pytest

from evaluation import freezing
from evaluation.models import ReportVersion
from evaluation.reports import changes, frame
from evaluation.reports.rendering import render
from goals.models import GoalRevision
from tests import make
from tests.pdf import reading
from tests.pdf.conftest import no_complaints  # noqa: F401  WeasyPrint has nothing to say
from tests.pdf.test_hostile_text import HOSTILE
from tests.pdf.verapdf import failed_rules

LATER = make.TODAY + timedelta(days=60)


@pytest.fixture
def frozen(circle, monkeypatch):
    """A report of this committee, frozen before anything changes."""
    variant = circle.variant("report")
    with monkeypatch.context() as patch:
        patch.setattr(freezing, "render", lambda values: b"%PDF")
        return freezing.freeze(variant)


def later(circle, **fields):
    """The values of the next report."""
    return frame.figures(circle.variant("report", **fields), LATER)


def save(record, **fields):
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


def numbers(rows):
    return [row["number"] for row in rows]


def test_the_first_report_has_nothing_to_compare_with(circle):
    assert later(circle)["changes"] is None


def test_without_a_change_it_says_so_and_names_the_version(circle, frozen):
    values = later(circle)
    found = values["changes"]
    assert found["since"]["code"] == frozen.code
    assert (found["unchanged"], found["total"]) == (4, 4)
    text = reading.text(render(values))
    assert "Seit dem letzten Bericht" in text
    assert frozen.code in text
    assert "hat sich nichts geändert" in text


def test_a_status_goes_up_or_down_or_the_measure_ends(circle, frozen):
    first, second, third, fourth = circle.measures
    save(first, status="at_risk", status_reason="Raum fehlt")
    save(second, status="on_track", status_reason="")
    save(third, status="cancelled", status_reason="Kein Geld")
    save(fourth, status="done", completed_on=date(2026, 5, 1))
    found = later(circle)["changes"]
    assert [(row["number"], row["before"], row["after"], row["reason"]) for row in found["worse"]] == [
        ("M-001", "im Plan", "gefährdet", "Raum fehlt")
    ]
    assert numbers(found["better"]) == ["M-002"]
    assert [(row["number"], row["reason"]) for row in found["ended"]] == [("M-003", "Kein Geld"), ("M-004", "")]
    assert found["unchanged"] == 0


def test_measures_come_go_and_move_to_another_goal(circle, frozen):
    new = make.measure(title="Neues Angebot", leading_goal=circle.goals[0])
    save(circle.measures[0], publication="withdrawn", title="Zurückgezogen")
    save(circle.measures[1], leading_goal=circle.goals[1])
    values = later(circle)
    found = values["changes"]
    assert numbers(found["new"]) == [new.number]
    assert found["gone"] == ["M-001"]
    assert [(row["number"], row["before"], row["after"]) for row in found["moved"]] == [("M-002", 1, 2)]
    text = reading.text(render(values))
    assert "nicht mehr enthalten: M-001." in text
    assert "Lesestart" not in text


def test_only_what_became_overdue_since_is_told(circle, frozen, monkeypatch):
    before, since, open_end, done = circle.measures
    save(before, planned_end_on=make.TODAY - timedelta(days=1))
    save(since, planned_end_on=make.TODAY + timedelta(days=1))
    save(open_end, planned_end_on=None)
    save(done, planned_end_on=make.TODAY + timedelta(days=1), status="done", completed_on=make.TODAY)
    old = frame.figures(frozen.variant, make.TODAY)
    found = changes.compare(old, frame.figures(frozen.variant, LATER))
    assert numbers(found["overdue"]) == ["M-002"]


def test_a_target_changes_with_the_remark_or_the_revision_that_says_why(circle, frozen):
    save(circle.indicator, target=Decimal(90))
    GoalRevision.objects.create(
        goal=circle.goals[0], revised_on=LATER, previous_title="Alt", new_title="Neu", reason="Neuer Erlass"
    )
    [row] = later(circle)["changes"]["targets"]
    assert (row["before"], row["after"], row["reason"]) == (
        "80,0\N{NO-BREAK SPACE}% (Zielwert 2027)",
        "90,0\N{NO-BREAK SPACE}% (Zielwert 2027)",
        "Neuer Erlass",
    )
    save(circle.indicator, note="Land gibt 90 vor")
    assert later(circle)["changes"]["targets"][0]["reason"] == "Land gibt 90 vor"


def test_a_revision_from_before_is_no_reason(circle):
    GoalRevision.objects.create(
        goal=circle.goals[0],
        revised_on=date(2025, 1, 1),
        previous_title="Alt",
        new_title="Neu",
        reason="Längst bekannt",
    )
    before = later(circle)
    save(circle.indicator, target=None, target_year=None)
    now = later(circle)
    [row] = changes.compare(before, now)["targets"]
    assert (row["after"], row["reason"]) == ("kein Zielwert", "")
    del before["goals"][0]["revisions"]
    assert changes.compare(before, now)["targets"][0]["reason"] == ""


def test_an_indicator_moves_or_is_corrected(circle, frozen):
    make.indicator_value(circle.indicator, 2025, Decimal("60.0"))
    [row] = later(circle)["changes"]["indicators"]
    assert (row["before"][:4], row["after"][:4], row["way"]) == ("63,5", "60,0", "gesunken")
    circle.indicator.values.get(year=2025).delete()
    save(circle.indicator.values.get(year=2024), value=Decimal("63.6"))
    assert later(circle)["changes"]["indicators"][0]["way"] == "berichtigt"


def test_a_number_that_is_withheld_today_is_not_told_from_the_earlier_paper(circle):
    indicator = make.indicator(goal=circle.goals[1], title="Kinder", unit="Kinder", decimal_places=0)
    make.indicator_value(indicator, 2024, Decimal(3))
    before = later(circle)
    make.indicator_value(indicator, 2025, Decimal(12))
    save(indicator, counts_children=True)
    found = changes.compare(before, later(circle))
    [row] = found["indicators"]
    assert (row["before"], row["after"][:2], row["way"]) == ("–", "12", "")


def test_a_goal_is_reworded_with_its_reason(circle, frozen):
    save(circle.goals[0], text="Neuer Wortlaut")
    GoalRevision.objects.create(
        goal=circle.goals[0], revised_on=LATER, previous_title="Alt", new_title="Neu", reason="Ratsauftrag"
    )
    make.goal(3, title="Hinzugekommen")
    save(circle.goals[1], is_public=False)
    found = later(circle)["changes"]["goals"]
    assert [(row["number"], row["what"], row["reasons"], row["title"]) for row in found] == [
        (1, "fortgeschrieben", ["Ratsauftrag"], "Lernen unterstützen"),
        (3, "neu", [], "Hinzugekommen"),
        (2, "nicht mehr enthalten", [], ""),
    ]


def test_a_version_of_an_older_shape_can_be_read(circle):
    values = frame.figures(circle.variant("report"), make.TODAY)
    old = deepcopy(values)
    del old["changes"], old["answers"], old["period"]["goals"]
    for goal in old["goals"]:
        del goal["revisions"], goal["evaluation"], goal["recommendations"]
        for measure in goal["measures"]:
            del measure["due_on"]
        for indicator in goal["indicators"]:
            del indicator["note"], indicator["direction"]
    found = changes.compare(old, values)
    assert [found[name] for name in ("better", "worse", "overdue", "targets", "indicators", "goals")] == [[]] * 6
    render(old)


class TestWhichVersion:
    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch):
        monkeypatch.setattr(freezing, "render", lambda values: b"%PDF")

    def code(self, circle, **fields):
        found = later(circle, **fields)["changes"]
        return found and found["since"]["code"]

    def test_the_newest_version_of_the_latest_report(self, circle):
        for _ in range(2):
            variant = circle.variant("report")
            freezing.freeze(variant)
        last = freezing.freeze(variant, reason="Berichtigt")
        circle.variant("report")  # not frozen
        assert self.code(circle) == last.code

    def test_one_that_the_same_committee_got_comes_first(self, circle):
        own, other = circle.committee, make.committee("Rat")
        mine = freezing.freeze(circle.variant("report"))
        circle.committee = other
        theirs = freezing.freeze(circle.variant("report"))
        circle.committee = make.committee("Jugendhilfeausschuss")
        assert self.code(circle) == theirs.code
        circle.committee = own
        assert self.code(circle) == mine.code

    def test_a_correction_is_compared_with_the_report_before_it(self, circle):
        first, variant = freezing.freeze(circle.variant("report")), circle.variant("report")
        freezing.freeze(variant)
        again = freezing.freeze(variant, reason="Zahl berichtigt")
        assert again.values["changes"]["since"]["code"] == first.code

    def test_other_periods_and_kinds_that_do_not_tell_of_all_measures_do_not_count(self, circle, world):
        freezing.freeze(world.variant("zieldossier"))
        make.version(make.variant(report=make.report(period=make.period("2018-2022"))), values={"goals": []})
        assert self.code(circle) is None
        assert world.values("zieldossier")["changes"] is None

    def test_a_version_without_values_is_passed_over(self, circle):
        make.version(make.variant(report=make.report(period=circle.period), committee=circle.committee))
        assert self.code(circle) is None


def test_a_frozen_paper_keeps_its_changes(circle, frozen):
    save(circle.measures[1], status="on_track", status_reason="")
    version = freezing.freeze(circle.variant("report"))
    kept = ReportVersion.objects.get(pk=version.pk).values
    save(circle.measures[1], status="paused", status_reason="Doch nicht")
    assert numbers(kept["changes"]["better"]) == ["M-002"]
    assert render(kept) == bytes(version.pdf)


@pytest.mark.parametrize("paper_type", ["report", "resolution"])
def test_it_stands_on_page_2_and_is_pdf_ua(circle, frozen, paper_type):
    text = " ".join(HOSTILE[name] for name in ("pictures", "right to left", "markup"))
    save(circle.measures[0], status="at_risk", status_reason=text)
    save(circle.measures[1], leading_goal=circle.goals[1], status="on_track", status_reason="")
    save(circle.measures[2], planned_end_on=make.TODAY, is_ongoing=False)
    save(circle.indicator, target=Decimal(90), note=text)
    make.indicator_value(circle.indicator, 2025, Decimal("70.0"))
    make.measure(title=HOSTILE["long word without syllables"][:200], leading_goal=circle.goals[1])
    pdf = render(frame.figures(circle.variant(paper_type), LATER))
    assert failed_rules(pdf) == []
    pages = reading.text_of_pages(pdf)
    assert "Seit dem letzten Bericht" in pages[1]
    assert pages[1].index("Seit dem letzten Bericht") < pages[1].find("Sachverhalt", 0) or "Sachverhalt" not in pages[1]
