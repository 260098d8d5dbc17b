"""The list of differences: what it shows, in which order, and what it does not show too early."""

import pytest
from django.urls import reverse

from evaluation import ratings
from evaluation.models import Comparison, RatingSheet
from measures.models import Measure
from tests import make


@pytest.fixture
def evaluation_round(cast):
    """Two goals with a measure each; the first lies apart by 3, the second by 1."""
    first, second = make.goal(1), make.goal(2)
    rows = [
        make.measure(title="Lesestart", leading_goal=first, lead=cast.vhs),
        make.measure(title="Sprachkurs", leading_goal=second, lead=cast.library),
    ]
    made = make.evaluation_round(make.criterion("Reichweite", level_4="alle Familien"))
    for row, lead, office in zip(rows, (4, 2), (1, 1), strict=True):
        make.sheet(make.rated(made, row), "lead", lead, worked="Geheimnis")
        make.sheet(make.rated(made, row), "office", office)
    return made


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


def page(client, evaluation_round, **query):
    return client.get(reverse("evaluation:round_gaps", args=[evaluation_round.serial]), query)


def titles(answer):
    return [point.title for point in answer.context["agenda"].points]


def test_while_it_is_rated_the_page_says_who_is_missing_and_no_value(office, evaluation_round, cast):
    RatingSheet.objects.filter(rated__lead=cast.library, voice="lead").update(state="draft", submitted_at=None)
    answer = page(office, evaluation_round)
    text = answer.content.decode()
    assert [sheet.speaker for sheet in answer.context["page"]] == ["Stadtbibliothek Herne"]
    assert ("Federführung", 1, 2) in answer.context["handed_in"]
    assert "alle Familien" not in text
    assert "Begründung" not in text


def test_both_values_stand_in_words_with_their_reasons_largest_difference_first(office, evaluation_round):
    make.move(evaluation_round, "reflection")
    answer = page(office, evaluation_round)
    assert titles(answer) == ["Lesestart", "Sprachkurs"]
    assert "4 – alle Familien" in answer.content.decode()
    assert answer.content.decode().count("Begründung") == 4


def test_it_narrows_to_a_goal_to_a_part_and_to_what_is_open(office, evaluation_round):
    make.move(evaluation_round, "reflection")
    assert titles(page(office, evaluation_round, goal=2)) == ["Sprachkurs"]
    assert titles(page(office, evaluation_round, show="gap")) == ["Lesestart"]
    assert titles(page(office, evaluation_round, show="gap", limit=1)) == ["Lesestart", "Sprachkurs"]
    make.item(evaluation_round.rated_measures.get(measure__title="Lesestart"), make.reflection(evaluation_round))
    assert titles(page(office, evaluation_round, open="on")) == ["Sprachkurs"]


@pytest.mark.parametrize("query", [{"goal": "9"}, {"show": "x"}, {"limit": "99"}, {"page": "x"}, {"limit": "9" * 30}])
def test_what_it_does_not_understand_is_as_good_as_nothing(office, evaluation_round, query):
    make.move(evaluation_round, "reflection")
    assert len(titles(page(office, evaluation_round, **query))) == 2


def test_the_office_keeps_another_limit_for_the_round(office, evaluation_round):
    address = reverse("evaluation:round_gap_limit", args=[evaluation_round.serial])
    office.post(address, {"gap_from": "1"})
    evaluation_round.refresh_from_db()
    assert evaluation_round.gap_from == 1
    office.post(address, {"gap_from": "9"})
    evaluation_round.refresh_from_db()
    assert evaluation_round.gap_from == 1


def test_the_record_of_a_session_stands_beside_the_voices(office, evaluation_round):
    make.move(evaluation_round, "reflection")
    rated = evaluation_round.rated_measures.get(measure__title="Lesestart")
    make.item(rated, make.reflection(evaluation_round), agreed_value=4)
    assert "Festgehalten: 4 – alle Familien" in page(office, evaluation_round).content.decode()


def test_a_criterion_without_weight_stays_on_the_agenda_and_says_so(office, cast):
    make.measure(leading_goal=make.goal(1), lead=cast.vhs)
    made = make.evaluation_round(make.criterion("Stimmung", weight=0), make.criterion("Wirkung"))
    for voice, value in (("lead", 4), ("office", 0)):
        make.sheet(make.rated(made), voice, value, 2)
    make.move(made, "reflection")
    assert "Gewicht 0" in page(office, made).content.decode()
    assert set(Comparison.objects.values_list("agreement", flat=True)) == {1000}


def withdraw(title):
    measure = Measure.objects.get(title=title)
    measure.publication = "withdrawn"
    measure.save()


def test_what_a_closed_round_counted_stays_when_its_measure_is_withdrawn_later(office, evaluation_round):
    make.move(evaluation_round, "reflection")
    session = make.reflection(evaluation_round)
    stage = make.rated(evaluation_round, Measure.objects.get(title="Lesestart"))
    point = f"{stage.pk}-{make.measure_criteria(evaluation_round)[0].pk}"
    make.move(evaluation_round, "closed")
    withdraw("Lesestart")
    assert titles(page(office, evaluation_round)) == ["Lesestart", "Sprachkurs"]
    assert office.get(session.get_absolute_url(), {"point": point}).context["point"].key == point
    assert ratings.coverage(evaluation_round) == {"lead": {"submitted": 2}, "office": {"submitted": 2}}


def test_what_is_written_meanwhile_is_seen_with_the_next_look(office, evaluation_round):
    make.move(evaluation_round, "reflection")
    assert page(office, evaluation_round, open="on").context["agenda"].by_goal == ((1, 1), (2, 0))
    item = make.item(
        make.rated(evaluation_round, Measure.objects.get(title="Lesestart")), make.reflection(evaluation_round)
    )
    assert page(office, evaluation_round, open="on").context["agenda"].by_goal == ((1, 0), (2, 0))
    item.delete()
    assert page(office, evaluation_round, open="on").context["agenda"].by_goal == ((1, 1), (2, 0))
    withdraw("Lesestart")
    after = page(office, evaluation_round)
    assert (titles(after), after.context["agenda"].gaps) == (["Sprachkurs"], 0)


def test_what_a_round_did_not_count_stays_away_when_its_measure_is_released_again_after_the_end(
    office, evaluation_round
):
    withdraw("Lesestart")
    make.move(evaluation_round, "reflection")
    make.move(evaluation_round, "closed")
    Measure.objects.filter(title="Lesestart").update(publication="released")
    assert titles(page(office, evaluation_round)) == ["Sprachkurs"]


def test_nobody_but_the_offices_finds_the_page(client, cast, evaluation_round):
    make.move(evaluation_round, "reflection")
    for person in (cast.vhs_editor, cast.council, cast.stranger):
        client.force_login(person)
        assert page(client, evaluation_round).status_code == 404
