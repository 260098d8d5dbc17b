"""The pages about accounts: who may open and do what, and what one can do with one's own."""

import json
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError

from bildungsnetz.accounts import actions, personal_data
from bildungsnetz.accounts.erasure import erase_user
from bildungsnetz.accounts.models import Invitation, User
from bildungsnetz.outbox.models import OutgoingMail
from tests import make

KEEPERS = {"office", "clerk", "operator"}
# page -> who gets 200; the others 403, but 404 where they may not even see the object; the public is asked to sign in
LISTS = ["/konten/", "/konten/einladen/", "/konten/einladungen/"]


@pytest.mark.parametrize("path", LISTS)
def test_lists_are_for_those_who_keep_accounts(client, cast, path):
    for name, person in cast.people().items():
        client.logout()
        if person is not None:
            client.force_login(person)
        expected = 302 if person is None else 200 if name in KEEPERS else 403
        assert client.get(path).status_code == expected, name


VIEWERS = {"office", "operator"}


def test_an_account_is_seen_by_its_owner_and_those_who_keep_it(client, cast):
    for name, person in cast.people().items():
        if person is None:
            continue
        client.force_login(person)
        expected = 200 if name in VIEWERS or person == cast.vhs_editor else 404
        assert client.get(f"/konten/{cast.vhs_editor.pk}/").status_code == expected, name


def test_the_clerk_sees_council_readers(client, cast):
    client.force_login(cast.clerk)
    assert client.get(f"/konten/{cast.council.pk}/").status_code == 200


# (action, target) -> who may; everybody else gets 404 or 403
DEEDS = {
    ("bearbeiten", "vhs_editor"): {"office", "operator"},
    ("bearbeiten", "council"): {"office", "operator", "clerk"},
    ("bearbeiten", "operator"): {"operator"},
    ("rollen", "vhs_editor"): {"operator"},
    ("sperren", "vhs_editor"): {"office", "operator"},
    ("sperren", "council"): {"office", "operator", "clerk"},
    ("sperren", "office"): {"operator"},
    ("sperren", "operator"): set(),
    ("zweiter-faktor", "office"): {"operator"},
    ("loeschen", "vhs_editor"): {"operator", "vhs_editor"},
}


@pytest.mark.parametrize(("deed", "target"), DEEDS)
def test_deeds_are_for_those_whom_the_rules_let(client, cast, deed, target):
    refused = {name for name, person in cast.people().items() if person is not None} - DEEDS[deed, target]
    for name in refused:
        client.force_login(getattr(cast, name))
        answer = client.post(
            f"/konten/{getattr(cast, target).pk}/{deed}/", {"display_name": "X", "roles": ["operator"]}
        )
        assert answer.status_code in (403, 404), name
    for name in DEEDS[deed, target]:
        client.force_login(getattr(cast, name))
        data = {"display_name": "X", "roles": ["council_reader"]}
        assert client.post(f"/konten/{getattr(cast, target).pk}/{deed}/", data).status_code == 302, name
        break


def test_the_list_is_narrowed_by_role_and_state(client, cast):
    actions.disable_user(cast.stranger, by=cast.office)
    client.force_login(cast.office)
    council = client.get("/konten/?role=council_reader").context["accounts"]
    assert list(council) == [cast.council]
    assert list(client.get("/konten/?state=disabled").context["accounts"]) == [cast.stranger]
    assert client.get("/konten/?role=unsinn&state=x&page=1").status_code == 200


def test_an_operator_gives_roles_and_the_history_says_so(client, cast):
    client.force_login(cast.operator)
    client.post(f"/konten/{cast.stranger.pk}/rollen/", {"roles": ["committee_office", "council_reader"]})
    cast.stranger.refresh_from_db()
    assert [role.value for role in cast.stranger.roles] == ["committee_office", "council_reader"]
    page = client.get(f"/verlauf/accounts/user/{cast.stranger.pk}/").content.decode()
    assert "Gremienadministration" in page


def test_the_last_operator_keeps_the_role(client, cast):
    client.force_login(cast.operator)
    answer = client.post(f"/konten/{cast.operator.pk}/rollen/", {"roles": []})
    assert "Mindestens ein aktives Konto" in answer.content.decode()
    with pytest.raises(ValidationError):
        erase_user(cast.operator, by=cast.operator)
    with pytest.raises(ValidationError):
        actions.disable_user(cast.operator, by=None)


def test_locking_ends_sessions_and_keeps_out(client, cast, settings):
    cast.stranger.set_password("ein langes Passwort 7")
    cast.stranger.save()
    client.post("/anmelden/", {"login": cast.stranger.email, "password": "ein langes Passwort 7"})
    assert client.get("/konto/").status_code == 200
    actions.disable_user(cast.stranger, by=cast.office)
    assert client.get("/konto/").status_code == 302
    actions.enable_user(cast.stranger, by=cast.office)
    assert client.get("/konto/").status_code == 302


def test_the_office_invites_through_the_page(client, cast, mailoutbox):
    client.force_login(cast.office)
    data = {"email": "neu@example.org", "display_name": "Neu", "roles": ["council_reader"]}
    assert client.post("/konten/einladen/", data).status_code == 302
    assert mailoutbox[0].to == ["neu@example.org"]
    assert "neu@example.org" in client.get("/konten/einladungen/").content.decode()
    assert client.post("/konten/einladen/", {**data, "roles": ["operator"]}).status_code == 200
    assert Invitation.objects.count() == 1


def test_the_clerk_invites_council_readers_alone(client, cast):
    client.force_login(cast.clerk)
    page = client.get("/konten/einladen/").content.decode()
    assert re.findall(r'name="roles" value="(\w+)"', page) == ["council_reader"]
    client.post("/konten/einladen/", {"email": "neu@example.org", "roles": []})
    assert not Invitation.objects.exists()


def test_invitations_are_renewed_and_revoked_by_their_keepers(client, cast, mailoutbox):
    mine, theirs = make.invitation(invited_by=cast.clerk), make.invitation(invited_by=cast.office)
    client.force_login(cast.clerk)
    assert client.post(f"/konten/einladungen/{theirs.pk}/zurueckziehen/").status_code == 404
    assert client.post(f"/konten/einladungen/{mine.pk}/erneuern/").status_code == 302
    assert len(mailoutbox) == 1
    assert client.post(f"/konten/einladungen/{mine.pk}/zurueckziehen/").status_code == 302
    answer = client.post(f"/konten/einladungen/{mine.pk}/erneuern/", follow=True)
    assert "schon angenommen oder zurückgezogen" in answer.content.decode()


def test_one_changes_ones_own_name_and_nothing_else(client, cast):
    client.force_login(cast.vhs_editor)
    client.post(
        "/konto/bearbeiten/", {"display_name": "Neuer Name", "operator": "on", "is_active": "", "email": "x@y.de"}
    )
    cast.vhs_editor.refresh_from_db()
    assert cast.vhs_editor.display_name == "Neuer Name"
    assert not cast.vhs_editor.operator
    assert cast.vhs_editor.email == "redaktion.vhs@example.org"


def test_the_export_holds_what_the_apps_know(client, cast, monkeypatch):
    monkeypatch.setattr(personal_data, "_holdings", {})
    personal_data.register("Mitgliedschaften", export=lambda user: [m.actor.name for m in user.memberships.all()])
    client.force_login(cast.vhs_editor)
    answer = client.get("/konto/daten.json")
    assert "attachment" in answer["Content-Disposition"]
    data = json.loads(answer.content)
    assert data["Konto"]["E-Mail-Adresse"] == "redaktion.vhs@example.org"
    assert data["Mitgliedschaften"] == ["Volkshochschule Herne"]


def test_an_erased_person_is_nowhere_any_more(client, cast, monkeypatch):
    forgotten = []
    monkeypatch.setattr(personal_data, "_holdings", {})
    personal_data.register("Probe", erase=forgotten.append)
    user = cast.stranger
    address, name = user.email, user.display_name
    make.invitation(email=address, display_name=name)
    OutgoingMail.objects.create(to=[address], subject="x", text="", from_email="a@example.org", message_id="<1>")
    client.force_login(user)
    assert client.get("/konto/loeschen/").status_code == 200
    client.post("/konto/loeschen/")
    user.refresh_from_db()
    assert forgotten == [user]
    assert (user.display_name, user.is_active, user.is_erased) == ("Gelöschtes Konto", False, True)
    for rows in (User.objects, User.history, Invitation.objects, Invitation.history, EmailAddress.objects):
        assert not rows.filter(email=address).exists()
        assert "display_name" not in [f.name for f in rows.model._meta.fields] or not rows.filter(display_name=name)
    assert not OutgoingMail.objects.exists()
    assert client.get("/konto/").status_code == 302
    client.force_login(cast.operator)
    assert client.get(f"/konten/{user.pk}/").status_code == 404


def test_nobody_erases_another(cast):
    with pytest.raises(PermissionDenied):
        erase_user(cast.stranger, by=cast.office)


def test_an_operator_takes_a_lost_second_factor_off(client, cast):
    Authenticator.objects.create(user=cast.office, type="totp", data={})
    client.force_login(cast.operator)
    client.post(f"/konten/{cast.office.pk}/zweiter-faktor/")
    assert not Authenticator.objects.exists()
