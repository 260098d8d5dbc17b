"""A digest is short, says why each line comes, and can be stopped from within."""

from datetime import date

import pytest
from django.conf import settings
from django.utils import timezone

from bildungsnetz.outbox import actions
from bildungsnetz.outbox.models import OutgoingMail
from tests import make

pytestmark = pytest.mark.usefixtures("kinds")

ADDRESS = "a@example.org"
SITE = settings.SITE_URL


@pytest.fixture
def digest(db):
    """Tells the given notices to one person and returns the mail."""

    def digest(*told: dict) -> OutgoingMail:
        for fields in told:
            make.notice(ADDRESS, **{"kind": "overdue", "why": "weil es so ist", **fields})
        actions.remind(date(2026, 5, 4), timezone.now())
        return OutgoingMail.objects.get()

    return digest


def texts(mail: OutgoingMail) -> tuple[str, str]:
    return mail.text, mail.html


def test_kinds_stand_in_their_order_each_under_its_heading(digest):
    mail = digest({"kind": "example"}, {"kind": "comment"}, {"kind": "overdue"})
    for text, headings in (
        (mail.text, ["ÜBERFÄLLIG", "NEUE NACHRICHTEN", "BEISPIELE"]),
        (mail.html, [">Überfällig<", ">Neue Nachrichten<", ">Beispiele<"]),
    ):
        places = [text.index(heading) for heading in headings]
        assert places == sorted(places)


def test_each_line_leads_to_its_page_in_text_and_html(digest):
    mail = digest({"text": "M-042 ist überfällig", "url": "/massnahmen/M-042/"})
    for text in texts(mail):
        assert "M-042 ist überfällig" in text
        assert f"{SITE}/massnahmen/M-042/" in text


def test_after_ten_lines_the_rest_is_a_number_with_a_link(digest):
    mail = digest(*({"text": f"Hinweis Nummer {number};"} for number in range(34)))
    for text in texts(mail):
        assert text.count("Hinweis Nummer") == 10
        assert "Nummer 9;" in text
        assert "und 24 weitere" in text
        assert f"{SITE}/meine-massnahmen/" in text


def test_ten_lines_are_all_said(digest):
    mail = digest(*({} for _ in range(10)))
    assert all("weitere" not in text for text in texts(mail))


def test_a_reason_that_all_lines_share_is_said_once(digest):
    mail = digest({"why": "weil Sie die Redaktion sind"}, {"why": "weil Sie die Redaktion sind"})
    for text in texts(mail):
        assert text.count("Sie lesen das, weil Sie die Redaktion sind.") == 1


def test_different_reasons_are_said_with_each_line(digest):
    mail = digest({"why": "weil Sie die Redaktion sind"}, {"why": "Sie haben darum gebeten."})
    for text in texts(mail):
        assert "Sie lesen das, weil Sie die Redaktion sind." in text
        assert "Sie haben darum gebeten." in text


def test_the_subject_says_what_it_is_about_and_no_title(digest):
    mail = digest({"text": "Geheimer Titel"}, {"kind": "comment"}, {"kind": "comment"})
    assert mail.subject == f"Überfällig (1), Neue Nachrichten (2) – {settings.SITE_NAME}"


def test_a_subject_names_three_kinds(digest, monkeypatch):
    from bildungsnetz.outbox import notices

    notices.register_kind("fourth", "Viertes", order=40)
    mail = digest({"kind": "fourth"}, {"kind": "example"}, {"kind": "comment"}, {"kind": "overdue"})
    assert "Beispiele (1), weitere Hinweise" in mail.subject
    assert "Viertes" not in mail.subject


def test_every_kind_and_everything_can_be_stopped_from_the_mail(digest):
    mail = digest({"kind": "overdue"}, {"kind": "comment"})
    for text in texts(mail):
        assert "?kind=overdue" in text
        assert "?kind=comment" in text
        assert "alles abbestellen" in text


def test_mail_programs_can_stop_it_with_one_click(digest):
    headers = digest({}).headers
    assert headers["List-Unsubscribe"].startswith(f"<{SITE}/benachrichtigungen/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_people_wrote_is_text_in_html(digest):
    mail = digest({"text": "<script>alert(1)</script>", "why": "weil <b> & „so“"})
    assert "<script>" not in mail.html
    assert "weil &lt;b&gt; &amp; „so“" in mail.html
    assert "<script>alert(1)</script>" in mail.text


def test_the_text_has_no_gaps_and_says_sie(digest):
    mail = digest({}, {"kind": "comment"})
    assert "\n\n\n\n" not in mail.text
    assert "Guten Tag" in mail.text
    assert "2 Hinweise für Sie" in mail.text


def test_one_notice_is_one(digest):
    assert "hat einen Hinweis für Sie" in digest({}).text
