"""The office's desk of a Bewertungsrunde: prepare it, lead it from state to state, make its results public."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from bildungsnetz import schooldays
from bildungsnetz.web.views import CreateView, DeleteView, ForViewers, ListView, UpdateView, person
from evaluation import actions
from evaluation.forms.rounds import DEFAULT_TEXT, PublishForm, RatingRoundForm, ReflectedRoundForm, RoundForm
from evaluation.models import CriteriaSet, Criterion, EvaluationRound, RoundState
from goals.models import Period

from .criteria import is_key

TIME_TO_RATE = timedelta(days=21)
IN_ORDER = ("-applies_to", "position", "pk")  # criteria for measures first


class RoundList(ForViewers, ListView):
    model = EvaluationRound
    template_name = "evaluation/rounds.html"
    context_object_name = "rounds"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("period")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(today=timezone.localdate(), **context)


class OfRound:
    """Finds the round by the number in the address; for people outside the offices there are none."""

    kwargs: dict[str, Any]
    model = EvaluationRound

    def get_lookup(self) -> dict[str, Any]:
        return {"serial": self.kwargs["serial"]}


class RoundCreate(ForViewers, CreateView):
    """A new round; ``?set=`` names the selection it starts with, 0 none. Without it the first one is taken."""

    model = EvaluationRound
    form_class = RoundForm
    template_name = "evaluation/round_form.html"
    heading = "Bewertungsrunde vorbereiten"
    submit_label = "Weiter zur Vorschau"
    done_message = "Die Runde ist vorbereitet. Noch hat niemand eine Mail bekommen."

    @cached_property
    def sets(self) -> list[CriteriaSet]:
        return list(CriteriaSet.objects.permitted("view", self.request.user))

    @cached_property
    def start(self) -> CriteriaSet | None:
        wanted = self.request.GET.get("set", "")
        if not is_key(wanted):
            return self.sets[0] if self.sets else None
        return next((one for one in self.sets if one.pk == int(wanted)), None)

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {
            "title": f"Gemeinsame Bewertung {today.year}",
            "period": period_of(today),
            "reference_on": today,
            "closes_on": schooldays.on_or_after(today + TIME_TO_RATE),
            "text": DEFAULT_TEXT,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate()
        offered = Criterion.objects.in_use_on(today).order_by(*IN_ORDER)
        chosen = {one.pk: one.weight for one in self.start.criteria.all()} if self.start else {}
        return {**super().get_form_kwargs(), "today": today, "offered": offered, "weights": chosen}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(sets=self.sets, start=self.start, **context)

    def save(self, form: Any) -> EvaluationRound:
        return actions.save_round(form.instance, criteria=form.chosen(), by=person(self.request))

    def get_cancel_url(self) -> str:
        return reverse("evaluation:rounds")


def period_of(today: date) -> Period | None:
    """The period that a day lies in, else the last one that has begun."""
    return Period.objects.filter(starts_on__lte=today).order_by("-starts_on").first()


class RoundEdit(OfRound, UpdateView):
    """Everything while the round is prepared; from the opening on what its state leaves open."""

    heading = "Bewertungsrunde bearbeiten"
    FORMS = {
        RoundState.PREPARED: RoundForm,
        RoundState.RATING: RatingRoundForm,
        RoundState.REFLECTION: ReflectedRoundForm,
    }

    def get_form_class(self) -> Any:
        return self.FORMS[RoundState(self.object.state)]

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate()
        options = {**super().get_form_kwargs(), "today": today}
        if self.object.is_prepared:
            weights = self.weights()
            offered = Q(pk__in=Criterion.objects.in_use_on(today)) | Q(pk__in=weights)
            options |= {"offered": Criterion.objects.filter(offered).order_by(*IN_ORDER), "weights": weights}
        return options

    def weights(self) -> dict[int, Decimal]:
        return dict(self.object.round_criteria.values_list("criterion", "weight"))

    def save(self, form: Any) -> EvaluationRound:
        criteria = form.chosen() if isinstance(form, RoundForm) else None
        return actions.save_round(form.instance, criteria=criteria, by=person(self.request))


class RoundDelete(OfRound, DeleteView):
    heading = "Bewertungsrunde löschen"
    done_message = "Die Bewertungsrunde ist gelöscht."

    def delete_object(self) -> None:
        actions.delete_round(self.object, by=person(self.request))

    def get_success_url(self) -> str:
        return reverse("evaluation:rounds")


class RoundPublish(OfRound, UpdateView):
    """From which day the results of a closed round are public."""

    action = "publish"
    form_class = PublishForm
    heading = "Ergebnisse veröffentlichen"
    done_message = "Der Tag der Veröffentlichung ist gespeichert."

    def save(self, form: Any) -> EvaluationRound:
        day = form.cleaned_data["results_public_from"]
        return actions.publish_results(form.instance, public_from=day, by=person(self.request))
