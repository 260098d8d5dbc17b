"""No page asks more queries because there is more to show."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import make

PAGES = {
    "measures:list": "/massnahmen/",
    "measures:list filtered": "/massnahmen/?goal={goal}&status=on_track&stage=primarstufe",
    "measures:list searched": "/massnahmen/?q=lesen",
    "evaluation:overview": "/",
}


@pytest.mark.parametrize("role", ["public", "office", "vhs_member"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_over_measures(ratchet, client, cast, name, role):
    today = timezone.localdate()
    period = make.period(f"{today.year - 1}-{today.year + 3}")
    goal = make.goal(3, period=period)

    def add(number: int = 2) -> None:
        for _ in range(number):
            measure = make.measure(title="Lesen", leading_goal=goal, lead=make.actor(), last_confirmed_on=today)
            measure.stages.add(make.stage())
            measure.milestones.create(title="Auftakt", due_on=today)
            measure.progress_notes.create(reported_on=today, status="on_track")
            make.draft(title="Lesen", leading_goal=goal, lead=cast.vhs)
            make.meeting(held_on=today + timedelta(days=make.Goal.objects.count() + measure.serial))

    add()
    if role != "public":
        client.force_login(getattr(cast, role))
    ratchet(name, role, client.get, PAGES[name].format(goal=f"{period.key}-3"), grow=lambda: add(4))
