"""Against a real mail server that refuses, hangs, drops and accepts: nothing is lost, nothing sent twice on purpose."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from bildungsnetz.outbox import actions
from bildungsnetz.outbox.delivery import deliver_one
from bildungsnetz.outbox.models import MailStatus, Notice, OutgoingMail, Recipient
from tests import make
from tests.elsewhere import database_url
from tests.outbox.conftest import SCHOOL_DAY
from tests.outbox.smtp import Mailbox, free_port, mail_server

TO = "a@example.org"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def mailbox(settings):
    """A mail server, and settings that lead to it."""
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        settings.OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 5
        yield mailbox


@pytest.fixture
def mail(db) -> OutgoingMail:
    return actions.queue_mail(to=[TO], subject="Überfällig (1)", text="Grüße aus Herne", html="<p>Grüße</p>")


def attempt(mail: OutgoingMail) -> OutgoingMail:
    """One try, whose pause is over."""
    OutgoingMail.objects.update(not_before=timezone.now())
    deliver_one(mail.pk)
    return OutgoingMail.objects.get(pk=mail.pk)


def bounce() -> str | None:
    found = Recipient.objects.bounced().first()
    return found and found.bounce_reason


# --- Accepting ---------------------------------------------------------------------------------------------


def test_a_mail_arrives_with_text_html_and_its_message_id(mailbox, mail):
    assert attempt(mail).status == MailStatus.SENT
    (arrived,) = mailbox.accepted
    assert (arrived["To"], arrived["Subject"], arrived["Message-ID"]) == (TO, "Überfällig (1)", mail.message_id)
    assert arrived.get_body(("plain",)).get_content().strip() == "Grüße aus Herne"
    assert arrived.get_body(("html",)).get_content().strip() == "<p>Grüße</p>"


def test_a_digest_arrives_with_its_stop_link_unharmed(mailbox, kinds, db):
    address = f"{'lang' * 12}@{'sehr-' * 8}lang.example.org"
    make.notice(address, kind="overdue", text="M-042 „Sprachcafé“ ist überfällig")
    actions.remind(SCHOOL_DAY, timezone.now())
    attempt(OutgoingMail.objects.get())
    (arrived,) = mailbox.accepted
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = arrived["List-Unsubscribe"].strip(" <>")
    assert link in arrived.get_body(("plain",)).get_content()
    for form in ("plain", "html"):
        assert "M-042 „Sprachcafé“ ist überfällig" in arrived.get_body((form,)).get_content()


def test_what_arrives_clears_what_a_server_said_before(mailbox, mail):
    make.recipient(TO, bounced_at=timezone.now(), bounce_reason="550 unbekannt", stopped_kinds=["overdue"])
    attempt(mail)
    assert bounce() is None
    assert Recipient.objects.get().stopped_kinds == ["overdue"]


def test_what_people_noted_is_cleared_by_people(mailbox, mail):
    make.recipient(TO, bounced_at=timezone.now(), bounce_reason="arbeitet nicht mehr dort", bounced_by_hand=True)
    attempt(mail)
    assert bounce() == "arbeitet nicht mehr dort"


# --- Refusing ----------------------------------------------------------------------------------------------


def test_a_recipient_refused_for_good_is_given_up_and_remembered(mailbox, mail):
    mailbox.recipient = "550 5.1.1 User unknown"
    failed = attempt(mail)
    assert (failed.status, failed.last_error) == (MailStatus.FAILED, "Adresse abgelehnt: 550 5.1.1 User unknown")
    assert bounce() == "550 5.1.1 User unknown"
    assert mailbox.accepted == []


def test_a_recipient_put_off_is_tried_again_and_not_remembered(mailbox, mail):
    mailbox.recipient = "451 4.7.1 Greylisted, try again later"
    waiting = attempt(mail)
    assert (waiting.status, waiting.text) == (MailStatus.QUEUED, "Grüße aus Herne")
    assert "451 4.7.1 Greylisted" in waiting.last_error
    assert bounce() is None
    mailbox.recipient = "250 OK"
    assert attempt(mail).status == MailStatus.SENT
    assert [one["Message-ID"] for one in mailbox.accepted] == [mail.message_id]


@pytest.mark.parametrize("words", ["554 5.7.1 Relay access denied", "530 5.7.0 Authentication required", "530 Sign in"])
def test_a_refusal_that_is_about_us_marks_no_address(mailbox, mail, words):
    mailbox.recipient = words
    assert attempt(mail).status == MailStatus.FAILED
    assert bounce() is None


def test_words_without_end_are_shortened(mailbox, mail):
    mailbox.recipient = f"550 {'unbekannt ' * 45}"
    attempt(mail)
    assert len(bounce()) <= 300
    assert bounce().startswith("550 unbekannt")


@pytest.mark.parametrize("words", ["550 5.1.8 Sender unknown", "451 later"])
def test_a_refused_sender_is_our_fault_and_tried_again(mailbox, mail, words):
    mailbox.sender = words
    waiting = attempt(mail)
    assert waiting.status == MailStatus.QUEUED
    assert waiting.last_error == f"Absenderadresse abgelehnt: {words}"
    assert bounce() is None


def test_refused_words_are_tried_again(mailbox, mail):
    mailbox.data = "554 5.6.0 looks like spam"
    waiting = attempt(mail)
    assert (waiting.status, waiting.last_error) == (MailStatus.QUEUED, "Inhalt abgelehnt: 554 5.6.0 looks like spam")
    assert bounce() is None


# --- Falling silent ----------------------------------------------------------------------------------------


def test_a_server_that_is_not_there_is_waited_for(mailbox, mail, settings):
    settings.EMAIL_PORT = free_port()
    waiting = attempt(mail)
    assert (waiting.status, waiting.text) == (MailStatus.QUEUED, "Grüße aus Herne")
    assert waiting.last_error.startswith("Der Mailserver ist nicht erreichbar: ")


def test_a_server_that_hangs_is_left_and_tried_again(mailbox, mail, settings):
    settings.EMAIL_TIMEOUT = 0.3
    mailbox.data = "hang"
    waiting = attempt(mail)
    assert waiting.status == MailStatus.QUEUED
    assert waiting.last_error.startswith("Der Mailserver antwortet nicht: ")
    mailbox.data = "accept"
    assert attempt(mail).status == MailStatus.SENT
    assert len(mailbox.accepted) == 1


def test_where_nobody_can_know_it_is_sent_again_under_the_same_message_id(mailbox, mail):
    mailbox.data = "drop"
    waiting = attempt(mail)
    assert waiting.status == MailStatus.QUEUED
    assert waiting.last_error.startswith("Der Mailserver hat die Verbindung beendet: ")
    mailbox.data = "accept"
    assert attempt(mail).status == MailStatus.SENT
    assert [one["Message-ID"] for one in mailbox.accepted] == [mail.message_id] * 2


# --- A dead address and its digests ------------------------------------------------------------------------


def test_a_dead_address_gets_no_digest_until_another_mail_arrives_there(mailbox, kinds, db):
    make.notice(TO, kind="overdue", text="M-042 ist überfällig")
    actions.remind(SCHOOL_DAY, timezone.now())
    mailbox.recipient = "550 5.1.1 User unknown"
    attempt(OutgoingMail.objects.get())
    summary = actions.remind(SCHOOL_DAY + timedelta(days=1), timezone.now())
    assert (summary.mails, summary.held_back) == (0, {"bounced": 1})
    mailbox.recipient = "250 OK"
    attempt(actions.queue_mail(to=[TO], subject="Einladung", text="…"))
    actions.remind(SCHOOL_DAY + timedelta(days=2), timezone.now())
    attempt(OutgoingMail.objects.filter(status=MailStatus.QUEUED).get())
    assert "M-042 ist überfällig" in mailbox.accepted[-1].get_body(("plain",)).get_content()
    assert not Notice.objects.open().exists()


# --- A worker that is killed -------------------------------------------------------------------------------


def worker_process(settings) -> subprocess.Popen:
    """A worker on the tests' database that delivers to the tests' mail server."""
    environment = {
        "DATABASE_URL": database_url(),
        "BILDUNGSNETZ_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "bildungsnetz.settings",
        "EMAIL_HOST": settings.EMAIL_HOST,
        "EMAIL_PORT": str(settings.EMAIL_PORT),
        "EMAIL_USE_TLS": "false",
        "EMAIL_USE_SSL": "false",
        "REMIND_AT": "",
    }
    command = [sys.executable, "manage.py", "worker", "--interval", "0.05", "--no-startup-delay", "--verbosity", "0"]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environment)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("moment", "arrivals"), [("hang", 1), ("hang accepted", 2)])
def test_a_mail_survives_the_worker_that_was_killed_while_sending_it(mailbox, settings, moment, arrivals):
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
    mailbox.data = moment
    mail = actions.queue_mail(to=[TO], subject="Betreff", text="Text")
    worker = worker_process(settings)
    try:
        assert mailbox.hanging.wait(timeout=60)
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    assert OutgoingMail.objects.get().status == MailStatus.SENDING

    mailbox.data = "accept"
    actions.sweep(timezone.now() + actions.CLAIM_LASTS + timedelta(seconds=1))
    OutgoingMail.objects.update(not_before=timezone.now())
    for _ in range(2):
        call_command("deliver_mail", stdout=StringIO())
    assert OutgoingMail.objects.get().status == MailStatus.SENT
    assert [one["Message-ID"] for one in mailbox.accepted] == [mail.message_id] * arrivals
