"""Beschlusskontrolle: every item of every resolution with its state, and the page to write it down."""

from typing import Any

import django_filters
from django.db.models import Q
from django.urls import reverse

from bildungsnetz import access
from bildungsnetz.web.forms import Form
from bildungsnetz.web.views import ForViewers, ListView, UpdateView, person
from evaluation.actions.resolution_checks import save_check
from evaluation.executions import with_execution
from evaluation.forms.resolution_checks import ResolutionCheckForm
from evaluation.models import Execution, ResolutionCheck
from goals.models import Paper, ResolutionItem


class CheckFilter(django_filters.FilterSet):
    """By paper and state. An item that nobody has looked at is open."""

    paper = django_filters.ModelChoiceFilter(
        queryset=Paper.objects.filter(resolution_items__isnull=False).distinct(),
        label="Vorlage",
        to_field_name="number",
        empty_label="alle Vorlagen",
    )
    state = django_filters.ChoiceFilter(
        label="Stand", choices=Execution.choices, method="in_state", empty_label="jeder Stand"
    )

    class Meta:
        model = ResolutionItem
        fields: tuple[str, ...] = ()
        form = Form

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        found = Q(execution__state=value)
        return rows.filter(found | Q(execution=None) if value == Execution.OPEN else found)


class CheckList(ForViewers, ListView):
    """The items of all resolutions, the newest paper first."""

    model = ResolutionCheck
    context_object_name = "items"
    template_name = "evaluation/resolution_checks.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.filter = CheckFilter(self.request.GET, ResolutionItem.objects.permitted("view", self.request.user))
        found = self.filter.qs if self.filter.is_valid() else self.filter.queryset.none()
        return found.select_related("paper").order_by("-paper__number", "number")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.request.user
        may_edit = access.may(user, "add", ResolutionCheck)
        context = super().get_context_data(**context, filter=self.filter, may_edit=may_edit)
        return context | {"items": with_execution(context["items"], user)}


class CheckEdit(UpdateView):
    """The state of one item; the first time it is looked at there is no row yet."""

    model = ResolutionCheck
    form_class = ResolutionCheckForm
    heading = "Stand des Beschlusspunkts"

    def get_object(self, queryset: Any = None) -> ResolutionCheck:
        number = self.kwargs["slug"].replace("-", "/")
        items = ResolutionItem.objects.select_related("paper", "execution")
        item = access.get_permitted(items, self.request.user, paper__number=number, number=self.kwargs["item"])
        found = ResolutionCheck.objects.filter(item=item).select_related("item__paper").first()
        if found is None:
            access.require(self.request.user, "add", ResolutionCheck)
            return ResolutionCheck(item=item)
        return access.get_permitted(  # type: ignore[no-any-return]
            ResolutionCheck.objects.select_related("item__paper"), self.request.user, "edit", pk=found.pk
        )

    def is_stale(self) -> bool:
        return self.object.pk is not None and super().is_stale()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        item = self.object.item
        return super().get_context_data(intro=f"{item.paper}, Punkt {item.number}: {item.text}", **context)

    def get_back_label(self) -> str:
        return "Beschlusskontrolle"

    def get_cancel_url(self) -> str:
        return reverse("evaluation:resolution_checks")

    def get_success_url(self) -> str:
        return f"{reverse('evaluation:resolution_checks')}?paper={self.object.item.paper.number}"

    def save(self, form: Any) -> ResolutionCheck:
        return save_check(form.save(commit=False), form.backing(), by=person(self.request))
