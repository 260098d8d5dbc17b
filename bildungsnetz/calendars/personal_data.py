"""The calendars somebody has subscribed to: handed out on request, gone with the account. Addresses stay secret."""

from typing import Any

from bildungsnetz.accounts import personal_data
from bildungsnetz.accounts.models import User

from . import topics


def register() -> None:
    personal_data.register("Kalender-Abonnements", export=feeds, erase=forget_feeds)


def feeds(user: User) -> list[dict[str, Any]]:
    return [
        {
            "Kalender": topics.title_of(user, feed.topic) or feed.topic,
            "abonniert am": feed.created_at,
            "beendet am": feed.revoked_at,
        }
        for feed in user.calendar_feeds.all()
    ]


def forget_feeds(user: User) -> None:
    user.calendar_feeds.all().delete()
