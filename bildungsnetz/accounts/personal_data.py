"""What the apps know about a person: each registers, in ``AppConfig.ready()``, how to hand it out and how to forget it.

personal_data.register("Mitgliedschaften", export=memberships_of, erase=leave_actors)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession

from .models import User

Export = Callable[[User], Any]  # something JSON can hold; dates are fine
Erase = Callable[[User], None]  # called in the transaction that erases the account, before its address is gone


@dataclass(frozen=True)
class Holding:
    export: Export | None
    erase: Erase | None


_holdings: dict[str, Holding] = {}


def register(title: str, *, export: Export | None = None, erase: Erase | None = None) -> None:
    """``title`` is the heading in the export; registering it again replaces it."""
    _holdings[title] = Holding(export, erase)


def export_of(user: User) -> dict[str, Any]:
    """Everything that is kept about ``user`` (Art. 15 DSGVO), by heading."""
    account = {
        "E-Mail-Adresse": user.email,
        "Anzeigename": user.display_name,
        "Rollen": [role.label for role in user.roles],
        "dabei seit": user.joined_at,
        "zuletzt angemeldet": user.last_login,
        "Passwort gesetzt": user.has_usable_password(),
        "zweiter Faktor": sorted({str(one.get_type_display()) for one in user.authenticator_set.all()}),  # type: ignore[attr-defined]
    }
    sessions = UserSession.objects.filter(user=user).values("created_at", "last_seen_at", "ip", "user_agent")
    invitations = user.invitations.values("email", "created_at", "accepted_at", "invited_by__display_name")
    own = {"Konto": account, "Sitzungen": list(sessions), "Einladungen": list(invitations)}
    return own | {title: held.export(user) for title, held in _holdings.items() if held.export}


def erase_holdings(user: User) -> None:
    for held in _holdings.values():
        if held.erase:
            held.erase(user)
