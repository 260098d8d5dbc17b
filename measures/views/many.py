"""Changing many measures at once: choosing what changes, a preview of each measure, and the change itself."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.views import View

from bildungsnetz import access
from bildungsnetz.web.views import person
from measures import actions, many
from measures.converters import serials_of
from measures.filters import MeasureFilter, list_url
from measures.forms.many import ManyForm
from measures.models import Measure, measure_number
from measures.options import filter_options

from .listing import address

OF_SELECTION = ("number", "all")
TOO_MANY = "Höchstens {} Maßnahmen lassen sich zusammen ändern. Bitte engen Sie die Liste durch Filter ein."
DONE = '{}. <a href="{}">Ansehen oder rückgängig machen</a>'


class EditMany(View):
    """GET: what is chosen on the list, and the form. POST: with "preview" what would become of each measure, with
    "save" the change. The measures are named in the page from the first step on: what fits a filter later is another
    matter."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        access.require(request.user, "edit_many", Measure)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.ask(self.chosen(), ManyForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ManyForm(request.POST, user=request.user)
        step = request.POST.get("step")
        if step == "back":
            typed = {**request.POST.dict(), "stages": request.POST.getlist("stages")}
            return self.ask(self.posted(), ManyForm(initial=typed, user=request.user))
        if not form.is_valid():
            return self.ask(self.posted(), form)
        return self.save(form) if step == "save" else self.preview(form, self.plan(form, self.posted()))

    def save(self, form: ManyForm) -> HttpResponse:
        with transaction.atomic():
            plan = self.plan(form, self.posted().select_for_update(of=("self",)))
            if plan.digest != self.request.POST.get("shown"):
                return self.preview(form, plan, is_stale=True)
            run = actions.change_many(
                plan, by=person(self.request), today=timezone.localdate(), reason=form.cleaned_data["reason"]
            )
        count = len(plan.changed)
        told = "1 Maßnahme geändert" if count == 1 else f"{count} Maßnahmen geändert"
        messages.success(self.request, format_html(DONE, told, run.get_absolute_url()))
        return redirect(self.back)

    def plan(self, form: ManyForm, measures: Any) -> many.Plan:
        return many.plan(measures, form, today=timezone.localdate())

    def preview(self, form: ManyForm, plan: many.Plan, *, is_stale: bool = False) -> HttpResponse:
        context = {
            "form": form,
            "plan": plan,
            "back": self.back,
            "is_stale": is_stale,
            "numbers": [one.measure.number for one in plan.ones],
            "posted": [(name, one) for name in form.fields for one in self.request.POST.getlist(name)],
        }
        return render(self.request, "measures/many_preview.html", context, status=409 if is_stale else 200)

    def ask(self, measures: Any, form: ManyForm) -> HttpResponse:
        rows = list(measures.values_list("serial", "title")[: many.MOST + 1])
        context = {
            "form": form,
            "back": self.back,
            "chosen": [{"number": measure_number(serial), "title": title} for serial, title in rows[: many.MOST]],
            "too_many": len(rows) > many.MOST,
            "limit": TOO_MANY.format(many.MOST),
        }
        return render(self.request, "measures/many.html", context)

    def chosen(self) -> Any:
        """What was ticked on the list, or all that its filters leave."""
        query = self.request.GET
        if "all" not in query:
            return self.numbered(query.getlist("number"))
        return MeasureFilter(query, self.editable(), user=self.request.user, options=filter_options()).narrowed()

    def posted(self) -> Any:
        return self.numbered(self.request.POST.getlist("number"))

    def numbered(self, numbers: list[str]) -> Any:
        return self.editable().filter(serial__in=serials_of(numbers[: many.MOST]))

    def editable(self) -> Any:
        return Measure.objects.permitted("edit", self.request.user).order_by("serial")

    @property
    def back(self) -> str:
        return f"{list_url()}{address(self.request.GET, **dict.fromkeys(OF_SELECTION))}"
