"""The day's digests: sources are asked, what is open is bundled into one mail per person, the rest says why it waits.

Every step can be repeated: what was found is not found again, what was bundled is not bundled again. A batch of
addresses is one transaction, so a run that is killed has either written to somebody or not begun to.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial, reduce
from itertools import islice
from operator import or_
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Count, F, Q, Value, When, Window
from django.db.models.functions import Concat, RowNumber
from django.utils import timezone

from bildungsnetz import schooldays
from bildungsnetz.outbox import notices
from bildungsnetz.outbox.digests import LINES, write_digest
from bildungsnetz.outbox.models import ALL_KINDS, DIGEST, HeldBack, Notice, OutgoingMail, Recipient, ReminderRun

from .mails import hand_to_worker

logger = logging.getLogger(__name__)

ADDRESSES = 100  # in one transaction
KEEP_BUNDLED = timedelta(days=365)
KEEP_OPEN = timedelta(days=90)  # of what was told; what a source found goes as soon as it is over
STUCK = timedelta(hours=1)

Reasons = list[tuple[HeldBack, Q]]


@dataclass
class Summary:
    """What a run did. ``held_back`` counts notices by reason, ``notices_found`` new ones by kind."""

    day: date
    notices_found: Counter[str] = field(default_factory=Counter)
    mails: int = 0
    lines: int = 0
    held_back: Counter[str] = field(default_factory=Counter)
    failed_sources: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """``people``: a person gets one mail, so there are as many of them."""
        return {
            "date": self.day.isoformat(),
            "notices_found": dict(sorted(self.notices_found.items())),
            "mails": self.mails,
            "people": self.mails,
            "lines": self.lines,
            "held_back": dict(sorted(self.held_back.items())),
            "failed_sources": self.failed_sources,
        }


def remind(today: date, now: datetime) -> Summary:
    """Finds what is to be said on ``today`` and sends each person at most one digest."""
    summary = Summary(today)
    gather(summary)
    if schooldays.is_working_day(today):
        for addresses in open_addresses():
            bundle(addresses, summary, now)
    else:
        held = Notice.objects.open().update(held_because=HeldBack.NO_SCHOOL_DAY)
        summary.held_back = Counter({HeldBack.NO_SCHOOL_DAY.value: held} if held else {})
    forget(now)
    note_run(summary, now)
    return summary


# --- Finding -----------------------------------------------------------------------------------------------


def gather(summary: Summary) -> None:
    """Asks all sources and drops what none of them says any more. One that fails keeps nobody else from being heard."""
    for name, source in notices.sources().items():
        try:
            for found in chunks(source(summary.day)):
                summary.notices_found += store(found, summary.day)
        except Exception:
            logger.exception("reminding: the source %s failed", name)
            summary.failed_sources.append(name)
    if not summary.failed_sources:
        Notice.objects.outdated(summary.day).delete()


def chunks(found: Iterable[notices.NewNotice]) -> Iterator[list[notices.NewNotice]]:
    rest = iter(found)
    while chunk := list(islice(rest, notices.BATCH)):
        yield chunk


def store(found: list[notices.NewNotice], today: date) -> Counter[str]:
    """Stores what is new and freshens what is still open; how many were new, by kind."""
    rows = {(row.address, row.key): row for row in (notice.row(found_on=today) for notice in found)}
    asked = {"address__in": {address for address, _ in rows}, "key__in": {key for _, key in rows}}
    columns = ("address", "key", "bundled_at", "found_on")
    known = {(row[0], row[1]): row[2:] for row in Notice.objects.filter(**asked).values_list(*columns)}
    done = {place for place, (bundled_at, found_on) in known.items() if bundled_at or found_on == today}
    Notice.objects.bulk_create(
        [row for place, row in rows.items() if place not in done],
        update_conflicts=True,
        unique_fields=["address", "key"],
        update_fields=["text", "url", "why", "found_on"],
    )
    return Counter(row.kind for place, row in rows.items() if place not in known)


# --- Bundling ----------------------------------------------------------------------------------------------


def open_addresses() -> Iterator[list[str]]:
    """The addresses with open notices, ADDRESSES at a time."""
    last = ""
    addresses = Notice.objects.open().order_by("address").values_list("address", flat=True).distinct()
    while batch := list(addresses.filter(address__gt=last)[:ADDRESSES]):
        yield batch
        last = batch[-1]


@transaction.atomic
def bundle(addresses: list[str], summary: Summary, now: datetime) -> None:
    """Writes the digests of some people. Their rows are locked, so that of two runs one comes first."""
    reasons = reasons_against(addresses, summary.day)
    claimed = claim_notices(addresses, reasons, summary.day, now)
    mails = [write_digest(address, rows, digest_key(address, summary.day), now) for address, rows in claimed.items()]
    for mail in OutgoingMail.objects.bulk_create(mails):
        transaction.on_commit(partial(hand_to_worker, mail))
    summary.mails += len(mails)
    summary.lines += sum(row.of_kind for rows in claimed.values() for row in rows if row.place == 1)
    summary.held_back += hold_back(addresses, reasons)


def reasons_against(addresses: list[str], today: date) -> Reasons:
    """Why notices to some of ``addresses`` have to wait, as conditions on notices; the first that holds is told."""
    people = lock_recipients(addresses)
    keys = {digest_key(address, today): address for address in addresses}
    had_one = OutgoingMail.objects.filter(key__in=keys)
    reasons = [
        (HeldBack.LOCKED, Q(address__in=notices.locked_among(addresses))),
        (HeldBack.BOUNCED, Q(address__in=[person.address for person in people if person.bounced_at])),
        *((HeldBack.STOPPED, condition) for condition in stopped(people)),
        (HeldBack.DIGEST_TODAY, Q(address__in=[keys[mail.key or ""] for mail in had_one.only("key")])),
    ]
    if not schooldays.is_school_day(today):
        news = [kind.key for kind in notices.kinds() if kind.in_holidays]
        reasons.append((HeldBack.NO_SCHOOL_DAY, ~Q(kind__in=news)))
    return reasons


def lock_recipients(addresses: list[str]) -> list[Recipient]:
    """The rows of ``addresses`` in one order, until the end of the transaction; made where there are none."""
    rows = Recipient.objects.of(addresses).select_for_update().order_by("address")
    known = {row.address for row in rows}
    if len(known) < len(addresses):
        missing = [Recipient(address=address) for address in addresses if address not in known]
        Recipient.objects.bulk_create(missing, ignore_conflicts=True)
    return list(rows.all())


def stopped(people: list[Recipient]) -> Iterator[Q]:
    """Which notices nobody wants: those who stopped the same are one condition."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for person in people:
        if person.stopped_kinds:
            groups.setdefault(tuple(sorted(person.stopped_kinds)), []).append(person.address)
    for kinds, group in groups.items():
        yield Q(address__in=group) if ALL_KINDS in kinds else Q(address__in=group, kind__in=kinds)


def claim_notices(addresses: list[str], reasons: Reasons, today: date, now: datetime) -> dict[str, list[Any]]:
    """Takes all notices that nothing holds back; by address the first LINES of each kind.

    Each row knows its ``place`` within its kind and how many there are (``of_kind``).
    """
    free = Notice.objects.filter(address__in=addresses).exclude(reduce(or_, (condition for _, condition in reasons)))
    key = Concat(Value(DIGEST), F("address"), Value(f":{today.isoformat()}"))
    free.open().update(bundled_at=now, digest=key, held_because="")
    one_kind = [F("address"), F("kind")]
    rows = free.filter(digest__in=[digest_key(address, today) for address in addresses]).annotate(
        place=Window(RowNumber(), partition_by=one_kind, order_by=F("pk").asc()),
        of_kind=Window(Count("pk"), partition_by=one_kind),
    )
    claimed: dict[str, list[Any]] = {}
    for row in rows.filter(place__lte=LINES).order_by("address", "kind", "pk"):
        claimed.setdefault(row.address, []).append(row)
    return claimed


def hold_back(addresses: list[str], reasons: Reasons) -> Counter[str]:
    """Writes down why the remaining notices wait; how many, by reason."""
    rest = Notice.objects.open().filter(address__in=addresses)
    cases = (When(condition, then=Value(reason.value)) for reason, condition in reasons)
    rest.update(held_because=Case(*cases, default=Value("")))
    counts = rest.exclude(held_because="").order_by().values_list("held_because").annotate(Count("pk"))
    return Counter(dict(counts))


def digest_key(address: str, today: date) -> str:
    return f"{DIGEST}{address}:{today.isoformat()}"


# --- Every day ---------------------------------------------------------------------------------------------


def forget(now: datetime) -> None:
    """Notices go after a year, unsent ones after a quarter, and addresses about which nothing is known any more."""
    Notice.objects.filter(bundled_at__lt=now - KEEP_BUNDLED).delete()
    Notice.objects.open().filter(created_at__lt=now - KEEP_OPEN, found_on=None).delete()
    unheard_of = ~Q(address__in=Notice.objects.values("address"))
    Recipient.objects.filter(unheard_of, bounced_at=None, stopped_kinds=[]).delete()
    ReminderRun.objects.filter(day__lt=(now - KEEP_BUNDLED).date()).delete()


@transaction.atomic
def note_run(summary: Summary, now: datetime) -> None:
    """Keeps what came of the day, over all its runs."""
    run, _ = ReminderRun.objects.select_for_update().get_or_create(day=summary.day, defaults={"started_at": now})
    result = summary.as_json()
    for name in ("mails", "people", "lines"):
        result[name] += run.result.get(name, 0)
    run.result, run.finished_at = result, timezone.now()
    run.save()


@transaction.atomic
def start_daily(now: datetime) -> None:
    """A duty: has a worker remind in the morning of each working day, once, however many workers there are.

    A run that was begun and has not ended for too long is begun again.
    """
    here = timezone.localtime(now)
    day = here.date()
    if not settings.REMIND_AT or f"{here:%H:%M}" < settings.REMIND_AT or not schooldays.is_working_day(day):
        return
    run, is_new = ReminderRun.objects.get_or_create(day=day, defaults={"started_at": now})
    stuck = ReminderRun.objects.filter(pk=run.pk, finished_at=None, started_at__lt=now - STUCK)
    if is_new or stuck.update(started_at=now):
        transaction.on_commit(lambda: enqueue_reminding(day))


def enqueue_reminding(day: date) -> None:
    from bildungsnetz.outbox.tasks import send_reminders

    send_reminders.enqueue(day.isoformat())
