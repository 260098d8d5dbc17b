"""From draft to public and back: every row of the table, who may take it, and who hears of it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from bildungsnetz.outbox.models import Notice
from measures import actions
from measures.models import Measure, Publication
from measures.notices import waiting_for_the_office
from measures.workflow import PUBLICATION, STEPS, way_of
from tests import make

REASON = "Bitte das Ende nennen."


def in_state(state, cast, **fields):
    built = {
        "draft": make.draft,
        "submitted": make.submitted,
        "returned": make.returned,
        "released": make.measure,
        "withdrawn": make.measure,
    }[state]
    measure = built(lead=cast.vhs, leading_goal=make.goal(), **fields)
    if state == "withdrawn":
        Measure.objects.filter(pk=measure.pk).update(publication="withdrawn", return_note="Überholt")
        measure.refresh_from_db()
    return measure


def address(measure, step):
    return f"/massnahmen/{measure.number}/{step.slug}/"


WAYS = [(step, way) for step in STEPS for way in PUBLICATION if way_of(step, way.source) == way]


def test_every_row_of_the_table_has_a_page():
    assert {way for _, way in WAYS} == set(PUBLICATION)


@pytest.mark.parametrize(("step", "way"), WAYS, ids=lambda part: getattr(part, "name", getattr(part, "source", "")))
def test_the_office_takes_each_step(cast, client, step, way):
    measure = in_state(way.source, cast)
    client.force_login(cast.office)
    assert client.get(address(measure, step)).status_code == 200
    measure.refresh_from_db()
    assert measure.publication == way.source
    answer = client.post(address(measure, step), {"reason": REASON})
    assert answer.status_code == 302
    measure.refresh_from_db()
    assert measure.publication == way.target


@pytest.mark.parametrize(("step", "way"), WAYS, ids=lambda part: getattr(part, "name", getattr(part, "source", "")))
def test_editors_submit_and_take_back_and_nothing_else(cast, client, step, way):
    measure = in_state(way.source, cast)
    client.force_login(cast.vhs_editor)
    answer = client.post(address(measure, step), {"reason": REASON})
    allowed = way.action in ("submit", "take_back")
    assert answer.status_code == (302 if allowed else 403)
    measure.refresh_from_db()
    assert measure.publication == (way.target if allowed else way.source)


@pytest.mark.parametrize(("step", "way"), WAYS, ids=lambda part: getattr(part, "name", getattr(part, "source", "")))
@pytest.mark.parametrize("person", ["vhs_member", "clerk"])
def test_members_and_clerks_take_no_step(cast, client, person, step, way):
    measure = in_state(way.source, cast)
    client.force_login(getattr(cast, person))
    assert client.post(address(measure, step), {"reason": REASON}).status_code == 403


def test_steps_need_a_sign_in(cast, client):
    measure = in_state("released", cast)
    for step in STEPS:
        assert "/anmelden/" in client.post(address(measure, step)).url


@pytest.mark.parametrize("state", Publication.values)
def test_steps_that_the_table_does_not_know_change_nothing(cast, client, state):
    measure = in_state(state, cast)
    client.force_login(cast.office)
    for step in (step for step in STEPS if not way_of(step, state)):
        for answer in (client.get(address(measure, step)), client.post(address(measure, step), {"reason": REASON})):
            assert answer.url == measure.get_absolute_url()
        measure.refresh_from_db()
        assert measure.publication == state


def test_a_return_needs_a_note(cast, client):
    measure = in_state("submitted", cast)
    client.force_login(cast.office)
    answer = client.post(f"/massnahmen/{measure.number}/zurueckgeben/", {"reason": "  "})
    assert answer.context["form"].errors["reason"]
    measure.refresh_from_db()
    assert measure.publication == "submitted"


def test_a_release_needs_a_goal(cast, client):
    measure = make.submitted(lead=cast.vhs)
    client.force_login(cast.office)
    answer = client.post(f"/massnahmen/{measure.number}/freigeben/")
    assert "Vor der Freigabe muss das Handlungsziel feststehen." in answer.content.decode()
    measure.refresh_from_db()
    assert (measure.publication, measure.released_at) == ("submitted", None)


def test_what_changed_meanwhile_is_looked_at_again(cast, client):
    measure = in_state("submitted", cast)
    client.force_login(cast.office)
    client.post(f"/massnahmen/{measure.number}/freigeben/", {"revision_no": "0"})
    measure.refresh_from_db()
    assert measure.publication == "submitted"


def test_a_return_tells_the_editors_why(cast, client):
    measure = in_state("submitted", cast)
    client.force_login(cast.office)
    client.post(f"/massnahmen/{measure.number}/zurueckgeben/", {"reason": "Wann <b>endet</b> es?"})
    told = Notice.objects.get()
    assert (told.address, told.kind, told.scope) == (cast.vhs_editor.email, "decided", f"actor:{cast.vhs.pk}")
    assert "Wann <b>endet</b> es?" in told.text
    assert told.url == measure.get_absolute_url()


def test_release_and_withdrawal_tell_the_editors(cast, client):
    measure = in_state("submitted", cast)
    client.force_login(cast.office)
    client.post(f"/massnahmen/{measure.number}/freigeben/")
    client.post(f"/massnahmen/{measure.number}/zurueckziehen/", {"reason": "Der Träger hat abgesagt."})
    told = list(Notice.objects.order_by("pk"))
    assert [one.address for one in told] == [cast.vhs_editor.email] * 2
    assert "öffentlich" in told[0].text
    assert "Der Träger hat abgesagt." in told[1].text


def test_submitting_mails_nobody_at_once(cast, client):
    measure = in_state("draft", cast)
    client.force_login(cast.vhs_editor)
    client.post(f"/massnahmen/{measure.number}/einreichen/")
    assert not Notice.objects.exists()
    assert [notice.address for notice in waiting_for_the_office(timezone.localdate())] == [cast.office.email]


def test_the_public_loses_sight_of_what_is_withdrawn(cast, client):
    measure = in_state("released", cast)
    assert client.get(measure.get_absolute_url()).status_code == 200
    actions.change_publication(measure, "withdrawn", by=cast.office, now=timezone.now(), reason="Überholt")
    assert client.get(measure.get_absolute_url()).status_code == 404


def test_the_first_release_stays_known(cast):
    measure = in_state("released", cast)
    first = measure.released_at
    actions.change_publication(measure, "withdrawn", by=cast.office, now=timezone.now(), reason="Überholt")
    actions.change_publication(measure, "released", by=cast.office, now=timezone.now())
    assert measure.released_at == first


def test_the_action_itself_asks_the_rule(cast):
    measure = in_state("submitted", cast)
    with pytest.raises(PermissionDenied):
        actions.change_publication(measure, "released", by=cast.vhs_editor, now=timezone.now())
    with pytest.raises(ValidationError):
        actions.change_publication(measure, "returned", by=cast.office, now=timezone.now())


def test_the_page_shows_only_the_steps_of_its_reader(cast, client):
    measure = in_state("submitted", cast)
    client.force_login(cast.vhs_editor)
    shown = client.get(measure.get_absolute_url())
    assert [step["label"] for step in shown.context["steps"]] == ["Einreichung zurücknehmen"]
    client.force_login(cast.office)
    labels = [step["label"] for step in client.get(measure.get_absolute_url()).context["steps"]]
    assert labels == ["Einreichung zurücknehmen", "Freigeben", "Zurückgeben"]
    client.logout()
