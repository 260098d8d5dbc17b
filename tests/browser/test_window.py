"""A Sachstandsabfrage from the office's first press to the public page, answered on a phone without an account."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from bildungsnetz.schooldays import on_or_after
from measures.models import Measure, Proposal, ReportingRequest, ReportingWindow
from tests import make

pytestmark = pytest.mark.browser

OFFICE = "bildungsbuero@example.org"
SECRETARY = "sekretariat@example.org"
ASKED = 36
SENTENCE = "Alle Gruppen sind voll besetzt."


@pytest.fixture
def measure(town):
    """One of the 36 measures that run in town. Its lead has no account, only a secretary with an address."""
    ReportingWindow.objects.all().delete()
    school = make.actor("Grundschule am Probeweg")
    make.contact(school, email=SECRETARY)
    long_ago = timezone.localdate() - timedelta(days=200)
    running = Measure.objects.released().running()
    ours = make.measure(lead=school, title="Lesepaten", status="planned", last_confirmed_on=long_ago)
    for number in range(ASKED - running.count()):
        make.measure(lead=school.__class__.objects.first(), title=f"Weitere Maßnahme {number}")
    assert running.count() == ASKED
    return ours


@pytest.fixture
def link(signed_in, town, measure, mailoutbox, settings):
    """What the secretary finds in the mail after the office has opened the window by hand."""
    settings.OUTBOX_DELIVERY_BACKEND = settings.EMAIL_BACKEND  # pytest-django's, which keeps what it sends
    office = signed_in(OFFICE)
    office.goto(f"{town}{reverse('measures:window_create')}")
    office.get_by_label("Titel").fill("Sachstand im Herbst")
    until = on_or_after(timezone.localdate() + timedelta(days=10))
    office.get_by_label("Antwort bis").fill(until.isoformat())
    office.get_by_role("button", name="Weiter zur Vorschau").click()
    office.get_by_text(f"{ASKED} Maßnahmen").first.wait_for()
    office.get_by_role("button", name="Jetzt öffnen und anschreiben").click()
    office.get_by_text(f"{ASKED} von {ASKED} Antworten stehen noch aus").wait_for()
    for _ in range(100):  # until the worker has delivered it
        office.reload()
        if mails := [mail for mail in mailoutbox if mail.to == [SECRETARY]]:
            break
    (mail,) = mails
    return town + re.search(r"/sachstand/[^\s/]+/", mail.body)[0]


def test_from_the_open_window_to_the_public_page(signed_in, open_browser, town, measure, link):
    phone = open_browser(width=360, java_script_enabled=False)
    phone.goto(link)  # 1: the link in the mail
    phone.locator("label", has_text="Es geht voran").click()  # 2
    phone.get_by_label("Ein Satz dazu").fill(SENTENCE)  # 3
    phone.get_by_role("button", name="Antwort senden").click()  # 4
    phone.get_by_text("Vielen Dank").first.wait_for()
    assert phone.context.cookies() == []

    public = open_browser()
    public.goto(town + measure.get_absolute_url())
    assert SENTENCE not in public.content(), "what nobody has accepted is not public"

    office = signed_in(OFFICE)
    office.goto(f"{town}{reverse('evaluation:today')}")
    office.get_by_role("link", name=re.compile(f"Sachstand.*{measure.number}")).click()
    office.get_by_role("button", name="Annehmen").click()
    office.get_by_text("Der Vorschlag ist angenommen.").wait_for()

    public.reload()
    page = public.get_by_role("main")
    expect(page.get_by_text(SENTENCE)).to_have_count(1)
    expect(page.get_by_text("im Plan", exact=True)).not_to_have_count(0)
    expect(page.get_by_text(f"{timezone.localdate():%d.%m.%Y}")).not_to_have_count(0)

    phone.goto(link)
    expect(phone.get_by_text("schon übernommen"), "a link that was used says so").to_have_count(1)
    assert Proposal.objects.filter(measure=measure).count() == 1


def test_a_link_that_was_only_looked_at_has_changed_nothing(open_browser, measure, link):
    page = open_browser()
    for _ in range(2):
        page.goto(link)
        page.request.head(link)
    request = ReportingRequest.objects.get(measure=measure)
    assert (request.opened_at, request.answered_at) == (None, None)
    assert Proposal.objects.filter(measure=measure).count() == 0


def test_an_altered_or_expired_link_says_so_and_takes_nothing(open_browser, measure, link):
    page = open_browser()
    altered = link[:-2] + ("a" if link[-2] != "a" else "b") + "/"
    assert page.goto(altered).status == 404
    expect(page.get_by_text("Diese Adresse ist unvollständig")).to_have_count(1)

    page.goto(link)
    page.locator("label", has_text="Unverändert").click()
    yesterday = timezone.localdate() - timedelta(days=1)
    ReportingWindow.objects.update(opens_on=yesterday, closes_on=yesterday)
    page.get_by_role("button", name="Antwort senden").click()
    page.get_by_text("abgelaufen").first.wait_for()
    assert Proposal.objects.filter(measure=measure).count() == 0
