"""The signed link to a rating sheet: worth something to one person, as long as the round takes ratings."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluation import links
from evaluation.links import Unusable
from evaluation.models import RatingSheet
from measures.models import Actor, Contact
from tests import make
from tests.evaluation.sheet_world import typed
from tests.pdf import reading
from tests.pdf.verapdf import failed_rules

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


class TestLetter:
    """A link that was printed for an actor, not for a person."""

    def test_it_rates_for_the_actor(self, client, sheet):
        page = client.get(f"/bewertung/{links.letter_token(sheet)}/")
        assert page.status_code == 200
        assert links.read(links.letter_token(sheet), today()).sender.words == (
            "Stadtbibliothek Herne, mit dem Link aus einem Brief"
        )

    def test_it_leads_on_to_what_else_the_actor_owes(self, cast, sheet):
        second = make.measure(lead=cast.library)
        make.measure(lead=cast.vhs)
        of = make.evaluation_round(make.criterion())
        first, other = (make.sheet(row) for row in of.rated_measures.filter(measure__lead=cast.library))
        assert other.rated.measure == second
        assert links.others(links.read(links.letter_token(first), today())) == [other]

    def test_it_ends_when_another_actor_is_asked(self, cast, sheet):
        token = links.letter_token(sheet)
        sheet.rated.measure.lead = cast.vhs
        sheet.rated.measure.save()
        assert "anderer Akteur" in reason(token)

    def test_what_it_gives_is_handed_in_without_an_address(self, client, sheet):
        client.post(f"/bewertung/{links.letter_token(sheet)}/", typed(sheet, 2))
        sheet.refresh_from_db()
        assert sheet.is_submitted
        assert (sheet.sender, sheet.address) == ("Stadtbibliothek Herne, mit dem Link aus einem Brief", "")


class TestPrintedLetters:
    @pytest.fixture
    def silent(self, cast):
        """Two actors without any address owe a sheet each, and the VHS, which mails reach."""
        lonely, other = make.actor("Verein Allein", address="Am Markt 1, 44623 Herne"), make.actor("Zweiter")
        for lead, title in ((lonely, "Lesestunde"), (other, "Elterncafé"), (cast.vhs, "Sprachkurs")):
            make.measure(lead=lead, title=title)
        return make.evaluation_round(make.criterion("Reichweite"))

    def test_each_actor_without_mail_gets_one_with_links_that_open(self, cast, client, silent):
        client.force_login(cast.office)
        pdf = client.get(f"{silent.get_absolute_url()}briefe.pdf").content
        assert failed_rules(pdf) == []
        text = reading.text(pdf)
        for part in ("Verein Allein", "Am Markt 1", "Zweiter", "Lesestunde", "Elterncafé", "Reichweite"):
            assert part in text
        assert "Sprachkurs" not in text
        one = RatingSheet.objects.get(rated__measure__title="Lesestunde", voice="lead")
        assert links.address_of(links.letter_token(one)) in text.replace(" ", "")

    def test_one_actor_alone(self, cast, client, silent):
        client.force_login(cast.office)
        page = client.get(f"{silent.get_absolute_url()}mails/")
        address = f"{silent.get_absolute_url()}akteure/{Actor.objects.get(name='Zweiter').pk}/brief.pdf"
        assert address in page.text
        text = reading.text(client.get(address).content)
        assert "Elterncafé" in text
        assert "Lesestunde" not in text

    def test_after_the_last_day_or_with_nothing_owed_there_is_none(self, cast, client, silent):
        client.force_login(cast.office)
        done = RatingSheet.objects.get(rated__measure__title="Elterncafé", voice="lead")
        make.sheet(done.rated, "lead", 2)
        assert client.get(f"{silent.get_absolute_url()}akteure/{done.actor_id}/brief.pdf").status_code == 404
        silent.closes_on = today() - timedelta(days=1)
        silent.save()
        assert client.get(f"{silent.get_absolute_url()}briefe.pdf").status_code == 404


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
