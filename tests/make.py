"""One small builder per model. Each fills in what the test does not care about and nothing else."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from bildungsnetz.accounts.models import Invitation, User
from bildungsnetz.operations.models import Sequence
from bildungsnetz.outbox.models import Notice, OutgoingMail, Recipient
from evaluation import counting, ratings
from evaluation.models import (
    Assessment,
    CarryOver,
    CommitteeQuestion,
    CriteriaSet,
    Criterion,
    DraftGoal,
    EvaluationRound,
    Evidence,
    GoalPlan,
    GoalReflection,
    MeasurePlan,
    RatedMeasure,
    RatingMail,
    RatingSheet,
    Recommendation,
    Reflection,
    ReflectionItem,
    Report,
    ReportVariant,
    ReportVersion,
    ResolutionCheck,
    RoundCriterion,
    Statement,
    StatementRequest,
    WordTemplate,
)
from goals.models import (
    Committee,
    Consultation,
    Goal,
    Indicator,
    IndicatorValue,
    Meeting,
    Paper,
    Period,
    ResolutionItem,
)
from measures.models import (
    Actor,
    Attachment,
    BudgetLine,
    Comment,
    Contact,
    District,
    EducationStage,
    FundingItem,
    ImportRow,
    ImportRun,
    Measure,
    Membership,
    Milestone,
    Participation,
    ProgressNote,
    Proposal,
    Publication,
    ReportingMail,
    ReportingRequest,
    ReportingWindow,
    TargetGroup,
)

TODAY = date(2026, 5, 4)

_numbers = count(1)


def user(email: str = "", **fields: Any) -> User:
    return User.objects.create_user(email or f"person{next(_numbers)}@example.org", **fields)


def invitation(**fields: Any) -> Invitation:
    return Invitation.objects.create(**{"email": f"gast{next(_numbers)}@example.org", **fields})


def mail(to: str = "", **fields: Any) -> OutgoingMail:
    number = next(_numbers)
    filled = {"to": [to or f"person{number}@example.org"], "from_email": "b@example.org", "subject": "Betreff"}
    return OutgoingMail.objects.create(message_id=f"<{number}@example.org>", **filled | fields)


def recipient(address: str = "", **fields: Any) -> Recipient:
    return Recipient.objects.create(address=address or f"person{next(_numbers)}@example.org", **fields)


def notice(address: str = "", **fields: Any) -> Notice:
    number = next(_numbers)
    filled = {"kind": "example", "key": f"example:{number}", "text": f"Hinweis {number}", "url": "/", "why": "Grund"}
    return Notice.objects.create(address=address or f"person{number}@example.org", **filled | fields)


def committee(name: str = "Schulausschuss", **fields: Any) -> Committee:
    key = fields.pop("key", name.lower().replace(" ", "-").replace(",", ""))
    return Committee.objects.get_or_create(key=key, defaults={"name": name, **fields})[0]


def meeting(**fields: Any) -> Meeting:
    if "committee" not in fields:
        fields["committee"] = committee()
    return Meeting.objects.create(**{"held_on": date(2026, 6, 11), **fields})


def paper(number: str = "", **fields: Any) -> Paper:
    number = number or f"2022/{next(_numbers) % 10000:04d}"
    return Paper.objects.create(number=number, **{"subject": "Handlungsziele", **fields})


def consultation(paper: Paper, **fields: Any) -> Consultation:
    position = paper.consultations.count() + 1
    return Consultation.objects.create(paper=paper, **{"position": position, "committee": committee(), **fields})


def resolution_item(paper: Paper, **fields: Any) -> ResolutionItem:
    number = paper.resolution_items.count() + 1
    return ResolutionItem.objects.create(
        paper=paper, **{"number": number, "text": "Der Ausschuss beschließt.", **fields}
    )


def period(key: str = "2023-2027", **fields: Any) -> Period:
    starts, ends = (int(year) for year in key.split("-"))
    defaults = {
        "title": f"Handlungsziele {key}",
        "starts_on": date(starts, 1, 1),
        "ends_on": date(ends, 12, 31),
        **fields,
    }
    return Period.objects.get_or_create(key=key, defaults=defaults)[0]


def goal(number: int | None = None, **fields: Any) -> Goal:
    if "period" not in fields:
        fields["period"] = period()
    number = number or fields["period"].goals.count() + 1
    return Goal.objects.create(number=number, **{"title": f"Handlungsziel Nummer {number}", **fields})


def indicator(**fields: Any) -> Indicator:
    if "goal" not in fields:
        fields["goal"] = goal()
    return Indicator.objects.create(**{"title": f"Kennzahl {next(_numbers)}", "unit": "%", **fields})


def indicator_value(indicator: Indicator, year: int = 2024, value: Any = 50, **fields: Any) -> IndicatorValue:
    return IndicatorValue.objects.create(indicator=indicator, year=year, value=value, **fields)


def actor(name: str = "", **fields: Any) -> Actor:
    return Actor.objects.create(**{"name": name or f"Akteur {next(_numbers)}", "kind": "administration", **fields})


def membership(user: User, actor: Actor, role: str = "member") -> Membership:
    return Membership.objects.create(user=user, actor=actor, role=role)


def contact(actor: Actor, **fields: Any) -> Contact:
    return Contact.objects.create(actor=actor, **{"name": "Sekretariat", **fields})


def stage(name: str = "Primarstufe") -> EducationStage:
    return EducationStage.objects.get_or_create(key=name.lower().replace(" ", "-"), defaults={"name": name})[0]


def district(name: str = "Eickel") -> District:
    return District.objects.get_or_create(key=name.lower(), defaults={"name": name})[0]


def target_group(name: str = "Familien") -> TargetGroup:
    return TargetGroup.objects.get_or_create(key=name.lower(), defaults={"name": name})[0]


def draft(**fields: Any) -> Measure:
    """A measure that nobody has submitted yet."""
    if "lead" not in fields:
        fields["lead"] = actor()
    title = fields.pop("title", f"Maßnahme {next(_numbers)}")
    return Measure.objects.create(serial=Sequence.objects.next("measure"), title=title, **fields)


def measure(**fields: Any) -> Measure:
    """A released measure."""
    if "leading_goal" not in fields:
        fields["leading_goal"] = Goal.objects.order_by("pk").first() or goal()
    return draft(**{"publication": Publication.RELEASED, "released_at": timezone.now(), "status": "on_track", **fields})


def submitted(**fields: Any) -> Measure:
    return draft(**{"publication": Publication.SUBMITTED, "submitted_at": timezone.now(), **fields})


def returned(**fields: Any) -> Measure:
    return draft(**{"publication": Publication.RETURNED, "return_note": "Bitte das Ende nennen.", **fields})


def participation(measure: Measure, actor: Actor, **fields: Any) -> Participation:
    return Participation.objects.create(measure=measure, actor=actor, **fields)


def milestone(measure: Measure, **fields: Any) -> Milestone:
    return Milestone.objects.create(measure=measure, **{"title": "Auftakt", "due_on": date(2026, 9, 1), **fields})


def funding_item(measure: Measure, **fields: Any) -> FundingItem:
    return FundingItem.objects.create(measure=measure, **{"source": "Landesprogramm", "year": 2026, **fields})


def budget_line(measure: Measure, **fields: Any) -> BudgetLine:
    return BudgetLine.objects.create(
        measure=measure, **{"product_number": "21 08", "account_group_number": "16", "amount": -25000, **fields}
    )


def progress_note(measure: Measure, **fields: Any) -> ProgressNote:
    return ProgressNote.objects.create(
        measure=measure, **{"reported_on": TODAY, "status": measure.status, "text": "Es geht voran.", **fields}
    )


def proposal(measure: Measure, **fields: Any) -> Proposal:
    """A change of the title that waits for the office."""
    changes = {"fields": {"title": {"old": [measure.title], "new": ["Neuer Titel"]}}}
    filled = {"kind": "edit", "changes": changes, "base_revision_no": measure.revision_no, **fields}
    if filled.get("state", "waiting") in ("waiting", "returned", "accepted"):
        filled = {"submitted_at": timezone.now(), **filled}
    if filled.get("state") in ("returned", "accepted"):
        filled = {"decided_at": timezone.now(), "return_note": "Bitte genauer.", **filled}
    return Proposal.objects.create(measure=measure, **filled)


def reported(measure: Measure, **report: Any) -> Proposal:
    """A report of progress that waits for the office."""
    said = {"answer": "progress", "status": measure.status, "reason": "", "text": "Es läuft.", "completed_on": ""}
    said |= {"reported_on": TODAY.isoformat(), **report}
    return proposal(measure, kind="progress", changes={"report": said})


def comment(measure: Measure, **fields: Any) -> Comment:
    return Comment.objects.create(measure=measure, **{"text": "Bitte melden Sie sich.", **fields})


def attachment(measure: Measure, content: bytes = b"Protokoll", **fields: Any) -> Attachment:
    from hashlib import sha256

    from django.core.files.base import ContentFile

    return Attachment.objects.create(
        measure=measure,
        file=ContentFile(content, "protokoll.txt"),
        **{
            "title": "Protokoll",
            "file_name": "protokoll.txt",
            "content_type": "text/plain",
            "size": len(content),
            "sha256": sha256(content).hexdigest(),
            **fields,
        },
    )


def window(**fields: Any) -> ReportingWindow:
    """A Sachstandsabfrage that nobody has opened yet."""
    soon = timezone.localdate() + timedelta(days=14)
    return ReportingWindow.objects.create(
        serial=Sequence.objects.next("window"), **{"title": "Sachstand Frühjahr", "closes_on": soon, **fields}
    )


def open_window(**fields: Any) -> ReportingWindow:
    return window(**{"opens_on": timezone.localdate(), **fields})


def request(window: ReportingWindow, measure: Measure, **fields: Any) -> ReportingRequest:
    return ReportingRequest.objects.create(window=window, measure=measure, **fields)


def reporting_mail(request: ReportingRequest, address: str, **fields: Any) -> ReportingMail:
    made = ReportingMail.objects.create(
        window=request.window, address=address, **{"kind": "opening", "day": timezone.localdate(), **fields}
    )
    made.requests.add(request)
    return made


def report(**fields: Any) -> Report:
    if "period" not in fields:
        fields["period"] = period()
    return Report.objects.create(serial=Sequence.objects.next("report"), **{"title": "Sachstandsbericht", **fields})


def variant(**fields: Any) -> ReportVariant:
    if "report" not in fields:
        fields["report"] = report()
    if "committee" not in fields:
        fields["committee"] = committee()
    return ReportVariant.objects.create(
        **{"session_on": date(2026, 6, 11), "subject": "Sachstandsbericht zu den Handlungszielen", **fields}
    )


def version(variant: ReportVariant, **fields: Any) -> ReportVersion:
    from hashlib import sha256

    pdf = fields.pop("pdf", b"%PDF-1.7 Probe")
    number = variant.versions.count() + 1
    return ReportVersion.objects.create(
        variant=variant,
        pdf=pdf,
        size=len(pdf),
        sha256=sha256(pdf).hexdigest(),
        **{
            "number": number,
            "reason": "" if number == 1 else "Zahl berichtigt",
            "frozen_at": timezone.now(),
            "frozen_by": "Gremienadministration",
            "code": f"CODE-{next(_numbers) % 10_000:04d}",
            "values": {},
            **fields,
        },
    )


def word_template(**fields: Any) -> WordTemplate:
    """A look for Word files: ours, as if an office had uploaded it."""
    from bildungsnetz.documents.word import look

    content = fields.pop("content", look.standard())
    return WordTemplate.objects.create(content=content, size=len(content), **{"file_name": "amt.docx", **fields})


def question(**fields: Any) -> CommitteeQuestion:
    """What a committee asked in a session; without an answer unless ``answer`` is given."""
    if "committee" not in fields:
        fields["committee"] = committee()
    filled = {"asked_on": date(2026, 3, 12), "text": "Wie viele Kinder werden erreicht?", **fields}
    if filled.get("answer"):
        filled.setdefault("answered_on", filled["asked_on"] + timedelta(days=30))
    return CommitteeQuestion.objects.create(serial=Sequence.objects.next("question"), **filled)


def resolution_check(item: ResolutionItem, **fields: Any) -> ResolutionCheck:
    """The state of a Beschlusspunkt."""
    return ResolutionCheck.objects.create(item=item, **{"state": "running", "checked_on": date(2026, 5, 4), **fields})


def statement_request(report: Report, actor: Actor, **fields: Any) -> StatementRequest:
    """An actor that was asked what it says to a report."""
    filled = {"due_on": timezone.localdate() + timedelta(days=14), **fields}
    return StatementRequest.objects.create(report=report, actor=actor, **filled)


def statement(request: StatementRequest, measure: Measure | None = None, **fields: Any) -> Statement:
    return Statement.objects.create(request=request, measure=measure, **{"text": "Das sehen wir anders.", **fields})


def criterion(title: str = "", **fields: Any) -> Criterion:
    levels = {f"level_{level}": f"Stufe {level} in Worten" for level in range(5)}
    number = next(_numbers)
    filled = {"title": title or f"Kriterium {number}", "question": f"Frage {number}?", **levels}
    return Criterion.objects.create(**filled | fields)


def criteria_set(*criteria: Criterion, **fields: Any) -> CriteriaSet:
    made = CriteriaSet.objects.create(**{"title": f"Kriteriensatz {next(_numbers)}", **fields})
    made.criteria.set(criteria)
    return made


def prepared_round(*criteria: Criterion, **fields: Any) -> EvaluationRound:
    """A round that nobody has opened yet, with ``criteria`` or one of its own."""
    if "period" not in fields:
        fields["period"] = period()
    today = timezone.localdate()
    filled = {"title": "Bewertung 2026", "reference_on": today, "closes_on": today + timedelta(days=14)}
    made = EvaluationRound.objects.create(serial=Sequence.objects.next("round"), **filled | fields)
    for position, one in enumerate(criteria or [criterion()], start=1):
        RoundCriterion.objects.create(round=made, criterion=one, weight=one.weight, position=position)
    return made


def evaluation_round(*criteria: Criterion, state: str = "rating", **fields: Any) -> EvaluationRound:
    """A round as its action opens it, about all released measures of the period (one where there is none)."""
    from evaluation.actions import rounds

    made = prepared_round(*criteria, **fields)
    if not rounds.audience(made).exists():
        measure(leading_goal=made.period.goals.first() or goal(period=made.period))
    rounds.include_measures(made)
    made.state, made.opened_at = state, timezone.now()
    made.rated_at = timezone.now() if state in ("reflection", "closed") else None
    made.closed_at = timezone.now() if state == "closed" else None
    made.save()
    ratings.compare(made)
    counting.count(made)
    return made


open_round = evaluation_round  # the name is taken by an argument where one is needed


def move(evaluation_round: EvaluationRound, state: str) -> EvaluationRound:
    """Leads a round to ``state`` without asking who and whether; leaving the rating compares and counts its voices."""
    if evaluation_round.state == "rating":
        ratings.compare(evaluation_round)
        counting.count(evaluation_round)
    evaluation_round.state = state
    evaluation_round.closed_at = timezone.now() if state == "closed" else None
    evaluation_round.save()
    return evaluation_round


def rated(evaluation_round: EvaluationRound, measure: Measure | None = None) -> RatedMeasure:
    """What the round has about ``measure``, or about its first one."""
    rows = evaluation_round.rated_measures.all()
    return rows.get(measure=measure) if measure else rows.first()  # type: ignore[return-value]


def sheet(rated: RatedMeasure, voice: str = "lead", *values: int | None, **fields: Any) -> RatingSheet:
    """The sheet of ``voice`` with a value per criterion for measures; None is "nicht bewertbar". Handed in if it has
    values."""
    made = rated.sheets.get(voice=voice)
    if values:
        fields = {"state": "submitted", "submitted_at": timezone.now(), **fields}
    for criterion, value in zip(measure_criteria(rated.round), values, strict=False):
        assessment(made, criterion, value)
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    return made


def measure_criteria(evaluation_round: EvaluationRound) -> list[RoundCriterion]:
    return list(evaluation_round.round_criteria.filter(criterion__applies_to="measure"))


def assessment(sheet: RatingSheet, criterion: RoundCriterion, value: int | None = 3, **fields: Any) -> Assessment:
    filled = {"value": value, "not_ratable": value is None, "rationale": "Begründung", "backing": "figure"}
    return Assessment.objects.create(sheet=sheet, criterion=criterion, **filled | fields)


def evidence(assessment: Assessment, content: bytes = b"Zahlen", **fields: Any) -> Evidence:
    from hashlib import sha256

    from django.core.files.base import ContentFile

    filled = {"file_name": "zahlen.txt", "content_type": "text/plain", "size": len(content)}
    filled |= {"sha256": sha256(content).hexdigest(), **fields}
    return Evidence.objects.create(assessment=assessment, file=ContentFile(content, "zahlen.txt"), **filled)


def rating_mail(sheet: RatingSheet, address: str, **fields: Any) -> RatingMail:
    filled = {"round": sheet.rated.round, "kind": "opening", "day": timezone.localdate()}
    made = RatingMail.objects.create(address=address, **filled | fields)
    made.sheets.add(sheet)
    return made


def reflection(evaluation_round: EvaluationRound, **fields: Any) -> Reflection:
    return Reflection.objects.create(round=evaluation_round, **{"held_on": TODAY, "place": "Rathaus", **fields})


def item(rated: RatedMeasure, reflection: Reflection, **fields: Any) -> ReflectionItem:
    filled = {"criterion": measure_criteria(rated.round)[0], "outcome": "agreed", "agreed_value": 3}
    return ReflectionItem.objects.create(rated=rated, reflection=reflection, **filled | fields)


def talked_over(measure: Measure, **fields: Any) -> tuple[RatedMeasure, Reflection]:
    """``measure`` in a round in reflection: lead says 4, office 0, and a session that has written something about all.
    Every free text says what ``fields["note"]`` does."""
    said = fields.get("note", "Begründung")
    made = evaluation_round(criterion("Reichweite"), criterion("Wirkung"), criterion("Zielbezug", applies_to="goal"))
    one = rated(made, measure)
    for voice, value in (("lead", 4), ("office", 0)):
        written = sheet(one, voice, value, value, worked=said, did_not_work=said, needs=said)
        for given in written.assessments.all():
            given.rationale = said
            given.save()
    move(made, "reflection")
    session = reflection(made, **fields)
    session.bodies.add(one.lead)
    item(one, session, note=said)
    second = measure_criteria(made)[1]
    item(one, session, criterion=second, outcome="dissent", agreed_value=None, actor_view=said, office_view=said)
    goal_reflection(made, measure.leading_goal, reflection=session, attainment=3, attainment_reason=said)
    return one, session


def goal_reflection(evaluation_round: EvaluationRound, goal: Goal | None = None, **fields: Any) -> GoalReflection:
    """The result of the round on ``goal``, or on its first one, with ``fields`` written in."""
    rows = evaluation_round.goal_reflections.all()
    made = rows.get(goal=goal) if goal else rows.first()
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()  # type: ignore[union-attr]
    return made  # type: ignore[return-value]


def recommendation(evaluation_round: EvaluationRound | None = None, **fields: Any) -> Recommendation:
    made = evaluation_round or open_round(state="reflection")
    if "goal" not in fields:
        fields["goal"] = made.period.goals.first()
    filled = {"text": f"Empfehlung {next(_numbers)}", "round": made}
    return Recommendation.objects.create(serial=Sequence.objects.next("recommendation"), **filled | fields)


def adopted(evaluation_round: EvaluationRound | None = None, **fields: Any) -> Recommendation:
    """A recommendation that somebody accepted and somebody has to carry out."""
    if "responsible" not in fields:
        fields["responsible"] = actor()
    filled = {"decision": "accepted", "decided_on": TODAY, "decided_by": "Lenkungskreis", "due_on": date(2026, 12, 1)}
    return recommendation(evaluation_round, **filled | fields)


def carry_over(**fields: Any) -> CarryOver:
    """A draft of the period after 2023–2027 that nobody has decided anything about."""
    if "period" not in fields:
        fields["period"] = period()
    filled = {"key": "2028-2032", "title": "Handlungsziele 2028–2032"}
    return CarryOver.objects.create(
        **{**filled, "starts_on": date(2028, 1, 1), "ends_on": date(2032, 12, 31), **fields}
    )


def draft_goal(carry_over: CarryOver, number: int | None = None, **fields: Any) -> DraftGoal:
    number = number or carry_over.draft_goals.count() + 1
    return DraftGoal.objects.create(carry_over=carry_over, number=number, **{"title": f"Entwurf {number}", **fields})


def goal_plan(carry_over: CarryOver, goal: Goal, *targets: DraftGoal, **fields: Any) -> GoalPlan:
    """The decision that ``goal`` goes on, into ``targets``; its measures follow where there is one."""
    follow = targets[0] if len(targets) == 1 else None
    filled = {"kind": "continued", "measures_to": follow, "revision_no": 2, **fields}
    made = GoalPlan.objects.create(carry_over=carry_over, goal=goal, **filled)
    made.targets.set(targets)
    return made


def measure_plan(carry_over: CarryOver, measure: Measure, **fields: Any) -> MeasurePlan:
    """The decision that ``measure`` ends, whatever its goal does."""
    if "draft_goal" not in fields:
        fields = {"kind": "ended", "reason": "Das Programm läuft aus.", **fields}
    else:
        fields = {"kind": "continued", **fields}
    return MeasurePlan.objects.create(carry_over=carry_over, measure=measure, **{"revision_no": 2, **fields})


def adopted_carry_over(**fields: Any) -> CarryOver:
    """From 2013–2017 with one goal and one measure into 2018–2022, as the council decided."""
    from evaluation import actions

    old = goal(9, period=period("2013-2017"), title="Altes Ziel")
    measure(leading_goal=old)
    filled = {"key": "2018-2022", "title": "Handlungsziele 2018–2022"}
    span = {"starts_on": date(2018, 1, 1), "ends_on": date(2022, 12, 31)}
    made = carry_over(period=old.period, **{**filled, **span, **fields})
    goal_plan(made, old, draft_goal(made, 9, title="Neues Ziel"))
    office = user(coordination_office=True)
    actions.adopt(made, paper=paper("2018/0001"), adopted_on=TODAY, by=office)
    made.refresh_from_db()
    return made


def import_run(**fields: Any) -> ImportRun:
    filled = {"file_name": "liste.csv", "content": "Maßnahme;Federführung\n".encode(), "sha256": "0" * 64}
    return ImportRun.objects.create(**filled | fields)


def import_row(**fields: Any) -> ImportRow:
    if "run" not in fields:
        fields["run"] = import_run()
    return ImportRow.objects.create(**{"number": 2, "outcome": "new", "title": "Leseclub", **fields})
