"""Who is written to about an actor's measures."""

import pytest

from measures.people import Person, addressees
from tests import make


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
