"""People who sign in, and the invitations that bring them here."""

from datetime import timedelta
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet


class OfficeRole(models.TextChoices):
    """The roles that a person has for the whole site. Roles for one actor are memberships (app ``measures``)."""

    COORDINATION_OFFICE = "coordination_office", "Bildungsbüro"
    COMMITTEE_OFFICE = "committee_office", "Gremienadministration"
    COUNCIL_READER = "council_reader", "Ratsmitglied (lesend)"
    OPERATOR = "operator", "Betrieb"


ERASED_DOMAIN = "@geloescht.invalid"


class UserQuerySet(PermittedQuerySet):
    def not_erased(self) -> Self:
        return self.exclude(email__endswith=ERASED_DOMAIN)

    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_role(self, role: str) -> Self:
        return self.filter(**{OfficeRole(role).value: True})


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    @transaction.atomic
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """An account whose address counts as verified: it comes from an invitation, or an operator vouches for it."""
        from allauth.account.models import EmailAddress

        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=normalise_email(email or ""))


def normalise_email(email: str) -> str:
    """Addresses are compared without case: nobody has two mailboxes that differ in it."""
    return email.strip().lower()


class User(AbstractBaseUser):
    """A person who can sign in. One column per office role, so that asking for a role never costs a query."""

    email = models.EmailField(
        "E-Mail-Adresse", unique=True, error_messages={"unique": "Zu dieser Adresse gibt es schon ein Konto."}
    )
    display_name = models.CharField("Anzeigename", max_length=120, blank=True)
    is_active = models.BooleanField("aktiv", default=True)
    coordination_office = models.BooleanField("Bildungsbüro", default=False)
    committee_office = models.BooleanField("Gremienadministration", default=False)
    council_reader = models.BooleanField("Ratsmitglied (lesend)", default=False)
    operator = models.BooleanField("Betrieb", default=False)
    is_demo = models.BooleanField("Beispielkonto", default=False)
    joined_at = models.DateTimeField("dabei seit", default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "Konto"
        verbose_name_plural = "Konten"
        ordering = ("email",)

    def __str__(self) -> str:
        return self.display_name or self.email

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        self.email = normalise_email(self.email)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("accounts:user", args=[self.pk])

    @property
    def roles(self) -> list[OfficeRole]:
        return [role for role in OfficeRole if getattr(self, role.value)]

    @property
    def is_office(self) -> bool:
        """Bildungsbüro upward: those for whom the second factor is mandatory."""
        return self.coordination_office or self.committee_office or self.operator

    @property
    def is_erased(self) -> bool:
        """The person behind the account was forgotten; the row stays, so that history still has an author."""
        return self.email.endswith(ERASED_DOMAIN)

    # The Django admin serves vocabulary tables alone, to operators alone.
    @property
    def is_staff(self) -> bool:
        return self.operator

    def has_perm(self, permission: str, obj: object = None) -> bool:
        return self.is_active and self.operator

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.operator


class InvitationQuerySet(PermittedQuerySet):
    def open(self, now) -> Self:  # type: ignore[no-untyped-def]
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)


def in_two_weeks():  # type: ignore[no-untyped-def]
    return timezone.now() + timedelta(days=14)


class Invitation(models.Model):
    """One person asked to join. The link in the mail is signed, works once, and dies with the address or the date."""

    email = models.EmailField("E-Mail-Adresse")
    display_name = models.CharField("Anzeigename", max_length=120, blank=True)
    coordination_office = models.BooleanField("Bildungsbüro", default=False)
    committee_office = models.BooleanField("Gremienadministration", default=False)
    council_reader = models.BooleanField("Ratsmitglied (lesend)", default=False)
    operator = models.BooleanField("Betrieb", default=False)
    invited_by = models.ForeignKey(
        User, verbose_name="eingeladen von", on_delete=models.SET_NULL, null=True, related_name="invitations_sent"
    )
    user = models.ForeignKey(
        User, verbose_name="Konto", on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    created_at = models.DateTimeField("eingeladen am", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("gültig bis", default=in_two_weeks)
    accepted_at = models.DateTimeField("angenommen am", null=True, blank=True)
    revoked_at = models.DateTimeField("zurückgezogen am", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="invitation_accepted_or_revoked",
                violation_error_message="Eine angenommene Einladung kann nicht zurückgezogen werden.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="invitation_expires_later",
                violation_error_message="Die Einladung muss nach ihrem Beginn enden.",
            ),
        )

    def __str__(self) -> str:
        return f"Einladung an {self.email}"

    @property
    def roles(self) -> list[OfficeRole]:
        return [role for role in OfficeRole if getattr(self, role.value)]

    @property
    def state(self) -> str:
        """How it stands, in a word."""
        if self.accepted_at:
            return "angenommen"
        if self.revoked_at:
            return "zurückgezogen"
        return "abgelaufen" if self.expires_at <= timezone.now() else "offen"

    @property
    def tone(self) -> str:
        """The colour and glyph of the state."""
        tones = {"angenommen": "done", "offen": "planned", "abgelaufen": "late"}
        return tones.get(self.state, "off")

    @property
    def is_unanswered(self) -> bool:
        return not self.accepted_at and not self.revoked_at
