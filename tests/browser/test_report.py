"""From the data to a paper that never changes: prepared by the office, frozen by the clerk, read by the council."""

import re
from hashlib import sha256

import pytest

from evaluation.models import ReportVersion
from tests.pdf import reading, verapdf

pytestmark = pytest.mark.browser

OFFICE = "bildungsbuero@example.org"
CLERK = "gremien@example.org"
COUNCIL = "rat@example.org"
DESK = "/berichte/1/schulausschuss/"
PAPER = f"{DESK}v1.pdf"


def test_a_report_is_prepared_frozen_read_and_verified(signed_in, open_browser, town):
    office, clerk = signed_in(OFFICE), signed_in(CLERK)
    prepare(office, town)
    assert office.goto(f"{town}{DESK}festschreiben/").status == 403
    freeze(clerk, town)
    pdf = download(clerk, f"{town}{PAPER}")
    stored = ReportVersion.objects.get()
    assert sha256(pdf).hexdigest() == stored.sha256

    edit_what_the_paper_says(office, town)
    assert download(clerk, f"{town}{PAPER}") == pdf
    assert verapdf.failed_rules(pdf) == []

    reader, council = open_browser(), signed_in(COUNCIL)
    assert download(council, f"{town}{PAPER}") == pdf
    assert reader.context.request.get(f"{town}{PAPER}").status == 404
    code = the_code_on_the_paper_is_genuine(reader, town, pdf)
    assert reader.get_by_text("Der Bericht ist noch nicht öffentlich.").is_visible()

    publish(clerk, town)
    assert download(reader, f"{town}{PAPER}") == pdf
    reader.goto(f"{town}/pruefen/{code}/")
    assert reader.get_by_text("Zwischenstand für den Schulausschuss").is_visible()
    reader.goto(f"{town}/berichte/")
    assert reader.get_by_role("link", name=re.compile("Version 1")).count() == 1
    assert reader.context.cookies() == []


def prepare(page, town):
    """Starts the report, writes two of its texts and looks at the preview."""
    page.goto(f"{town}/berichte/")
    page.get_by_role("link", name="Neuer Bericht").click()
    page.get_by_role("link", name="Sachstandsbericht").click()
    page.get_by_label("Berichtsvorlage").check()
    page.get_by_role("button", name="Bericht anlegen").click()
    page.get_by_label("Betreff").fill("Zwischenstand für den Schulausschuss")
    page.get_by_label(re.compile("^Ziel 1:")).fill("Beim ersten Ziel geht es voran.")
    page.get_by_role("button", name="Speichern und Vorschau auffrischen").click()
    page.get_by_text("Gespeichert.").wait_for()
    draft = download(page, f"{town}{DESK}entwurf.pdf")
    assert "Beim ersten Ziel geht es voran." in reading.text(draft)
    assert "ENTWURF" in reading.text(draft)


def freeze(page, town):
    page.goto(f"{town}{DESK}")
    page.get_by_role("link", name="4. Festschreiben").click()
    page.get_by_role("button", name="Jetzt festschreiben").click()
    page.wait_for_url(f"**{DESK}", timeout=60_000)  # the page of the job leads there by itself
    assert page.get_by_role("link", name=re.compile("Version 1")).is_visible()


def download(page, address):
    answer = page.context.request.get(address)
    assert answer.status == 200, address
    return answer.body()


def edit_what_the_paper_says(page, town):
    page.goto(f"{town}{DESK}inhalt/")
    page.get_by_label(re.compile("^Ziel 1:")).fill("Ganz anders.")
    page.get_by_role("button", name="Speichern und Vorschau auffrischen").click()
    page.goto(f"{town}/massnahmen/M-001/bearbeiten/")
    page.get_by_label("Titel").fill("Umbenannt")
    page.get_by_role("button", name="Speichern").click()
    page.wait_for_url("**/massnahmen/M-001/")


def the_code_on_the_paper_is_genuine(page, town, pdf):
    """Types the code as it is printed; returns it."""
    code = re.search(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", reading.text(pdf))[0]
    page.goto(f"{town}/pruefen/")
    page.get_by_label("Prüfcode").fill(code.lower())
    page.get_by_role("button", name="Code prüfen").click()
    page.wait_for_url(f"**/pruefen/{code}/")
    assert page.get_by_text("Der Code gehört zu einem echten Bericht.").is_visible()
    return code


def publish(page, town):
    page.goto(f"{town}{DESK}")
    page.get_by_role("link", name="Veröffentlichung festlegen").click()
    page.get_by_label("öffentlich ab").fill("2020-01-01")
    page.get_by_role("button", name="Speichern").click()
