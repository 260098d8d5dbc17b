"""The rows that are edited with a measure."""

from typing import Any

from django.forms import inlineformset_factory

from bildungsnetz.web.rows import PartRows, Row
from measures.dates import last_day
from measures.models import Actor, BudgetLine, FundingItem, Measure, Milestone, Participation

from .checks import LEADS_ALREADY, MOST_ROWS


class MilestoneRow(Row):
    class Meta:
        model = Milestone
        fields = ["title", "due_on", "due_precision", "due_words", "reached_on"]
        labels = {"due_precision": "Genauigkeit", "due_words": "Wortlaut"}

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        data["due_precision"] = data.get("due_precision") or "day"
        if data.get("due_on"):
            data["due_on"] = last_day(data["due_on"], data["due_precision"])
        return data


class ParticipationRow(Row):
    class Meta:
        model = Participation
        fields = ["actor", "contribution"]


class FundingRow(Row):
    class Meta:
        model = FundingItem
        fields = ["source", "kind", "year", "amount", "note"]
        help_texts = {"amount": "Leer heißt: nicht geplant."}


class BudgetLineRow(Row):
    class Meta:
        model = BudgetLine
        fields = [
            "plan", "year", "product_number", "product_name",
            "account_group_number", "account_group_name", "amount",
        ]  # fmt: skip


class MilestoneRows(PartRows):
    heading, row_name = "Meilensteine", "Meilenstein"
    hint = "Schritte, die für einen Zeitpunkt verabredet sind. Erscheinen öffentlich."


class ParticipationRows(PartRows):
    heading, row_name = "Mitwirkung", "Mitwirkung"
    hint = "Wer macht mit, und womit? Erscheint öffentlich."

    def add_fields(self, form: Any, index: int | None) -> None:
        """The choices are read once for all rows."""
        super().add_fields(form, index)
        if not hasattr(self, "actor_choices"):
            self.actor_choices = [("", "---------"), *Actor.objects.active().values_list("pk", "name")]
        chosen = form.instance.actor_id
        retired = chosen and all(key != chosen for key, _ in self.actor_choices)
        form.fields["actor"].choices = [*self.actor_choices, *([(chosen, str(form.instance.actor))] if retired else [])]

    def clean(self) -> None:
        super().clean()
        for form in self.kept:
            actor = getattr(form, "cleaned_data", {}).get("actor")
            if actor and actor.pk == self.instance.lead_id:
                form.add_error("actor", LEADS_ALREADY)


class FundingRows(PartRows):
    heading, row_name = "Finanzierung", "Finanzierung"
    hint = "Je Jahr und Mittelgeber eine Zeile. Erscheint öffentlich."


class BudgetRows(PartRows):
    heading, row_name = "Haushaltszeilen", "Haushaltszeile"
    hint = "Für die Tabelle „Finanzielle Auswirkungen“ einer Vorlage. Aufwand und Auszahlung mit Minus."


def rows(model: Any, form: type[Row], formset: type[PartRows]) -> Any:
    return inlineformset_factory(
        Measure, model, form=form, formset=formset, extra=0, max_num=MOST_ROWS, validate_max=True
    )


ACTOR_ROWS = {
    "milestones": rows(Milestone, MilestoneRow, MilestoneRows),
    "participations": rows(Participation, ParticipationRow, ParticipationRows),
    "funding": rows(FundingItem, FundingRow, FundingRows),
}
OFFICE_ROWS = {**ACTOR_ROWS, "budget": rows(BudgetLine, BudgetLineRow, BudgetRows)}
