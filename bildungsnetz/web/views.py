"""The pages' common ground: an object comes through its permission rule, a form saves without losing another's work.

A noun is a class made of these; a verb is a function with ``@require_POST``.
"""

from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.forms import BaseForm, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views import generic

from bildungsnetz import access

if TYPE_CHECKING:
    from bildungsnetz.accounts.models import User


def person(request: HttpRequest) -> "User":
    """Who acts, on a page that lets nobody in who has not signed in."""
    return cast("User", request.user)


@method_decorator(login_not_required, name="dispatch")
class Public:
    """A page that needs no sign-in. What it shows is still what the rules permit."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ForViewers:
    """A page that exists only for those who may see anything of its ``model``: everybody else gets a 404."""

    model: type[Model]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not access.may(request.user, "view", self.model):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class Permitted:
    """Gets its object through the permission rule of ``action`` and hands the template ``allowed``.

    ``asks`` names the actions that the page asks about; without it all of them.
    """

    action: ClassVar[str] = "view"
    asks: ClassVar[tuple[str, ...]] = ()
    request: HttpRequest
    kwargs: dict[str, Any]

    def get_lookup(self) -> dict[str, Any]:
        """The part of the address that names the object, as a filter."""
        return {"pk": self.kwargs["pk"]}

    def get_object(self, queryset: Any = None) -> Any:
        rows = self.get_queryset() if queryset is None else queryset  # type: ignore[attr-defined]
        return access.get_permitted(rows, self.request.user, self.action, self.asks, **self.get_lookup())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        subject = getattr(self, "object", None)
        if isinstance(subject, Model) and subject.pk:
            context.setdefault("allowed", access.Allowed(subject))
        return super().get_context_data(**context)  # type: ignore[misc]


class DetailView(Permitted, generic.DetailView):
    pass


class ListView(generic.ListView):
    """All rows that the user may see; ``may_add`` says whether a button to add one belongs on the page."""

    model: type[Model]

    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        return rows.permitted("view", self.request.user)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        if "add" in access.actions_of(self.model):
            context.setdefault("may_add", access.may(self.request.user, "add", self.model))
        return super().get_context_data(**context)


class Saving:
    """Saving a form: one message, one redirect. ``save`` calls the action that writes."""

    done_message: ClassVar[str] = "Gespeichert."
    template_name: Any = "forms/page.html"
    heading: ClassVar[str] = ""
    submit_label: ClassVar[str] = "Speichern"
    way_back: tuple[str, str] | None = None
    request: HttpRequest
    object: Any

    def save(self, form: Any) -> Model:
        return form.save()

    def form_valid(self, form: Any) -> HttpResponse:
        self.object = self.save(form)
        messages.success(self.request, self.done_message)
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_heading(self) -> str:
        return self.heading

    def get_back_label(self) -> str:
        """The words for the page that ``get_cancel_url`` leads to."""
        subject = getattr(self, "object", None)
        return str(subject) if subject is not None and subject.pk else str(self.model._meta.verbose_name_plural)  # type: ignore[attr-defined]

    def get_cancel_url(self) -> str:
        subject = getattr(self, "object", None)
        return subject.get_absolute_url() if subject is not None and subject.pk else ".."

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context.setdefault("heading", self.get_heading())
        context.setdefault("submit_label", self.submit_label)
        label, url = self.way_back or (self.get_back_label(), self.get_cancel_url())
        context.setdefault("cancel_url", url)
        context.setdefault("back_label", label)
        return super().get_context_data(**context)  # type: ignore[misc]


class CreateView(Saving, generic.CreateView):
    """A new object, for those whom the rule "add" of its model lets in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            access.require(request.user, "add", self.model)
        return super().dispatch(request, *args, **kwargs)


class UpdateView(Saving, Permitted, generic.UpdateView):
    """Edits an object that two people may have open at once.

    The form carries the ``revision_no`` it was made from. If somebody saved meanwhile, nothing is written and a page
    shows both texts side by side; what was typed is kept and can be saved over the other's on purpose.
    """

    action = "edit"
    conflict_template_name = "forms/conflict.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            self.object = self.get_object(self.get_queryset().select_for_update(of=("self",)))
            # Asked before the form writes what was typed into the object: a refused key leads nowhere.
            self.way_back = self.get_back_label(), self.get_cancel_url()
            current = {field: self.object.serializable_value(field) for field in self.plain_fields()}
            form = self.get_form()
            if self.is_stale():
                return self.conflict(form, current)
            if form.is_valid():
                return self.form_valid(form)
        return self.form_invalid(form)

    def is_stale(self) -> bool:
        """Whether somebody saved since the form was shown."""
        theirs = getattr(self.object, "revision_no", None)
        return theirs is not None and self.request.POST.get("revision_no") != str(theirs)

    def get_form_instance(self, row: Any) -> Any:
        """What the form writes to: the row itself, or something new made from it."""
        return row

    def get_form_kwargs(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_kwargs()
        return options | {"instance": self.get_form_instance(self.object)}

    def plain_fields(self) -> list[str]:
        return [field.name for field in self.object._meta.concrete_fields]

    def conflict(self, form: BaseForm, current: dict[str, Any]) -> HttpResponse:
        """The page that keeps both texts. Its form carries the newest ``revision_no``."""
        stored = type(self.object)._default_manager.get(pk=self.object.pk)
        theirs = self.stored_form(form.__class__, stored)
        context = self.get_context_data(form=form, differences=differences(form, theirs), stored=stored)
        return self.render_to_response_from(self.conflict_template_name, context, status=409)

    def stored_form(self, form_class: Any, stored: Model) -> BaseForm:
        """The form with what is stored, to compare with."""
        return form_class(instance=self.get_form_instance(stored), **self.form_options())

    def form_options(self) -> dict[str, Any]:
        """What the form's class needs beside data, files and instance."""
        known = ("data", "files", "instance", "initial", "prefix")
        return {name: value for name, value in self.get_form_kwargs().items() if name not in known}

    def render_to_response_from(self, template: str, context: dict[str, Any], status: int) -> HttpResponse:
        return self.response_class(self.request, [template], context, using=self.template_engine, status=status)


class DeleteView(Permitted, generic.DeleteView):
    """Asks before it deletes. What something else hangs on stays, and the page says so."""

    action = "delete"
    template_name = "forms/delete.html"
    heading: ClassVar[str] = "Löschen"
    consequence: ClassVar[str] = ""
    done_message: ClassVar[str] = "Gelöscht."

    def delete_object(self) -> None:
        self.object.delete()

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                self.delete_object()
        except ProtectedError as error:
            return self.render_to_response(self.get_context_data(form=form, in_the_way=in_the_way(error)), status=409)
        messages.success(self.request, self.done_message)
        return redirect(self.get_success_url())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context.setdefault("cancel_url", self.get_cancel_url())
        context.setdefault("back_label", str(self.object))
        context |= {"heading": self.heading, "consequence": self.consequence}
        return super().get_context_data(**context)

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


def in_the_way(error: ProtectedError) -> list[str]:
    """The kinds of records that keep another from being deleted, each with its number."""
    counts = Counter(str(row._meta.verbose_name_plural) for row in error.protected_objects)
    return [f"{name} ({count})" for name, count in sorted(counts.items())]


def differences(mine: BaseForm, theirs: BaseForm) -> list[dict[str, Any]]:
    """The fields in which what was typed differs from what is stored: label, mine, theirs as text."""
    rows = []
    for name, field in mine.fields.items():
        if field.widget.is_hidden:
            continue
        typed, stored = mine[name].value(), theirs[name].value()
        shown = display(field, typed), display(field, stored)
        if shown[0] != shown[1]:
            rows.append({"label": mine[name].label, "mine": shown[0], "theirs": shown[1]})
    for my_set, their_set in zip(getattr(mine, "row_sets", ()), getattr(theirs, "row_sets", ()), strict=True):
        shown = display_rows(my_set), display_rows(their_set)
        if shown[0] != shown[1]:
            rows.append({"label": my_set.heading, "mine": shown[0], "theirs": shown[1]})
    return rows


def display_rows(row_set: Any) -> str:
    """The rows of a formset, a line each; what is to be deleted is left out."""
    lines = []
    for form in row_set.forms:
        if "DELETE" in form.fields and form["DELETE"].value():
            continue
        visible = [field for field in form.visible_fields() if field.name != "DELETE"]
        lines.append(" · ".join(filter(None, (display(field.field, field.value()) for field in visible))))
    return "\n".join(filter(None, lines))


def display(field: Any, value: Any) -> str:
    """A field's value in words: the labels of choices, not their keys."""
    choices = getattr(field, "choices", None)
    values = value if isinstance(value, list | tuple) else [value]
    if choices is not None:
        labels = {str(key): str(label) for key, label in flat(choices)}
        keys = [str(getattr(item, "pk", item)) for item in values if item not in (None, "")]
        return ", ".join(sorted(labels.get(key, key) for key in keys))
    if isinstance(value, bool) or value in ("on", "True", "False"):
        return "ja" if value in (True, "on", "True") else "nein"
    prepared = field.prepare_value(value)
    return "" if prepared is None else str(field.widget.format_value(prepared) or "")


def flat(choices: Any) -> list[tuple[Any, Any]]:
    rows: list[tuple[Any, Any]] = []
    for key, label in choices:
        rows += flat(label) if isinstance(label, list | tuple) else [(key, label)]
    return rows


def save_revised(form: ModelForm) -> Any:
    """Stores a form's object and counts its revision up. The caller holds the row's lock."""
    form.instance.revision_no += 1
    return form.save()
