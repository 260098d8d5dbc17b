"""The legal pages: read by everybody without a cookie, worded by the office."""

import pytest
from django.core.management import call_command

from bildungsnetz.web.models import LegalPage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["impressum", "datenschutz", "barrierefreiheit"])
def test_everybody_reads_them_without_a_cookie(client, key):
    response = client.get(f"/{key}/")
    assert response.status_code == 200
    assert not response.cookies


def test_every_page_leads_to_them(client):
    page = client.get("/impressum/").content.decode()
    assert all(f'href="/{key}/"' in page for key in ("impressum", "datenschutz", "barrierefreiheit"))


def test_a_heading_begins_with_a_hash():
    page = LegalPage(text="Vorab\n# Anbieter\nStadt\n\nAmt\n# Kontakt\nPost")
    assert page.sections == [("", "Vorab"), ("Anbieter", "Stadt\n\nAmt"), ("Kontakt", "Post")]


def test_the_office_words_them_and_markup_stays_text(client, cast):
    client.force_login(cast.office)
    page = LegalPage.objects.get(key="impressum")
    data = {"title": "Impressum", "text": "# Anbieter\n<b>Stadt Herne</b>", "revision_no": page.revision_no}
    client.post("/impressum/bearbeiten/", data)
    assert "&lt;b&gt;Stadt Herne&lt;/b&gt;" in client.get("/impressum/").content.decode()


def test_nobody_else_words_them(client, cast):
    client.force_login(cast.vhs_editor)
    assert client.post("/impressum/bearbeiten/", {"title": "x", "text": "x", "revision_no": 1}).status_code == 403
    assert LegalPage.objects.get(key="impressum").title == "Impressum"


def test_a_page_that_is_lost_comes_back_and_a_written_one_stays():
    LegalPage.objects.filter(key="impressum").delete()
    LegalPage.objects.filter(key="datenschutz").update(text="Von uns geschrieben.")
    call_command("migrate", verbosity=0)
    assert LegalPage.objects.filter(key="impressum").exists()
    assert LegalPage.objects.get(key="datenschutz").text == "Von uns geschrieben."
