"""No page of any address asks more queries with many rows than with few, nor more than it used to."""

from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from evaluation.models import Assessment, CriteriaSet, EvaluationRound, RatedMeasure, RatingSheet, ResolutionEvidence
from goals.models import Committee, Goal, Indicator, Paper, Period
from measures.models import Actor, Measure
from tests import make
from tests.addresses import addresses, world
from tests.queries import hold, queries_of
from tests.test_matrix import read

SEES_MOST = ("office", "clerk", "operator", "public")
LIBRARIES = ("account_", "mfa_", "admin:", "usersessions_")
ONCE = ("accounts:erase_own", "accounts:user_erase")  # lead on to a fresh proof of who one is


def pages_of(role: str) -> list[str]:
    """The addresses of which ``role`` sees most, as the matrix has it; the public's pages for the public too."""
    found = []
    for key, answers in read().items():
        name, _, method = key.rpartition(" ")
        if method == "GET" and answers[role] == "200" and not name.startswith((*LIBRARIES, *ONCE)):
            first = next(one for one in SEES_MOST if answers[one] == "200")
            found += [name] if role in (first, "public") else []
    return found


def grow() -> None:
    """More of everything that stands on a page, all of it visible."""
    grow_goals()
    grow_measures()
    grow_ratings()
    grow_rounds()
    office = make.user(coordination_office=True)
    for _ in range(4):
        make.invitation(invited_by=office)
        make.version(make.variant(committee=make.committee(f"Gremium {make.user().pk}")))
        make.mail(status="failed", last_error="550 unbekannt")
        make.recipient(bounced_at=timezone.now(), bounce_reason="550 unbekannt")


def grow_goals() -> None:
    period = Period.objects.get(key="2023-2027")
    for indicator in Indicator.objects.all():
        first = 2000 + indicator.values.count()
        for year in range(first, first + 5):
            make.indicator_value(indicator, year=year)
    for _ in range(4):
        make.indicator(goal=make.goal(Goal.objects.count() + 1, period=period))
    for paper in Paper.objects.all():
        for _ in range(3):
            make.consultation(paper, committee=make.committee(f"Ausschuss {make.user().pk}"))
            item = make.resolution_item(paper)
            ResolutionEvidence.objects.create(check_row=make.resolution_check(item), paper=paper)
    for committee in Committee.objects.all():
        make.question(committee=committee, goal=Goal.objects.first(), measure=Measure.objects.first())


def grow_measures() -> None:
    office = make.user(coordination_office=True)
    for measure in Measure.objects.all():
        for _ in range(3):
            make.participation(measure, make.actor())
            make.milestone(measure)
            make.funding_item(measure)
            make.budget_line(measure)
            make.progress_note(measure, author=office)
            make.comment(measure, author=office)
            make.attachment(measure)
    for actor in Actor.objects.order_by("pk")[:2]:
        for _ in range(3):
            make.contact(actor)
            make.membership(make.user(), actor)
            make.measure(lead=actor, leading_goal=Goal.objects.order_by("pk").first())


def grow_ratings() -> None:
    """What was released meanwhile is rated too, with files, in every round that takes ratings."""
    for one in EvaluationRound.objects.filter(state="rating"):
        for measure in Measure.objects.filter(publication="released").exclude(rated_measures__round=one):
            rated = RatedMeasure.objects.create(
                round=one, measure=measure, goal=measure.leading_goal or Goal.objects.first(), lead=measure.lead
            )
            for voice, actor in (("lead", measure.lead), ("office", None), ("participant", make.actor())):
                RatingSheet.objects.create(rated=rated, voice=voice, actor=actor)
        for assessment in Assessment.objects.filter(sheet__rated__round=one):
            make.evidence(assessment)


def grow_rounds() -> None:
    """More criteria to choose from, more rounds, more people who were written to."""
    selection = CriteriaSet.objects.first()
    for _ in range(3):
        selection.criteria.add(make.criterion())
        make.criterion(retired_on=date(2020, 1, 1))
        make.prepared_round()
    for sheet in RatingSheet.objects.filter(rated__round__state="rating", mails=None).exclude(actor=None)[:3]:
        contact = make.contact(sheet.actor, email=f"kontakt{sheet.pk}@example.org")
        make.rating_mail(sheet, contact.email, held_because="Grund")


@pytest.mark.long
@pytest.mark.parametrize("role", SEES_MOST)
def test_no_page_asks_more_with_more_rows(unprinted, cast, role):
    found = {str(address): address.url for address in addresses(world(cast))}
    client = Client()
    if user := cast.people()[role]:
        client.force_login(user)
    pages = pages_of(role)
    caches["options"].clear()
    grow()
    few = {name: queries_of(client.get, found[name]) for name in pages}
    grow()
    many = {name: queries_of(client.get, found[name]) for name in pages}
    assert {name: (few[name], many[name]) for name in pages if many[name] > few[name]} == {}
    hold({f"{name} {role}": many[name] for name in pages})
