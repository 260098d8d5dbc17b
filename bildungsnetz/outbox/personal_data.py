"""What the outbox knows about somebody with an account: handed out on request, forgotten with the account."""

from typing import Any

from bildungsnetz.accounts import personal_data
from bildungsnetz.accounts.models import User

from .models import Notice, Recipient


def register() -> None:
    personal_data.register("E-Mail-Benachrichtigungen", export=choices, erase=forget_address)
    personal_data.register("Hinweise per E-Mail", export=notices)


def choices(user: User) -> list[dict[str, Any]]:
    """What the person has stopped, and whether mails to the address came back."""
    return [
        {"abbestellt": row.stopped_kinds, "nicht erreichbar seit": row.bounced_at, "Grund": row.bounce_reason}
        for row in Recipient.objects.of([user.email])
    ]


def notices(user: User) -> list[dict[str, Any]]:
    rows = Notice.objects.filter(address=user.email).order_by("pk")
    return [{"Hinweis": row.text, "entstanden": row.created_at, "verschickt": row.bundled_at} for row in rows]


def forget_address(user: User) -> None:
    Recipient.objects.of([user.email]).delete()
    Notice.objects.filter(address=user.email).delete()
