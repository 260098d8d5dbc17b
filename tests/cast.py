"""The people of the tests: one for each row of the rights table, each with a name that says who it is."""

from dataclasses import dataclass, fields

import pytest

from bildungsnetz.accounts.models import User
from measures.models import Actor
from tests import make


@dataclass(frozen=True)
class Cast:
    """``vhs`` and ``library`` are two actors that must never see each other's drafts."""

    office: User  # Bildungsbüro
    clerk: User  # Gremienadministration
    council: User
    operator: User
    vhs_editor: User
    vhs_member: User
    library_editor: User
    stranger: User  # signed in, without any role
    vhs: Actor
    library: Actor

    def people(self) -> dict[str, User | None]:
        """All roles by name, ``public`` among them as nobody."""
        signed_in = {field.name: getattr(self, field.name) for field in fields(self) if field.type is User}
        return {"public": None, **signed_in}


@pytest.fixture
def cast(db: None) -> Cast:
    vhs = make.actor("Volkshochschule Herne", kind="further_education")
    library = make.actor("Stadtbibliothek Herne", kind="culture")
    people = Cast(
        office=make.user("bildungsbuero@example.org", display_name="Bildungsbüro", coordination_office=True),
        clerk=make.user("gremien@example.org", display_name="Gremienadministration", committee_office=True),
        council=make.user("rat@example.org", display_name="Ratsmitglied", council_reader=True),
        operator=make.user("betrieb@example.org", display_name="Betrieb", operator=True),
        vhs_editor=make.user("redaktion.vhs@example.org", display_name="Redaktion VHS"),
        vhs_member=make.user("mitglied.vhs@example.org", display_name="Mitglied VHS"),
        library_editor=make.user("redaktion.bibliothek@example.org", display_name="Redaktion Stadtbibliothek"),
        stranger=make.user("ohne.rolle@example.org", display_name="Konto ohne Rolle"),
        vhs=vhs,
        library=library,
    )
    make.membership(people.vhs_editor, vhs, "editor")
    make.membership(people.vhs_member, vhs, "member")
    make.membership(people.library_editor, library, "editor")
    return people
