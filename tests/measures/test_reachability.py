"""Whom nobody can reach, and how much each actor is asked for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from bildungsnetz.outbox.models import MailStatus, Notice, OutgoingMail, Recipient
from bildungsnetz.schooldays import school_year
from measures.models import Status
from measures.reachability import Load, Lost, loads, lost_among
from tests import make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 15)
YEAR = school_year(TODAY)
DAY = timedelta(days=1)


def reason(actor):
    return lost_among([actor.pk]).get(actor.pk)


def test_an_actor_without_any_person_cannot_be_reached(cast):
    assert reason(make.actor()) == Lost.NOBODY


def test_a_contact_without_an_address_reaches_nobody(cast):
    actor = make.actor()
    make.contact(actor, phone="02323 1")
    assert reason(actor) == Lost.NOBODY


def test_a_contact_with_an_address_can_be_reached(cast):
    actor = make.actor()
    make.contact(actor, email="schule@example.org")
    assert reason(actor) is None


def test_when_the_last_person_has_left_the_page_says_so(cast):
    cast.library.memberships.get().delete()
    assert reason(cast.library) == Lost.LEFT


def test_a_disabled_account_counts_as_having_left(cast):
    cast.library_editor.is_active = False
    cast.library_editor.save()
    assert reason(cast.library) == Lost.LEFT


def test_an_actor_is_lost_when_all_its_addresses_bounce(cast):
    now = timezone.now()
    Recipient.objects.create(address=cast.vhs_editor.email, bounced_at=now, bounce_reason="550")
    assert reason(cast.vhs) is None
    Recipient.objects.create(address=cast.vhs_member.email, bounced_at=now, bounce_reason="550")
    assert reason(cast.vhs) == Lost.BOUNCED


@pytest.fixture
def asked(cast):
    """A request to the library, whose mail was delivered."""
    request = make.request(make.open_window(), make.measure(lead=cast.library))
    mail = OutgoingMail.objects.create(
        message_id="<1@x>", to=[], from_email="x", subject="x", status=MailStatus.SENT, sent_at=timezone.now()
    )
    make.reporting_mail(request, address=cast.library_editor.email, mail=mail)
    return request


def test_whoever_was_written_to_and_never_came_is_silent(cast, asked):
    assert reason(cast.library) == Lost.SILENT


def test_who_opened_the_link_is_not_silent(cast, asked):
    asked.opened_at = timezone.now()
    asked.save()
    assert reason(cast.library) is None


def test_who_ever_signed_in_is_not_silent(cast, asked):
    cast.library_editor.last_login = timezone.now()
    cast.library_editor.save()
    assert reason(cast.library) is None


def test_who_was_never_written_to_is_not_silent(cast):
    make.request(make.open_window(), make.measure(lead=cast.library))
    assert reason(cast.library) is None


def test_the_load_counts_running_measures_and_the_dates_of_the_school_year(cast):
    measure = make.measure(lead=cast.vhs, planned_end_on=YEAR.ends_on)
    make.measure(lead=cast.vhs, status=Status.DONE, completed_on=TODAY, planned_end_on=TODAY)
    make.draft(lead=cast.vhs)
    make.participation(make.measure(lead=cast.library), cast.vhs)
    for day in (YEAR.starts_on - DAY, YEAR.starts_on, YEAR.ends_on, YEAR.ends_on + DAY):
        make.milestone(measure, due_on=day)
    assert loads([cast.vhs.pk], YEAR)[cast.vhs.pk] == Load(leads=1, joins=1, milestones=2, endings=1)


def test_a_digest_with_several_lines_is_one_mail(cast):
    for n in range(3):
        Notice.objects.create(
            address="a@example.org",
            kind="due_soon",
            key=str(n),
            text="x",
            url="/",
            why="x",
            scope=f"actor:{cast.vhs.pk}",
            bundled_at=datetime(2026, 9, 1, 8, tzinfo=UTC),
            digest="digest:a@example.org:2026-09-01",
        )
    assert loads([cast.vhs.pk, cast.library.pk], YEAR)[cast.vhs.pk].mails == 1
    assert loads([cast.library.pk], YEAR)[cast.library.pk].mails == 0


def test_the_page_names_the_lost_and_what_helps(client, cast):
    make.measure(lead=make.actor("Verein ohne Adresse"))
    make.measure(lead=cast.vhs)
    client.force_login(cast.office)
    (group,) = client.get("/akteure/erreichbarkeit/").context["lost"]
    assert [row["actor"].name for row in group["rows"]] == ["Verein ohne Adresse"]
