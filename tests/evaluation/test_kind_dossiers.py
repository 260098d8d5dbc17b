"""Maßnahmendossier, Synopse and Beschlusskontrolle with known numbers."""

from evaluation.models import ResolutionEvidence
from evaluation.reports import frame
from evaluation.reports.rendering import render
from goals.models import Consultation
from tests import make
from tests.pdf import reading


class TestMassnahmendossier:
    def test_every_released_measure_has_its_steckbrief(self, world):
        values = world.values("massnahmendossier")
        assert [one["number"] for one in values["profiles"]] == ["M-001", "M-002", "M-003", "M-004"]
        text = reading.text(render(values))
        assert "In der Anlage sind 4 Maßnahmen mit Steckbrief aufgeführt." in text
        assert "verzögert – Ein verabredeter Zeitpunkt ist verpasst" in text
        assert "Grund: Stelle fehlt" in text

    def test_a_goal_narrows_it_to_its_own(self, world):
        values = world.values("massnahmendossier", goal=world.circle.goals[1])
        assert [one["number"] for one in values["profiles"]] == ["M-004"]
        assert [goal["number"] for goal in values["goals"]] == [2]
        assert values["finance"]["measures"] == []

    def test_each_begins_on_a_page_of_its_own(self, world):
        pages = reading.text_of_pages(render(world.values("massnahmendossier")))
        defined = [page.count("– Die Maßnahme läuft") + page.count("– Ein verabredeter") for page in pages]
        assert [count for count in defined if count] == [1, 1, 1, 1]

    def test_a_hidden_goal_and_more_than_five_notes_are_not_shown(self, world):
        measure = world.circle.measures[0]
        measure.further_goals.add(make.goal(9, title="Verborgenes", is_public=False))
        for number in range(7):
            make.progress_note(measure, text=f"Sachstand {number}")
        first = world.values("massnahmendossier")["profiles"][0]
        assert "Verborgenes" not in str(first)
        assert [note["text"] for note in first["notes"]] == [f"Sachstand {number}" for number in (6, 5, 4, 3, 2)]

    def test_it_asks_no_more_for_many_than_for_few(self, world, django_assert_max_num_queries):
        variant = world.variant("massnahmendossier")
        for number in range(20):
            made = make.measure(title=f"Weitere {number}", leading_goal=world.circle.goals[0])
            make.progress_note(made)
            make.milestone(made, title="Schritt")
        with django_assert_max_num_queries(45):
            frame.figures(variant, make.TODAY)


class TestSynopse:
    def test_it_says_what_becomes_of_each_goal_and_its_measures(self, world):
        values = world.values("synopse", "resolution")
        assert (
            "werden zwei Handlungsziele für die Jahre 2028–2032 (1 angepasst, 1 beendet und 1 neu)"
            in (values["texts"]["decisions"])
        )
        assert "beschließt die in der Anlage 1 dargestellten" in values["texts"]["proposed_resolution"]
        text = reading.text(render(values))
        assert "Anlage 1: Synopse der Handlungsziele 2023–2027 und 2028–2032" in text
        assert "M-004 endet" in text

    def test_the_annex_lies_across(self, world):
        with reading.opened(render(world.values("synopse"))) as pdf:
            shapes = [page.mediabox[2] > page.mediabox[3] for page in pdf.pages]
        assert shapes[0] is False
        assert shapes[-1] is True

    def test_goals_that_are_not_public_are_left_out(self, world):
        world.carry_over.draft_goals.filter(number=3).update(is_public=False)
        assert "Digitales" not in str(world.values("synopse"))


class TestBeschlusskontrolle:
    def test_every_item_has_its_state_and_what_may_be_named_of_its_backing(self, world):
        values = world.values("beschlusskontrolle")
        first, second = values["resolutions"]
        assert [(item["state"], item["remark"]) for item in first["items"]] == [
            ("done", "Ist umgesetzt"), ("running", ""), ("open", ""),
        ]  # fmt: skip
        assert first["items"][0]["evidence"] == ["Handlungsziel 1 (2023–2027)", "M-001 Lesestart", "Bewertung 2025"]
        assert (second["number"], second["items"][0]["state"]) == ("2024/0100", "open")
        assert values["texts"]["state"] == "Von 4 Beschlusspunkten sind 2 offen, 1 in Arbeit und 1 erledigt."

    def test_it_says_who_decided_when_and_how(self, world):
        assert (
            world.values("beschlusskontrolle")["resolutions"][0]["decided"] == "Schulausschuss, 17.11.2022, beschlossen"
        )

    def test_the_next_periods_paper_and_what_follows_it_belong_there(self, world):
        theirs = make.paper("2027/0500", predecessor=world.paper)
        make.period("2028-2032", paper=theirs)
        after = make.paper("2028/0001", predecessor=theirs)
        for paper in (theirs, after):
            make.resolution_item(paper)
        assert [row["number"] for row in world.values("beschlusskontrolle")["resolutions"]] == [
            "2022/1106",
            "2024/0100",
        ]

    def test_papers_of_its_reports_and_what_follows_are_among_them(self, world):
        filed, answer = make.paper("2025/0300"), make.paper("2025/0301")
        answer.predecessor = filed
        answer.save()
        make.variant(report=make.report(period=world.circle.period), paper=filed)
        for paper in (filed, answer):
            make.resolution_item(paper)
            Consultation.objects.filter(paper=paper).delete()
        numbers = [row["number"] for row in world.values("beschlusskontrolle")["resolutions"]]
        assert numbers == ["2022/1106", "2024/0100", "2025/0300", "2025/0301"]

    def test_a_report_is_named_as_backing_once_everybody_can_read_it(self, world):
        item = world.paper.resolution_items.get(number=2)
        variant = make.variant(report=make.report(title="Erster Bericht", period=world.circle.period))
        ResolutionEvidence.objects.create(check_row=item.execution, report=variant.report)
        make.version(variant)
        second = world.values("beschlusskontrolle")["resolutions"][0]["items"][1]
        assert second["evidence"] == []
        variant.public_from = make.TODAY
        variant.save()
        second = world.values("beschlusskontrolle")["resolutions"][0]["items"][1]
        assert second["evidence"] == ["Erster Bericht"]
