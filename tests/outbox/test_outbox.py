"""A mail is a row first; it goes out once, is tried again when the server fails, and is forgotten when it is done."""

import smtplib
import threading
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend as Locmem
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bildungsnetz import access
from bildungsnetz.outbox import actions
from bildungsnetz.outbox.delivery import deliver_due, deliver_one
from bildungsnetz.outbox.models import MailStatus, OutgoingMail

REAL = "bildungsnetz.outbox.backend.OutboxBackend"
FLAKY = "tests.outbox.test_outbox.FlakyServer"


class FlakyServer(Locmem):
    """A mail server that answers with ``trouble`` as long as there is any."""

    trouble: list[Exception] = []

    def send_messages(self, messages):
        if self.trouble:
            raise self.trouble.pop(0)
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def mail_server(settings):
    settings.EMAIL_BACKEND = REAL
    settings.OUTBOX_DELIVERY_BACKEND = FLAKY
    FlakyServer.trouble = []
    return FlakyServer


@pytest.fixture
def queue(db):
    """Queues a mail without handing it to a worker: in a test's transaction nothing is ever committed."""

    def queue(**fields):
        return actions.queue_mail(**{"to": ["a@example.org"], "subject": "Ihr Code", "text": "Code 4711", **fields})

    return queue


def row(mail):
    return OutgoingMail.objects.get(pk=mail.pk)


# --- Queueing ----------------------------------------------------------------------------------------------


def test_what_is_sent_through_django_becomes_a_row_and_goes_out_on_commit(db, django_capture_on_commit_callbacks):
    message = EmailMultiAlternatives("Betreff", "Text", to=["a@example.org"], reply_to=["b@example.org"])
    message.attach_alternative("<p>Text</p>", "text/html")
    with django_capture_on_commit_callbacks(execute=True):
        assert message.send() == 1
        assert not django_mail.outbox
    (sent,) = django_mail.outbox
    assert (sent.subject, sent.to, sent.reply_to) == ("Betreff", ["a@example.org"], ["b@example.org"])
    assert sent.alternatives[0].content == "<p>Text</p>"
    assert OutgoingMail.objects.get().status == MailStatus.SENT


@pytest.mark.django_db(transaction=True)
def test_a_mail_of_a_transaction_that_is_rolled_back_does_not_exist():
    with transaction.atomic():
        EmailMessage("Betreff", "Text", to=["a@example.org"]).send()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()
    assert not django_mail.outbox


def test_a_second_mail_with_the_same_key_is_the_first_one(queue):
    first = queue(key="erinnerung-7-2026-05-04")
    second = queue(key="erinnerung-7-2026-05-04", subject="anders")
    assert second.pk == first.pk
    assert OutgoingMail.objects.count() == 1


def test_mails_without_a_key_are_all_sent(queue):
    assert queue().pk != queue().pk


def test_a_message_may_carry_its_key(db):
    for _ in range(2):
        message = EmailMessage("Betreff", "Text", to=["a@example.org"])
        message.outbox_key = "einmal"
        message.send()
    assert OutgoingMail.objects.get().key == "einmal"


@pytest.mark.parametrize("part", ["attachment", "bcc"])
def test_what_a_row_cannot_hold_is_refused(db, part):
    message = EmailMessage("Betreff", "Text", to=["a@example.org"], bcc=["c@example.org"] if part == "bcc" else [])
    if part == "attachment":
        message.attach("datei.txt", "Inhalt", "text/plain")
    with pytest.raises(ValueError, match="takes no"):
        message.send()


def test_a_subject_cannot_smuggle_in_headers(queue):
    assert queue(subject="Zwei\r\nBcc: x@example.org").subject == "Zwei Bcc: x@example.org"


def test_mails_say_that_a_machine_wrote_them(queue):
    mail = queue(headers={"List-Unsubscribe": "<https://example.org/stopp>"})
    assert mail.headers == {"Auto-Submitted": "auto-generated", "List-Unsubscribe": "<https://example.org/stopp>"}


# --- Delivery ----------------------------------------------------------------------------------------------


def test_a_sent_mail_keeps_its_address_and_forgets_its_words(queue):
    mail = queue(html="<b>4711</b>")
    assert deliver_one(mail.pk)
    done = row(mail)
    assert (done.status, done.text, done.html) == (MailStatus.SENT, "", "")
    assert (done.to, done.subject, done.attempts) == (["a@example.org"], "Ihr Code", 1)
    assert done.sent_at
    assert "4711" in django_mail.outbox[0].body
    assert django_mail.outbox[0].extra_headers["Message-ID"] == mail.message_id


def test_a_sent_mail_is_not_sent_again(queue):
    mail = queue()
    assert deliver_one(mail.pk)
    assert not deliver_one(mail.pk)
    assert len(django_mail.outbox) == 1


def test_a_mail_waits_until_its_time(queue):
    mail = queue(not_before=timezone.now() + timedelta(hours=1))
    assert not deliver_one(mail.pk)
    assert deliver_due(timezone.now()) == 0
    assert row(mail).status == MailStatus.QUEUED


def test_a_server_that_is_down_is_tried_again_later_and_later(queue, mail_server):
    mail = queue()
    pauses = []
    for _ in range(3):
        mail_server.trouble = [ConnectionRefusedError("Verbindung abgelehnt")]
        assert not deliver_one(mail.pk)
        waiting = row(mail)
        assert waiting.status == MailStatus.QUEUED
        assert waiting.text == "Code 4711"
        pauses.append(round((waiting.not_before - timezone.now()) / timedelta(minutes=1)))
        OutgoingMail.objects.update(not_before=timezone.now())
    assert pauses == [1, 2, 4]
    assert "Verbindung abgelehnt" in row(mail).last_error
    assert deliver_one(mail.pk)
    assert row(mail).last_error == ""


def test_after_enough_attempts_a_mail_is_not_delivered_and_forgotten(queue, mail_server):
    mail = queue()
    OutgoingMail.objects.update(attempts=actions.MOST_ATTEMPTS - 1)
    mail_server.trouble = [TimeoutError("zu langsam")]
    deliver_one(mail.pk)
    lost = row(mail)
    assert (lost.status, lost.get_status_display(), lost.text) == (MailStatus.FAILED, "nicht zugestellt", "")
    assert "zu langsam" in lost.last_error


@pytest.mark.parametrize(("code", "status"), [(550, MailStatus.FAILED), (450, MailStatus.QUEUED)])
def test_a_final_no_is_believed_and_a_later_please_is_obeyed(queue, mail_server, code, status):
    mail = queue()
    mail_server.trouble = [smtplib.SMTPRecipientsRefused({"a@example.org": (code, b"Nein")})]
    deliver_one(mail.pk)
    assert row(mail).status == status


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once():
    for number in range(12):
        OutgoingMail.objects.create(
            message_id=f"<{number}@example.org>", to=["a@example.org"], from_email="b@example.org", subject=str(number)
        )
    both_ready = threading.Barrier(2)

    def work():
        try:
            both_ready.wait(timeout=10)
            deliver_due(timezone.now())
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(int(message.subject) for message in django_mail.outbox) == list(range(12))
    assert set(OutgoingMail.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_the_worker_delivers_what_a_request_sends(task_worker):
    message_sent = threading.Event()
    original = FlakyServer.send_messages

    def send_and_tell(self, messages):
        original(self, messages)
        message_sent.set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FlakyServer, "send_messages", send_and_tell)
        EmailMessage("Betreff", "Text", to=["a@example.org"]).send()
        assert message_sent.wait(timeout=20)
    assert DBTaskResult.objects.get().task_path == "bildungsnetz.outbox.tasks.deliver"


# --- Sweeping ----------------------------------------------------------------------------------------------


def test_a_mail_whose_worker_was_killed_goes_out_under_its_old_message_id(queue):
    mail = queue()
    claimed = actions.claim(mail.pk, timezone.now())
    assert claimed is not None
    later = timezone.now() + actions.CLAIM_LASTS + timedelta(seconds=1)
    actions.sweep(later)
    assert row(mail).status == MailStatus.QUEUED
    assert deliver_due(later + timedelta(hours=1)) == 0, "not due by the real clock yet"
    OutgoingMail.objects.update(not_before=timezone.now())
    assert deliver_one(mail.pk)
    assert django_mail.outbox[0].extra_headers["Message-ID"] == mail.message_id


def test_a_mail_in_living_hands_is_left_alone(queue):
    mail = queue()
    actions.claim(mail.pk, timezone.now())
    actions.sweep(timezone.now())
    assert row(mail).status == MailStatus.SENDING


def test_a_mail_whose_task_was_lost_gets_a_new_one(queue, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
    mail = queue(not_before=timezone.now() - timedelta(hours=1))
    for _ in range(2):
        actions.sweep(timezone.now())
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[mail.pk]], (
        "one task, not one a minute"
    )


def test_a_deferred_mail_becomes_a_deferred_task(settings, django_capture_on_commit_callbacks, queue):
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
    tomorrow = timezone.now() + timedelta(days=1)
    with django_capture_on_commit_callbacks(execute=True):
        queue(not_before=tomorrow)
    assert DBTaskResult.objects.get().run_after == tomorrow


def test_old_rows_are_deleted_and_waiting_ones_are_not(queue):
    waiting, done = queue(), queue()
    deliver_one(done.pk)
    OutgoingMail.objects.update(queued_at=timezone.now() - actions.KEEP - timedelta(days=1))
    actions.sweep(timezone.now())
    assert list(OutgoingMail.objects.all()) == [waiting]


def test_mails_are_delivered_without_a_worker_by_a_command(queue, capsys):
    queue()
    call_command("deliver_mail")
    assert capsys.readouterr().out == "1 Mails zugestellt.\n"
    assert len(django_mail.outbox) == 1


# --- Invariants and rights ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [{"status": "sent", "text": ""}, {"status": "queued", "sent_at": timezone.now()}, {"status": "failed"}],
    ids=["sent without a moment", "a moment without being sent", "given up but remembered"],
)
def test_the_database_refuses_rows_that_contradict_themselves(queue, broken):
    mail = queue()
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.filter(pk=mail.pk).update(**broken)


def test_those_who_look_after_mails_see_that_they_went_but_nobody_reads_them(queue, cast):
    mail = queue()
    seers = {name for name, user in cast.people().items() if user and access.may(user, "view", mail)}
    readers = {name for name, user in cast.people().items() if user and access.may(user, "read", mail)}
    assert (seers, readers) == ({"office", "operator"}, set())
