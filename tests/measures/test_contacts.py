"""Contact persons: who may name them, how they are invited, and how they come to their account."""

import pytest
from django.core.exceptions import PermissionDenied

from bildungsnetz.accounts.actions import accept_invitation
from bildungsnetz.accounts.invitations import link_to
from bildungsnetz.accounts.models import Invitation
from bildungsnetz.outbox.models import Notice
from measures import actions
from measures.forms.actor import ContactsForm
from measures.models import Contact
from tests import make

from .typed import errors, page_form, row, send


@pytest.fixture(autouse=True)
def letters(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def contact(cast):
    return make.contact(cast.vhs, name="Sekretariat VHS", email="Sekretariat@example.org")


def page(actor, verb=""):
    return f"/akteure/{actor.pk}/{verb}"


def path_of(invitation):
    return "/" + link_to(invitation).split("/", 3)[3]


def test_an_editor_keeps_the_contacts_of_its_own_actor(cast, client):
    client.force_login(cast.vhs_editor)
    new = row("contacts", 0, name="Leitung", email="leitung@example.org")
    assert send(client, page(cast.vhs, "ansprechpersonen/"), **new).url == page(cast.vhs)
    assert cast.vhs.contacts.get().name == "Leitung"
    again = row("contacts", 1, name="Zweite", email="leitung@example.org")
    answer = send(client, page(cast.vhs, "ansprechpersonen/"), **again)
    assert answer.context["form"].row_sets[0].errors[1]["email"]
    assert not errors(answer, "name")


@pytest.mark.parametrize("person", ["vhs_member", "library_editor", "clerk", "council", "stranger"])
def test_nobody_else_keeps_them(cast, client, person):
    user = getattr(cast, person)
    client.force_login(user)
    assert client.get(page(cast.vhs, "ansprechpersonen/")).status_code == 403
    assert client.post(page(cast.vhs, "ansprechpersonen/"), {}).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.save_contacts(ContactsForm(instance=cast.vhs), by=user)


def test_a_contact_is_invited_by_its_button(cast, client, contact):
    client.force_login(cast.vhs_editor)
    button = f"{page(cast.vhs, 'einladen/')}?contact={contact.pk}"
    assert button in client.get(page(cast.vhs)).content.decode()
    typed, _ = page_form(client, button)
    assert (typed["email"], typed["display_name"]) == ("Sekretariat@example.org", "Sekretariat VHS")
    send(client, button)
    shown = client.get(page(cast.vhs)).content.decode()
    assert button not in shown
    assert "eingeladen, noch nicht angenommen" in shown


@pytest.mark.parametrize("given", ["", "x", "999999", "9" * 40])
def test_an_unknown_contact_fills_nothing(cast, client, given):
    client.force_login(cast.vhs_editor)
    assert page_form(client, f"{page(cast.vhs, 'einladen/')}?contact={given}")[0]["email"] == ""


def test_the_contact_of_another_actor_fills_nothing(cast, client, contact):
    client.force_login(cast.library_editor)
    typed, _ = page_form(client, f"{page(cast.library, 'einladen/')}?contact={contact.pk}")
    assert typed["email"] == ""


def test_accepting_links_the_contact_at_every_actor(cast, contact):
    elsewhere = make.contact(cast.library, email="sekretariat@example.org")
    invitation = actions.invite_to_actor(cast.vhs, by=cast.office, email=contact.email, display_name="", role="member")
    user = accept_invitation(invitation, password="ein-langes-Passwort-1").user
    assert set(Contact.objects.filter(user=user)) == {contact, elsewhere}
    assert user.memberships.get().actor == cast.vhs


def test_naming_somebody_with_an_account_links_at_once(cast, client):
    client.force_login(cast.office)
    send(client, page(cast.library, "bearbeiten/"), **row("contacts", 0, name="X", email="Mitglied.VHS@example.org"))
    assert cast.library.contacts.get().user == cast.vhs_member
    send(client, page(cast.library, "bearbeiten/"), **{"contacts-0-email": "andere@example.org"})
    assert cast.library.contacts.get().user is None


def test_a_locked_account_is_not_linked(cast, client):
    cast.vhs_member.is_active = False
    cast.vhs_member.save()
    client.force_login(cast.office)
    send(client, page(cast.library, "bearbeiten/"), **row("contacts", 0, name="X", email=cast.vhs_member.email))
    assert cast.library.contacts.get().user is None


@pytest.mark.parametrize("changes", [{"contacts-0-email": "neu@example.org"}, {"contacts-0-DELETE": "on"}])
def test_the_invitation_to_an_old_address_dies(cast, client, contact, changes):
    invitation = actions.invite_to_actor(cast.vhs, by=cast.office, email=contact.email, display_name="", role="member")
    other = actions.invite_to_actor(
        cast.vhs, by=cast.office, email="dritte@example.org", display_name="", role="member"
    )
    foreign = actions.invite_to_actor(cast.library, by=cast.office, email=contact.email, display_name="", role="member")
    client.force_login(cast.vhs_editor)
    url = page(cast.vhs, "ansprechpersonen/")
    typed, _ = page_form(client, url)
    shown = client.post(url, {**typed, **changes}, follow=True).content.decode()
    assert "Die offene Einladung an sekretariat@example.org gilt nicht mehr." in shown
    client.logout()
    assert client.post(path_of(invitation), {"password": "ein-langes-Passwort-1"}).status_code == 410
    for kept in (other, foreign):
        assert Invitation.objects.get(pk=kept.pk).revoked_at is None


def test_who_is_taken_out_is_told_no_more(cast, client, contact):
    line = {"kind": "decided", "text": "x", "url": "/", "why": "x", "scope": f"actor:{cast.vhs.pk}"}
    make_notice = Notice.objects.create
    make_notice(address="sekretariat@example.org", key="1", **line)
    make_notice(address=cast.vhs_editor.email, key="1", **line)
    client.force_login(cast.vhs_editor)
    send(client, page(cast.vhs, "ansprechpersonen/"), **{"contacts-0-DELETE": "on"})
    assert [notice.address for notice in Notice.objects.all()] == [cast.vhs_editor.email]


def test_one_person_acts_for_several_actors_and_an_actor_has_several_people(cast):
    for actor in (cast.vhs, cast.library):
        invitation = actions.invite_to_actor(
            actor, by=cast.office, email="neu@example.org", display_name="Neu", role="editor"
        )
        user = accept_invitation(invitation, password="ein-langes-Passwort-1").user
    assert {membership.actor for membership in user.memberships.all()} == {cast.vhs, cast.library}
    assert cast.vhs.memberships.count() == 3
