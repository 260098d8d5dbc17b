"""The Synopse alt–neu: what stands beside what, who reads it, and that page and paper say the same."""

import io
from datetime import date

import docx
import pytest

from evaluation import actions
from evaluation.synopsis import WITHHELD, columns, synopsis_of
from tests import make
from tests.pdf import reading
from tests.pdf.test_hostile_text import HOSTILE
from tests.pdf.verapdf import failed_rules

DRAFT = "/auswertung/uebertragung/2023-2027/synopse/"
PUBLIC = "/ziele/2028-2032/synopse/"


@pytest.fixture
def carry_over(db):
    """Goal 1 is adapted, 2 is split into 2 and 3, 3 ends, 4 is new; one measure with each old goal."""
    adapted, split, ended = (make.goal(number, text=f"Wortlaut {number} bleibt alt.") for number in (1, 2, 3))
    made = make.carry_over(period=adapted.period)
    first, second, third = (
        make.draft_goal(made, number, text=f"Wortlaut {number} bleibt neu.") for number in (1, 2, 3)
    )
    make.draft_goal(made, 4, title="Digitales", reason="Neu wegen KI")
    make.goal_plan(made, adapted, first, kind="adapted", reason="Breiter gefasst")
    make.goal_plan(made, split, second, third, kind="split", reason="Zu groß")
    make.goal_plan(made, ended, kind="ended", reason="Erreicht", measures_end=True)
    make.measure(leading_goal=adapted, title="Lesepaten")
    make.measure_plan(made, make.measure(leading_goal=split, title="Elterncafé"), draft_goal=third)
    make.measure(leading_goal=ended, title="Altprogramm")
    return made


def adopt(carry_over, by):
    actions.adopt(carry_over, paper=make.paper("2027/0815"), adopted_on=date(2027, 11, 4), by=by)
    carry_over.refresh_from_db()
    return carry_over


def said(pairs):
    return [(pair.heading, [(line.title, line.words) for line in pair.measures]) for pair in pairs]


EXPECTED = [
    ("Ziel 1 → Ziel 1: angepasst", [("Lesepaten", "")]),
    ("Ziel 2 → Ziel 2: aufgeteilt", []),
    ("Ziel 2 → Ziel 3: aufgeteilt", [("Elterncafé", "")]),
    ("Ziel 3: beendet", [("Altprogramm", "endet")]),
    ("Ziel 4: neu", []),
]


def test_each_goal_stands_beside_what_becomes_of_it(carry_over, cast):
    assert said(synopsis_of(carry_over, cast.office).pairs) == EXPECTED


def test_what_differs_is_told_apart_where_one_goal_becomes_one(carry_over, cast):
    adapted, split, *_ = synopsis_of(carry_over, cast.office).pairs
    assert adapted.old.text == [("kept", "Wortlaut 1 bleibt "), ("gone", "alt.")]
    assert adapted.new.text == [("kept", "Wortlaut 1 bleibt "), ("new", "neu.")]
    assert split.old.text == [("kept", "Wortlaut 2 bleibt alt.")]


def test_words_in_a_row_that_change_are_one_mark():
    old, new = columns("Wir fördern die Sprache.", "Wir stärken alle Sprachen.", compared=True)
    assert old == [("kept", "Wir "), ("gone", "fördern die Sprache.")]
    assert new == [("kept", "Wir "), ("new", "stärken alle Sprachen.")]


def test_an_unchanged_wording_says_so(cast):
    goal = make.goal(1, text="Gleich")
    made = make.carry_over(period=goal.period)
    actions.continue_goal(made, goal, by=cast.office)
    [pair] = synopsis_of(made, cast.office).pairs
    assert pair.is_unchanged


def test_a_wording_that_is_not_public_is_not_invented(cast):
    goal = make.goal(1)
    made = make.carry_over(period=goal.period)
    actions.continue_goal(made, goal, by=cast.office)
    [pair] = synopsis_of(made, cast.office).pairs
    assert pair.old.text == [("kept", WITHHELD)]
    assert not pair.is_unchanged


def test_what_is_undecided_says_so(cast, client):
    make.carry_over(period=make.goal(1).period)
    client.force_login(cast.clerk)
    page = client.get(DRAFT).content.decode()
    assert "Ziel 1: noch offen" in page
    assert "Noch nicht entschieden." in page


def test_the_draft_is_the_offices_own(carry_over, cast, client):
    for path in (DRAFT, f"{DRAFT.rstrip('/')}.pdf"):
        for who, status in ((cast.office, 200), (cast.clerk, 200), (cast.council, 404), (cast.vhs_editor, 404)):
            client.force_login(who)
            assert client.get(path).status_code == status, (who, path)
    client.logout()
    assert client.get(DRAFT).status_code == 302
    assert client.get(PUBLIC).status_code == 404


def test_once_adopted_everybody_reads_the_same(carry_over, cast, client):
    adopt(carry_over, cast.office)
    page = client.get(PUBLIC).content.decode()
    assert "Beschlossen am 04.11.2027 mit der Vorlage 2027/0815" in page
    assert '<del><span class="kern-sr-only">[entfällt: </span>alt.' in page
    assert '<ins><span class="kern-sr-only">[neu: </span>neu.' in page
    for words in ("Breiter gefasst", "Lesepaten", "Neu wegen KI", "endet: Endet mit dem Ziel: Erreicht"):
        assert words in page, words
    assert "sessionid" not in client.cookies


def test_adopted_words_stay_when_goals_change_later(carry_over, cast):
    adopt(carry_over, cast.office)
    goal = carry_over.period.goals.get(number=1)
    goal.text = "Nachträglich geändert."
    goal.save()
    pair = synopsis_of(carry_over, cast.office).pairs[0]
    assert pair.old.text == [("kept", "Wortlaut 1 bleibt "), ("gone", "alt.")]


def test_a_goal_that_is_not_public_is_not_told_about(carry_over, cast, client):
    carry_over.draft_goals.filter(number=4).update(is_public=False)
    goal = carry_over.period.goals.get(number=3)
    goal.is_public = False
    goal.save()
    adopt(carry_over, cast.office)
    page = client.get(PUBLIC).content.decode()
    assert "Digitales" not in page
    assert "Altprogramm" not in page
    client.force_login(cast.office)
    assert "Digitales" in client.get(PUBLIC).content.decode()


def test_a_measure_that_was_withdrawn_is_not_told_about(carry_over, cast, client):
    adopt(carry_over, cast.office)
    measure = carry_over.measure_plans.get(measure__title="Lesepaten").measure
    measure.publication = "withdrawn"
    measure.save()
    assert "Lesepaten" not in client.get(PUBLIC).content.decode()


class TestPaper:
    def test_it_is_pdf_ua_and_says_what_the_page_says(self, carry_over, cast, client):
        client.force_login(cast.office)
        pdf = client.get(f"{DRAFT.rstrip('/')}.pdf").content
        text = reading.text(pdf)
        assert failed_rules(pdf) == []
        for words in ("ENTWURF", "Breiter gefasst", "Elterncafé", "[alt.]", "[neu.]", "Ziel 4: neu"):
            assert words in text, words
        titles = reading.outline(reading.opened(pdf))
        assert [title for title in titles if title.startswith("Ziel")] == [heading for heading, _ in EXPECTED]
        assert "Author" not in dict(reading.opened(pdf).docinfo)

    def test_the_adopted_one_is_the_same_file_each_time(self, carry_over, cast, client):
        adopt(carry_over, cast.office)
        one, other = (client.get("/ziele/2028-2032/synopse.pdf").content for _ in range(2))
        assert one == other
        assert "ENTWURF" not in reading.text(one)
        assert failed_rules(one) == []

    @pytest.mark.parametrize("name", HOSTILE)
    def test_whatever_somebody_wrote_it_stays_readable(self, db, cast, client, name):
        text = HOSTILE[name].replace("\x00", "").replace("\ud800", "").replace("\udfff", "")
        goal = make.goal(1, title=text[:250], text=text)
        made = make.carry_over(period=goal.period)
        draft = make.draft_goal(made, 1, title=text[:250], text=f"{text} und mehr")
        make.goal_plan(made, goal, draft, kind="adapted", reason=text)
        client.force_login(cast.office)
        assert client.get(DRAFT).status_code == 200
        assert failed_rules(client.get(f"{DRAFT.rstrip('/')}.pdf").content) == []


class TestLineage:
    @pytest.fixture
    def adopted(self, carry_over, cast):
        return adopt(carry_over, cast.office)

    def test_a_measure_says_where_it_was(self, adopted, client):
        measure = adopted.measure_plans.get(measure__title="Lesepaten").measure
        page = client.get(measure.get_absolute_url()).content.decode()
        assert "Bisher 2023–2027" in page
        assert "/ziele/2023-2027/1/" in page
        assert "/ziele/2028-2032/1/" in page

    def test_a_measure_that_was_to_end_says_so(self, adopted, client):
        measure = adopted.measure_plans.get(measure__title="Altprogramm").measure
        assert "Sollte mit der Periode 2023–2027 enden" in client.get(measure.get_absolute_url()).content.decode()

    def test_the_old_goal_still_names_its_measures(self, adopted, client):
        page = client.get("/ziele/2023-2027/2/").content.decode()
        assert "Elterncafé" in page
        assert "Ziel 3 (2028–2032)" in page

    def test_the_new_goal_names_what_it_was_given_and_its_predecessor(self, adopted, client):
        page = client.get("/ziele/2028-2032/3/").content.decode()
        assert "Vorläufer (aufgeteilt)" in page
        assert "Aus der vorigen Periode mitgebracht" in page
        assert "Elterncafé" in page

    @pytest.mark.parametrize(("measures", "folded", "told_elsewhere"), [(10, 0, False), (12, 2, False), (52, 40, True)])
    def test_a_goal_names_ten_measures_and_folds_the_rest(self, cast, client, measures, folded, told_elsewhere):
        old = make.goal(1)
        made = make.carry_over(period=old.period)
        make.goal_plan(made, old, make.draft_goal(made, 1))
        for number in range(measures):
            make.measure(leading_goal=old, title=f"Vorhaben {number}")
        adopt(made, cast.office)
        for path in ("/ziele/2023-2027/1/", "/ziele/2028-2032/1/"):
            page = client.get(path).text
            assert (f"<summary>{folded} weitere</summary>" in page) == bool(folded)
            assert ("Synopse der beiden Perioden" in page) == told_elsewhere

    def test_the_steckbrief_names_the_goal_of_the_period_before(self, adopted, client):
        measure = adopted.measure_plans.get(measure__title="Lesepaten").measure
        pdf = client.get(f"{measure.get_absolute_url()}steckbrief.pdf").content
        assert failed_rules(pdf) == []
        assert "Frühere Perioden 2023–2027: Ziel 1" in reading.text(pdf)

    def test_the_steckbrief_keeps_a_secret_goal(self, adopted, client, cast):
        plan = adopted.measure_plans.get(measure__title="Lesepaten")
        plan.from_goal.is_public, plan.from_goal.title = False, "Noch geheim"
        plan.from_goal.save()
        address = f"{plan.measure.get_absolute_url()}steckbrief.pdf"
        client.force_login(cast.office)
        assert "Noch geheim" in reading.text(client.get(address).content)
        client.logout()
        assert "Noch geheim" not in reading.text(client.get(address).content)

    def test_both_periods_lead_to_the_comparison(self, adopted, client):
        for key in ("2023-2027", "2028-2032"):
            assert PUBLIC in client.get(f"/ziele/{key}/").content.decode()

    def test_a_draft_leaves_no_trace(self, carry_over, client, cast):
        client.force_login(cast.office)
        for path in ("/ziele/2023-2027/", "/ziele/2023-2027/2/"):
            page = client.get(path).content.decode()
            assert "2028" not in page

    def test_what_was_to_end_waits_on_the_page_of_today(self, adopted, client, cast):
        client.force_login(cast.office)
        page = client.get("/heute/").content.decode()
        assert "Mit der Periode zu beenden" in page
        assert "Altprogramm" in page


class TestFile:
    def test_it_says_what_the_page_says(self, carry_over, cast, client):
        client.force_login(cast.clerk)
        answer = client.get(f"{DRAFT.rstrip('/')}.docx")
        made = docx.Document(io.BytesIO(answer.content))
        headings = [one.text for one in made.paragraphs if one.style.name == "Heading 1"]
        assert headings == [heading for heading, _ in EXPECTED]
        cells = [cell.text for cell in made.tables[0].rows[1].cells]
        assert cells[0].endswith("Wortlaut 1 bleibt [alt.]")
        assert cells[1].endswith("Wortlaut 1 bleibt [neu.]")
        assert "attachment" in answer["Content-Disposition"]

    def test_the_draft_is_the_offices_own_and_the_adopted_one_everybodys(self, carry_over, cast, client):
        client.force_login(cast.council)
        assert client.get(f"{DRAFT.rstrip('/')}.docx").status_code == 404
        adopt(carry_over, cast.office)
        client.logout()
        one, other = (client.get("/ziele/2028-2032/synopse.docx").content for _ in range(2))
        assert one == other
