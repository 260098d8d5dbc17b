"""From the data to a paper that never changes: prepared by the office, frozen by the clerk, read by the council."""

import re
from hashlib import sha256

import pytest
from playwright.sync_api import expect

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
    expect(reader.get_by_text("Der Bericht ist noch nicht öffentlich.")).to_be_visible()

    publish(clerk, town)
    assert download(reader, f"{town}{PAPER}") == pdf
    reader.goto(f"{town}/pruefen/{code}/")
    expect(reader.get_by_text("Zwischenstand für den Schulausschuss")).to_be_visible()
    reader.goto(f"{town}/berichte/")
    expect(reader.get_by_role("link", name=re.compile("Version 1"))).to_have_count(1)
    assert reader.context.cookies() == []


def test_a_text_is_copied_by_one_press_and_chosen_by_going_there(signed_in, town):
    office = signed_in(OFFICE, permissions=["clipboard-read", "clipboard-write"])
    prepare(office, town)
    office.goto(f"{town}{DESK}texte/")
    office.get_by_role("button", name="Kopieren: Betreff").click()
    office.get_by_text("Kopiert.").wait_for()
    subject = office.get_by_label("Betreff", exact=True)
    assert office.evaluate("navigator.clipboard.readText()") == subject.input_value() != ""
    subject.focus()
    assert office.evaluate("document.activeElement.selectionEnd") == len(subject.input_value())


COMMITTEES = {
    "schulausschuss": "Schulausschuss",
    "kinder-jugend-familie": "Ausschuss für Kinder, Jugend und Familie",
    "kultur-bildung": "Kultur- und Bildungsausschuss",
}


def test_one_report_goes_to_three_committees_and_is_corrected_for_one(signed_in, open_browser, town):
    clerk = signed_in(CLERK)
    start_for_three(clerk, town)
    desks = [f"/berichte/1/{key}/" for key in COMMITTEES]
    word_the_first_and_take_its_texts(clerk, town, desks)
    for desk in desks:
        freeze(clerk, town, desk)
    papers = [download(clerk, f"{town}{desk}v1.pdf") for desk in desks]
    for pdf, name in zip(papers, COMMITTEES.values(), strict=True):
        text = reading.text(pdf)
        assert f"Der {name} nimmt den Bericht" in text
        assert "Gemeinsam geschriebener Ausblick." in text
        assert "ENTWURF" not in text
        assert verapdf.failed_rules(pdf) == []

    anybody = open_browser()
    check_file(anybody, town, papers[0])
    expect(anybody.get_by_text("Diese Datei ist echt und unverändert.")).to_be_visible()
    check_file(anybody, town, papers[0] + b"%")
    expect(anybody.get_by_text("Diese Datei ist keine ausgefertigte Fassung.")).to_be_visible()
    assert anybody.context.cookies() == []

    correct(clerk, town, desks[0])
    assert download(clerk, f"{town}{desks[0]}v1.pdf") == papers[0]
    assert "Berichtigter Ausblick." in reading.text(download(clerk, f"{town}{desks[0]}v2.pdf"))
    check_file(anybody, town, papers[0])
    expect(anybody.get_by_text("Es gibt eine neuere Fassung.")).to_be_visible()
    assert ReportVersion.objects.count() == 4


def start_for_three(page, town):
    page.goto(f"{town}/berichte/neu/")
    page.get_by_role("link", name="Sachstandsbericht").click()
    page.get_by_label("Beschlussvorlage", exact=True).check()
    for key, name in COMMITTEES.items():
        page.get_by_label(name, exact=True).check()
        page.locator(f"input[name=session-{key}]").fill("2027-03-04")
    page.get_by_role("button", name="Bericht anlegen").click()
    expect(page.get_by_text("noch nicht ausgefertigt")).to_have_count(3)


def word_the_first_and_take_its_texts(page, town, desks):
    page.goto(f"{town}{desks[0]}inhalt/")
    page.get_by_label("Ausblick").fill("Gemeinsam geschriebener Ausblick.")
    page.get_by_role("button", name="Speichern und Vorschau auffrischen").click()
    for desk in desks[1:]:
        page.goto(f"{town}{desk}inhalt/")
        page.get_by_text("Texte aus einer anderen Fassung übernehmen").click()
        page.get_by_label("Fassung für").select_option(label="Schulausschuss")
        page.get_by_role("button", name="Texte übernehmen").click()
        expect(page.get_by_label("Ausblick")).to_have_value("Gemeinsam geschriebener Ausblick.")
        assert "Gemeinsam geschriebener Ausblick." in reading.text(download(page, f"{town}{desk}entwurf.pdf"))


def check_file(page, town, content):
    page.goto(f"{town}/pruefen/")
    page.locator("input[type=file]").set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    page.get_by_role("button", name="Datei prüfen").click()


def correct(page, town, desk):
    page.goto(f"{town}{desk}inhalt/")
    page.get_by_label("Ausblick").fill("Berichtigter Ausblick.")
    page.get_by_role("button", name="Speichern und Vorschau auffrischen").click()
    page.goto(f"{town}{desk}festschreiben/")
    page.get_by_label("Grund der Berichtigung").fill("Der Ausblick nannte ein falsches Jahr.")
    page.get_by_role("button", name="Jetzt festschreiben").click()
    page.wait_for_url(f"**{desk}", timeout=60_000)
    expect(page.get_by_role("link", name=re.compile("Version 2"))).to_be_visible()


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


def freeze(page, town, desk=DESK):
    page.goto(f"{town}{desk}")
    page.get_by_role("link", name="4. Festschreiben").click()
    page.get_by_role("button", name="Jetzt festschreiben").click()
    page.wait_for_url(f"**{desk}", timeout=60_000)  # the page of the job leads there by itself
    expect(page.get_by_role("link", name=re.compile("Version 1"))).to_be_visible()


def download(page, address):
    answer = page.context.request.get(address, timeout=60_000)  # a draft is set while its address waits
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
    expect(page.get_by_text("Der Code gehört zu einem echten Bericht.")).to_be_visible()
    return code


def publish(page, town):
    page.goto(f"{town}{DESK}")
    page.get_by_role("link", name="Veröffentlichung festlegen").click()
    page.get_by_label("öffentlich ab").fill("2020-01-01")
    page.get_by_role("button", name="Speichern").click()
