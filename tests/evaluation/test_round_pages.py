"""The office's desk of a round: prepared with its criteria, opened, led on, its progress read."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bildungsnetz import schooldays
from evaluation.models import EvaluationRound, RatingSheet, RoundState
from tests import make
from tests.measures.typed import errors, send

LIST = "/auswertung/runden/"


def school_day(days=14):
    return schooldays.on_or_after(timezone.localdate() + timedelta(days=days))


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


@pytest.fixture
def measure(cast):
    return make.measure(lead=cast.vhs)


def press(client, evaluation_round, verb="schritt", **data):
    return client.post(f"{evaluation_round.get_absolute_url()}{verb}/", data, follow=True)


class TestPreparing:
    def test_a_round_starts_with_the_criteria_of_a_selection(self, office, measure):
        chosen, other = make.criterion(weight=2), make.criterion()
        selection = make.criteria_set(chosen)
        send(office, f"{LIST}neu/?set={selection.pk}", title="Herbst", closes_on=school_day())
        made = EvaluationRound.objects.get()
        assert [(row.criterion, row.weight) for row in made.round_criteria.all()] == [(chosen, 2)]
        assert (made.title, made.state, made.serial) == ("Herbst", RoundState.PREPARED, 1)
        assert other.round_criteria.count() == 0

    def test_without_a_selection_nothing_is_chosen(self, office, measure):
        make.criteria_set(make.criterion())
        form = office.get(f"{LIST}neu/?set=0").context["form"]
        assert not any(form[choice.ask].value() for choice in form.choices)

    def test_criteria_and_weights_can_be_changed_until_it_is_opened(self, office, measure):
        asked, late = make.criterion(), make.criterion()
        made = make.prepared_round(asked, closes_on=school_day())
        changes = {f"ask_{asked.pk}": None, f"ask_{late.pk}": "on", f"weight_{late.pk}": "0,5"}
        send(office, f"{LIST}{made.serial}/bearbeiten/", **changes)
        row = made.round_criteria.get()
        assert (row.criterion, str(row.weight)) == (late, "0.50")

    def test_only_the_weight_of_what_is_asked_must_be_right(self, office, measure):
        asked, left_out = make.criterion(), make.criterion()
        made = make.prepared_round(asked, closes_on=school_day())
        url = f"{LIST}{made.serial}/bearbeiten/"
        assert errors(send(office, url, **{f"weight_{asked.pk}": ""}), f"weight_{asked.pk}")
        assert errors(send(office, url, **{f"weight_{asked.pk}": "11"}), f"weight_{asked.pk}")
        assert send(office, url, **{f"weight_{left_out.pk}": ""}).status_code == 302

    def test_what_is_retired_is_offered_only_to_a_round_that_has_it(self, office):
        retired = make.criterion(retired_on=timezone.localdate())
        made = make.prepared_round(retired)
        new, old = (office.get(f"{LIST}{page}/").context["form"] for page in ("neu", f"{made.serial}/bearbeiten"))
        assert [choice.criterion for choice in new.choices] == []
        assert [choice.criterion for choice in old.choices] == [retired]

    @pytest.mark.parametrize("day", [date(2020, 1, 7), date(2027, 7, 25)])
    def test_the_deadline_is_a_school_day_that_is_not_over(self, office, day):
        make.period()
        assert errors(send(office, f"{LIST}neu/", closes_on=day), "closes_on")
        assert not EvaluationRound.objects.exists()

    def test_two_edits_at_once_lose_nothing(self, office, measure):
        made = make.prepared_round(closes_on=school_day())
        data = {"title": "Von mir", "period": made.period.pk, "revision_no": "1"}
        EvaluationRound.objects.filter(pk=made.pk).update(revision_no=2, title="Von anderen")
        response = office.post(f"{LIST}{made.serial}/bearbeiten/", data)
        assert response.status_code == 409
        assert "Von mir" in response.content.decode()

    def test_the_preview_says_what_opening_begins(self, office, cast, measure):
        lonely = make.actor("Allein")
        make.participation(measure, cast.library)
        make.measure(lead=lonely)
        made = make.prepared_round(participants_rate=True)
        preview = office.get(made.get_absolute_url()).context["preview"]
        assert (preview.measures, preview.actors, preview.people, preview.sheets) == (2, 3, 3, 5)
        assert preview.unreachable == [lonely]
        assert not RatingSheet.objects.exists()

    def test_a_prepared_round_can_be_deleted_and_an_open_one_cannot(self, office, measure):
        prepared, opened = make.prepared_round(), make.evaluation_round()
        assert office.post(f"{LIST}{prepared.serial}/loeschen/").status_code == 302
        assert office.post(f"{LIST}{opened.serial}/loeschen/").status_code == 403
        assert list(EvaluationRound.objects.all()) == [opened]


class TestOpening:
    def test_weights_of_zero_alone_are_said_on_the_page_and_refused(self, office, measure):
        made = make.prepared_round(make.criterion(weight=0), make.criterion(applies_to="goal"))
        sentence = "Mindestens ein Kriterium für Maßnahmen braucht ein Gewicht über 0"
        page = office.get(made.get_absolute_url()).content.decode()
        assert sentence in page
        assert "Runde öffnen und anschreiben" not in page
        assert sentence in press(office, made, target="rating").content.decode()
        made.refresh_from_db()
        assert made.is_prepared

    def test_a_weight_of_zero_beside_others_is_shown_as_not_counting(self, office, measure):
        made = make.prepared_round(make.criterion(), make.criterion(weight=0))
        press(office, made, target="rating")
        made.refresh_from_db()
        assert made.is_rating
        assert "zählt nicht mit" in office.get(made.get_absolute_url()).content.decode()

    def test_nothing_to_rate_is_said(self, office):
        made = make.prepared_round()
        assert "keine Maßnahme freigegeben" in office.get(made.get_absolute_url()).content.decode()
        assert "keine Maßnahme freigegeben" in press(office, made, target="rating").content.decode()


class TestLeading:
    def test_the_deadline_moves_only_ahead(self, office, measure):
        today = timezone.localdate()
        made = make.evaluation_round(closes_on=school_day(20))
        url = f"{LIST}{made.serial}/bearbeiten/"
        assert errors(send(office, url, closes_on=today - timedelta(days=7)), "closes_on")
        assert errors(send(office, url, closes_on=today), "closes_on")
        later = school_day(40)
        assert send(office, url, closes_on=later).status_code == 302
        made.refresh_from_db()
        assert made.closes_on == later

    def test_a_deadline_that_is_over_stands_in_nobodys_way(self, office, measure):
        made = make.evaluation_round(closes_on=timezone.localdate() - timedelta(days=1))
        assert "Die Frist ist abgelaufen" in office.get(made.get_absolute_url()).content.decode()
        assert send(office, f"{LIST}{made.serial}/bearbeiten/", title="Anders").status_code == 302
        made.refresh_from_db()
        assert made.title == "Anders"

    def test_what_a_form_leaves_open_depends_on_the_state(self, office, measure):
        made = make.evaluation_round()
        url = f"{LIST}{made.serial}/bearbeiten/"
        assert set(office.get(url).context["form"].fields) == {"title", "closes_on", "gap_from", "text"}
        make.move(made, "reflection")
        assert set(office.get(url).context["form"].fields) == {"title", "gap_from"}
        make.move(made, "closed")
        assert office.get(url).status_code == 403

    def test_it_is_led_to_its_end_and_back_with_a_reason(self, office, measure):
        made = make.evaluation_round()
        for target in ("reflection", "closed"):
            press(office, made, target=target)
            made.refresh_from_db()
            assert made.state == target
        assert "Bitte nennen Sie den Grund" in press(office, made, target="reflection").content.decode()
        press(office, made, target="reflection", reason="Ein Wert fehlte")
        made.refresh_from_db()
        assert made.in_reflection
        assert made.history.first().history_change_reason == "Ein Wert fehlte"

    @pytest.mark.parametrize("target", ["closed", "prepared", "", "unsinn"])
    def test_a_step_that_does_not_exist_is_refused(self, office, measure, target):
        made = make.evaluation_round()
        assert "nicht möglich" in press(office, made, target=target).content.decode()
        made.refresh_from_db()
        assert made.is_rating

    def test_results_become_public_on_a_day(self, office, measure, client):
        made = make.evaluation_round(state="closed")
        day = timezone.localdate() + timedelta(days=3)
        send(office, f"{LIST}{made.serial}/veroeffentlichen/", results_public_from=day)
        made.refresh_from_db()
        assert made.results_public_from == day
        assert f"für alle ab {day:%d.%m.%Y}" in office.get(made.get_absolute_url()).content.decode()

    def test_the_clerk_reads_and_is_offered_no_step(self, client, cast, measure):
        made = make.evaluation_round()
        client.force_login(cast.clerk)
        assert "Bewertung beenden" not in client.get(made.get_absolute_url()).content.decode()
        assert "erinnern" not in client.get(f"{made.get_absolute_url()}mails/").content.decode()
        assert press(client, made, target="reflection").status_code == 403


def actors(client, evaluation_round, **query):
    return client.get(f"{evaluation_round.get_absolute_url()}akteure/", query)


def shown(line):
    return [label for label, _, _ in line.shown]


class TestProgress:
    def test_both_sides_are_counted(self, office, cast, measure):
        make.measure(lead=cast.library)
        made = make.evaluation_round()
        make.sheet(make.rated(made, measure), "lead", 3)
        context = office.get(made.get_absolute_url()).context
        assert (context["actors"].owing, context["actors"].total) == (1, 2)
        assert (context["office"].owing, context["office"].total) == (2, 2)

    def test_when_the_rating_is_over_the_count_stays(self, office, cast, measure):
        make.measure(lead=cast.library)
        made = make.evaluation_round()
        make.sheet(make.rated(made, measure), "lead", 3)
        make.move(made, "reflection")
        measure.publication = "withdrawn"
        measure.save()
        context = office.get(made.get_absolute_url()).context
        assert (context["actors"].owing, context["actors"].total) == (1, 2)
        assert (context["office"].owing, context["office"].total) == (2, 2)

    def test_who_owes_most_comes_first_with_each_kind_counted(self, office, cast, measure):
        make.measure(lead=cast.library)
        more = make.measure(lead=cast.library)
        made = make.evaluation_round()
        make.sheet(make.rated(made, measure), "lead", 3)
        make.sheet(make.rated(made, more), "lead", state="draft")
        response = actors(office, made)
        assert [(line.url, shown(line)) for line in response.context["lines"]] == [
            (cast.library.get_absolute_url(), ["steht aus: 1", "begonnen: 1"]),
            (cast.vhs.get_absolute_url(), ["abgegeben: 1"]),
        ]
        assert f'<a href="{cast.vhs.get_absolute_url()}">{cast.vhs}</a>' in response.content.decode()

    def test_no_address_has_a_separator_of_thousands(self, office, cast):
        actor = make.actor(pk=1242)
        make.measure(lead=actor)
        made = make.evaluation_round()
        page = actors(office, made).content.decode()
        for address in (actor.get_absolute_url(), reverse("evaluation:round_actor", args=[made.serial, actor.pk])):
            assert f'href="{address}"' in page

    def test_each_filter_narrows_to_whom_it_names(self, office, cast, measure):
        lonely = make.actor("Allein")
        for lead in (lonely, cast.library):
            make.measure(lead=lead)
        make.recipient(cast.library_editor.email, bounced_at=timezone.now())
        made = make.evaluation_round()
        make.sheet(make.rated(made, measure), "lead", 3)
        found = {
            show: {line.url for line in actors(office, made, show=show).context["lines"]}
            for show in ("", "owing", "done", "bounced", "unreachable", "unsinn")
        }
        vhs, library, alone = (actor.get_absolute_url() for actor in (cast.vhs, cast.library, lonely))
        assert found == {
            "": {vhs, library, alone},
            "unsinn": {vhs, library, alone},
            "owing": {library, alone},
            "done": {vhs},
            "bounced": {library},
            "unreachable": {library, alone},
        }

    def test_what_nobody_can_give_any_more_is_called_missing(self, office, cast, measure):
        make.measure(lead=make.actor("Allein"))
        made = make.evaluation_round()
        assert "2 von 2 Bögen der Akteure stehen noch aus" in office.get(made.get_absolute_url()).content.decode()
        make.move(made, "reflection")
        page = office.get(made.get_absolute_url()).content.decode()
        assert "2 von 2 Bögen der Akteure fehlen" in page
        assert "mails/" not in page

    def test_a_sheet_goes_with_the_lead(self, office, cast, measure):
        made = make.evaluation_round()
        measure.lead = cast.library
        measure.save()
        assert [line.url for line in actors(office, made).context["lines"]] == [cast.library.get_absolute_url()]
        assert office.get(f"{made.get_absolute_url()}akteure/{cast.vhs.pk}/").status_code == 404

    def test_an_actor_that_left_owes_nothing_any_more(self, office, cast, measure):
        made = make.evaluation_round()
        cast.vhs.is_active = False
        cast.vhs.save()
        assert [shown(line) for line in actors(office, made).context["lines"]] == [["ausgeschieden: 1"]]
        assert office.get(made.get_absolute_url()).context["actors"].owing == 0
        assert office.get(f"{made.get_absolute_url()}mails/").context["silent"] == []

    def test_a_withdrawn_measure_is_waited_for_by_nobody(self, office, cast, measure):
        made = make.evaluation_round()
        measure.publication = "withdrawn"
        measure.save()
        assert [shown(line) for line in actors(office, made).context["lines"]] == [["entfällt: 1"]]
        context = office.get(made.get_absolute_url()).context
        assert (context["actors"].owing, context["actors"].total) == (0, 0)
        assert context["next_sheet"] is None

    def test_many_actors_are_paged(self, office, cast):
        for _ in range(31):
            make.measure(lead=make.actor())
        made = make.evaluation_round()
        first, second = (actors(office, made, page=page).context["lines"] for page in (1, 2))
        assert (len(first), len(second)) == (30, 1)


class TestOneActor:
    """What the list of actors loads in place, and leads to without JavaScript."""

    def test_its_people_and_its_sheets(self, office, cast, measure):
        other = make.measure(lead=cast.library)
        made = make.evaluation_round()
        page = office.get(f"{made.get_absolute_url()}akteure/{cast.vhs.pk}/").content.decode()
        assert f"/runden/{made.serial}/massnahmen/{measure.number}/" in page
        assert cast.vhs_editor.email in page
        assert "noch nicht angeschrieben" in page
        assert other.number not in page
        assert cast.library_editor.email not in page

    def test_in_place_it_comes_without_the_page_around_it(self, office, cast, measure):
        url = f"{make.evaluation_round().get_absolute_url()}akteure/{cast.vhs.pk}/"
        part = office.get(url, headers={"HX-Request": "true"}).content.decode()
        assert cast.vhs_editor.email in part
        assert "<html" not in part

    def test_of_many_sheets_the_first_are_named(self, office, cast):
        measures = [make.measure(lead=cast.vhs) for _ in range(31)]
        made = make.evaluation_round()
        response = office.get(f"{made.get_absolute_url()}akteure/{cast.vhs.pk}/")
        assert [sheet.rated.measure for sheet in response.context["sheets"]] == measures[:30]
        assert "weitere in der" in response.content.decode()


class TestMails:
    def test_it_says_whom_a_reminder_reaches_and_whom_nothing_reaches(self, office, cast, measure):
        lonely = make.actor("Allein")
        make.measure(lead=lonely)
        make.recipient(cast.vhs_member.email, bounced_at=timezone.now())
        made = make.evaluation_round()
        response = office.get(f"{made.get_absolute_url()}mails/")
        context = response.context
        assert [one.person.address for one in context["nudges"].ready] == [cast.vhs_editor.email]
        assert sum(context["nudges"].held.values()) == 1
        assert (context["owing"], context["untold"], context["silent"]) == (2, 1, [lonely])
        page = response.content.decode()
        assert "Alle Säumigen erinnern" in page
        assert "Nachtragen und anschreiben" in page

    def test_when_actors_cannot_rate_nobody_is_written_to(self, office, measure):
        made = make.evaluation_round(closes_on=timezone.localdate() - timedelta(days=1))
        page = office.get(f"{made.get_absolute_url()}mails/").content.decode()
        assert "erinnern" not in page
        assert "Akteure können zurzeit nicht bewerten" in page

    def test_before_the_opening_there_are_none(self, office):
        url = make.prepared_round().get_absolute_url()
        assert [office.get(f"{url}{page}/").status_code for page in ("mails", "akteure")] == [404, 404]
