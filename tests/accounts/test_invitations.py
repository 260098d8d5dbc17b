"""An invitation's link: offers on GET, works once on POST, dies with its date, its address and its revocation."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections
from django.test import Client
from django.utils import timezone

from bildungsnetz.accounts import actions
from bildungsnetz.accounts.invitations import Unusable, link_to, read_token, token_of
from bildungsnetz.accounts.models import Invitation, User
from tests import make

ANSWER = {"display_name": "Redaktion VHS", "password": "ein langes Passwort 7"}


def path_of(invitation: Invitation) -> str:
    return link_to(invitation).removeprefix("http://127.0.0.1:8000")


@pytest.fixture
def invited(cast) -> Invitation:
    return actions.invite(email=" Neu@Example.org ", display_name="Redaktion", by=cast.office)


def test_the_mail_carries_the_link_as_text_and_html(invited, mailoutbox):
    [mail] = mailoutbox
    assert mail.to == ["neu@example.org"]
    assert link_to(invited) in mail.body
    assert link_to(invited) in mail.alternatives[0].content
    assert mail.subject == "Einladung: Herner Bildungsnetzwerk"


def test_opening_the_link_uses_nothing_up_and_sets_no_cookie(client, invited):
    for _ in range(3):
        answer = client.get(path_of(invited))
        assert answer.status_code == 200
        assert not answer.cookies
        assert answer["Referrer-Policy"] == "no-referrer"
    assert not User.objects.filter(email=invited.email).exists()


def test_accepting_makes_the_account_and_signs_in(invited):
    client = Client(enforce_csrf_checks=True)
    assert client.post(path_of(invited), ANSWER).status_code == 302
    user = User.objects.get(email="neu@example.org")
    assert user.display_name == "Redaktion VHS"
    assert user.check_password(ANSWER["password"])
    assert client.session["_auth_user_id"] == str(user.pk)


def test_without_a_password_the_account_has_none(client, invited):
    client.post(path_of(invited), {"display_name": "Ohne", "password": ""})
    assert not User.objects.get(email="neu@example.org").has_usable_password()


def test_a_weak_password_is_refused_and_nothing_is_made(client, invited):
    assert client.post(path_of(invited), {**ANSWER, "password": "kurz"}).status_code == 422
    assert not User.objects.filter(email="neu@example.org").exists()


def test_a_link_works_once(client, invited):
    client.post(path_of(invited), ANSWER)
    answer = Client().post(path_of(invited), {**ANSWER, "display_name": "Zweite"})
    assert answer.status_code == 410
    assert "schon angenommen" in answer.content.decode()
    assert User.objects.get(email="neu@example.org").display_name == "Redaktion VHS"


def test_a_late_answer_is_refused(client, invited):
    invited.created_at = timezone.now() - timedelta(days=15)
    invited.expires_at = timezone.now() - timedelta(seconds=1)
    invited.save()
    assert client.get(path_of(invited)).status_code == 410
    assert client.post(path_of(invited), ANSWER).status_code == 410
    assert not User.objects.filter(email="neu@example.org").exists()


def test_renewing_brings_the_same_link_back_to_life_and_mails_it(client, invited, cast, mailoutbox):
    invited.created_at = timezone.now() - timedelta(days=15)
    invited.expires_at = timezone.now() - timedelta(seconds=1)
    invited.save()
    actions.renew_invitation(invited, by=cast.office)
    assert client.get(path_of(invited)).status_code == 200
    assert len(mailoutbox) == 2


def test_a_revoked_invitation_is_refused(client, invited, cast):
    actions.revoke_invitation(invited, by=cast.office)
    assert client.post(path_of(invited), ANSWER).status_code == 410


def test_an_altered_link_is_unknown(client, invited):
    other = make.invitation()
    body = token_of(other).split(":")[0]
    forged = ":".join([body, *token_of(invited).split(":")[1:]])
    assert client.get(f"/einladung/{forged}/").status_code == 404
    assert client.get("/einladung/unsinn/").status_code == 404


def test_the_link_dies_when_the_invitation_goes_to_another_address(client, invited):
    path = path_of(invited)
    invited.email = "andere@example.org"
    invited.save()
    assert client.get(path).status_code == 410


def test_the_link_to_an_account_dies_with_its_address(client, cast):
    invitation = actions.invite(email=cast.stranger.email, roles=["council_reader"], by=cast.office)
    cast.stranger.email = "umgezogen@example.org"
    cast.stranger.save()
    assert client.post(path_of(invitation)).status_code == 410
    assert User.objects.filter(email="ohne.rolle@example.org").count() == 0


def test_an_existing_account_gets_the_roles_but_the_link_does_not_sign_in(client, cast, mailoutbox):
    invitation = actions.invite(email=cast.stranger.email, roles=["council_reader"], by=cast.office)
    assert mailoutbox[0].subject.startswith("Zugang erweitert")
    client.post(path_of(invitation), ANSWER)
    cast.stranger.refresh_from_db()
    assert cast.stranger.council_reader
    assert cast.stranger.display_name == "Konto ohne Rolle"
    assert "_auth_user_id" not in client.session


def test_a_disabled_account_is_not_invited(cast):
    actions.disable_user(cast.stranger, by=cast.office)
    with pytest.raises(ValidationError):
        actions.invite(email=cast.stranger.email, by=cast.office)


@pytest.mark.parametrize(
    ("inviter", "role"),
    [
        ("office", "coordination_office"),
        ("office", "committee_office"),
        ("office", "operator"),
        ("clerk", "coordination_office"),
        ("clerk", "operator"),
        ("vhs_editor", "council_reader"),
        ("stranger", "council_reader"),
    ],
)
def test_nobody_offers_a_role_that_is_not_theirs(cast, inviter, role, mailoutbox):
    with pytest.raises(PermissionDenied):
        actions.invite(email="neu@example.org", roles=[role], by=getattr(cast, inviter))
    assert not Invitation.objects.exists()
    assert not mailoutbox


@pytest.mark.parametrize(
    ("inviter", "role"), [("office", "council_reader"), ("clerk", "council_reader"), ("operator", "operator")]
)
def test_roles_come_with_the_acceptance(cast, inviter, role):
    invitation = actions.invite(email="neu@example.org", roles=[role], by=getattr(cast, inviter))
    acceptance = actions.accept_invitation(invitation, display_name="Neu")
    assert [given.value for given in acceptance.user.roles] == [role]


def test_the_steps_of_the_apps_run_with_the_acceptance(invited, monkeypatch):
    seen = []
    monkeypatch.setattr(actions, "acceptance_steps", [lambda invitation, user: seen.append((invitation, user))])
    user = actions.accept_invitation(invited, display_name="Neu").user
    assert seen == [(invited, user)]


def test_a_failing_step_leaves_no_account(invited, monkeypatch):
    def fail(invitation, user) -> None:
        raise ValidationError("nein")

    monkeypatch.setattr(actions, "acceptance_steps", [fail])
    with pytest.raises(ValidationError):
        actions.accept_invitation(invited, display_name="Neu")
    assert not User.objects.filter(email="neu@example.org").exists()
    assert read_token(token_of(invited)).accepted_at is None


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_make_one_account():
    invitation = make.invitation(email="neu@example.org")
    barrier = threading.Barrier(2)
    outcomes = []

    def accept() -> None:
        barrier.wait(timeout=10)
        try:
            outcomes.append(actions.accept_invitation(invitation, display_name="Neu").is_new)
        except Unusable:
            outcomes.append("used")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(map(str, outcomes)) == ["True", "used"]
    assert User.objects.filter(email="neu@example.org").count() == 1
