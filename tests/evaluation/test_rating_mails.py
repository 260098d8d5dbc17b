"""The mails of a round: one per person with all its sheets, never twice, and why one was not sent."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from bildungsnetz.accounts.erasure import erase_user
from bildungsnetz.accounts.personal_data import export_of
from bildungsnetz.outbox.models import OutgoingMail
from evaluation import links, rating_circle
from evaluation.actions import rating_mails as actions
from evaluation.models import RatingMail
from tests import make

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def prepared(cast):
    return make.prepared_round()


def opened(evaluation_round, cast):
    """Opens the round and has everybody written to, as the worker would."""
    actions.open_round(evaluation_round, by=cast.office, now=timezone.now())
    evaluation_round.refresh_from_db()
    return evaluation_round


def again(evaluation_round, cast):
    actions.write_to_people(evaluation_round, by=cast.office, today=timezone.localdate())


def written_to(evaluation_round, **fields):
    return sorted(RatingMail.objects.filter(round=evaluation_round, **fields).values_list("address", flat=True))


class TestOpening:
    def test_one_mail_a_person_with_a_link_for_each_sheet(self, cast, prepared):
        for _ in range(2):
            make.measure(lead=cast.vhs)
        make.measure(lead=cast.library)
        opened(prepared, cast)
        assert written_to(prepared) == sorted([cast.vhs_editor.email, cast.vhs_member.email, cast.library_editor.email])
        mail = OutgoingMail.objects.get(to=[cast.vhs_editor.email])
        assert mail.subject.startswith("Bitte bewerten Sie Ihre 2 Maßnahmen")
        assert mail.text.count("/bewertung/") == mail.html.count("/bewertung/") == 2

    def test_its_links_lead_to_the_sheet(self, cast, prepared, client):
        make.measure(lead=cast.library)
        opened(prepared, cast)
        mail = RatingMail.objects.get()
        sheet = mail.sheets.get()
        assert links.address_of(links.mail_token(sheet, mail)) in mail.mail.text
        assert client.get(f"/bewertung/{links.mail_token(sheet, mail)}/").status_code == 200

    def test_those_who_take_part_are_written_to_where_they_rate(self, cast, prepared):
        measure = make.measure(lead=cast.vhs)
        make.participation(measure, cast.library)
        prepared.participants_rate = True
        prepared.save()
        opened(prepared, cast)
        assert "(Sie wirken mit)" in OutgoingMail.objects.get(to=[cast.library_editor.email]).text

    def test_a_second_press_sends_nothing_twice(self, cast, prepared):
        make.measure(lead=cast.vhs)
        opened(prepared, cast)
        again(prepared, cast)
        assert OutgoingMail.objects.count() == 2

    def test_what_was_stopped_half_way_goes_on_with_the_others(self, cast):
        make.measure(lead=cast.vhs)
        made, now = make.evaluation_round(), timezone.now()
        first, second = rating_circle.still_to_tell(made, rating_circle.owing_circle(made))
        for _ in range(2):
            actions.send_opening(made, first, today=timezone.localdate(now), now=now)
        assert rating_circle.still_to_tell(made, rating_circle.owing_circle(made)) == [second]
        again(made, cast)
        assert written_to(made) == sorted([first.person.address, second.person.address])
        assert OutgoingMail.objects.count() == 2

    def test_who_comes_later_is_told_then(self, cast, prepared):
        make.measure(lead=cast.library)
        opened(prepared, cast)
        make.contact(cast.library, email="spaeter@example.org")
        again(prepared, cast)
        assert written_to(prepared) == sorted([cast.library_editor.email, "spaeter@example.org"])

    def test_what_stands_against_a_mail_is_kept_and_made_up_for(self, cast, prepared):
        make.measure(lead=cast.library)
        bounced = make.recipient(cast.library_editor.email, bounced_at=timezone.now())
        opened(prepared, cast)
        assert RatingMail.objects.get().held_because
        assert not OutgoingMail.objects.exists()
        bounced.delete()
        again(prepared, cast)
        assert RatingMail.objects.get().held_because == ""
        assert OutgoingMail.objects.count() == 1

    def test_a_round_that_cannot_open_writes_to_nobody(self, cast):
        with pytest.raises(ValidationError):
            opened(make.prepared_round(), cast)
        assert not OutgoingMail.objects.exists()

    def test_only_the_office_opens(self, cast, prepared):
        make.measure(lead=cast.vhs)
        with pytest.raises(PermissionDenied):
            actions.open_round(prepared, by=cast.clerk, now=timezone.now())

    def test_it_can_be_stopped_without_an_account(self, cast, client, prepared):
        make.measure(lead=cast.library)
        opened(prepared, cast)
        stop = OutgoingMail.objects.get().headers["List-Unsubscribe"].strip("<>")
        assert stop in OutgoingMail.objects.get().text
        client.post("/" + stop.partition("//")[2].partition("/")[2], {"List-Unsubscribe": "One-Click"})
        assert rating_circle.owing_circle(prepared).held == {cast.library_editor.email: "abbestellt"}

    def test_the_test_mail_goes_to_whoever_asks_for_it(self, cast, client, prepared):
        make.measure(lead=cast.library)
        client.force_login(cast.office)
        client.post(f"{prepared.get_absolute_url()}testmail/")
        mail = OutgoingMail.objects.get()
        assert mail.to == [cast.office.email]
        assert "/bewertung/beispiel/" in mail.text
        assert not RatingMail.objects.exists()


class TestReminding:
    def test_who_owes_something_is_reminded_of_all_of_it_once_a_day(self, cast):
        done, owed = make.measure(lead=cast.vhs), make.measure(lead=cast.library)
        made = make.evaluation_round()
        make.sheet(make.rated(made, done), "lead", 3)
        for _ in range(2):
            actions.nudge(made, by=cast.office, today=timezone.localdate())
        mail = RatingMail.objects.get()
        assert (mail.kind, mail.address) == ("nudge", cast.library_editor.email)
        assert [sheet.rated.measure for sheet in mail.sheets.all()] == [owed]
        assert mail.mail.subject.startswith("Erinnerung: ")

    def test_nobody_is_reminded_on_the_day_of_the_first_mail(self, cast, prepared):
        make.measure(lead=cast.library)
        opened(prepared, cast)
        circle = rating_circle.owing_circle(prepared)
        nudges = rating_circle.nudges(prepared, circle, timezone.localdate())
        assert (nudges.ready, nudges.held) == ([], {"heute schon angeschrieben": 1})
        actions.nudge(prepared, by=cast.office, today=timezone.localdate())
        assert written_to(prepared, kind="nudge") == []

    def test_it_waits_for_a_school_day(self, cast):
        make.measure(lead=cast.library)
        made = make.evaluation_round()
        christmas = datetime(2026, 12, 28, 12, tzinfo=BERLIN)
        made.closes_on = datetime(2027, 2, 1, tzinfo=BERLIN).date()
        made.save()
        (asked,) = rating_circle.owing_circle(made).asked
        actions.send_nudge(made, asked, today=timezone.localdate(christmas), now=christmas)
        assert timezone.localtime(OutgoingMail.objects.get().not_before).date().isoformat() == "2027-01-07"

    def test_after_the_deadline_nobody_is_written_to(self, cast):
        make.measure(lead=cast.library)
        made = make.evaluation_round(closes_on=timezone.localdate() - timedelta(days=1))
        for step in (actions.nudge, actions.write_to_people):
            with pytest.raises(ValidationError):
                step(made, by=cast.office, today=timezone.localdate())
        assert not RatingMail.objects.exists()


class TestForgetting:
    def test_whom_a_round_wrote_to_goes_a_year_after_its_end(self, cast):
        make.measure(lead=cast.vhs)
        made = make.evaluation_round()
        make.rating_mail(make.rated(made).sheets.get(voice="lead"), "alt@example.org")
        end = timezone.make_aware(datetime.combine(made.closes_on, datetime.min.time()))
        actions.forget_rating_mails(end + timedelta(days=365))
        assert RatingMail.objects.exists()
        actions.forget_rating_mails(end + timedelta(days=366))
        assert not RatingMail.objects.exists()

    def test_a_person_gets_what_was_written_and_it_goes_with_the_account(self, cast):
        make.measure(lead=cast.vhs)
        sheet = make.rated(make.evaluation_round(title="Herbstrunde")).sheets.get(voice="lead")
        make.rating_mail(sheet, cast.vhs_editor.email)
        make.rating_mail(sheet, cast.vhs_member.email)
        assert "Herbstrunde" in str(export_of(cast.vhs_editor))
        erase_user(cast.vhs_editor, by=cast.operator)
        assert written_to(sheet.rated.round) == [cast.vhs_member.email]


def test_an_address_that_stopped_windows_still_hears_of_rounds(cast):
    make.measure(lead=cast.library)
    made = make.evaluation_round()
    make.recipient(cast.library_editor.email, stopped_kinds=["window"])
    assert rating_circle.owing_circle(made).held == {}
