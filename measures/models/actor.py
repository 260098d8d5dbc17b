from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Revised, SortKeyField, Sourced


class ActorKind(models.TextChoices):
    ADMINISTRATION = "administration", "Stadtverwaltung"
    STATE = "state", "Land"
    SCHOOL = "school", "Schule"
    DAYCARE = "daycare", "Kindertageseinrichtung"
    FURTHER_EDUCATION = "further_education", "Weiterbildung"
    CULTURE = "culture", "Kultur"
    UNIVERSITY = "university", "Hochschule"
    LABOUR_MARKET = "labour_market", "Arbeitsmarkt"
    BUSINESS = "business", "Kammer und Wirtschaft"
    INDEPENDENT = "independent", "Freier Träger"
    ASSOCIATION = "association", "Verein und Stiftung"
    PARTICIPATION = "participation", "Beteiligung"


class SchoolType(models.TextChoices):
    PRIMARY = "primary", "Grundschule"
    HAUPTSCHULE = "hauptschule", "Hauptschule"
    REALSCHULE = "realschule", "Realschule"
    GESAMTSCHULE = "gesamtschule", "Gesamtschule"
    GYMNASIUM = "gymnasium", "Gymnasium"
    SPECIAL = "special", "Förderschule"
    BERUFSKOLLEG = "berufskolleg", "Berufskolleg"


class ActorQuerySet(PermittedQuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def of_user(self, user) -> Self:  # type: ignore[no-untyped-def]
        """The actors that ``user`` is a member of."""
        return self.filter(pk__in=Membership.objects.filter(user=user.pk).values("actor"))


class Actor(Sourced, Revised):
    """A Bildungsakteur: whoever carries out measures."""

    name = models.CharField(
        "Name", max_length=200, unique=True, error_messages={"unique": "Einen Akteur mit diesem Namen gibt es schon."}
    )
    kind = models.CharField("Art", max_length=20, choices=ActorKind)
    school_type = models.CharField("Schulform", max_length=12, choices=SchoolType, blank=True)
    part_of = models.ForeignKey(
        "self", verbose_name="Teil von", on_delete=models.PROTECT, null=True, blank=True, related_name="units"
    )
    description = models.TextField("Beschreibung", blank=True)
    address = models.CharField("Anschrift", max_length=200, blank=True)
    website = models.URLField("Website", blank=True)
    district = models.ForeignKey(
        "measures.District",
        verbose_name="Stadtbezirk",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="actors",
    )
    is_active = models.BooleanField("aktiv", default=True)
    sort_key = SortKeyField(source="name")

    objects = ActorQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["sort_key"])
    history_parts = ("aliases", "contacts", "memberships")

    class Meta:
        verbose_name = "Bildungsakteur"
        verbose_name_plural = "Bildungsakteure"
        ordering = ("sort_key", "pk")
        indexes = (models.Index(fields=["sort_key", "id"], name="actor_sort_key"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(school_type="") | Q(kind=ActorKind.SCHOOL),
                name="actor_school_type_of_schools",
                violation_error_message="Eine Schulform haben nur Schulen.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ActorKind.values),
                name="actor_kind_known",
                violation_error_message="Diese Art von Akteur gibt es nicht.",
            ),
            models.CheckConstraint(
                condition=~Q(part_of=models.F("id")),
                name="actor_not_part_of_itself",
                violation_error_message="Ein Akteur kann nicht Teil von sich selbst sein.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("measures:actor", args=[self.pk])


class ActorAlias(models.Model):
    """Another spelling under which an actor is met in papers and spreadsheets."""

    actor = models.ForeignKey(Actor, verbose_name="Akteur", on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(
        "andere Schreibweise",
        max_length=200,
        unique=True,
        error_messages={"unique": "Diese Schreibweise ist schon einem Akteur zugeordnet."},
    )

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "andere Schreibweise"
        verbose_name_plural = "andere Schreibweisen"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Somebody to ask at an actor. Never public."""

    actor = models.ForeignKey(Actor, verbose_name="Akteur", on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField("Name oder Funktion", max_length=120)
    email = models.EmailField("E-Mail-Adresse", blank=True)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Konto",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contacts",
    )

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Ansprechperson"
        verbose_name_plural = "Ansprechpersonen"
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=["actor", "email"],
                condition=~Q(email=""),
                name="contact_email_unique",
                violation_error_message="Diese Adresse steht beim Akteur schon.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class MembershipRole(models.TextChoices):
    MEMBER = "member", "Mitglied"
    EDITOR = "editor", "Redaktion"


class Membership(models.Model):
    """A person who acts for an actor. Members write drafts; only the editors (Redaktion) submit them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Konto", on_delete=models.CASCADE, related_name="memberships"
    )
    actor = models.ForeignKey(Actor, verbose_name="Akteur", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField("Rolle", max_length=8, choices=MembershipRole, default=MembershipRole.MEMBER)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Mitgliedschaft"
        verbose_name_plural = "Mitgliedschaften"
        ordering = ("actor__sort_key", "user__email")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "actor"],
                name="membership_unique",
                violation_error_message="Diese Person gehört schon zu diesem Akteur.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=MembershipRole.values),
                name="membership_role_known",
                violation_error_message="Diese Rolle gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.actor}"


class InvitedMembership(models.Model):
    """The membership that an invitation brings when it is accepted."""

    invitation = models.ForeignKey(
        "accounts.Invitation", verbose_name="Einladung", on_delete=models.CASCADE, related_name="memberships"
    )
    actor = models.ForeignKey(Actor, verbose_name="Akteur", on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField("Rolle", max_length=8, choices=MembershipRole, default=MembershipRole.MEMBER)

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "eingeladene Mitgliedschaft"
        verbose_name_plural = "eingeladene Mitgliedschaften"
        constraints = (
            models.UniqueConstraint(
                fields=["invitation", "actor"],
                name="invited_membership_unique",
                violation_error_message="Die Einladung gilt schon für diesen Akteur.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.invitation} für {self.actor}"
