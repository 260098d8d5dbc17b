"""A small circle with known numbers: two goals, four released measures, one that nobody may see."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from evaluation import actions
from evaluation.models import ReportVariant
from goals.models import Committee, Goal, Indicator, Period
from measures.models import Measure
from tests import make
from tests.evaluation.kind_world import World


@dataclass
class Circle:
    period: Period
    committee: Committee
    goals: list[Goal]
    measures: list[Measure]
    draft: Measure
    indicator: Indicator

    def variant(self, paper_type: str = "resolution", **fields: object) -> ReportVariant:
        """A report that is stored with its proposals."""
        new = ReportVariant(committee=self.committee, session_on=date(2026, 6, 11), paper_type=paper_type, **fields)
        return actions.create_report(
            variant=new, kind="sachstandsbericht", period=self.period, today=make.TODAY, by=None
        )


@pytest.fixture
def circle(db: None) -> Circle:
    paper = make.paper("2022/1106", subject="Handlungsziele 2023-2027", lead_department="FB 31")
    make.consultation(paper, held_on=date(2022, 11, 17), result="beschlossen", role="deciding")
    period = make.period("2023-2027", paper=paper)
    goals = [make.goal(1, title="Lernen unterstützen"), make.goal(2, title="Übergänge gestalten")]
    lead = make.actor("Familienbüro Herne")
    measures = [
        make.measure(title="Lesestart", leading_goal=goals[0], lead=lead, last_confirmed_on=date(2026, 4, 1)),
        make.measure(
            title="Sprachkurs", leading_goal=goals[0], lead=lead, status="delayed", status_reason="Stelle fehlt"
        ),
        make.measure(title="Elterncafé", leading_goal=goals[0], lead=lead, is_ongoing=True),
        make.measure(title="Übergangslotsen", leading_goal=goals[1], lead=lead),
    ]
    measures[3].further_goals.add(goals[0])
    make.budget_line(measures[0], amount=Decimal("-25000"), product_name="Schulen", account_group_name="Aufwand")
    make.budget_line(measures[1], amount=Decimal("-5000.50"), product_name="Schulen", account_group_name="Aufwand")
    indicator = make.indicator(goal=goals[0], title="Abschlüsse", target=Decimal(80), target_year=2027)
    make.indicator_value(indicator, 2023, Decimal("61.4"))
    make.indicator_value(indicator, 2024, Decimal("63.5"))
    draft = make.draft(title="Geheimer Entwurf", leading_goal=goals[0], lead=lead)
    make.budget_line(draft, amount=Decimal("-999999"))
    return Circle(period, make.committee(), goals, measures, draft, indicator)


@pytest.fixture
def world(circle: Circle) -> World:
    return World(circle)
