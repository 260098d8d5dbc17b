"""Calendars that people subscribe to."""

from secrets import token_urlsafe
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone

from bildungsnetz.access import PermittedQuerySet


def signer() -> signing.Signer:
    return signing.Signer(salt="calendars.feed", sep=".")


def new_secret() -> str:
    return token_urlsafe(16)


class CalendarFeedQuerySet(PermittedQuerySet):
    def active(self) -> Self:
        return self.filter(revoked_at=None, user__is_active=True)

    def with_token(self, token: str) -> Self:
        """The feed that ``token`` opens, if it is genuine."""
        try:
            return self.active().filter(secret=signer().unsign(token))
        except signing.BadSignature:
            return self.none()


class CalendarFeed(models.Model):
    """One person's subscription to one topic. Whoever knows its address reads it, so the address is a secret.

    A calendar fetches for years and its owner wants to see the address again, hence it must be known to us. It is not
    stored, though: it consists of ``secret`` and a signature by the installation's own key, and a copied database or a
    backup opens no calendar.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Konto", on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    topic = models.CharField("Inhalt", max_length=120)
    secret = models.CharField("Geheimnis", max_length=32, unique=True, default=new_secret, editable=False)
    created_at = models.DateTimeField("abonniert am", default=timezone.now, editable=False)
    revoked_at = models.DateTimeField("beendet am", null=True, blank=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = "Kalender-Abonnement"
        verbose_name_plural = "Kalender-Abonnements"
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "topic"],
                condition=models.Q(revoked_at=None),
                name="calendar_feed_once",
                violation_error_message="Diesen Kalender haben Sie schon abonniert.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.topic} ({self.user})"

    @property
    def token(self) -> str:
        return signer().sign(self.secret)

    @property
    def address(self) -> str:
        """Where calendars fetch it."""
        return settings.SITE_URL + reverse("calendars:feed", args=[self.token])

    @property
    def webcal_address(self) -> str:
        """The same for a click that opens the calendar program."""
        return "webcal://" + self.address.partition("://")[2]
