"""Actors: the list, the page of one, and who acts for it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView

from bildungsnetz import access
from bildungsnetz.access import get_permitted
from bildungsnetz.accounts.models import Invitation
from bildungsnetz.web.views import CreateView, DeleteView, DetailView, ListView, Public, UpdateView
from bildungsnetz.words import sort_key
from measures import actions
from measures.forms.actor import (
    ActorFilter,
    ActorForm,
    ContactsForm,
    InvitationForm,
    MembershipForm,
    MembershipRoleForm,
)
from measures.models import Actor, ActorAlias, Measure, Membership, Participation

MOST_MEASURES = 50


class ActorList(Public, ListView):
    """Everybody who carries out measures, with how many they lead and join as far as the reader may see them."""

    model = Actor
    template_name = "measures/actor_list.html"
    context_object_name = "actors"
    paginate_by = 100

    def get_queryset(self) -> Any:
        self.filter = ActorFilter(self.request.GET or None)
        self.filter.is_valid()
        wanted = getattr(self.filter, "cleaned_data", {})
        actors = super().get_queryset().active()
        if wanted.get("kind"):
            actors = actors.filter(kind=wanted["kind"])
        for word in sort_key(wanted.get("q") or "").split():
            actors = actors.filter(Q(sort_key__contains=word) | Q(pk__in=also_known_as(word)))
        measures = Measure.objects.permitted("view", self.request.user)
        shares = Participation.objects.permitted("view", self.request.user)
        return actors.annotate(
            leads=count_of(measures.filter(lead=OuterRef("pk")), "lead"),
            joins=count_of(shares.filter(actor=OuterRef("pk")), "actor"),
        )

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        may_see_load = access.may(self.request.user, "see_load", Actor)
        return super().get_context_data(filter=self.filter, may_see_load=may_see_load, **context)


def also_known_as(word: str) -> list[int]:
    """The actors with another spelling that has ``word`` in it, by the same key as their names."""
    spellings = ActorAlias.objects.values_list("actor", "name")
    return [actor for actor, name in spellings if word in sort_key(name)]


def count_of(rows: Any, key: str) -> Coalesce:
    """The number of ``rows``, which name the outer row by ``key``, as a column."""
    counted = rows.order_by().values(key).annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class ActorPage(Public, DetailView):
    model = Actor
    template_name = "measures/actor.html"

    def get_queryset(self) -> Any:
        return Actor.objects.select_related("part_of", "district")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        actor, user = self.object, self.request.user
        measures = Measure.objects.permitted("view", user).select_related("leading_goal").order_by("serial")
        shares = Participation.objects.permitted("view", user).filter(actor=actor)
        people = actor.may_view_people
        memberships = list(actor.memberships.permitted("view", user).select_related("user")) if people else []
        return super().get_context_data(
            leads=list(measures.filter(lead=actor)[: MOST_MEASURES + 1]),
            shares=list(
                shares.select_related("measure__leading_goal", "measure__lead").order_by("measure__serial")[
                    : MOST_MEASURES + 1
                ]
            ),
            most=MOST_MEASURES,
            units=actor.units.active(),
            contacts=actor.contacts.permitted("view", user).select_related("user") if people else (),
            invited=open_invitations(actor) if actor.may_invite else (),
            acting={membership.user_id for membership in memberships},
            memberships=memberships,
            aliases=actor.aliases.all() if actor.may_edit else (),
            **context,
        )


class ActorCreate(CreateView):
    model = Actor
    form_class = ActorForm
    heading = "Akteur anlegen"

    def save(self, form: BaseForm) -> Actor:
        return actions.save_actor(form, by=self.request.user)  # type: ignore[arg-type]


def open_invitations(actor: Actor) -> set[str]:
    """The addresses to which an invitation for ``actor`` is under way."""
    rows = Invitation.objects.open(timezone.now()).filter(memberships__actor=actor)
    return set(rows.values_list("email", flat=True))


class ActorEdit(UpdateView):
    model = Actor
    form_class: Any = ActorForm
    heading = "Akteur bearbeiten"

    def save(self, form: BaseForm) -> Actor:
        invited = open_invitations(self.object)
        actor = self.write(form)
        for address in sorted(invited - open_invitations(actor)):
            messages.info(self.request, f"Die offene Einladung an {address} gilt nicht mehr.")
        return actor

    def write(self, form: BaseForm) -> Actor:
        return actions.save_actor(form, by=self.request.user)  # type: ignore[arg-type]


class ContactsEdit(ActorEdit):
    """For the actor's own Redaktion, which edits nothing else of it."""

    action = "edit_contacts"
    form_class = ContactsForm
    heading = "Ansprechpersonen bearbeiten"

    def write(self, form: BaseForm) -> Actor:
        return actions.save_contacts(form, by=self.request.user)  # type: ignore[arg-type]


class OfActor(FormView):
    """A form about one actor, for those whom the rule ``action`` lets in."""

    action = ""
    template_name = "forms/page.html"
    heading = ""
    submit_label = ""
    done_message = ""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.actor = get_permitted(Actor.objects.all(), request.user, self.action, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: Any) -> None:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                self.act(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done_message)
        return redirect(self.actor)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading,
            submit_label=self.submit_label,
            cancel_url=self.actor.get_absolute_url(),
            back_label=str(self.actor),
            **context,
        )


class ActorInvite(OfActor):
    action = "invite"
    form_class = InvitationForm
    heading = "Person einladen"
    submit_label = "Einladung verschicken"
    done_message = "Die Einladung ist verschickt."

    def get_initial(self) -> dict[str, Any]:
        """Filled with the contact person whose button was pressed."""
        given = self.request.GET.get("contact", "")
        if not (given.isascii() and given.isdigit() and len(given) < 18):
            return {}
        contact = self.actor.contacts.permitted("view", self.request.user).filter(pk=given).first()
        return {"email": contact.email, "display_name": contact.name} if contact else {}

    def act(self, form: Any) -> None:
        actions.invite_to_actor(self.actor, by=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class MembershipCreate(OfActor):
    action = "edit"
    form_class = MembershipForm
    heading = "Person hinzufügen"
    submit_label = "Hinzufügen"
    done_message = "Die Person gehört jetzt zum Akteur."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Membership(actor=self.actor)}

    def act(self, form: Any) -> None:
        actions.add_membership(form, by=self.request.user)  # type: ignore[arg-type]


class OneMembership:
    model = Membership
    kwargs: dict[str, Any]
    object: Any

    def get_queryset(self) -> Any:
        return Membership.objects.select_related("user", "actor")

    def get_lookup(self) -> dict[str, Any]:
        return {"actor": self.kwargs["actor"], "pk": self.kwargs["pk"]}

    def get_cancel_url(self) -> str:
        return self.object.actor.get_absolute_url()

    def get_success_url(self) -> str:
        return self.object.actor.get_absolute_url()


class MembershipEdit(OneMembership, UpdateView):
    form_class = MembershipRoleForm
    heading = "Rolle ändern"
    done_message = "Die Rolle ist geändert."

    def save(self, form: Any) -> Membership:
        actions.change_membership_role(form.instance, by=self.request.user, role=form.cleaned_data["role"])  # type: ignore[arg-type]
        return self.object


class MembershipDelete(OneMembership, DeleteView):
    heading = "Aus dem Akteur entfernen"
    consequence = "Das Konto bleibt bestehen; die Person sieht die Entwürfe dieses Akteurs nicht mehr."
    done_message = "Die Person gehört nicht mehr zum Akteur."

    def delete_object(self) -> None:
        actions.remove_membership(self.object, by=self.request.user)  # type: ignore[arg-type]
