"""Committees and their meetings."""

from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from bildungsnetz.access import get_permitted, may
from bildungsnetz.web.views import DetailView, ListView, Public
from bildungsnetz.web.words import days_left
from goals import dates
from goals.forms import CommitteeForm, MeetingForm
from goals.models import Committee, CommitteeName, Consultation, Meeting
from goals.querysets import shown

from .base import CreateView, DeleteView, UpdateView


class CommitteeList(Public, ListView):
    model = Committee
    context_object_name = "committees"
    template_name = "goals/committee_list.html"

    def get_queryset(self) -> Any:
        user = self.request.user
        coming = Meeting.objects.upcoming(timezone.localdate())
        return (
            super()
            .get_queryset()
            .prefetch_related(shown("former_names", CommitteeName.objects.all(), user), shown("meetings", coming, user))
        )

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(may_add_meeting=may(self.request.user, "add", Meeting), **context)


class OneCommittee:
    kwargs: dict[str, Any]

    def get_lookup(self) -> dict[str, Any]:
        return {"key": self.kwargs["key"]}


class CommitteePage(Public, OneCommittee, DetailView):
    """A committee with its meetings to come and the papers it dealt with, the newest first."""

    model = Committee
    template_name = "goals/committee.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        meetings = Meeting.objects.filter(committee=self.object).permitted("view", user)
        consultations = Consultation.objects.filter(committee=self.object).permitted("view", user)
        newest = consultations.select_related("paper", "committee").order_by("-paper__number", "position")
        page = Paginator(newest, 50).get_page(self.request.GET.get("page"))
        context |= {
            "former_names": self.object.former_names.all(),
            "upcoming": counted_back(meetings.upcoming(today).with_allowed(user, "edit", "delete"), today),
            "past": meetings.filter(held_on__lt=today).with_allowed(user, "edit", "delete").order_by("-held_on")[:20],
            "page": page,
            "may_add_meeting": may(user, "add", Meeting),
        }
        return super().get_context_data(**context)


def counted_back(meetings: Any, today: date) -> list[Meeting]:
    """Meetings, each with the days that are left to it and to what must be done before."""
    found = list(meetings.select_related("committee"))
    for meeting in found:
        meeting.countdown = dates.countdown(meeting)
        meeting.left = {
            "session": days_left(meeting.held_on, today),
            "papers": days_left(meeting.countdown.papers_due_on, today),
            "window": days_left(meeting.countdown.window_closes_on, today),
        }
    return found


class CommitteeCreate(CreateView):
    model = Committee
    form_class = CommitteeForm
    heading = "Gremium anlegen"

    def get_cancel_url(self) -> str:
        return reverse("goals:committee_list")


class CommitteeUpdate(OneCommittee, UpdateView):
    model = Committee
    form_class = CommitteeForm
    heading = "Gremium bearbeiten"


class OfCommittee:
    """Below the address of a committee."""

    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def committee(self) -> Committee:
        found: Committee = get_permitted(Committee.objects.all(), self.request.user, key=self.kwargs["key"])
        return found

    def get_queryset(self) -> Any:
        return Meeting.objects.filter(committee=self.committee)

    def get_success_url(self) -> str:
        return self.committee.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.committee.get_absolute_url()

    def get_back_label(self) -> str:
        return str(self.committee)


class MeetingCreate(OfCommittee, CreateView):
    model = Meeting
    form_class = MeetingForm
    heading = "Sitzung eintragen"

    def new_instance(self) -> Meeting:
        return Meeting(committee=self.committee)


class MeetingUpdate(OfCommittee, UpdateView):
    model = Meeting
    form_class = MeetingForm
    heading = "Sitzung bearbeiten"


class MeetingDelete(OfCommittee, DeleteView):
    model = Meeting
    heading = "Sitzung löschen"
