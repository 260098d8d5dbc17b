"""A person gets what actors and measures know about them, and is forgotten there with the account."""

from datetime import timedelta

from django.utils import timezone

from bildungsnetz.accounts.erasure import erase_user
from bildungsnetz.accounts.personal_data import export_of
from measures.actions.window import forget_reporting_mails
from measures.models import Contact, Membership, ReportingMail
from tests import make


def test_the_export_names_memberships_contacts_notes_and_messages(cast):
    person = cast.vhs_editor
    measure = make.measure(lead=cast.vhs, created_by=person)
    make.contact(cast.vhs, name="Redaktion", email=person.email, phone="02323 16")
    make.progress_note(measure, author=person, text="Läuft gut")
    make.comment(measure, author=person, text="Eine Frage")
    found = export_of(person)
    assert found["Mitgliedschaften"] == [{"Akteur": "Volkshochschule Herne", "Rolle": "Redaktion"}]
    assert found["Ansprechperson"][0]["Telefon"] == "02323 16"
    assert found["Sachstände"][0]["Text"] == "Läuft gut"
    assert found["Nachrichten im Dialog"][0]["Text"] == "Eine Frage"
    assert measure.number in found["Angelegte Maßnahmen"][0]


def test_mails_of_a_window_are_handed_out_and_go_with_the_account(cast):
    request = make.request(make.open_window(), make.measure(lead=cast.vhs))
    for person in (cast.vhs_editor, cast.vhs_member):
        make.reporting_mail(request, person.email)
    assert export_of(cast.vhs_editor)["Mails zu Sachstandsabfragen"][0]["Art"] == "Anschreiben"
    erase_user(cast.vhs_editor, by=cast.operator)
    assert [mail.address for mail in ReportingMail.objects.all()] == [cast.vhs_member.email]


def test_addresses_are_forgotten_a_year_after_a_window(cast):
    request = make.request(make.open_window(), make.measure(lead=cast.vhs))
    make.reporting_mail(request, cast.vhs_editor.email)
    now = timezone.now()
    forget_reporting_mails(now + timedelta(days=300))
    assert ReportingMail.objects.exists()
    forget_reporting_mails(now + timedelta(days=400))
    assert not ReportingMail.objects.exists()


def test_nobody_else_is_in_the_export(cast):
    make.contact(cast.library, name="KANARIE", email="andere@example.org")
    make.comment(make.measure(lead=cast.vhs), author=cast.vhs_member, text="KANARIE")
    assert "KANARIE" not in str(export_of(cast.vhs_editor))


def test_an_erased_person_leaves_the_actors_and_their_contacts(cast):
    person = cast.vhs_editor
    make.contact(cast.vhs, name="Redaktion", email=person.email, phone="02323 16")
    other = make.contact(cast.vhs, name="Leitung", email="leitung@example.org")
    measure = make.measure(lead=cast.vhs, created_by=person)
    erase_user(person, by=cast.operator)
    assert not Membership.objects.filter(user=person).exists()
    assert list(Contact.objects.all()) == [other]
    assert not Contact.history.filter(phone="02323 16").exists()
    assert not Contact.history.filter(email="redaktion.vhs@example.org").exists()
    measure.refresh_from_db()
    assert str(measure.created_by) == "Gelöschtes Konto"
