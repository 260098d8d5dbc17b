"""The desk from the first click to the frozen paper, and who may do what of it."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from evaluation import actions, freezing
from evaluation.models import ReportVariant, ReportVersion
from tests import make

DESK = "/berichte/1/schulausschuss/"
STEPS = ("", "sitzung/", "inhalt/", "vorschau/", "entwurf.pdf")


@pytest.fixture
def quick_paper(monkeypatch):
    monkeypatch.setattr(freezing, "render", lambda values: b"%PDF-1.7 " + values["head"]["subject"].encode())


@pytest.fixture
def version(circle, quick_paper):
    return freezing.freeze(circle.variant())


def status(client, person, address, **data):
    client.logout()
    if person is not None:
        client.force_login(person)
    return (client.post(address, data) if data else client.get(address)).status_code


def start_data(circle, **changed):
    return {
        "kind": "sachstandsbericht",
        "period": circle.period.pk,
        "committee": circle.committee.pk,
        "session_on": "2026-06-11",
        "paper_type": "resolution",
        "role": "information",
        **changed,
    }


def content_data(variant, **changed):
    return {
        "revision_no": variant.revision_no,
        "subject": variant.subject,
        "introduction": "Neue Lage.",
        "goal-1": "Ziel eins kommt voran.",
        "goal-2": "",
        **changed,
    }


def test_the_clerk_goes_from_start_to_a_frozen_paper(client, cast, circle, quick_paper):
    client.force_login(cast.clerk)
    made = client.post("/berichte/neu/", start_data(circle))
    assert made["Location"] == f"{DESK}inhalt/"
    variant = ReportVariant.objects.get()
    written = client.post(f"{DESK}inhalt/", content_data(variant))
    assert written["Location"] == f"{DESK}vorschau/"
    assert client.get(f"{DESK}entwurf.pdf").content.startswith(b"%PDF")
    client.post(f"{DESK}festschreiben/")
    version = ReportVersion.objects.get()
    assert version.values["texts"]["goal-1"] == "Ziel eins kommt voran."
    page = client.get(f"{DESK}v1.pdf")
    assert page.content == bytes(version.pdf)
    assert page["ETag"] == f'"{sha256(page.content).hexdigest()}"'


def test_a_new_report_starts_with_the_running_period_and_the_school_committee(client, cast, circle):
    make.period("2013-2017")
    client.force_login(cast.office)
    form = client.get("/berichte/neu/").context["form"]
    assert (form["period"].value(), form["committee"].value()) == (circle.period.pk, circle.committee.pk)


def test_without_a_date_the_next_session_is_taken(client, cast, circle):
    day = timezone.localdate() + timedelta(days=30)
    make.meeting(held_on=timezone.localdate() - timedelta(days=1))
    make.meeting(held_on=day)
    client.force_login(cast.office)
    client.post("/berichte/neu/", start_data(circle, session_on=""))
    assert ReportVariant.objects.get().session_on == day


def test_without_a_date_and_a_session_the_form_asks(client, cast, circle):
    client.force_login(cast.office)
    page = client.post("/berichte/neu/", start_data(circle, session_on=""))
    assert "keine Sitzung eingetragen" in page.content.decode()
    assert not ReportVariant.objects.exists()


def test_a_second_committee_gets_its_own_variant_once(client, cast, circle):
    circle.variant()
    other = make.committee("Kultur- und Bildungsausschuss", key="kultur")
    client.force_login(cast.office)
    data = {"committee": other.pk, "session_on": "2026-07-01", "paper_type": "report"}
    assert client.post("/berichte/1/gremium/neu/", data)["Location"] == "/berichte/1/kultur/"
    assert client.post("/berichte/1/gremium/neu/", data).status_code == 200
    assert ReportVariant.objects.count() == 2


def test_who_saves_on_an_old_state_sees_both_texts(client, cast, circle):
    variant = circle.variant()
    old = content_data(variant, introduction="Meine Fassung.")
    actions.write_texts(variant=variant, sections={"goal-1": "Fremder Text."}, by=None)
    client.force_login(cast.office)
    page = client.post(f"{DESK}inhalt/", old)
    assert page.status_code == 409
    assert "Meine Fassung." in page.content.decode()
    assert "Fremder Text." in page.content.decode()
    assert variant.sections.get(key="goal-1").text == "Fremder Text."


def test_offices_prepare_and_only_the_committee_office_freezes(client, cast, circle, quick_paper):
    circle.variant()
    for step in STEPS:
        assert status(client, cast.office, DESK + step) == 200, step
        assert status(client, cast.clerk, DESK + step) == 200, step
    assert status(client, cast.office, f"{DESK}festschreiben/") == 403
    assert status(client, cast.office, f"{DESK}festschreiben/", reason="") == 403
    assert status(client, cast.office, f"{DESK}veroeffentlichen/") == 403
    assert status(client, cast.clerk, f"{DESK}festschreiben/") == 200
    assert not ReportVersion.objects.exists()


@pytest.mark.parametrize("name", ["council", "operator", "vhs_editor", "vhs_member", "stranger"])
def test_nobody_else_finds_what_is_being_prepared(client, cast, circle, name):
    circle.variant()
    person = getattr(cast, name)
    for step in (*STEPS, "festschreiben/", "veroeffentlichen/"):
        assert status(client, person, DESK + step) == 404, step
    assert status(client, person, "/berichte/1/") == 404
    assert status(client, person, "/berichte/neu/") == 403
    assert "Schulausschuss" not in client.get("/berichte/").content.decode()


def test_signing_in_comes_before_the_desk(client, circle):
    circle.variant()
    for address in (*(DESK + step for step in STEPS), "/berichte/neu/", "/berichte/1/"):
        assert client.get(address)["Location"].startswith("/anmelden/"), address


def test_before_publication_offices_and_council_alone_read_a_version(client, cast, version):
    for name, person in cast.people().items():
        expected = 200 if name in ("office", "clerk", "council") else 404
        assert status(client, person, f"{DESK}v1.pdf") == expected, name
        assert (version.code in client.get("/berichte/").content.decode()) == (expected == 200), name


def test_from_the_day_of_publication_everybody_reads_it(client, cast, version):
    today = timezone.localdate()
    actions.publish(variant=version.variant, public_from=today + timedelta(days=1), by=None)
    assert status(client, None, f"{DESK}v1.pdf") == 404
    client.force_login(cast.clerk)
    variant = ReportVariant.objects.get()
    client.post(f"{DESK}veroeffentlichen/", {"public_from": str(today), "revision_no": variant.revision_no})
    assert status(client, None, f"{DESK}v1.pdf") == 200
    assert version.code in client.get("/berichte/").content.decode()


def test_a_browser_that_has_the_file_is_told_so(client, cast, version):
    client.force_login(cast.council)
    tag = client.get(f"{DESK}v1.pdf")["ETag"]
    assert client.get(f"{DESK}v1.pdf", headers={"If-None-Match": tag}).status_code == 304


def test_the_draft_may_stand_in_a_frame_of_this_site_and_no_other(client, cast, circle, quick_paper):
    circle.variant()
    client.force_login(cast.office)
    page = client.get(f"{DESK}entwurf.pdf")
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]


def test_a_big_draft_is_made_by_a_worker(client, cast, circle, quick_paper, monkeypatch):
    monkeypatch.setattr("evaluation.views.reports.DIRECTLY", 1)
    circle.variant()
    client.force_login(cast.office)
    assert client.get(f"{DESK}vorschau/")["Location"].startswith("/auftraege/")
    assert client.get(f"{DESK}vorschau/").status_code == 200


def test_a_code_tells_all_to_those_who_may_read(client, cast, version):
    client.force_login(cast.council)
    page = client.get(f"/pruefen/{version.code}/").content.decode()
    for part in (version.sha256, version.variant.subject, "Schulausschuss", "Version 1"):
        assert part in page


def test_a_code_of_an_unpublished_paper_tells_the_public_that_it_is_genuine_and_no_more(client, version):
    page = client.get(f"/pruefen/{version.code.lower().replace('-', '')}/").content.decode()
    assert version.sha256 in page
    assert "echten Bericht" in page
    assert version.variant.subject not in page
    assert "Schulausschuss" not in page


def test_a_code_tells_of_a_newer_version(client, version):
    freezing.freeze(version.variant, reason="Zahl berichtigt")
    assert "Es gibt eine neuere Fassung" in client.get(f"/pruefen/{version.code}/").content.decode()


def test_an_unknown_code_is_not_found(client, db):
    page = client.get("/pruefen/AAAA-BBBB-CCCC-DDDD/")
    assert page.status_code == 404
    assert "Kein Bericht mit diesem Code" in page.content.decode()


def test_a_typed_code_leads_to_its_page(client, db):
    assert client.get("/pruefen/", {"code": "aaaa bbbb"})["Location"] == "/pruefen/AAAA-BBBB/"


@pytest.mark.parametrize(
    ("code", "answers"), [("\x00", {400}), ("\ud800", {400}), ("😀", {200}), ("ß" * 50, {200, 302}), ("-", {200})]
)
def test_odd_codes_are_answered_in_words(client, db, code, answers):
    assert client.get("/pruefen/", {"code": code.encode("utf-8", "surrogatepass")}).status_code in answers


def test_reading_pages_set_no_cookie(client, db):
    for address in ("/berichte/", "/pruefen/", "/pruefen/AAAA/"):
        assert not client.get(address).cookies


def test_a_report_goes_only_while_nothing_of_it_is_frozen(client, cast, circle, quick_paper):
    variant = circle.variant()
    client.force_login(cast.office)
    freezing.freeze(variant)
    assert client.post("/berichte/1/loeschen/").status_code == 409
    assert ReportVariant.objects.exists()
    other = circle.variant()
    assert client.post(f"/berichte/{other.report.serial}/loeschen/").status_code == 302
    assert not ReportVariant.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("text", ["a\x00b", "x" * 301])
def test_unreadable_text_is_refused_at_its_field(client, cast, circle, text):
    variant = circle.variant()
    client.force_login(cast.office)
    page = client.post(f"{DESK}inhalt/", content_data(variant, subject=text))
    assert page.status_code == 200
    assert "subject" in page.context["form"].errors


def test_emoji_and_words_without_end_are_kept(client, cast, circle):
    variant = circle.variant()
    client.force_login(cast.office)
    client.post(f"{DESK}inhalt/", content_data(variant, introduction="😀 " + "Donau" * 60))
    variant.refresh_from_db()
    assert variant.introduction.startswith("😀 Donau")
