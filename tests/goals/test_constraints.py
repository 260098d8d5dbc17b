"""Each constraint holds in the database, and the form says so in German at the field before it gets there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from goals.models import (
    Committee,
    CommitteeName,
    Consultation,
    GoalRevision,
    GoalSuccession,
    Indicator,
    IndicatorValue,
    Meeting,
    Paper,
    Period,
    ResolutionItem,
)
from tests import make
from tests.goals.typing import errors_of, new_row, typed

pytestmark = pytest.mark.django_db


def revision(**fields: Any) -> GoalRevision:
    defaults = {"goal": make.goal(), "revised_on": date(2025, 3, 1), "previous_title": "alt", "new_title": "neu"}
    return GoalRevision.objects.create(**defaults, **fields)


def named_twice() -> None:
    committee = make.committee()
    for _ in range(2):
        CommitteeName.objects.create(committee=committee, name="Bildungsausschuss")


def linked_twice() -> None:
    old, new = make.goal(period=make.period("2018-2022")), make.goal()
    for _ in range(2):
        GoalSuccession.objects.create(predecessor=old, successor=new, kind="continued")


def its_own_predecessor() -> None:
    paper = make.paper()
    Paper.objects.filter(pk=paper.pk).update(predecessor=paper)


def from_itself() -> None:
    goal = make.goal()
    GoalSuccession.objects.create(predecessor=goal, successor=goal, kind="continued")


def part_of_itself() -> None:
    indicator = make.indicator()
    indicator.part_of = indicator
    indicator.save()


REFUSED: dict[str, Callable[[], Any]] = {
    "committee key": lambda: [Committee.objects.create(key="rat", name=name) for name in ("Rat", "Rat der Stadt")],
    "committee name": lambda: [Committee.objects.create(key=key, name="Rat") for key in ("rat", "rat-2")],
    "committee_name_unique": named_twice,
    "committee_papers_due_days": lambda: make.committee(papers_due_days=101),
    "meeting_unique": lambda: [make.meeting(), make.meeting()],
    "meeting_papers_due_before": lambda: make.meeting(papers_due_on=date(2026, 6, 12)),
    "period key": lambda: [make.period(), Period.objects.create(key="2023-2027", title="x", starts_on="2023-01-01")],
    "period_ends_after_start": lambda: make.period(ends_on=date(2022, 12, 31)),
    "goal_number_unique": lambda: [make.goal(1), make.goal(1)],
    "goal_number_positive": lambda: make.period().goals.create(number=0, title="x"),
    "goal_revision_reason": lambda: revision(reason=""),
    "goal_succession_ends_fit_kind": lambda: GoalSuccession.objects.create(successor=make.goal(), kind="continued"),
    "goal_succession_two_goals": from_itself,
    "goal_succession_unique": linked_twice,
    "indicator_title_unique": lambda: [make.indicator(goal=goal, title="x") for goal in [make.goal()] * 2],
    "indicator_baseline_with_year": lambda: make.indicator(baseline=3),
    "indicator_target_with_year": lambda: make.indicator(target_year=2027),
    "indicator_direction_known": lambda: make.indicator(direction="aside"),
    "indicator_not_part_of_itself": part_of_itself,
    "indicator_value_unique": lambda: [make.indicator_value(one) for one in [make.indicator()] * 2],
    "indicator_value_reference_known": lambda: make.indicator_value(make.indicator(), time_reference="moon"),
    "paper number": lambda: [make.paper("2022/1106"), make.paper("2022/1106")],
    "paper_not_its_own_predecessor": its_own_predecessor,
    "paper_type_known": lambda: make.paper(paper_type="poem"),
    "consultation_position_unique": lambda: [make.consultation(one, position=1) for one in [make.paper()] * 2],
    "consultation_role_known": lambda: make.consultation(make.paper(), role="guest"),
    "resolution_item_number_unique": lambda: [make.resolution_item(one, number=1) for one in [make.paper()] * 2],
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    with pytest.raises(IntegrityError), transaction.atomic():
        REFUSED[name]()
    connection.check_constraints()


def test_no_constraint_is_forgotten():
    models = (Committee, CommitteeName, Consultation, GoalRevision, GoalSuccession, Indicator, IndicatorValue)
    models += (Meeting, Paper, Period, ResolutionItem, make.Goal)
    names = {constraint.name for model in models for constraint in model._meta.constraints}
    assert names <= set(REFUSED)


@dataclass(frozen=True)
class Mistake:
    """Typing ``changes`` on the page that ``at`` leads to is answered with ``message`` at ``field``."""

    at: Callable[[], str]
    changes: Callable[[], dict[str, Any]]
    field: str
    message: str


def edit(record: Any) -> str:
    return f"{record.get_absolute_url()}bearbeiten/"


def two_papers() -> str:
    make.paper("2022/1106")
    return edit(make.paper("2018/0805"))


def two_committees() -> str:
    make.committee("Schulausschuss")
    return edit(make.committee("Rat"))


def second_goal() -> str:
    make.goal(1)
    return edit(make.goal(2))


def second_meeting() -> str:
    meeting = make.meeting()
    return f"{meeting.committee.get_absolute_url()}sitzungen/neu/"


def new_succession() -> str:
    make.goal(1, period=make.period("2018-2022"))
    return f"{make.goal(1).get_absolute_url()}herkunft/neu/"


def linked_already() -> str:
    address = new_succession()
    old, new = make.Goal.objects.order_by("period__key")
    GoalSuccession.objects.create(predecessor=old, successor=new, kind="adapted")
    return address


def goal_pk(key: str) -> str:
    return str(make.Goal.objects.get(period__key=key).pk)


def taken_title() -> str:
    goal = make.goal()
    make.indicator(goal=goal, title="Quote")
    return edit(make.indicator(goal=goal))


def paper_with_parts() -> str:
    paper = make.paper("2022/1106")
    make.consultation(paper)
    make.resolution_item(paper)
    return edit(paper)


def named_committee() -> str:
    committee = make.committee()
    committee.former_names.create(name="Bildungsausschuss")
    return edit(committee)


def measured() -> str:
    indicator = make.indicator()
    make.indicator_value(indicator, 2024)
    return edit(indicator)


def plain(**changes: Any) -> Callable[[], dict[str, Any]]:
    return lambda: changes


MISTAKES = {
    "committee key": Mistake(two_committees, plain(key="schulausschuss"), "key", "Dieses Kürzel ist schon vergeben."),
    "committee key kept": Mistake(two_committees, plain(key="neu"), "key", "Dieses Kürzel braucht die Seite selbst."),
    "committee name": Mistake(
        two_committees, plain(name="Schulausschuss"), "name", "Ein Gremium mit diesem Namen gibt es schon."
    ),
    "committee_name_unique": Mistake(
        named_committee,
        lambda: new_row("former_names", 1, name="Bildungsausschuss"),
        "former_names-1-name",
        "Dieser frühere Name ist schon eingetragen.",
    ),
    "committee_papers_due_days": Mistake(
        lambda: edit(make.committee("Rat")), plain(papers_due_days="101"), "papers_due_days", "100"
    ),
    "meeting_unique": Mistake(
        second_meeting, plain(held_on="2026-06-11"), "held_on", "Für diesen Tag ist schon eine Sitzung"
    ),
    "meeting_papers_due_before": Mistake(
        second_meeting,
        plain(held_on="2026-07-01", papers_due_on="2026-07-02"),
        "papers_due_on",
        "Der Vorlagenschluss muss vor der Sitzung liegen.",
    ),
    "period key": Mistake(
        lambda: make.period() and "/ziele/neu/",
        plain(key="2023-2027", title="x", starts_on="2023-01-01", ends_on="2027-12-31"),
        "key",
        "Diesen Zeitraum gibt es schon.",
    ),
    "period key form": Mistake(
        lambda: edit(make.period()), plain(key="2023/2027"), "key", "Bitte in der Form 2023-2027 angeben."
    ),
    "period_ends_after_start": Mistake(
        lambda: edit(make.period()), plain(ends_on="2020-01-01"), "ends_on", "Das Ende liegt vor dem Beginn."
    ),
    "goal_number_unique": Mistake(
        second_goal, plain(number="1"), "number", "Diese Nummer ist in der Zielperiode schon vergeben."
    ),
    "goal_number_positive": Mistake(second_goal, plain(number="0"), "number", "größer oder gleich 1"),
    "goal_revision_reason": Mistake(
        lambda: f"{make.goal().get_absolute_url()}fortschreiben/",
        plain(new_title="Neu", reason=" "),
        "reason",
        "Eine Fortschreibung braucht eine Begründung.",
    ),
    "goal revision without change": Mistake(
        lambda: f"{make.goal().get_absolute_url()}fortschreiben/",
        plain(reason="Darum"),
        "new_text",
        "Die neue Fassung ist dieselbe",
    ),
    "goal_succession_ends_fit_kind": Mistake(
        new_succession, plain(kind="continued"), "successor", "sonst sind beide nötig"
    ),
    "goal_succession_two_goals": Mistake(
        new_succession,
        lambda: {"kind": "adapted", "predecessor": goal_pk("2023-2027")},
        "successor",
        "Ein Ziel kann nicht aus sich selbst hervorgehen.",
    ),
    "goal_succession_unique": Mistake(
        linked_already,
        lambda: {"kind": "merged", "predecessor": goal_pk("2018-2022")},
        "successor",
        "Diese Verbindung ist schon eingetragen.",
    ),
    "indicator_title_unique": Mistake(
        taken_title, plain(title="Quote"), "title", "Diese Kennzahl gibt es beim Handlungsziel schon."
    ),
    "indicator_baseline_with_year": Mistake(
        measured, plain(baseline="3,5"), "baseline_year", "Ausgangswert und sein Jahr gehören zusammen."
    ),
    "indicator_target_with_year": Mistake(
        measured, plain(target_year="2027"), "target_year", "Zielwert und sein Jahr gehören zusammen."
    ),
    "indicator_direction_known": Mistake(measured, plain(direction="aside"), "direction", "gültige Auswahl"),
    "indicator_not_part_of_itself": Mistake(
        measured, lambda: {"part_of": str(Indicator.objects.get().pk)}, "part_of", "gültige Auswahl"
    ),
    "indicator_value_unique": Mistake(
        measured,
        lambda: new_row("values", 1, year="2024", time_reference="year", value="7"),
        "values-1-year",
        "Für dieses Jahr gibt es schon einen Messwert.",
    ),
    "indicator_value_reference_known": Mistake(
        measured,
        plain(**{"values-0-time_reference": "moon"}),
        "values-0-time_reference",
        "gültige Auswahl",
    ),
    "paper number": Mistake(
        two_papers, plain(number="2022/1106"), "number", "Eine Vorlage mit dieser Nummer gibt es schon."
    ),
    "paper_not_its_own_predecessor": Mistake(
        two_papers,
        lambda: {"predecessor": str(Paper.objects.get(number="2018/0805").pk)},
        "predecessor",
        "gültige Auswahl",
    ),
    "paper_type_known": Mistake(two_papers, plain(paper_type="poem"), "paper_type", "gültige Auswahl"),
    "consultation_position_unique": Mistake(
        paper_with_parts,
        lambda: new_row("consultations", 1, position="1", committee=str(make.committee().pk)),
        "consultations-1-position",
        "Diese Nummer ist in der Beratungsfolge schon vergeben.",
    ),
    "consultation_role_known": Mistake(
        paper_with_parts, plain(**{"consultations-0-role": "guest"}), "consultations-0-role", "gültige Auswahl"
    ),
    "resolution_item_number_unique": Mistake(
        paper_with_parts,
        lambda: new_row("resolution_items", 1, number="1", text="Noch einer"),
        "resolution_items-1-number",
        "Diese Nummer ist schon vergeben.",
    ),
    "smallint": Mistake(measured, plain(position="99999"), "position", "32767"),
    "source": Mistake(two_papers, plain(source_urls="javascript:alert(1)"), "source_urls", "keine Internetadresse"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_the_form_answers_at_the_field(name, cast, client):
    mistake = MISTAKES[name]
    client.force_login(cast.office)
    address = mistake.at()
    response = client.post(address, typed(client.get(address), **mistake.changes()))
    assert response.status_code == 200
    assert mistake.message in " ".join(errors_of(response).get(mistake.field, [])), errors_of(response)
    assert mistake.message in response.content.decode()


def test_every_constraint_has_its_answer():
    assert set(REFUSED) <= set(MISTAKES)
