"""Every address of the site, from the resolver itself, with an object for each placeholder.

A new URL pattern with a placeholder that nobody gave an example for makes the tests fail: no page goes unvisited.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from re import findall
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from bildungsnetz.accounts.invitations import token_of
from bildungsnetz.calendars.models import CalendarFeed
from bildungsnetz.operations.models import Job
from bildungsnetz.outbox import choices
from evaluation import links as rating_links
from evaluation.models import EvaluationRound, RatingSheet, ReportVersion, RoundPaper
from goals.actions import import_meetings
from goals.meeting_files import Session
from goals.meeting_import import plan
from goals.models import Goal, GoalSuccession, Meeting
from measures import links
from measures.lists import runs
from measures.lists.base import Line, Outcome
from measures.models import Actor, EducationStage, Measure
from tests import make
from tests.cast import Cast

CANARY = "KANARIENVOGEL"


@dataclass(frozen=True)
class Address:
    """One URL pattern with one set of objects; ``case`` says whose they are."""

    name: str
    case: str
    url: str

    def __str__(self) -> str:
        return f"{self.name} {self.case}".strip()


@dataclass(frozen=True)
class World:
    """One object of each kind, and where ownership matters one of each owner. All carry a canary in secret fields."""

    examples: dict[str, dict[str, dict[str, Any]]]  # URL name (or namespace) -> case -> placeholders

    def cases(self, name: str, placeholders: set[str]) -> dict[str, dict[str, Any]]:
        """The examples for the URL ``name``: its own, else those of its namespace that fill the placeholders."""
        if not placeholders:
            return {"": {}}
        found = self.examples.get(name) or self.examples.get(
            name.partition(":")[0] + ":" + "+".join(sorted(placeholders))
        )
        if not found:
            raise LookupError(f"no example for {name} with {sorted(placeholders)}: add one to tests/addresses.py")
        return found


def patterns() -> Iterator[tuple[str, URLPattern, str]]:
    """Name with namespace, pattern and the route in full, for every URL of ours and of the libraries we serve."""

    def walk(resolver: URLResolver, namespace: str, route: str) -> Iterator[tuple[str, URLPattern, str]]:
        for entry in resolver.url_patterns:
            full = route + str(entry.pattern)
            if isinstance(entry, URLResolver):
                inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
                yield from walk(entry, inner, full)
            else:
                yield namespace + (entry.name or full), entry, full

    yield from walk(get_resolver(), "", "")


def addresses(world: World) -> Iterator[Address]:
    for name, pattern, route in patterns():
        placeholders = set(pattern.pattern.regex.groupindex) | _placeholders(route)
        if pattern.name is None:
            continue
        for case, kwargs in world.cases(name, placeholders).items():
            yield Address(name, case, reverse(name, kwargs=kwargs))


def _placeholders(route: str) -> set[str]:
    return {name for _, name in findall(r"<(?:(\w+):)?(\w+)>", route)}


def world(cast: Cast) -> World:
    """The objects that stand behind the addresses: public and secret ones, those of the VHS and of the library."""
    goal = make.goal(1)
    return World(
        {
            **papers_and_goals(goal),
            **measures(cast, goal),
            **windows(cast),
            **lists_read(cast),
            **measures_read(cast),
            **reports(cast, goal),
            **ratings(cast),
            **sessions(cast, goal),
            **next_period(goal),
            **recommended(cast, goal),
            **rounds(cast),
            **stated(cast, goal),
            **people_and_history(cast, goal),
            **calendars(cast),
            **of_libraries(cast),
        }
    )


Examples = dict[str, dict[str, dict[str, Any]]]


def papers_and_goals(goal: Goal) -> Examples:
    committee = make.committee()
    meeting = make.meeting(committee=committee)
    succession = GoalSuccession.objects.create(successor=goal, kind="new")
    of_goal = {"key": goal.period.key, "number": goal.number}
    secret = make.goal(2, period=goal.period, is_public=False, title=f"Ziel {CANARY}")
    return {
        "goals:key": {"": {"key": goal.period.key}},
        **{f"goals:{name}": {"": {"key": committee.key}} for name in ("committee", "committee_edit", "meeting_create")},
        "goals:key+number": {"public": of_goal, "secret": {**of_goal, "number": secret.number}},
        "goals:key+number+pk": {"": {**of_goal, "pk": succession.pk}},
        "goals:key+pk": {"": {"key": committee.key, "pk": meeting.pk}},
        "goals:number": {"": {"number": meetings_read()}},
        "goals:pk": {
            "public": {"pk": make.indicator(goal=goal).pk},
            "secret": {"pk": make.indicator(goal=goal, is_public=False, title=f"Kennzahl {CANARY}").pk},
        },
        "goals:slug": {
            "public": {"slug": make.paper("2022/1106").slug},
            "secret": {"slug": make.paper("2022/9999", is_public=False, subject=f"Vorlage {CANARY}").slug},
        },
    }


def meetings_read() -> int:
    """The number of a run in which one session was read from a file."""
    rat = make.committee("Rat")
    found = plan([Session("1", "Rat", date(2030, 1, 14))], {"rat": rat}, Meeting.objects.all())
    return import_meetings(found, file_name="sitzungen.ics", by=None)


def measures(cast: Cast, goal: Goal) -> Examples:
    secrets = {"internal_note": CANARY, "title": f"Entwurf {CANARY}"}
    rows = {
        "own draft": make.draft(lead=cast.vhs, **secrets),
        "foreign draft": make.draft(lead=cast.library, **secrets),
        "own submitted": make.submitted(lead=cast.vhs, leading_goal=goal, **secrets),
        "own released": make.measure(lead=cast.vhs, leading_goal=goal, internal_note=CANARY, return_note=CANARY),
        "foreign released": make.measure(lead=cast.library, leading_goal=goal, internal_note=CANARY),
    }
    comments = {case: make.comment(row, text=CANARY, author=cast.office) for case, row in rows.items()}
    files = {case: make.attachment(row, is_public=case.endswith("released")) for case, row in rows.items()}
    edits = {}
    for case in ("own released", "foreign released"):
        proposal = make.proposal(
            rows[case], message=CANARY, file=ContentFile(b"Plan", "plan.txt"), file_name="plan.txt", size=4
        )
        edits[case] = {"serial": rows[case].serial, "pk": proposal.pk}
    own, foreign = cast.vhs.memberships.get(user=cast.vhs_member), cast.library.memberships.get()
    actors = {"own": cast.vhs, "foreign": cast.library}
    return {
        "measures:serial": {case: {"serial": row.serial} for case, row in rows.items()},
        **{
            f"measures:comment_{verb}": {
                case: {"serial": row.measure.serial, "pk": row.pk} for case, row in comments.items()
            }
            for verb in ("resolve", "reopen")
        },
        **{f"measures:proposal{verb}": edits for verb in ("", "_accept", "_return", "_submit", "_withdraw", "_file")},
        "measures:pk+serial": {case: {"serial": row.measure.serial, "pk": row.pk} for case, row in files.items()},
        "measures:pk": {case: {"pk": actor.pk} for case, actor in actors.items()},
        "measures:actor+pk": {
            "own": {"actor": cast.vhs.pk, "pk": own.pk},
            "foreign": {"actor": cast.library.pk, "pk": foreign.pk},
            "mixed": {"actor": cast.vhs.pk, "pk": foreign.pk},
        },
    }


def lists_read(cast: Cast) -> Examples:
    """The numbers of runs in which lists were read, one of each kind."""
    measure = Measure.objects.get(lead=cast.vhs, publication="released")
    writes: dict[str, Any] = {
        "akteure": lambda by: make.actor("Lesehaus", is_active=False),
        "messwerte": lambda by: make.indicator_value(make.indicator(is_public=False)),
        "sachstaende": lambda by: make.progress_note(measure),
    }
    return {
        f"measures:import_{key}_undo": {
            "": {"number": runs.write([Line(1, Outcome.NEW, writes=[write])], file_name="liste.csv", by=cast.office)}
        }
        for key, write in writes.items()
    }


def measures_read(cast: Cast) -> Examples:
    """A file of measures that is being looked at, one that was read in, each with a row that was refused and one that
    looks like a measure."""
    content = f"Maßnahme;Federführung\nEntwurf {CANARY};{CANARY}\n".encode()
    told = {"errors": [["Federführung", f"„{CANARY}“ gibt es nicht."]], "changes": [], "remarks": []}
    filled = {"file_name": f"{CANARY}.csv", "content": content, "person": cast.office}
    filled |= {"counts": {"refused": 1, "lacks": {"lead": 1}}}
    filled |= {"shown": "ab" * 32, "unknown": [["actor", CANARY]], "choices": {"fallbacks": {"status_reason": CANARY}}}
    kept = {
        "open": make.import_run(**filled),
        "done": make.import_run(**filled, state="done", applied_at=timezone.now()),
    }
    for run in kept.values():
        make.import_row(run=run, outcome="refused", title=f"Entwurf {CANARY}", told=told)
        like = {"like": "1 entwurf", "alike": [1], "answer": "", "errors": [], "changes": [], "remarks": []}
        make.import_row(run=run, outcome="new", title=f"Neu {CANARY}", told=like)
    verbs = ("", "_columns", "_values", "_same", "_fallbacks", "_apply", "_undo", "_drop", "_refused")
    return {f"measures:import{verb}": {case: {"pk": run.pk} for case, run in kept.items()} for verb in verbs}


def windows(cast: Cast) -> Examples:
    """A window that people were written to and one that is being prepared, with a link of each case that matters."""
    window, prepared = make.open_window(title=f"Abfrage {CANARY}"), make.window(title=f"Abfrage {CANARY}")
    own = make.request(window, Measure.objects.get(lead=cast.vhs, publication="released"))
    token = links.mail_token(own, make.reporting_mail(own, cast.vhs_editor.email))
    return {
        "measures:window": {"open": {"window": window.serial}, "prepared": {"window": prepared.serial}},
        "measures:serial+window": {"": {"window": window.serial, "serial": own.measure.serial}},
        "measures:actor+window": {"": {"window": window.serial, "actor": cast.vhs.pk}},
        "measures:token": {"good": {"token": token}, "bad": {"token": "quatsch"}},
    }


def reports(cast: Cast, goal: Goal) -> Examples:
    report = make.report(period=goal.period)
    published = make.variant(report=report, public_from=date(2020, 1, 1))
    secret = make.variant(report=report, committee=make.committee("Integrationsrat"), subject=f"Bericht {CANARY}")
    word = {"docx": b"PK Probe", "docx_sha256": "ab" * 32}
    versions = {"published": make.version(published, **word), "unpublished": make.version(secret, **word)}
    template = make.word_template(file_name=f"{CANARY}.docx")

    asked = {"serial": make.question(text=f"Frage {CANARY}", goal=goal, asked_by=CANARY).serial}
    resolved = make.resolution_check(make.resolution_item(make.paper()), remark=CANARY).item

    def of(version: ReportVersion) -> dict[str, Any]:
        return {"serial": report.serial, "committee": version.variant.committee.key}

    return {
        "evaluation:serial": {"": {"serial": report.serial}},
        "evaluation:kind": {"": {"kind": "sachstandsbericht"}, "unknown": {"kind": "roman"}},
        "evaluation:committee+serial": {case: of(version) for case, version in versions.items()},
        "evaluation:committee+number+serial": {
            case: {**of(version), "number": version.number} for case, version in versions.items()
        },
        "evaluation:word_template_file": {"": {"pk": template.pk}},
        "evaluation:word_template_delete": {"": {"pk": template.pk}},
        "evaluation:question": {"": asked},
        **{f"evaluation:question_{verb}": {"": asked} for verb in ("edit", "answer", "delete", "bring_back")},
        "evaluation:item+slug": {"": {"slug": resolved.paper.slug, "item": resolved.number}},
        "evaluation:code": {
            **{case: {"code": version.code} for case, version in versions.items()},
            "unknown": {"code": "GIBTESNICHT"},
        },
    }


def ratings(cast: Cast) -> Examples:
    """A round that is being rated: the VHS's sheet, which its link opens too, the library's, and one of the office."""
    made = make.evaluation_round(title=f"Runde {CANARY}")
    secrets = dict.fromkeys(("worked", "did_not_work", "needs", "for_report"), CANARY)
    rows = {
        case: make.rated(made, Measure.objects.get(lead=lead, publication="released"))
        for case, lead in (("own", cast.vhs), ("foreign", cast.library))
    }
    sheets = {case: make.sheet(row, **secrets) for case, row in rows.items()}
    sheets["of the office"] = make.sheet(rows["own"], "office", **secrets)
    files = {
        case: make.evidence(make.assessment(sheet, make.measure_criteria(made)[0], rationale=CANARY))
        for case, sheet in sheets.items()
    }
    asked = make.measure_criteria(made)[0].pk
    token = rating_links.mail_token(sheets["own"], make.rating_mail(sheets["own"], cast.vhs_editor.email))
    handed_in = make.sheet(make.rated(make.evaluation_round(), rows["own"].measure), "lead", 3)
    of = {case: {"number": made.serial, "pk": sheet.pk} for case, sheet in sheets.items()}
    return {
        "evaluation:sheets": {"": {"number": made.serial}},
        "evaluation:rated_measure": {
            case: {"number": made.serial, "serial": row.measure.serial} for case, row in rows.items()
        },
        "evaluation:number+pk": of,
        "evaluation:sheet_reopen": {**of, "handed in": {"number": handed_in.rated.round.serial, "pk": handed_in.pk}},
        "evaluation:criterion+number+pk": {case: {**one, "criterion": asked} for case, one in of.items()},
        "evaluation:evidence+number+pk": {case: {**one, "evidence": files[case].pk} for case, one in of.items()},
        "evaluation:token": {"good": {"token": token}, "bad": {"token": "quatsch"}},
        "evaluation:criterion+token": {"": {"token": token, "criterion": asked}},
        "evaluation:evidence+token": {"": {"token": token, "evidence": files["own"].pk}},
    }


def sessions(cast: Cast, goal: Goal) -> Examples:
    """A round in reflection whose voices lie far apart, and one that is closed; each with a session."""
    measure = Measure.objects.get(lead=cast.vhs, publication="released")
    examples: dict[str, list[dict[str, Any]]] = {}
    cases = ("reflection", "closed")
    for state in cases:
        rated, session = make.talked_over(measure, note=CANARY, place=CANARY, further_bodies=CANARY)
        paper = RoundPaper.objects.create(round=rated.round, key="agenda", file_name="a.pdf", pdf=b"%PDF-1.7 Probe")
        make.move(rated.round, state)
        of_round = {"serial": rated.round.serial}
        of_session = {**of_round, "pk": session.pk}
        point = {**of_session, "rated": rated.pk, "criterion": make.measure_criteria(rated.round)[0].pk}
        kinds = {
            ("round_gaps", "round_gap_limit", "agenda_pdf", "measure_sheets_pdf", "goal_sheets_pdf"): of_round,
            ("reflection_add",): of_round,
            ("round_paper",): {**of_round, "pk": paper.pk},
            ("reflection_item", "reflection_item_undo"): point,
            ("reflection_goal",): {**of_session, "number": goal.number},
            (
                *("reflection", "reflection_edit", "reflection_delete", "reflection_adopt", "reflection_drop"),
                *("reflection_stage", "reflection_live", "reflection_live_state", "reflection_protocol"),
            ): of_session,
        }
        for names, placeholders in kinds.items():
            for name in names:
                examples.setdefault(f"evaluation:{name}", []).append(placeholders)
    return {name: dict(zip(cases, found, strict=True)) for name, found in examples.items()}


def next_period(goal: Goal) -> Examples:
    """A draft of the next period, which is nobody's business but the offices'."""
    carry_over = make.carry_over(period=goal.period, title=f"Handlungsziele {CANARY}")
    draft = make.draft_goal(carry_over, title=f"Ziel {CANARY}", text=CANARY, plain_text=CANARY, reason=CANARY)
    make.goal_plan(carry_over, goal, draft, kind="adapted", reason=CANARY)
    measure = Measure.objects.filter(leading_goal=goal, publication="released").order_by("pk")[0]
    make.measure_plan(carry_over, measure, reason=CANARY)
    of_period = {"key": goal.period.key}
    adopted = make.adopted_carry_over().new_period
    return {
        "evaluation:key": {"": of_period},
        **{f"evaluation:synopsis{kind}": {"adopted": {"key": adopted.key}} for kind in ("", "_pdf", "_docx")},
        "evaluation:key+number": {"": {**of_period, "number": goal.number}},
        "evaluation:key+pk": {"": {**of_period, "pk": draft.pk}},
        "evaluation:key+serial": {"": {**of_period, "serial": measure.serial}},
    }


def stated(cast: Cast, goal: Goal) -> Examples:
    """A report on which two actors are asked what they say."""
    report = make.report(period=goal.period, title=f"Bericht {CANARY}")
    requests = {case: make.statement_request(report, actor, question=CANARY) for case, actor in both(cast).items()}
    for request in requests.values():
        make.statement(request, text=CANARY)
    of = {case: {"serial": report.serial, "actor": row.actor_id} for case, row in requests.items()}
    steps = {
        f"{case} {step}": {**one, "step": step} for case, one in of.items() for step in ("abgeben", "zuruecknehmen")
    }
    return {"evaluation:actor+serial": of, "evaluation:actor+serial+step": steps}


def both(cast: Cast) -> dict[str, Actor]:
    return {"own": cast.vhs, "foreign": cast.library}


def rated_round(goal: Goal) -> EvaluationRound:
    """A closed round in which both voices have spoken, with a canary in all that is never public."""
    made = make.open_round(period=goal.period)
    for voice in ("lead", "office"):
        sheet = make.sheet(make.rated(made), voice, worked=CANARY, did_not_work=CANARY, needs=CANARY, sender=CANARY)
        make.assessment(sheet, make.measure_criteria(made)[0], 1, rationale=CANARY)
        sheet.state, sheet.submitted_at = "submitted", timezone.now()
        sheet.save()
    return make.move(made, "closed")


def recommended(cast: Cast, goal: Goal) -> Examples:
    """Recommendations of a round whose results are public, of one that is closed, and of one that still runs."""
    published, closed = rated_round(goal), make.open_round(state="closed", period=goal.period)
    published.results_public_from = date(2020, 1, 1)
    published.save()
    running = make.open_round(state="reflection", period=goal.period)
    rows = {
        "public": make.adopted(published, goal=goal, responsible=cast.library, decision_note=CANARY),
        "own": make.adopted(closed, goal=goal, responsible=cast.vhs, text=f"Empfehlung {CANARY}"),
        "undecided": make.recommendation(published, goal=goal, text=f"Empfehlung {CANARY}"),
        "running": make.recommendation(running, goal=goal, text=f"Empfehlung {CANARY}"),
    }
    of_round = {
        "published": {"round": published.serial},
        "closed": {"round": closed.serial},
        "running": {"round": running.serial},
    }
    return {
        "evaluation:recommendation": {case: {"recommendation": row.serial} for case, row in rows.items()},
        **{f"evaluation:{name}": of_round for name in ("recommendation_add", "follow_up")},
        **{
            f"evaluation:round_{name}": {case: {"serial": one["round"]} for case, one in of_round.items()}
            for name in ("results", "ratings")
        },
    }


ROUND_PAGES = (
    *("", "_edit", "_delete", "_publish", "_move", "_write", "_nudge", "_test", "_letters", "_actors", "_mails"),
)


def rounds(cast: Cast) -> Examples:
    """A round in each state that a page of it looks different in, and what rounds ask: asked before, and not yet."""
    secrets = {"title": f"Runde {CANARY}", "text": CANARY}
    stages = {
        "prepared": make.prepared_round(**secrets),
        "rating": EvaluationRound.objects.filter(state="rating").earliest("serial"),
        "closed": make.evaluation_round(state="closed", **secrets),
    }
    asked = stages["closed"].round_criteria.first().criterion
    criteria = {"asked": asked, "new": make.criterion(f"Kriterium {CANARY}", question=CANARY, guidance=CANARY)}
    selection = make.criteria_set(*criteria.values(), title=f"Satz {CANARY}", description=CANARY)
    return {
        **{
            f"evaluation:round{page}": {case: {"serial": row.serial} for case, row in stages.items()}
            for page in ROUND_PAGES
        },
        "evaluation:round_letter": {
            case: {"serial": row.serial, "actor": cast.library.pk} for case, row in stages.items()
        },
        "evaluation:round_actor": {"": {"serial": stages["rating"].serial, "pk": cast.vhs.pk}},
        **{
            f"evaluation:criterion{page}": {case: {"pk": row.pk} for case, row in criteria.items()}
            for page in ("", "_edit", "_delete")
        },
        **{f"evaluation:criteria_set{page}": {"": {"pk": selection.pk}} for page in ("", "_edit", "_delete")},
    }


def people_and_history(cast: Cast, goal: Goal) -> Examples:
    invitation = make.invitation(invited_by=cast.office)
    rows = {
        "goal": goal,
        "own draft": Measure.objects.filter(lead=cast.vhs, publication="draft").get(),
        "foreign draft": Measure.objects.filter(lead=cast.library, publication="draft").get(),
        "account": cast.council,
        "own sheet": RatingSheet.objects.filter(actor=cast.vhs).earliest("pk"),
        "foreign sheet": RatingSheet.objects.filter(actor=cast.library).earliest("pk"),
    }
    job = Job.objects.create(kind="example", title=CANARY, started_by=cast.office)
    return {
        "accounts:token": {"": {"token": token_of(invitation)}},
        **{f"accounts:invitation_{verb}": {"": {"pk": invitation.pk}} for verb in ("renew", "revoke")},
        "accounts:pk": {"council": {"pk": cast.council.pk}, "operator": {"pk": cast.operator.pk}},
        "history:app_label+model+pk": {
            case: {"app_label": row._meta.app_label, "model": row._meta.model_name, "pk": row.pk}
            for case, row in rows.items()
        },
        "operations:pk": {"of the office": {"pk": job.pk}},
        "outbox:token": {
            "": {"token": choices.token_for(cast.vhs_editor.email)},
            "altered": {"token": choices.token_for(cast.vhs_editor.email) + "x"},
        },
        "outbox:mail_retry": {"": {"pk": make.mail(subject=CANARY).pk}},
        "outbox:address_clear": {"": {"pk": make.recipient(bounced_at=timezone.now(), bounce_reason="550").pk}},
    }


def calendars(cast: Cast) -> Examples:
    own, foreign = (CalendarFeed.objects.create(user=user, topic="own") for user in (cast.vhs_member, cast.office))
    return {
        "calendars:token": {"of a member": {"token": own.token}, "altered": {"token": f"{own.token}x"}},
        "calendars:pk": {"own": {"pk": own.pk}, "foreign": {"pk": foreign.pk}},
    }


def of_libraries(cast: Cast) -> Examples:
    """Django's admin and allauth: wrong keys are enough, for the question is who gets in at all."""
    return {
        "account_confirm_email": {"": {"key": "unbekannt"}},
        "account_reset_password_from_key": {"": {"uidb36": "1", "key": "unbekannt-schluessel"}},
        "admin:object_id": {"": {"object_id": make.stage().pk}},
        "admin:content_type_id+object_id": {
            "": {"content_type_id": ContentType.objects.get_for_model(EducationStage).pk, "object_id": 1}
        },
        "admin:app_label": {"": {"app_label": "measures"}},
    }
