"""The catalogue of criteria: what may be written, what stands once it was asked, and the ready template."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from evaluation import actions
from evaluation.models import CriteriaSet, Criterion, EvaluationRound
from tests import make
from tests.measures.typed import errors, send

LIST = "/auswertung/kriterien/"


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


def typed(**changes):
    """What somebody types into the form of a criterion."""
    words = {f"level_{level}": f"Stufe {level}" for level in range(5)}
    filled = {"title": "Freude", "question": "Macht es Freude?", "guidance": "", "applies_to": "measure"}
    return (
        filled
        | {"effect_stage": "", "weight": "1", "position": "10", "retired_on": "", "source_urls": ""}
        | words
        | changes
    )


class TestCatalogue:
    def test_it_is_listed_by_what_it_applies_to_along_the_effect_chain(self, office):
        make.criterion("Wirkung", effect_stage="impact", position=1)
        make.criterion("Geld", effect_stage="input", position=2)
        make.criterion("Einigkeit", position=3)
        make.criterion("Aktualität", applies_to="goal")
        groups = office.get(LIST).context["groups"]
        assert [(applies, [str(row) for row in rows]) for applies, rows in groups] == [
            ("measure", ["Einigkeit", "Geld", "Wirkung"]),
            ("goal", ["Aktualität"]),
        ]

    def test_what_is_retired_stands_apart_from_its_day_on(self, office):
        today = timezone.localdate()
        old = make.criterion(retired_on=today)
        soon = make.criterion(retired_on=today + timedelta(days=1))
        context = office.get(LIST).context
        assert context["retired"] == [old]
        assert context["groups"][0][1] == [soon]

    def test_an_empty_catalogue_offers_the_template(self, office):
        assert "Vorlage übernehmen" in office.get(LIST).content.decode()
        office.post("/auswertung/kriterien/vorlage/")
        assert CriteriaSet.objects.count() == 2
        assert "Vorlage übernehmen" not in office.get(LIST).content.decode()

    def test_the_template_is_not_loaded_over_what_people_wrote(self, office, cast):
        make.criterion()
        with pytest.raises(ValidationError):
            actions.take_templates(by=cast.office)
        office.post("/auswertung/kriterien/vorlage/")
        assert Criterion.objects.count() == 1

    def test_the_clerk_reads_but_does_not_write(self, client, cast):
        client.force_login(cast.clerk)
        assert client.get(LIST).status_code == 200
        with pytest.raises(PermissionDenied):
            actions.take_templates(by=cast.clerk)
        assert client.get(f"{LIST}neu/").status_code == 403


class TestWriting:
    def test_a_criterion_is_written(self, office, cast):
        send(office, f"{LIST}neu/", **typed(weight="0,5", source_urls="https://example.org/a"))
        written = Criterion.objects.get()
        assert (written.title, str(written.weight)) == ("Freude", "0.50")
        assert written.history.first().history_user == cast.office

    @pytest.mark.parametrize(
        ("field", "value"),
        [("question", ""), ("level_3", ""), ("weight", "-1"), ("weight", "11"), ("source_urls", "nix")],
    )
    def test_what_is_missing_or_beyond_is_refused(self, office, field, value):
        response = office.post(f"{LIST}neu/", typed(**{field: value}))
        assert errors(response, field)
        assert not Criterion.objects.exists()

    def test_a_new_one_can_start_with_the_words_of_another(self, office):
        other = make.criterion("Freude", level_4="riesig")
        page = office.get(f"{LIST}neu/?from={other.pk}").content.decode()
        assert "riesig" in page

    def test_until_a_round_is_opened_with_it_everything_can_change(self, office):
        criterion = make.criterion()
        make.prepared_round(criterion)
        send(office, f"{LIST}{criterion.pk}/bearbeiten/", **typed(title="Neu"))
        criterion.refresh_from_db()
        assert criterion.title == "Neu"

    def test_once_it_was_asked_its_words_stand(self, office):
        criterion = make.criterion("Alt")
        make.evaluation_round(criterion)
        page = office.get(f"{LIST}{criterion.pk}/bearbeiten/")
        assert set(page.context["form"].fields) == {"weight", "position", "retired_on"}
        assert "stehen deshalb fest" in page.content.decode()
        send(office, f"{LIST}{criterion.pk}/bearbeiten/", **typed(title="Neu", weight="2"))
        criterion.refresh_from_db()
        assert (criterion.title, criterion.weight) == ("Alt", 2)

    def test_two_edits_at_once_lose_nothing(self, office):
        criterion = make.criterion()
        Criterion.objects.filter(pk=criterion.pk).update(revision_no=2, title="Von anderen")
        response = office.post(f"{LIST}{criterion.pk}/bearbeiten/", {**typed(title="Von mir"), "revision_no": "1"})
        assert response.status_code == 409
        assert "Von mir" in response.content.decode()
        assert "Von anderen" in response.content.decode()

    def test_what_no_round_chose_can_go_and_what_one_chose_cannot(self, office):
        free, chosen = make.criterion(), make.criterion()
        make.prepared_round(chosen)
        assert office.post(f"{LIST}{free.pk}/loeschen/").status_code == 302
        assert office.post(f"{LIST}{chosen.pk}/loeschen/").status_code == 403
        assert list(Criterion.objects.all()) == [chosen]


class TestSelections:
    def test_a_selection_is_written_changed_and_deleted(self, office):
        one, other = make.criterion(), make.criterion()
        send(office, f"{LIST}saetze/neu/", title="Kurz", criteria=[one.pk])
        made = CriteriaSet.objects.get()
        assert list(made.criteria.all()) == [one]
        url = f"{LIST}saetze/{made.pk}/"
        send(office, f"{url}bearbeiten/", criteria=[one.pk, other.pk])
        assert made.criteria.count() == 2
        office.post(f"{url}loeschen/")
        assert not CriteriaSet.objects.exists()
        assert Criterion.objects.count() == 2

    def test_what_is_retired_is_offered_only_where_it_stands_already(self, office):
        retired = make.criterion(retired_on=timezone.localdate())
        having = make.criteria_set(retired)
        new = office.get(f"{LIST}saetze/neu/").context["form"]
        old = office.get(f"{LIST}saetze/{having.pk}/bearbeiten/").context["form"]
        assert retired not in new.fields["criteria"].queryset
        assert retired in old.fields["criteria"].queryset


class TestTemplate:
    @pytest.fixture
    def template(self, cast):
        actions.take_templates(by=cast.office)
        return CriteriaSet.objects.order_by("position")

    def test_both_selections_ask_about_measures_and_goals(self, template):
        for selection in template:
            assert {row.applies_to for row in selection.criteria.all()} == {"measure", "goal"}

    def test_the_effect_chain_is_whole(self, template):
        chain = template.last().criteria.filter(applies_to="measure").values_list("effect_stage", flat=True)
        assert set(chain) == {"input", "output", "outcome", "impact"}

    def test_every_level_says_something_of_its_own(self, template):
        for criterion in Criterion.objects.all():
            words = [text for _, text in criterion.levels]
            assert len(set(words)) == 5
            assert all(len(text) > 15 for text in words)

    def test_a_round_can_be_opened_with_it(self, template, office, cast):
        make.measure(lead=cast.vhs)
        send(office, "/auswertung/runden/neu/")
        made = EvaluationRound.objects.get()
        assert made.round_criteria.count() == template.first().criteria.count()
