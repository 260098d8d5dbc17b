"""Notices are told once to each address, and only to those who may still be written to."""

from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from bildungsnetz.accounts.erasure import erase_user
from bildungsnetz.accounts.personal_data import export_of
from bildungsnetz.outbox import notices
from bildungsnetz.outbox.models import ALL_KINDS, HeldBack, Notice, Recipient
from tests import make

LINE = {"kind": "example", "key": "example:1", "text": "Etwas ist zu tun", "url": "/", "why": "weil Sie es wollten"}

pytestmark = pytest.mark.usefixtures("kinds")


def told() -> list[str]:
    return list(Notice.objects.order_by("address").values_list("address", flat=True))


# --- Telling -----------------------------------------------------------------------------------------------


def test_each_address_gets_its_own_notice(db):
    notices.tell(["b@example.org", "a@example.org"], **LINE)
    assert told() == ["a@example.org", "b@example.org"]


def test_addresses_are_compared_without_case_and_empty_ones_left_out(db):
    notices.tell(["A@Example.org", "a@example.org ", ""], **LINE)
    assert told() == ["a@example.org"]


def test_the_same_key_again_says_nothing_new(db):
    notices.tell(["a@example.org"], **LINE)
    notices.tell(["a@example.org", "b@example.org"], **LINE | {"text": "anders"})
    assert Notice.objects.get(address="a@example.org").text == "Etwas ist zu tun"
    assert told() == ["a@example.org", "b@example.org"]


def test_what_is_rolled_back_is_told_to_nobody(db):
    with transaction.atomic():
        notices.tell(["a@example.org"], **LINE)
        transaction.set_rollback(True)
    assert told() == []


def test_a_kind_that_nobody_registered_is_a_mistake_of_the_caller(db):
    with pytest.raises(KeyError):
        notices.tell(["a@example.org"], **LINE | {"kind": "unknown"})


def test_a_long_text_of_several_lines_becomes_one_line_that_fits(db):
    notices.tell(["a@example.org"], **LINE | {"text": "Zeile\n" * 200})
    text = Notice.objects.get().text
    assert "\n" not in text
    assert text.startswith("Zeile Zeile")
    assert text.endswith("…")
    assert len(text) <= 500


def test_kinds_follow_each_other_in_their_order():
    notices.register_kind("later", "Anfang", order=40)
    notices.register_kind("first", "Ende", order=5)
    assert [kind.key for kind in notices.kinds()] == ["first", "overdue", "comment", "example", "later"]


# --- Taking back -------------------------------------------------------------------------------------------


def test_whoever_leaves_an_actor_hears_no_more_of_it(db):
    for scope in ("actor:17", "actor:18"):
        make.notice("a@example.org", key=scope, scope=scope)
    make.notice("b@example.org", key="actor:17", scope="actor:17")
    notices.forget_scope("A@example.org", "actor:17")
    assert {(row.address, row.scope) for row in Notice.objects.all()} == {
        ("a@example.org", "actor:18"),
        ("b@example.org", "actor:17"),
    }


def test_what_was_sent_already_stays_when_somebody_leaves_or_it_is_over(db):
    sent = make.notice(scope="actor:17", bundled_at=timezone.now(), digest="digest:x:2026-05-04")
    notices.forget_scope(sent.address, "actor:17")
    notices.withdraw(sent.key)
    assert Notice.objects.get() == sent


def test_what_is_over_is_withdrawn_from_everybody(db):
    notices.tell(["a@example.org", "b@example.org"], **LINE)
    notices.tell(["a@example.org"], **LINE | {"key": "example:2"})
    notices.withdraw("example:1")
    assert Notice.objects.get().key == "example:2"


# --- Who can be written to ---------------------------------------------------------------------------------


def test_an_address_nobody_knows_anything_about_can_be_written_to(db):
    assert notices.deliverable(["Neu@example.org"], "example") == {"neu@example.org": None}


@pytest.mark.parametrize(
    ("fields", "kind", "reason"),
    [
        ({"bounced_at": timezone.now(), "bounce_reason": "550"}, "example", HeldBack.BOUNCED),
        ({"bounced_at": timezone.now(), "bounce_reason": "550"}, "", HeldBack.BOUNCED),
        ({"stopped_kinds": ["example"]}, "example", HeldBack.STOPPED),
        ({"stopped_kinds": [ALL_KINDS]}, "example", HeldBack.STOPPED),
        ({"stopped_kinds": ["other"]}, "example", None),
        ({"stopped_kinds": [ALL_KINDS]}, "", None),
    ],
)
def test_why_somebody_is_not_written_to(db, fields, kind, reason):
    make.recipient("a@example.org", **fields)
    assert notices.deliverable(["a@example.org"], kind) == {"a@example.org": reason}


def test_a_locked_account_is_not_written_to(db):
    make.user("a@example.org", is_active=False)
    make.user("b@example.org")
    found = notices.deliverable(["a@example.org", "b@example.org"])
    assert found == {"a@example.org": HeldBack.LOCKED, "b@example.org": None}


def test_many_addresses_cost_as_many_queries_as_one(db, django_assert_num_queries):
    for number in (1, 60):
        with django_assert_num_queries(2):
            notices.deliverable([f"{one}@example.org" for one in range(number)])


# --- Reading in batches ------------------------------------------------------------------------------------


def test_batches_hold_every_row_once(db):
    rows = [make.notice() for _ in range(7)]
    batches = list(notices.in_batches(Notice.objects.all(), size=3))
    assert [len(batch) for batch in batches] == [3, 3, 1]
    assert [row for batch in batches for row in batch] == rows


def test_a_source_is_registered_once(monkeypatch):
    monkeypatch.setattr(notices, "_sources", {})

    def found(today: date):
        return iter(())

    notices.source(found)
    notices.source(found)
    assert list(notices.sources().values()) == [found]


# --- Personal data -----------------------------------------------------------------------------------------


def test_the_export_of_a_person_says_what_was_told_and_stopped(cast):
    make.recipient(cast.vhs_editor.email, stopped_kinds=["example"])
    make.notice(cast.vhs_editor.email, text="M-042 ist überfällig")
    make.notice("jemand.anders@example.org", text="M-043 ist überfällig")
    found = export_of(cast.vhs_editor)
    assert found["E-Mail-Benachrichtigungen"][0]["abbestellt"] == ["example"]
    assert [row["Hinweis"] for row in found["Hinweise per E-Mail"]] == ["M-042 ist überfällig"]


def test_an_erased_person_leaves_neither_notice_nor_address(cast):
    for address in (cast.vhs_editor.email, "andere@example.org"):
        make.recipient(address)
        make.notice(address)
    erase_user(cast.vhs_editor, by=cast.operator)
    assert told() == ["andere@example.org"]
    assert list(Recipient.objects.values_list("address", flat=True)) == ["andere@example.org"]
