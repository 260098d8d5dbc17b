"""Actors: the list, the page, editing, and who acts for them."""

import pytest
from django.core.exceptions import PermissionDenied

from bildungsnetz.accounts.actions import accept_invitation
from bildungsnetz.accounts.models import Invitation
from measures import actions
from measures.models import Actor, InvitedMembership, Measure, Membership
from tests import make

from .typed import errors, page_form, row, send


def page(actor):
    return f"/akteure/{actor.pk}/"


# --- List and page ------------------------------------------------------------------------------------------


def listed(client, query=""):
    return {actor.name: (actor.leads, actor.joins) for actor in client.get(f"/akteure/{query}").context["actors"]}


def test_counts_are_those_of_the_reader(cast, client):
    make.measure(lead=cast.vhs)
    make.participation(make.draft(lead=cast.vhs), cast.library)
    make.participation(make.measure(lead=cast.vhs), cast.library)
    assert listed(client) == {"Stadtbibliothek Herne": (0, 1), "Volkshochschule Herne": (2, 0)}
    client.force_login(cast.office)
    assert listed(client) == {"Stadtbibliothek Herne": (0, 2), "Volkshochschule Herne": (3, 0)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=BIBLIO", {"Stadtbibliothek Herne"}),
        ("?q=VHS", {"Volkshochschule Herne"}),
        ("?q=herne stadt", {"Stadtbibliothek Herne"}),
        ("?kind=culture", {"Stadtbibliothek Herne"}),
        ("?kind=culture&q=volks", set()),
        ("?kind=unsinn", {"Stadtbibliothek Herne", "Volkshochschule Herne"}),
        ("?q=%25_", {"Stadtbibliothek Herne", "Volkshochschule Herne"}),
    ],
)
def test_the_list_is_narrowed_by_kind_and_words(cast, client, query, found):
    cast.vhs.aliases.create(name="VHS Herne")
    cast.vhs.aliases.create(name="VHS")
    assert set(listed(client, query)) == found


def test_the_list_is_in_the_order_of_the_alphabet(cast, client):
    for name in ("Zeche", "Ärztekammer", "Ökoschule", "Astrid-Lindgren-Schule"):
        make.actor(name)
    names = list(listed(client))
    assert names == ["Ärztekammer", "Astrid-Lindgren-Schule", "Ökoschule", "Stadtbibliothek Herne",
                     "Volkshochschule Herne", "Zeche"]  # fmt: skip


def test_the_number_of_queries_does_not_grow(cast, client, django_assert_max_num_queries):
    for _ in range(20):
        measure = make.measure(lead=make.actor())
        make.participation(measure, cast.vhs)
    with django_assert_max_num_queries(4):
        client.get("/akteure/")
    with django_assert_max_num_queries(6):
        client.get(page(cast.vhs))


def test_people_are_shown_to_those_allowed_alone(cast, client):
    make.contact(cast.vhs, name="KANARIE-Name", email="kanarie@example.org", phone="KANARIE-Telefon")
    cast.vhs.aliases.create(name="KANARIE-Schreibweise")
    seen = {}
    for name, person in cast.people().items():
        client.logout()
        if person:
            client.force_login(person)
        shown = client.get(page(cast.vhs)).content.decode()
        seen[name] = ("KANARIE-Name" in shown, "kanarie@example.org" in shown, cast.vhs_member.email in shown)
    allowed = {"office", "clerk", "vhs_editor", "vhs_member"}
    assert seen == {name: (name in allowed,) * 3 for name in seen}
    client.logout()
    assert "KANARIE" not in client.get(page(cast.vhs)).content.decode()


def test_drafts_of_others_are_not_on_the_page(cast, client):
    make.draft(lead=cast.vhs, title="KANARIE-Entwurf")
    make.participation(make.draft(lead=cast.library, title="KANARIE-Mitwirkung"), cast.vhs)
    client.force_login(cast.library_editor)
    shown = client.get(page(cast.vhs)).content.decode()
    assert "KANARIE-Entwurf" not in shown
    assert "KANARIE-Mitwirkung" in shown
    client.logout()
    assert "KANARIE" not in client.get(page(cast.vhs)).content.decode()


# --- Editing ------------------------------------------------------------------------------------------------


def test_the_office_enters_an_actor_with_its_rows(cast, client):
    client.force_login(cast.office)
    answer = send(
        client,
        "/akteure/neu/",
        name="Kita Sonnenschein",
        kind="daycare",
        website="kita.example.org",
        **row("aliases", 0, name="Sonnenschein"),
        **row("contacts", 0, name="Leitung", email="kita@example.org"),
    )
    actor = Actor.objects.get(name="Kita Sonnenschein")
    assert answer.url == page(actor)
    assert actor.website == "https://kita.example.org"
    assert (actor.aliases.get().name, actor.contacts.get().email) == ("Sonnenschein", "kita@example.org")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Stadtbibliothek Herne"}, "name"),
        ({"kind": "unsinn"}, "kind"),
        ({"kind": "culture", "school_type": "primary"}, "school_type"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"source_urls": "javascript:alert(1)"}, "source_urls"),
        ({"part_of": "99999999999999999999"}, "part_of"),
        ({"name": "Nu\x00ll"}, "name"),
    ],
)
def test_wrong_input_is_answered_at_its_field(cast, client, changes, field):
    client.force_login(cast.office)
    assert errors(send(client, f"{page(cast.vhs)}bearbeiten/", **changes), field)


def test_an_actor_is_not_part_of_itself(cast, client):
    client.force_login(cast.office)
    assert errors(send(client, f"{page(cast.vhs)}bearbeiten/", part_of=cast.vhs.pk), "part_of")


def test_rows_that_are_taken_are_answered_at_the_row(cast, client):
    cast.library.aliases.create(name="Bücherei")
    client.force_login(cast.office)
    answer = send(client, f"{page(cast.vhs)}bearbeiten/", **row("aliases", 0, name="Bücherei"))
    assert answer.status_code == 200
    assert "schon einem Akteur zugeordnet" in answer.content.decode()


def test_one_address_stands_once_at_an_actor(cast, client):
    make.contact(cast.vhs, email="a@example.org")
    client.force_login(cast.office)
    answer = send(client, f"{page(cast.vhs)}bearbeiten/", **row("contacts", 1, name="Zweite", email="a@example.org"))
    assert answer.status_code == 200
    assert "Diese Adresse steht beim Akteur schon." in answer.content.decode()


def test_contacts_may_swap_their_addresses(cast, client):
    make.contact(cast.vhs, name="A", email="a@example.org")
    make.contact(cast.vhs, name="B", email="b@example.org")
    client.force_login(cast.office)
    swapped = {"contacts-0-email": "b@example.org", "contacts-1-email": "a@example.org"}
    assert send(client, f"{page(cast.vhs)}bearbeiten/", **swapped).status_code == 302
    assert dict(cast.vhs.contacts.values_list("name", "email")) == {"A": "b@example.org", "B": "a@example.org"}


def test_nobody_but_the_office_edits(cast, client):
    for person in (cast.vhs_editor, cast.clerk, cast.council, cast.operator, cast.stranger):
        client.force_login(person)
        for address in ("/akteure/neu/", f"{page(cast.vhs)}bearbeiten/", f"{page(cast.vhs)}mitglieder/neu/"):
            assert client.get(address).status_code == 403
            assert client.post(address, {"name": "Neu"}).status_code == 403


def test_a_renamed_actor_is_found_with_its_measures(cast, client):
    measure = make.measure(lead=cast.vhs)
    client.force_login(cast.office)
    send(client, f"{page(cast.vhs)}bearbeiten/", name="Weiterbildungszentrum")
    stored = Measure.objects.get(pk=measure.pk)
    assert "weiterbildungszentrum" in stored.search_text
    assert stored.search_text == stored.make_search_text()


def test_a_parallel_edit_is_not_lost(cast, client):
    client.force_login(cast.office)
    typed, _ = page_form(client, f"{page(cast.vhs)}bearbeiten/")
    Actor.objects.filter(pk=cast.vhs.pk).update(description="Von jemand anderem", revision_no=2)
    answer = client.post(f"{page(cast.vhs)}bearbeiten/", {**typed, "description": "Von mir"})
    assert answer.status_code == 409
    assert "Von mir" in answer.content.decode()
    assert "Von jemand anderem" in answer.content.decode()


# --- People -------------------------------------------------------------------------------------------------


def test_the_office_adds_changes_and_removes_a_person(cast, client):
    client.force_login(cast.office)
    send(client, f"{page(cast.vhs)}mitglieder/neu/", user=cast.stranger.pk, role="member")
    membership = Membership.objects.get(user=cast.stranger)
    address = f"{page(cast.vhs)}mitglieder/{membership.pk}/"
    send(client, address, role="editor")
    membership.refresh_from_db()
    assert (membership.actor, membership.role) == (cast.vhs, "editor")
    client.post(f"{address}loeschen/")
    assert not Membership.objects.filter(user=cast.stranger).exists()


def test_a_person_joins_once(cast, client):
    client.force_login(cast.office)
    answer = send(client, f"{page(cast.vhs)}mitglieder/neu/", user=cast.vhs_member.pk, role="editor")
    assert "Diese Person gehört schon zu diesem Akteur." in answer.content.decode()


def test_a_membership_belongs_to_its_actor(cast, client):
    membership = Membership.objects.get(user=cast.vhs_member)
    client.force_login(cast.office)
    assert client.get(f"{page(cast.library)}mitglieder/{membership.pk}/").status_code == 404
    client.force_login(cast.library_editor)
    for path in ("", "loeschen/"):
        assert client.post(f"{page(cast.vhs)}mitglieder/{membership.pk}/{path}").status_code == 404
    client.force_login(cast.vhs_editor)
    for path in ("", "loeschen/"):
        assert client.post(f"{page(cast.vhs)}mitglieder/{membership.pk}/{path}").status_code == 403
    assert Membership.objects.filter(pk=membership.pk, role="member").exists()


def test_an_editor_invites_to_the_own_actor(cast, client):
    client.force_login(cast.vhs_editor)
    address = f"{page(cast.vhs)}einladen/"
    answer = send(client, address, email="neu@example.org", display_name="Kursleitung", role="member")
    assert answer.url == page(cast.vhs)
    invited = InvitedMembership.objects.get()
    assert (invited.actor, invited.role, invited.invitation.email) == (cast.vhs, "member", "neu@example.org")
    user = accept_invitation(invited.invitation).user
    assert user.memberships.get().actor == cast.vhs
    assert not user.roles


def test_accepting_does_not_lower_a_role(cast):
    invitation = actions.invite_to_actor(
        cast.vhs, by=cast.office, email=cast.vhs_editor.email, display_name="", role="member"
    )
    accept_invitation(invitation)
    assert Membership.objects.get(user=cast.vhs_editor).role == "editor"


def test_members_and_strangers_do_not_invite(cast, client):
    for person in (cast.vhs_member, cast.library_editor, cast.clerk, cast.council, cast.operator, cast.stranger):
        client.force_login(person)
        assert client.post(f"{page(cast.vhs)}einladen/", {"email": "neu@example.org"}).status_code == 403
        with pytest.raises(PermissionDenied):
            actions.invite_to_actor(cast.vhs, by=person, email="neu@example.org", display_name="", role="editor")
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("email", "keine Adresse"), ("email", ""), ("role", "chef")])
def test_a_wrong_invitation_is_answered_at_its_field(cast, client, field, value):
    client.force_login(cast.office)
    typed = {"email": "neu@example.org", "display_name": "", "role": "member", field: value}
    assert client.post(f"{page(cast.vhs)}einladen/", typed).context["form"].errors[field]


def test_a_locked_account_is_not_invited(cast, client):
    cast.stranger.is_active = False
    cast.stranger.save()
    client.force_login(cast.office)
    answer = client.post(f"{page(cast.vhs)}einladen/", {"email": cast.stranger.email, "role": "member"})
    assert answer.context["form"].errors["email"]
    assert not Invitation.objects.exists()
