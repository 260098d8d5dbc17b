"""One digest a person and day: nothing twice, nothing lost, nothing to those who do not want it or cannot get it."""

import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core import mail as django_mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from bildungsnetz.outbox import actions, notices
from bildungsnetz.outbox.models import ALL_KINDS, HeldBack, Notice, OutgoingMail, Recipient, ReminderRun
from tests import make
from tests.outbox.conftest import HOLIDAY, SCHOOL_DAY, SUNDAY

NOW = timezone.make_aware(datetime(2026, 5, 4, 6, 30))  # noqa: DTZ001
DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("kinds", "no_delivery")


def remind(day=SCHOOL_DAY, now=NOW):
    return actions.remind(day, now).as_json()


def digests() -> dict[str, OutgoingMail]:
    return {mail.to[0]: mail for mail in OutgoingMail.objects.all()}


def open_keys() -> list[str]:
    return list(Notice.objects.open().order_by("key").values_list("key", flat=True))


# --- Bundling ----------------------------------------------------------------------------------------------


def test_everything_open_for_a_person_comes_in_one_mail(db, found, line):
    found += [line(number=1), line(number=2), line("b@example.org")]
    notices.tell(["a@example.org"], kind="comment", key="comment:1", text="Neue Nachricht", url="/", why="Grund")
    summary = remind()
    assert set(digests()) == {"a@example.org", "b@example.org"}
    text = digests()["a@example.org"].text
    assert all(words in text for words in ("M-001 ist überfällig", "M-002 ist überfällig", "Neue Nachricht"))
    assert summary == {
        "date": "2026-05-04",
        "notices_found": {"overdue": 3},
        "mails": 2,
        "people": 2,
        "lines": 4,
        "held_back": {},
        "failed_sources": [],
    }


def test_a_second_run_sends_nothing_and_finds_nothing_new(db, found, line):
    found += [line(number=number) for number in range(3)]
    remind()
    summary = remind()
    assert (summary["mails"], summary["lines"], summary["notices_found"]) == (0, 0, {})
    assert len(digests()) == 1


def test_what_was_said_is_not_said_again_on_another_day(db, found, line):
    found += [line()]
    remind()
    assert remind(SCHOOL_DAY + DAY, NOW + DAY)["mails"] == 0


def test_what_happens_later_on_the_same_day_waits_for_the_next(db, found, line):
    found += [line()]
    remind()
    notices.tell(["a@example.org"], kind="comment", key="comment:1", text="Später", url="/", why="Grund")
    assert remind()["held_back"] == {"digest_today": 1}
    assert Notice.objects.open().get().get_held_because_display() == "heute schon eine Mail bekommen"
    assert remind(SCHOOL_DAY + DAY, NOW + DAY)["mails"] == 1
    assert OutgoingMail.objects.count() == 2


def test_the_key_of_a_digest_names_person_and_day(db, found, line):
    found += [line("A@Example.org")]
    remind()
    assert OutgoingMail.objects.get().key == "digest:a@example.org:2026-05-04"


def test_the_longest_address_fits_into_the_key(db, found, line):
    address = f"{'a' * 60}@{'b' * 180}.example.org"
    found += [line(address)]
    assert remind()["mails"] == 1
    assert set(digests()) == {address}


def test_digests_wait_behind_sign_in_codes(db, found, line, django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    found += [line()]
    with django_capture_on_commit_callbacks(execute=True):
        remind()
        actions.queue_mail(to=["b@example.org"], subject="Ihr Code", text="4711")
    code = OutgoingMail.objects.get(key=None).pk
    assert DBTaskResult.objects.ready().first().args_kwargs["args"] == [code]


# --- Finding -----------------------------------------------------------------------------------------------


def test_what_a_source_no_longer_says_is_dropped_unsent(db, found, line):
    found += [line(number=1), line(number=2)]
    remind(SUNDAY)
    found.pop()
    remind(SCHOOL_DAY)
    text = OutgoingMail.objects.get().text
    assert "M-001" in text
    assert "M-002" not in text
    assert open_keys() == []


def test_what_waits_is_said_in_the_words_of_today(db, found, line):
    found[:] = [line(text="seit einem Tag überfällig")]
    remind(SUNDAY)
    found[:] = [line(text="seit zwei Tagen überfällig")]
    assert remind(SCHOOL_DAY)["notices_found"] == {}
    assert "seit zwei Tagen" in OutgoingMail.objects.get().text


def test_a_source_that_fails_keeps_nobody_else_from_being_heard(db, found, line, monkeypatch, caplog):
    def broken(today):
        yield line("b@example.org")
        raise RuntimeError("kaputt")

    found += [line()]
    make.notice("a@example.org", kind="overdue", found_on=SUNDAY, text="von gestern")
    monkeypatch.setattr(notices, "_sources", {"broken": broken, **notices.sources()})
    summary = remind()
    assert summary["failed_sources"] == ["broken"]
    assert "M-001" in digests()["a@example.org"].text
    assert "von gestern" in digests()["a@example.org"].text, "what the broken source might still say is not dropped"
    assert "kaputt" in caplog.text


def test_a_source_may_say_the_same_thing_twice(db, found, line):
    found += [line(), line("A@example.org")]
    assert remind()["notices_found"] == {"overdue": 1}


# --- Holding back ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"stopped_kinds": ["overdue"]}, "stopped"),
        ({"stopped_kinds": [ALL_KINDS]}, "stopped"),
        ({"bounced_at": NOW, "bounce_reason": "550 unbekannt"}, "bounced"),
    ],
)
def test_who_stopped_it_or_cannot_be_reached_gets_nothing_and_the_notice_stays(db, found, line, fields, reason):
    found += [line(), line("b@example.org")]
    make.recipient("a@example.org", **fields)
    summary = remind()
    assert set(digests()) == {"b@example.org"}
    assert summary["held_back"] == {reason: 1}
    assert Notice.objects.open().get().held_because == reason


def test_a_locked_account_gets_nothing(db, found, line):
    make.user("a@example.org", is_active=False)
    found += [line()]
    assert remind()["held_back"] == {"locked": 1}
    assert digests() == {}


def test_only_the_kind_that_was_stopped_is_left_out(db, found, line):
    make.recipient("a@example.org", stopped_kinds=["overdue"])
    found += [line(), line(kind="example", key="example:1", text="Ein Beispiel")]
    summary = remind()
    assert (summary["lines"], summary["held_back"]) == (1, {"stopped": 1})
    assert "Ein Beispiel" in digests()["a@example.org"].text
    assert "überfällig" not in digests()["a@example.org"].text


def test_on_a_sunday_everything_waits(db, found, line):
    found += [line(), line(kind="comment", key="comment:1")]
    summary = remind(SUNDAY)
    assert (summary["mails"], summary["held_back"]) == (0, {"no_school_day": 2})
    assert remind(SCHOOL_DAY)["lines"] == 2
    assert not Notice.objects.exclude(held_because="").exists()


def test_in_the_holidays_reminders_wait_and_news_does_not(db, found, line):
    found += [line(), line(kind="comment", key="comment:1", text="Eine Nachricht")]
    summary = remind(HOLIDAY)
    assert (summary["lines"], summary["held_back"]) == (1, {"no_school_day": 1})
    assert "Eine Nachricht" in digests()["a@example.org"].text


def test_what_waited_for_an_address_comes_when_it_works_again(db, found, line, cast):
    found += [line()]
    recipient = make.recipient("a@example.org", bounced_at=NOW, bounce_reason="550")
    remind()
    actions.clear_bounce(recipient, by=cast.office)
    assert remind(SCHOOL_DAY + DAY, NOW + DAY)["mails"] == 1


def test_the_first_reason_counts(db, found, line):
    make.recipient("a@example.org", stopped_kinds=["overdue"], bounced_at=NOW, bounce_reason="550")
    found += [line()]
    assert remind()["held_back"] == {"bounced": 1}


def test_a_notice_of_a_kind_that_is_gone_is_still_said(db):
    make.notice("a@example.org", kind="long_gone", text="Alter Hinweis")
    remind()
    assert "WEITERE HINWEISE" in digests()["a@example.org"].text


# --- A digest that does not arrive -------------------------------------------------------------------------


def test_what_a_refused_digest_told_is_open_again(db, found, line):
    found += [line(), line("b@example.org")]
    remind()
    actions.mark_refused(digests()["a@example.org"], "550 unbekannt")
    assert [(row.address, row.digest) for row in Notice.objects.open()] == [("a@example.org", "")]
    assert remind(SCHOOL_DAY + DAY, NOW + DAY)["mails"] == 1


def test_a_refused_mail_that_is_no_digest_opens_nothing(db):
    make.notice("a@example.org", bundled_at=NOW, digest="digest:a@example.org:2026-05-04")
    actions.mark_refused(actions.queue_mail(to=["a@example.org"], subject="Ihr Code", text="4711"), "550")
    assert open_keys() == []


# --- Killed in the middle ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_run_that_dies_in_the_middle_is_finished_by_the_next(found, line, monkeypatch):
    found += [line(f"{name}@example.org", number) for name in "abcdef" for number in (1, 2)]
    monkeypatch.setattr("bildungsnetz.outbox.actions.reminding.ADDRESSES", 2)
    from bildungsnetz.outbox.actions import reminding

    original, written = reminding.write_digest, []

    def dies_after_three(address, *rest):
        written.append(address)
        if len(written) > 3:
            raise KeyboardInterrupt
        return original(address, *rest)

    monkeypatch.setattr(reminding, "write_digest", dies_after_three)
    with pytest.raises(KeyboardInterrupt):
        remind()
    assert len(digests()) == 2, "the batch that was under way is undone as a whole"
    assert Notice.objects.open().count() == 8
    monkeypatch.setattr(reminding, "write_digest", original)
    remind()
    assert OutgoingMail.objects.count() == len(digests()) == 6
    assert all(mail.text.count("ist überfällig") == 2 for mail in digests().values())


# --- Every morning -----------------------------------------------------------------------------------------


def at(hour: int, day=SCHOOL_DAY) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, 5))  # noqa: DTZ001


@pytest.fixture
def begun(monkeypatch, settings) -> list[str]:
    settings.REMIND_AT = "06:00"
    days: list[str] = []
    monkeypatch.setattr(
        "bildungsnetz.outbox.actions.reminding.enqueue_reminding", lambda day: days.append(day.isoformat())
    )
    return days


def test_workers_begin_once_in_the_morning(db, begun, django_capture_on_commit_callbacks):
    for now in (at(5), at(6), at(6), at(7)):
        with django_capture_on_commit_callbacks(execute=True):
            actions.start_daily(now)
    assert begun == ["2026-05-04"]


@pytest.mark.parametrize(("day", "expected"), [(SUNDAY, []), (HOLIDAY, ["2026-08-03"])])
def test_workers_begin_on_working_days(db, begun, django_capture_on_commit_callbacks, day, expected):
    with django_capture_on_commit_callbacks(execute=True):
        actions.start_daily(at(8, day))
    assert begun == expected


def test_workers_leave_it_to_cron_where_no_time_is_set(db, begun, settings, django_capture_on_commit_callbacks):
    settings.REMIND_AT = ""
    with django_capture_on_commit_callbacks(execute=True):
        actions.start_daily(at(8))
    assert begun == []


def test_a_run_that_never_ended_is_begun_again_after_an_hour(db, begun, django_capture_on_commit_callbacks):
    for now in (at(6), at(6) + timedelta(minutes=50), at(8)):
        with django_capture_on_commit_callbacks(execute=True):
            actions.start_daily(now)
    assert len(begun) == 2


def test_what_cron_did_is_not_done_again_by_workers(db, begun, django_capture_on_commit_callbacks):
    remind()
    with django_capture_on_commit_callbacks(execute=True):
        actions.start_daily(at(9))
    assert begun == []


def test_the_task_reminds(db, found, line, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {
        "default": {**settings.TASKS["default"], "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }
    settings.OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.REMIND_AT = "06:00"
    found += [line()]
    with django_capture_on_commit_callbacks(execute=True):
        actions.start_daily(at(6))
    assert [mail.to for mail in django_mail.outbox] == [["a@example.org"]]
    run = ReminderRun.objects.get()
    assert (run.day, run.result["mails"]) == (SCHOOL_DAY, 1)
    assert run.finished_at


def test_the_day_remembers_all_its_runs(db, found, line):
    found += [line()]
    remind()
    found += [line("b@example.org")]
    remind()
    assert ReminderRun.objects.get().result["mails"] == 2


# --- Forgetting --------------------------------------------------------------------------------------------


def test_notices_are_forgotten_after_a_year(db, found):
    old = {"bundled_at": NOW - timedelta(days=366), "digest": "digest:a@example.org:2025-05-03"}
    make.notice("a@example.org", **old)
    young = make.notice("a@example.org", **old | {"bundled_at": NOW - timedelta(days=364)})
    remind()
    assert list(Notice.objects.all()) == [young]


def test_what_was_told_and_could_not_be_said_for_a_quarter_is_forgotten(db, found):
    make.recipient("a@example.org", stopped_kinds=[ALL_KINDS])
    make.notice("a@example.org", created_at=NOW - timedelta(days=91))
    young = make.notice("a@example.org", created_at=NOW - timedelta(days=89))
    remind()
    assert list(Notice.objects.all()) == [young]


def test_an_address_of_which_nothing_is_known_is_forgotten(db, found, line):
    for name, fields in (
        ("stopped", {"stopped_kinds": ["overdue"]}),
        ("bounced", {"bounced_at": NOW, "bounce_reason": "550"}),
        ("nothing", {}),
    ):
        make.recipient(f"{name}@example.org", **fields)
    found += [line("told@example.org")]
    remind()
    assert {row.address.partition("@")[0] for row in Recipient.objects.all()} == {"stopped", "bounced", "told"}


# --- The command -------------------------------------------------------------------------------------------


def command(*options: str) -> str:
    out = StringIO()
    call_command("remind", *options, stdout=out)
    return out.getvalue()


def test_the_command_counts_in_json(db, found, line):
    found += [line(), line("b@example.org")]
    make.recipient("b@example.org", stopped_kinds=["overdue"])
    assert json.loads(command("--today", "2026-05-04", "--json")) == {
        "date": "2026-05-04",
        "notices_found": {"overdue": 2},
        "mails": 1,
        "people": 1,
        "lines": 1,
        "held_back": {"stopped": 1},
        "failed_sources": [],
    }


def test_the_command_speaks_to_people(db, found, line):
    found += [line(), line("b@example.org")]
    make.recipient("b@example.org", stopped_kinds=["overdue"])
    words = command("--today", "2026-05-04")
    for part in ("Erinnerungen vom 04.05.2026", "1 Mail an 1 Person", "Überfällig: 2", "(abbestellt): 1"):
        assert part in words


def test_the_command_fails_where_a_source_did(db, monkeypatch, found):
    def broken(today):
        raise RuntimeError("kaputt")

    monkeypatch.setattr(notices, "_sources", {"measures.overdue": broken})
    with pytest.raises(CommandError, match=r"measures\.overdue"):
        command("--today", "2026-05-04", "--json")


def test_every_reason_has_words():
    assert all(reason.label for reason in HeldBack)
