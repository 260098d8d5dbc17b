"""The outbox as the office and the operator see it: trouble first, no words of any mail, dead addresses by hand."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from bildungsnetz.outbox import actions
from bildungsnetz.outbox.models import OutgoingMail, Recipient
from tests import make

NOW = timezone.now()
LIST = "/postausgang/"
ADDRESSES = "/postausgang/adressen/"


@pytest.fixture
def mails(db):
    make.mail("kaputt@example.org", status="failed", last_error="550 unbekannt", attempts=1)
    make.mail("wartet@example.org", text="Code 4711", attempts=2, last_error="zu langsam")
    make.mail("angekommen@example.org", status="sent", sent_at=NOW)


def page(client, url: str) -> str:
    return client.get(url).content.decode()


def test_what_was_not_delivered_is_seen_first(client, cast, mails):
    client.force_login(cast.operator)
    shown = page(client, LIST)
    assert "kaputt@example.org" in shown
    assert "550 unbekannt" in shown
    assert "Nicht zugestellt (1)" in shown
    assert "Wartet (1)" in shown
    assert "wartet@example.org" not in shown


@pytest.mark.parametrize(
    ("state", "address"), [("queued", "wartet@"), ("sent", "angekommen@"), ("nonsense", "kaputt@")]
)
def test_a_state_narrows_the_list(client, cast, mails, state, address):
    client.force_login(cast.office)
    shown = page(client, f"{LIST}?state={state}")
    assert [one for one in ("wartet@", "angekommen@", "kaputt@") if one in shown] == [address]


def test_why_a_lost_mail_cannot_be_sent_again_is_said(client, cast, mails):
    client.force_login(cast.office)
    assert "können nicht noch einmal verschickt werden, denn ihr Inhalt ist gelöscht" in page(client, LIST)
    assert "erneut-versuchen" not in page(client, LIST)


def test_subjects_are_for_the_office_and_words_for_nobody(client, cast, mails):
    make.mail(subject="Entwurf „Sprachcafé“ eingereicht", text="Geheim 4711", attempts=1)
    shown = {}
    for user in (cast.office, cast.operator):
        client.force_login(user)
        shown[user] = page(client, f"{LIST}?state=queued")
    assert "Sprachcafé" in shown[cast.office]
    assert "Sprachcafé" not in shown[cast.operator]
    assert all("4711" not in text for text in shown.values())


def test_many_mails_are_paged(client, cast):
    for _ in range(51):
        make.mail(status="failed")
    client.force_login(cast.office)
    assert "1 bis 50 von 51" in page(client, LIST)
    assert "51 bis 51 von 51" in page(client, f"{LIST}?page=2")


def test_what_the_last_reminding_did_is_told(client, cast):
    actions.remind(timezone.localdate(), NOW)
    client.force_login(cast.operator)
    assert "0 Mails mit 0 Hinweisen" in page(client, LIST)


def test_a_waiting_mail_can_be_tried_now(client, cast, settings, django_capture_on_commit_callbacks):
    settings.OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail = make.mail(not_before=NOW + timedelta(hours=6), attempts=9)
    client.force_login(cast.operator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{LIST}{mail.pk}/erneut-versuchen/")
    assert OutgoingMail.objects.get().status == "sent"


def test_a_mail_that_is_done_cannot_be_tried(client, cast, mails):
    client.force_login(cast.operator)
    mail = OutgoingMail.objects.get(status="failed")
    assert client.post(f"{LIST}{mail.pk}/erneut-versuchen/").status_code == 403
    with pytest.raises(PermissionDenied):
        actions.retry_now(mail, by=cast.operator, now=NOW)


# --- Addresses ---------------------------------------------------------------------------------------------


def test_an_address_is_noted_by_hand_and_cleared(client, cast):
    client.force_login(cast.office)
    client.post(ADDRESSES, {"address": "Alt@Example.org", "reason": "arbeitet nicht mehr dort"})
    recipient = Recipient.objects.get()
    assert (recipient.address, recipient.bounced_by_hand) == ("alt@example.org", True)
    assert "arbeitet nicht mehr dort" in page(client, ADDRESSES)
    client.post(f"{ADDRESSES}{recipient.pk}/freigeben/")
    recipient.refresh_from_db()
    assert (recipient.bounced_at, recipient.bounce_reason, recipient.bounced_by_hand) == (None, "", False)
    assert "Alle Adressen sind erreichbar" in page(client, ADDRESSES)


@pytest.mark.parametrize("data", [{"address": "keine", "reason": "x"}, {"address": "a@example.org", "reason": ""}])
def test_half_a_note_is_refused(client, cast, data):
    client.force_login(cast.office)
    assert "Fehler" in client.post(ADDRESSES, data).content.decode()
    assert not Recipient.objects.exists()


def test_noting_keeps_what_the_person_stopped(cast):
    make.recipient("a@example.org", stopped_kinds=["overdue"])
    actions.mark_bounced(address="a@example.org", reason="kam zurück", by=cast.office, now=NOW)
    assert Recipient.objects.get().stopped_kinds == ["overdue"]


def test_others_neither_note_nor_clear(cast):
    recipient = make.recipient(bounced_at=NOW, bounce_reason="550")
    for user in (cast.clerk, cast.vhs_editor, cast.council):
        with pytest.raises(PermissionDenied):
            actions.mark_bounced(address="a@example.org", reason="x", by=user, now=NOW)
        with pytest.raises(PermissionDenied):
            actions.clear_bounce(recipient, by=user)
