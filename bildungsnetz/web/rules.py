from django.db.models import Q

from bildungsnetz.access import EVERYTHING, NOTHING, Person, rule
from bildungsnetz.accounts.rules import is_coordination_office

from .models import LegalPage


@rule(LegalPage, "view")
def view_legal_page(user: Person) -> Q:
    return EVERYTHING


@rule(LegalPage, "edit", "history", "restore")
def edit_legal_page(user: Person) -> Q:
    return EVERYTHING if is_coordination_office(user) else NOTHING
