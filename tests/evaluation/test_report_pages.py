"""The desk from the first click to the frozen paper, and who may do what of it."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from evaluation import actions, freezing
from evaluation.models import ReportVariant, ReportVersion
from tests import make

DESK = "/berichte/1/schulausschuss/"
START = "/berichte/neu/sachstandsbericht/"
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


def start_data(circle, *keys, **changed):
    """A Sachstandsbericht for the committees with these keys."""
    chosen = {}
    for key in keys or [circle.committee.key]:
        chosen |= {f"chosen-{key}": "on", f"session-{key}": "2026-06-11", f"role-{key}": "information"}
    return {"period": circle.period.pk, "paper_type": "resolution", **chosen, **changed}


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
    made = client.post(START, start_data(circle))
    assert made["Location"] == f"{DESK}inhalt/"
    variant = ReportVariant.objects.get()
    written = client.post(f"{DESK}inhalt/", content_data(variant))
    assert written["Location"] == f"{DESK}inhalt/"
    assert client.get(f"{DESK}entwurf.pdf").content.startswith(b"%PDF")
    client.post(f"{DESK}festschreiben/")
    version = ReportVersion.objects.get()
    assert version.values["texts"]["goal-1"] == "Ziel eins kommt voran."
    page = client.get(f"{DESK}v1.pdf")
    assert page.content == bytes(version.pdf)
    assert page["ETag"] == f'"{sha256(page.content).hexdigest()}"'


def test_a_new_report_starts_with_the_running_period_and_the_next_session_of_the_school_committee(client, cast, circle):
    make.period("2013-2017")
    make.committee("Kultur- und Bildungsausschuss", key="kultur")
    day = timezone.localdate() + timedelta(days=30)
    make.meeting(held_on=timezone.localdate() - timedelta(days=1))
    make.meeting(held_on=day, papers_due_on=day - timedelta(days=12))
    client.force_login(cast.office)
    form = client.get(START).context["form"]
    assert form["period"].value() == circle.period.pk
    assert (form["chosen-schulausschuss"].value(), form["chosen-kultur"].value()) == (True, False)
    assert form["session-schulausschuss"].value() == day
    assert form["session-schulausschuss"].help_text == f"Vorlagenschluss {day - timedelta(days=12):%d.%m.%Y}"


def test_one_start_makes_a_variant_for_each_chosen_committee(client, cast, circle):
    make.committee("Kultur- und Bildungsausschuss", key="kultur")
    make.committee("Rat der Stadt", key="rat")
    client.force_login(cast.clerk)
    made = client.post(START, start_data(circle, "schulausschuss", "kultur"))
    assert made["Location"] == "/berichte/1/"
    variants = ReportVariant.objects.order_by("committee__position", "committee__key")
    assert {one.committee.key for one in variants} == {"schulausschuss", "kultur"}
    assert all("nimmt den Bericht" in one.proposed_resolution for one in variants)
    assert "Kultur- und Bildungsausschuss" in variants.get(committee__key="kultur").proposed_resolution


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"session-schulausschuss": ""}, "Bitte nennen Sie den Sitzungstag (Schulausschuss)."),
        ({"chosen-schulausschuss": ""}, "Bitte wählen Sie mindestens ein Gremium."),
    ],
)
def test_without_a_committee_or_its_session_nothing_is_made(client, cast, circle, changed, words):
    client.force_login(cast.office)
    page = client.post(START, {name: value for name, value in start_data(circle, **changed).items() if value})
    assert words in page.content.decode()
    assert not ReportVariant.objects.exists()


def test_the_kinds_are_explained_before_one_is_chosen(client, cast, circle):
    client.force_login(cast.office)
    page = client.get("/berichte/neu/").content.decode()
    assert START in page
    assert "Wie die Handlungsziele einer Zielperiode stehen" in page
    assert client.get("/berichte/neu/roman/").status_code == 404


def test_texts_of_another_committee_are_taken_but_not_what_is_resolved(client, cast, circle):
    variant = circle.variant()
    other = actions.add_variant(
        report=variant.report,
        variant=ReportVariant(
            committee=make.committee("Rat der Stadt", key="rat"), session_on=make.TODAY, paper_type="resolution"
        ),
        today=make.TODAY,
        by=None,
    )
    variant.introduction = "Von Hand geschriebene Lage."
    actions.write_texts(variant=variant, sections={"goal-1": "Von Hand."}, by=None)
    client.force_login(cast.office)
    client.post("/berichte/1/rat/inhalt/uebernehmen/", {"source": variant.pk})
    other.refresh_from_db()
    assert other.introduction == "Von Hand geschriebene Lage."
    assert other.sections.get(key="goal-1").text == "Von Hand."
    assert "Der Rat der Stadt nimmt" in other.proposed_resolution


def test_texts_of_another_report_are_not_taken(client, cast, circle):
    variant, foreign = circle.variant(), circle.variant()
    foreign.introduction = "Aus einem anderen Bericht."
    foreign.save()
    client.force_login(cast.office)
    client.post(f"{DESK}inhalt/uebernehmen/", {"source": foreign.pk})
    variant.refresh_from_db()
    assert variant.introduction != "Aus einem anderen Bericht."


def test_the_beratungsfolge_names_all_committees_in_the_order_of_their_sessions(circle):
    variant = circle.variant()
    make.variant(report=variant.report, committee=make.committee("Rat der Stadt", key="rat"), session_on="2026-05-01")
    stations = freezing.current_values(freezing.load(variant.pk), make.TODAY)["consultations"]
    assert [(one["committee"], one["held_on"]) for one in stations] == [
        ("Rat der Stadt", "2026-05-01"),
        ("Schulausschuss", "2026-06-11"),
    ]


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
    monkeypatch.setattr("evaluation.views.variants.DIRECTLY", 1)
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


def file(content):
    return {"file": SimpleUploadedFile("bericht.pdf", content)}


def test_the_file_itself_tells_that_it_is_genuine(client, cast, version):
    client.force_login(cast.council)
    page = client.post("/pruefen/", file(bytes(version.pdf)))
    assert page.status_code == 200
    assert "echt und unverändert" in page.content.decode()
    assert version.variant.subject in page.content.decode()


def test_a_file_of_an_unpublished_paper_tells_the_public_that_it_is_genuine_and_no_more(client, version):
    page = client.post("/pruefen/", file(bytes(version.pdf))).content.decode()
    assert "echt und unverändert" in page
    assert version.variant.subject not in page


def test_a_file_with_one_byte_changed_is_none_of_ours(client, cast, version):
    client.force_login(cast.clerk)
    page = client.post("/pruefen/", file(bytes(version.pdf) + b" "))
    assert page.status_code == 404
    assert "keine ausgefertigte Fassung" in page.content.decode()
    assert version.code not in page.content.decode()


def test_a_file_is_compared_without_a_cookie_and_an_empty_one_is_refused(version):
    client = Client(enforce_csrf_checks=True)
    page = client.post("/pruefen/", file(bytes(version.pdf)))
    assert (page.status_code, len(page.cookies)) == (200, 0)
    assert client.post("/pruefen/", file(b"")).context["file_form"].errors


def test_an_unknown_code_is_not_found_and_stays_to_be_corrected(client, db):
    page = client.get("/pruefen/AAAA-BBBB-CCCC-DDDD/")
    assert page.status_code == 404
    assert "Kein Bericht mit diesem Code" in page.content.decode()
    assert 'value="AAAA-BBBB-CCCC-DDDD"' in page.content.decode()


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


def test_the_desk_says_how_long_there_is_for_a_paper_until_it_is_frozen(client, cast):
    day = timezone.localdate() + timedelta(days=30)
    make.meeting(held_on=day, papers_due_on=day - timedelta(days=12))
    variant = make.variant(session_on=day)
    words = f"Vorlage fällig {day - timedelta(days=12):%d.%m.%Y}, noch 18\u00a0Tage"
    client.force_login(cast.clerk)
    assert words in client.get("/berichte/").text
    assert "(noch 18\u00a0Tage)" in client.get(variant.get_absolute_url()).text
    make.version(variant)
    assert "Vorlage fällig" not in client.get("/berichte/").text
    assert "Vorlage fällig" not in client.get(variant.get_absolute_url()).text


def test_a_paper_of_a_past_session_is_not_due(client, cast):
    make.variant(session_on=timezone.localdate() - timedelta(days=1), committee=make.committee(papers_due_days=12))
    client.force_login(cast.clerk)
    assert "Vorlage fällig" not in client.get("/berichte/").text
