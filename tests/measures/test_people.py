"""Who is written to about an actor's measures."""

import pytest

from bildungsnetz.outbox.models import Notice
from measures import actions
from measures.people import Person, addressees
from tests import make

from .typed import send


def found(actor):
    return [(person.address, person.role) for person in addressees([actor.pk])[actor.pk]]


def test_redaktion_comes_first_then_members_then_contacts(cast):
    make.contact(cast.vhs, name="Sekretariat", email="sekretariat@example.org")
    assert addressees([cast.vhs.pk]) == {
        cast.vhs.pk: [
            Person("redaktion.vhs@example.org", "Redaktion VHS", "editor", cast.vhs_editor.pk),
            Person("mitglied.vhs@example.org", "Mitglied VHS", "member", cast.vhs_member.pk),
            Person("sekretariat@example.org", "Sekretariat", "contact", None),
        ]
    }


def test_an_actor_without_anybody_has_an_empty_list(cast):
    lonely = make.actor()
    assert addressees([lonely.pk]) == {lonely.pk: []}
    assert addressees([]) == {}


def test_actors_do_not_share_their_people(cast):
    people = addressees([cast.vhs.pk, cast.library.pk])
    assert [person.address for person in people[cast.library.pk]] == ["redaktion.bibliothek@example.org"]


def test_a_disabled_account_is_written_to_by_no_way(cast):
    make.contact(cast.vhs, email="Mitglied.VHS@example.org")
    cast.vhs_member.is_active = False
    cast.vhs_member.save()
    assert found(cast.vhs) == [("redaktion.vhs@example.org", "editor")]


def test_an_address_stands_once_whatever_its_case(cast):
    make.contact(cast.vhs, email="REDAKTION.vhs@Example.org")
    make.contact(cast.vhs, email="Sekretariat@example.org", name="A")
    make.contact(cast.vhs, email="sekretariat@example.org", name="B")
    assert [address for address, _ in found(cast.vhs)] == [
        "redaktion.vhs@example.org",
        "mitglied.vhs@example.org",
        "sekretariat@example.org",
    ]


def test_a_contact_without_address_is_nobody_to_write_to(cast):
    make.contact(cast.library, phone="02323 16-0")
    assert len(found(cast.library)) == 1


def test_a_contact_with_an_account_elsewhere_stays_a_contact(cast):
    make.contact(cast.library, email=cast.vhs_editor.email)
    assert addressees([cast.library.pk])[cast.library.pk][-1].user_id == cast.vhs_editor.pk
    assert found(cast.library)[-1] == (cast.vhs_editor.email, "contact")


@pytest.mark.parametrize("actors", [1, 12])
def test_the_number_of_queries_does_not_grow(cast, actors, django_assert_num_queries):
    for _ in range(actors):
        actor = make.actor()
        make.membership(cast.vhs_member, actor)
        make.contact(actor, email="sekretariat@example.org")
    wanted = list(type(cast.vhs).objects.values_list("pk", flat=True))
    with django_assert_num_queries(3):
        addressees(wanted)


# --- Leaving -----------------------------------------------------------------------------------------------


def told(actor):
    return set(Notice.objects.filter(scope=f"actor:{actor.pk}").values_list("address", flat=True))


def tell_everybody(actor):
    for person in addressees([actor.pk])[actor.pk]:
        make.notice(person.address, scope=f"actor:{actor.pk}")


def test_whoever_leaves_an_actor_is_told_no_more_of_it(cast):
    tell_everybody(cast.vhs)
    make.notice(cast.vhs_member.email, scope=f"actor:{cast.library.pk}")
    actions.remove_membership(cast.vhs.memberships.get(user=cast.vhs_member), by=cast.office)
    assert told(cast.vhs) == {cast.vhs_editor.email}
    assert told(cast.library) == {cast.vhs_member.email}


def test_whoever_stays_as_a_contact_is_still_told(cast):
    make.contact(cast.vhs, email=cast.vhs_member.email)
    tell_everybody(cast.vhs)
    actions.remove_membership(cast.vhs.memberships.get(user=cast.vhs_member), by=cast.office)
    assert told(cast.vhs) == {cast.vhs_editor.email, cast.vhs_member.email}


def test_a_contact_that_is_taken_out_is_told_no_more(cast, client):
    contact = make.contact(cast.vhs, name="Sekretariat", email="sekretariat@example.org")
    tell_everybody(cast.vhs)
    client.force_login(cast.office)
    send(client, f"{cast.vhs.get_absolute_url()}bearbeiten/", **{"contacts-0-DELETE": "on"})
    assert not cast.vhs.contacts.filter(pk=contact.pk).exists()
    assert told(cast.vhs) == {cast.vhs_editor.email, cast.vhs_member.email}
