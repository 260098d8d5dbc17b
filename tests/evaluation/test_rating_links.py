"""The signed link to a rating sheet: worth something to one person, as long as the round takes ratings."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluation import links
from evaluation.links import Unusable
from measures.models import Contact
from tests import make

PERSON = "sekretariat@example.org"


@pytest.fixture
def sheet(cast):
    """The library's sheet in a round that is being rated; its Sekretariat has no account."""
    make.contact(cast.library, name="Sekretariat", email=PERSON)
    measure = make.measure(lead=cast.library)
    return make.sheet(make.rated(make.evaluation_round(), measure))


@pytest.fixture
def token(sheet):
    return links.mail_token(sheet, make.rating_mail(sheet, PERSON))


def today():
    return timezone.localdate()


def reason(token, day=None):
    with pytest.raises(Unusable) as refused:
        links.read(token, day or today())
    return str(refused.value)


def test_it_names_the_sheet_and_who_was_written_to(sheet, token):
    link = links.read(token, today())
    assert link.sheet == sheet
    assert (link.sender.words, link.sender.address) == ("Sekretariat (Stadtbibliothek Herne)", PERSON)


def test_its_address_can_be_opened(client, token):
    page = client.get(links.address_of(token).removeprefix("http://127.0.0.1:8000"))
    assert page.status_code == 200
    assert not page.cookies


def test_an_altered_one_leads_nowhere(token):
    assert "unvollständig" in reason(token + "x")
    assert "unvollständig" in reason(token.replace("-m", "-m9", 1))


def test_a_mail_of_another_round_proves_nothing(sheet):
    elsewhere = make.rated(make.evaluation_round(), sheet.rated.measure)
    mail = make.rating_mail(make.sheet(elsewhere), PERSON)
    assert "unvollständig" in reason(links.mail_token(sheet, mail))


def test_it_works_on_the_last_day_and_not_on_the_next(sheet, token):
    last = sheet.rated.round.closes_on
    assert links.read(token, last)
    assert "abgelaufen" in reason(token, last + timedelta(days=1))


@pytest.mark.parametrize("state", ["reflection", "closed"])
def test_it_ends_with_the_rating(sheet, token, state):
    make.move(sheet.rated.round, state)
    assert "beendet" in reason(token)


def test_it_ends_when_the_measure_is_no_longer_public(sheet, token):
    sheet.rated.measure.publication = "withdrawn"
    sheet.rated.measure.save()
    assert "nicht veröffentlicht" in reason(token)


def test_a_measure_that_has_ended_is_still_rated(sheet, token):
    sheet.rated.measure.status, sheet.rated.measure.completed_on = "done", today()
    sheet.rated.measure.save()
    assert links.read(token, today())


def test_it_ends_with_the_contact(token):
    Contact.objects.filter(email=PERSON).delete()
    assert "nicht mehr hinterlegt" in reason(token)


def test_it_ends_with_the_account(token):
    make.user(PERSON, is_active=False)
    assert "gesperrt" in reason(token)


def test_it_ends_for_the_old_lead_and_begins_for_the_new_one(cast, sheet, token):
    new = links.mail_token(sheet, make.rating_mail(sheet, cast.vhs_editor.email))
    assert "nicht mehr hinterlegt" in reason(new)
    sheet.rated.measure.lead = cast.vhs
    sheet.rated.measure.save()
    assert "nicht mehr hinterlegt" in reason(token)
    assert links.read(new, today()).sender.address == cast.vhs_editor.email


def test_the_office_has_no_links(cast, sheet):
    own = make.sheet(sheet.rated, "office")
    assert "unvollständig" in reason(links.mail_token(own, make.rating_mail(sheet, PERSON)))


def test_a_sheet_that_is_handed_in_can_still_be_read(sheet, token):
    make.sheet(sheet.rated, "lead", 3)
    assert links.read(token, today()).sheet.is_submitted


def test_it_leads_on_to_what_the_same_person_still_owes(cast):
    make.contact(cast.library, name="Sekretariat", email=PERSON)
    first, second, done = (make.measure(lead=cast.library) for _ in range(3))
    hidden = make.measure(lead=cast.library)
    make.measure(lead=cast.vhs)
    made = make.evaluation_round()
    hidden.publication = "withdrawn"
    hidden.save()
    make.sheet(make.rated(made, done), "lead", 3)
    sheet = make.sheet(make.rated(made, first))
    link = links.read(links.mail_token(sheet, make.rating_mail(sheet, PERSON)), today())
    assert [one.rated.measure for one in links.others(link)] == [second]
    assert links.read(link.token_for(links.others(link)[0]), today()).sheet.rated.measure == second
