"""Nobody sees another voice before giving their own, on whatever page."""

import pytest
from django.test import Client

from evaluation.models import RatingSheet
from tests import make
from tests.evaluation.sheet_world import typed

THEIRS, OURS = "Nachtigall", "Zaunkönig"  # in everything that the actor and the office say


@pytest.fixture
def rated(cast):
    measure = make.measure(lead=cast.library)
    return make.rated(make.evaluation_round(make.criterion("Reichweite"), make.criterion("Wirkung")), measure)


def spoken(rated, voice, word, *values, **fields):
    texts = {name: f"{word} {name}" for name in ("worked", "did_not_work", "needs", "for_report")}
    sheet = make.sheet(rated, voice, **texts, **fields)
    for asked, value in zip(make.measure_criteria(rated.round), values, strict=False):
        make.assessment(sheet, asked, value, rationale=f"{word} Begründung")
    make.sheet(rated, voice, state="submitted", submitted_at=make.timezone.now(), **fields)
    return sheet


@pytest.fixture
def theirs(rated):
    return spoken(rated, "lead", THEIRS, 4, 0)


def pages(rated):
    serial, number = rated.round.serial, rated.measure.number
    sheets = [sheet.get_absolute_url() for sheet in RatingSheet.objects.filter(rated=rated)]
    history = [f"/verlauf/evaluation/ratingsheet/{sheet.pk}/" for sheet in RatingSheet.objects.filter(rated=rated)]
    return [
        f"/auswertung/runden/{serial}/boegen/",
        f"/auswertung/runden/{serial}/boegen/?show=both",
        f"/auswertung/runden/{serial}/massnahmen/{number}/",
        f"/massnahmen/{number}/",
        f"/verlauf/measures/measure/{rated.measure.pk}/",
        "/meine-massnahmen/",
        "/heute/",
        *sheets,
        *(f"{url}danke/" for url in sheets),
        *(f"{url}wieder-oeffnen/" for url in sheets),
        *history,
    ]


def seen_by(user, rated):
    client = Client()
    client.force_login(user)
    return "".join(client.get(url).content.decode() for url in pages(rated))


def test_the_office_sees_nothing_before_its_own_is_handed_in(cast, rated, theirs):
    assert THEIRS not in seen_by(cast.office, rated)
    assert THEIRS not in seen_by(cast.clerk, rated)
    client = Client()
    client.force_login(cast.office)
    own = RatingSheet.objects.get(rated=rated, voice="office")
    client.post(own.get_absolute_url(), typed(own, 2, do="save"))
    assert THEIRS not in seen_by(cast.office, rated)
    client.post(own.get_absolute_url(), typed(own, 2, 3))
    found = seen_by(cast.office, rated)
    assert f"{THEIRS} Begründung" in found
    assert "Abweichung 2" in found
    assert "Abweichung 3" in found


def test_the_office_does_not_see_what_an_actor_has_only_begun(cast, rated):
    spoken(rated, "office", OURS, 3, 3)
    sheet = make.sheet(rated, worked=THEIRS, state="draft")
    make.assessment(sheet, make.measure_criteria(rated.round)[0], 4, rationale=THEIRS)
    assert THEIRS not in seen_by(cast.office, rated)
    make.move(rated.round, "reflection")
    assert THEIRS not in seen_by(cast.office, rated)


def test_the_actor_sees_the_office_when_the_rating_has_ended(cast, rated, theirs):
    spoken(rated, "office", OURS, 3, 3)
    found = seen_by(cast.library_editor, rated)
    assert THEIRS in found
    assert OURS not in found
    make.move(rated.round, "reflection")
    found = seen_by(cast.library_editor, rated)
    assert f"{OURS} Begründung" in found
    assert f"{OURS} for_report" in found


def test_nobody_else_sees_anything_at_any_time(cast, rated, theirs):
    spoken(rated, "office", OURS, 3, 3)
    for state in ("rating", "reflection", "closed"):
        make.move(rated.round, state)
        for user in (cast.vhs_editor, cast.council, cast.stranger, cast.operator):
            found = seen_by(user, rated)
            assert THEIRS not in found
            assert OURS not in found


def test_participants_and_lead_do_not_see_each_other_while_rating(cast):
    measure = make.measure(lead=cast.library)
    make.participation(measure, cast.vhs)
    rated = make.rated(make.evaluation_round(participants_rate=True), measure)
    spoken(rated, "lead", THEIRS, 3)
    spoken(rated, "participant", OURS, 2)
    assert THEIRS not in seen_by(cast.vhs_editor, rated)
    assert OURS not in seen_by(cast.library_editor, rated)
    make.move(rated.round, "reflection")
    assert OURS in seen_by(cast.library_editor, rated)
    assert THEIRS not in seen_by(cast.vhs_editor, rated)


def test_what_was_agreed_is_told_to_the_lead_when_the_round_is_closed(cast, rated, theirs):
    spoken(rated, "office", OURS, 2, 0)
    make.move(rated.round, "reflection")
    views = {"outcome": "dissent", "agreed_value": None, "actor_view": "Rotkehlchen", "office_view": "Amsel"}
    make.item(rated, make.reflection(rated.round), **views)
    assert "Rotkehlchen" in seen_by(cast.office, rated)
    assert "Rotkehlchen" not in seen_by(cast.library_editor, rated)
    make.move(rated.round, "closed")
    assert "Rotkehlchen" in seen_by(cast.library_editor, rated)
