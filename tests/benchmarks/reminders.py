"""Reminds 500 people of 10,000 measures, twice; prints queries, memory and time as JSON."""

import json
import os
import resource
import sys
import time
from itertools import cycle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bildungsnetz.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

PEOPLE = 500


def make_people() -> None:
    """PEOPLE accounts spread over the actors, every second one in the Redaktion, and five in the Bildungsbüro."""
    from bildungsnetz.accounts.models import User
    from measures.models import Actor, Membership

    User.objects.bulk_create(User(email=f"person{n}@example.org", is_active=True) for n in range(PEOPLE))
    User.objects.bulk_create(User(email=f"buero{n}@example.org", coordination_office=True) for n in range(5))
    people = User.objects.filter(email__startswith="person").order_by("pk")
    actors = cycle(Actor.objects.order_by("pk"))
    Membership.objects.bulk_create(
        Membership(user=user, actor=next(actors), role="editor" if n % 2 else "member") for n, user in enumerate(people)
    )


class Counter:
    """Counts queries without keeping them."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        self.queries += 1
        return execute(sql, params, many, context)


def run() -> dict[str, float]:
    from bildungsnetz.outbox.actions import remind

    counter, now = Counter(), timezone.now()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    with connection.execute_wrapper(counter):
        summary = remind(timezone.localdate(now), now)
    return {
        "mails": summary.mails,
        "lines": summary.lines,
        "found": sum(summary.notices_found.values()),
        "queries": counter.queries,
        "seconds": time.perf_counter() - started,
        "more_mib": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("fill", measures=int(sys.argv[1]))
    make_people()
    print(json.dumps([run(), run()]))
