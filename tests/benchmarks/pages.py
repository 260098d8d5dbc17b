"""Times the pages of one filled database, each in turn with its bare page; prints the rows as JSON."""

import json
import os
import sys
import time
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bildungsnetz.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ROUNDS = 31


def addresses() -> dict[str, str]:
    """The rows of the table. The deep page lies in the middle of the list sorted by title."""
    from evaluation.filling.words import RARE
    from goals.models import Goal
    from measures.models import Measure, measure_number

    goal = Goal.objects.select_related("period").get(number=3)
    released = Measure.objects.released().order_by("sort_key", "pk")
    middle = released.values("sort_key", "pk")[released.count() // 2]
    place = f"after={middle['sort_key'].replace(' ', '+')}~{middle['pk']}&at=501"
    return {
        "list": "/massnahmen/",
        "list, filtered by goal and status": f"/massnahmen/?goal={goal.period.key}-3&status=delayed",
        "list, stale ones": "/massnahmen/?freshness=stale",
        "list, deep page by title": f"/massnahmen/?sort=title&{place}",
        "search, rare word": f"/massnahmen/?q={RARE}",
        "search, inside a compound": f"/massnahmen/?q={RARE[3:10].lower()}",
        "search, frequent word": "/massnahmen/?q=kinder",
        "search, frequent inside a word": "/massnahmen/?q=sprach",
        "overview": "/",
        "measure page": f"/massnahmen/{measure_number(Measure.objects.released().first().serial)}/",
        "goal page": f"/ziele/{goal.period.key}/3/",
        **of_rounds(),
    }


def of_rounds() -> dict[str, str]:
    """The pages of the rounds: 2,000 measures × 8 criteria × 2 voices in each, as far as there are so many measures."""
    from evaluation.models import Assessment, Comparison, EvaluationRound, Reflection, ReflectionStage

    closed, talked_over = (f"/auswertung/runden/{one.serial}/" for one in EvaluationRound.objects.order_by("serial"))
    rows = Assessment.objects.filter(sheet__rated__round__state="reflection").order_by("sheet__rated__measure", "pk")
    middle = rows.values("sheet__rated__measure", "pk", "criterion")[rows.count() // 2]
    place = f"after={middle['sheet__rated__measure']}~{middle['pk']}&at=501"
    session = Reflection.objects.get(round__state="reflection")
    point = Comparison.objects.filter(round=session.round, gap=3).latest("pk")
    on_stage = {"rated": point.rated, "criterion": point.criterion}
    ReflectionStage.objects.update_or_create(reflection=session, defaults=on_stage)
    return {
        "results over rounds": "/auswertung/",
        "results of a closed round": f"{closed}ergebnisse/",
        "results while talking it over": f"{talked_over}ergebnisse/",
        "results, criteria of one goal": f"{talked_over}ergebnisse/?goal=3",
        "round": talked_over,
        "actors of a round": f"{talked_over}akteure/",
        "gaps of a round": f"{talked_over}abweichungen/",
        "session": session.get_absolute_url(),
        "session, point of another page": f"{session.get_absolute_url()}?point={point.rated_id}-{point.criterion_id}",
        "projector": f"{session.get_absolute_url()}live/",
        "ratings of a round": f"{talked_over}bewertungen/",
        "ratings, filtered": f"{talked_over}bewertungen/?goal=3&criterion={middle['criterion']}&voice=lead&value=0",
        "ratings, deep page": f"{talked_over}bewertungen/?{place}",
        "sheets that are missing": f"{talked_over}bewertungen/?standing=open",
    }


def office() -> Client:
    """Somebody of the Bildungsbüro, signed in: sees the most and costs the most."""
    from bildungsnetz.accounts.models import User

    person, _ = User.objects.get_or_create(
        email="bench@example.org", defaults={"coordination_office": True, "display_name": "Bench"}
    )
    client = Client()
    client.force_login(person)
    return client


def timed(client: Client, url: str) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def row(client: Client, page: str, url: str) -> dict[str, float | str]:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        body = client.get(url).content
    count = len(queries.captured_queries)
    bare = f"/bare/{len(body)}/"
    client.get(bare)
    pairs = [(timed(client, url), timed(client, bare)) for _ in range(ROUNDS)]
    cpu, wall = (median(own[part] for own, _ in pairs) for part in (0, 1))
    bare_cpu, bare_wall = (median(floor[part] for _, floor in pairs) for part in (0, 1))
    return {
        "page": page,
        "url": url,
        "session": client.cookies["sessionid"].value,
        "queries": count,
        "kib": len(body) / 1024,
        "cpu": cpu,
        "cpu_ratio": cpu / bare_cpu,
        "wall": wall,
        "wall_ratio": wall / bare_wall,
    }


def main() -> None:
    settings.ROOT_URLCONF = "tests.benchmarks.urls"
    client = office()
    json.dump([row(client, page, url) for page, url in addresses().items()], sys.stdout)


if __name__ == "__main__":
    main()
