"""Herne's records load, say where they come from, and mark what is not from there."""

from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings

from bildungsnetz.accounts.models import User
from bildungsnetz.records import Origin, Sourced
from bildungsnetz.schooldays import is_school_day
from evaluation import fixtures
from evaluation.models import CarryOver, EvaluationRound
from evaluation.results import results
from evaluation.synopsis import synopsis_of
from goals.models import Committee, Goal, Indicator, Meeting, Paper, Period
from measures import asking
from measures.models import Actor, Measure, ProgressNote, Publication, ReportingWindow
from measures.windows import counts, owed
from tests import make

TODAY = date(2026, 11, 24)
SOURCED = [model for model in apps.get_models() if issubclass(model, Sourced)]


class Records(TestCase):
    @classmethod
    def setUpTestData(cls):
        fixtures.load_records()

    def test_all_of_hernes_records_are_there(self):
        counts = {model: model.objects.count() for model in (Paper, Committee, Period, Goal, Indicator, Measure)}
        assert counts == {Paper: 21, Committee: 11, Period: 3, Goal: 5, Indicator: 10, Measure: 36}
        assert Actor.objects.exclude(kind="school").count() >= 38
        assert Actor.objects.filter(kind="school").count() == 30

    def test_the_chain_of_resolutions_leads_back_to_the_mission_statement(self):
        paper, chain = Paper.objects.get(number="2022/1106"), []
        while paper:
            chain.append(paper.number)
            paper = paper.predecessor
        assert chain == ["2022/1106", "2018/0805", "2013/0502", "2011/0702"]

    def test_every_record_names_its_source(self):
        for model in SOURCED:
            assert not model.objects.filter(source_urls="").exclude(origin=Origin.INVENTED).exists(), model

    def test_the_goals_of_measures_are_marked_as_our_suggestion(self):
        for measure in Measure.objects.exclude(leading_goal=None):
            assert measure.origin_marks["leading_goal"] == "Vorschlag"

    def test_no_wording_of_a_goal_is_invented(self):
        assert set(Goal.objects.values_list("text", flat=True)) == {None}

    def test_no_round_is_invented(self):
        assert not EvaluationRound.objects.exists()

    def test_measures_wait_as_drafts_until_an_office_releases_them(self):
        assert set(Measure.objects.values_list("publication", flat=True)) == {Publication.DRAFT}

    def test_loading_leaves_search_text_sort_key_and_history(self):
        measure = Measure.objects.get(serial=3)
        assert "grundschulen" in measure.search_text
        assert measure.sort_key.startswith("ausbau des offenen")
        assert measure.history.count() >= 1

    def test_nothing_is_loaded_over_what_people_wrote(self):
        with pytest.raises(CommandError, match="leere Datenbank"):
            call_command("load_herne")

    def test_if_empty_keeps_still_when_something_is_there(self):
        call_command("load_herne", "--if-empty")
        assert Measure.objects.count() == 36


@override_settings(DEMO=True)
class Demo(TestCase):
    @classmethod
    def setUpTestData(cls):
        fixtures.load_demo(TODAY)

    def test_the_demo_releases_the_real_measures_alone(self):
        released = Measure.objects.released()
        assert released.count() == 35
        assert set(released.values_list("origin", flat=True)) == {Origin.SOURCE}

    def test_what_hangs_on_no_goal_stays_a_draft(self):
        title = "Lernen vor Ort (lebenslang - lernen @ herne. komm)"
        assert Measure.objects.get(title=title).publication == Publication.DRAFT

    def test_notes_are_marked_as_invented(self):
        assert set(ProgressNote.objects.values_list("origin", flat=True)) == {Origin.INVENTED}

    def test_it_looks_like_this_month_whenever_it_is_loaded(self):
        newest = ProgressNote.objects.order_by("-reported_on").first()
        assert 0 <= (TODAY - newest.reported_on).days <= 14
        assert Meeting.objects.upcoming(TODAY).exists()

    def test_committees_keep_meeting_on_working_days(self):
        assert all(meeting.held_on.weekday() < 5 for meeting in Meeting.objects.all())

    def test_a_measure_stands_as_its_last_note_says(self):
        measure = Measure.objects.get(title="Kein Abschluss ohne Anschluss (KAoA)")
        assert measure.last_confirmed_on == measure.progress_notes.first().reported_on
        assert measure.origin_marks["status"] == "Beispiel (erfunden)"

    def test_its_people_are_roles_and_have_no_names(self):
        assert all(user.is_demo and user.email.endswith("@example.org") for user in User.objects.all())

    def test_a_window_is_open_and_some_have_answered(self):
        window = ReportingWindow.objects.get()
        assert (window.origin, window.is_open(TODAY)) == (Origin.INVENTED, True)
        assert is_school_day(window.closes_on)
        assert {request.measure for request in owed(window)} < set(Measure.objects.released())
        assert counts(window) == {"owed": 23, "opened": 1, "waiting": 2, "answered": 4}
        assert asking.still_to_tell(window, asking.owing_circle(window)) == []
        assert make.window().serial == 2

    def test_two_rounds_are_published_and_one_takes_ratings(self):
        rounds = EvaluationRound.objects.order_by("serial")
        assert {one.origin for one in rounds} == {Origin.INVENTED}
        assert [(one.state, one.results_public_from is not None) for one in rounds] == [
            ("closed", True),
            ("closed", True),
            ("rating", False),
        ]
        assert rounds[1].results_public_from < TODAY < rounds[2].closes_on
        assert is_school_day(rounds[2].closes_on)

    def test_the_last_round_found_something_about_each_goal(self):
        found = results(EvaluationRound.objects.get(serial=2))
        assert all(one.figures.mean is not None and one.reflection.attainment is not None for one in found.goals)
        assert (found.total.settled.agreed, found.total.settled.dissent) == (5, 1)
        assert 0 < found.total.owing < found.total.submitted

    def test_the_next_period_is_being_prepared_and_every_goal_decided_about(self):
        carry_over = CarryOver.objects.get()
        assert (carry_over.is_draft, carry_over.origin) == (True, Origin.INVENTED)
        assert [pair.kind for pair in synopsis_of(carry_over, AnonymousUser()).pairs] == [
            *("fortgeführt", "angepasst", "angepasst", "zusammengeführt", "zusammengeführt", "neu"),
        ]

    def test_recommendations_and_rounds_count_on(self):
        assert make.recommendation(EvaluationRound.objects.get(serial=3)).number == "E-005"
        assert make.prepared_round().serial == 4

    def test_the_next_measure_gets_the_next_number(self):
        assert make.draft(lead=Actor.objects.first()).number == "M-040"


@override_settings(DEMO=False)
class Production(TestCase):
    def test_it_refuses_demo_data(self):
        with pytest.raises(CommandError, match="demo"):
            call_command("load_herne", "--demo")
        assert not Measure.objects.exists()

    def test_the_files_are_plain_django_fixtures(self):
        paths = [Path(settings.BASE_DIR) / "fixtures" / f"{name}.json" for name in fixtures.RECORDS]
        call_command("loaddata", *map(str, paths), verbosity=0)
        assert Measure.objects.count() == 36
