"""A circle in which every kind of report has something to tell: rounds, recommendations, a carry-over, checked items.

All numbers in it are known: the tests of the kinds say what follows from them.
"""

from datetime import date
from typing import Any

from evaluation import actions
from evaluation.models import CarryOver, EvaluationRound, ReportVariant, ResolutionEvidence
from evaluation.reports import KINDS, frame
from evaluation.reports.kind import Values
from goals.models import GoalSuccession, Paper
from tests import make

SECRET = "Streng vertraulich"


class World:
    """What stands around ``circle``; ``about`` has, for each field of a report, the row that it is about."""

    def __init__(self, circle: Any) -> None:
        self.circle = circle
        self.paper: Paper = circle.period.paper
        self.first, self.second = self.rounds()
        self.carry_over = self.carried()
        self.about = {"round": self.second, "goal": circle.goals[0], "carry_over": self.carry_over}
        self.lineage()
        self.items()

    def rounds(self) -> tuple[EvaluationRound, EvaluationRound]:
        """2025: goal 1 partly (2), goal 2 not rated. 2026: largely (3) and begun (1)."""
        circle, made = self.circle, []
        for year, values in ((2025, (2, None)), (2026, (3, 1))):
            day = date(year, 5, 1)
            opened = make.open_round(
                make.criterion("Reichweite"), period=circle.period, title=f"Bewertung {year}", reference_on=day
            )
            for place, one in enumerate(circle.measures[:2]):
                rated = make.rated(opened, one)
                make.sheet(rated, "lead", 4 - place, for_report=f"Worte des Akteurs {year}", worked=SECRET)
                make.sheet(rated, "office", 2, for_report=f"Worte des Büros {year}", needs=SECRET)
            make.move(opened, "reflection")
            for goal, value in zip(circle.goals, values, strict=True):
                make.goal_reflection(opened, goal, attainment=value, strengths=f"Stärke {year}")
            made.append(make.move(opened, "closed"))
        goal = circle.goals[0]
        make.adopted(made[0], goal=goal, text="Erste Empfehlung", progress="done", finished_on=make.TODAY,
                     outcome_text="Ist geschehen")  # fmt: skip
        make.recommendation(made[1], goal=goal, text="Zweite Empfehlung", measure=circle.measures[0])
        return made[0], made[1]

    def carried(self) -> CarryOver:
        """Goal 1 is adapted, its measures follow; goal 2 ends with its measure; goal 3 is new."""
        made = make.carry_over(period=self.circle.period)
        adapted, _new = make.draft_goal(made, 1, title="Lernen für alle"), make.draft_goal(made, 3, title="Digitales")
        make.goal_plan(made, self.circle.goals[0], adapted, kind="adapted", reason="Weiter gefasst")
        make.goal_plan(made, self.circle.goals[1], kind="ended", reason="Erreicht", measures_end=True)
        return made

    def lineage(self) -> None:
        old = make.goal(7, period=make.period("2018-2022"), title="Vorläuferziel")
        hidden = make.goal(8, period=old.period, title=SECRET, is_public=False)
        for predecessor in (old, hidden):
            GoalSuccession.objects.create(
                predecessor=predecessor, successor=self.circle.goals[0], kind="adapted", reason="Neu gefasst"
            )

    def items(self) -> None:
        """Three items of the period's paper: done, running, never checked; one of a paper that takes it up."""
        done, running, _open = (make.resolution_item(self.paper, text=f"Punkt {n} beschließen") for n in (1, 2, 3))
        check = make.resolution_check(done, state="done", remark="Ist umgesetzt")
        for backing in (
            {"goal": self.circle.goals[0]},
            {"measure": self.circle.measures[0]},
            {"measure": self.circle.draft},
            {"round": self.first},
            {"paper": make.paper("2026/0999", is_public=False)},
        ):
            ResolutionEvidence.objects.create(check_row=check, **backing)
        make.resolution_check(running, state="running")
        follows = make.paper("2024/0100", subject="Zwischenstand", predecessor=self.paper)
        make.resolution_item(follows, text="Kenntnisnahme")

    def variant(self, kind: str, paper_type: str = "report", **fields: Any) -> ReportVariant:
        """A stored report of ``kind`` with its proposals, about what it needs."""
        found = KINDS[kind]
        about = {name: self.about[name] for name in found.needs} | {
            name: fields.pop(name) for name in (*found.takes, *found.offers) if name in fields
        }
        new = ReportVariant(
            committee=self.circle.committee, session_on=date(2026, 6, 11), paper_type=paper_type, **fields
        )
        period = next((about[name].period for name in found.needs), self.circle.period)
        return actions.create_report(variant=new, kind=kind, period=period, today=make.TODAY, by=None, **about)

    def values(self, kind: str, paper_type: str = "report", **fields: Any) -> Values:
        return frame.figures(self.variant(kind, paper_type, **fields), make.TODAY)
