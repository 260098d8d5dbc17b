"""What allauth mails reads like the rest of the site, as text and as HTML."""

import re

import pytest
from django.urls import reverse

from tests import make
from tests.web.test_locale import FAMILIAR

pytestmark = pytest.mark.django_db


def html(mail) -> str:
    return next(content for content, kind in mail.alternatives if kind == "text/html")


def test_a_sign_in_code_comes_as_text_and_html(client, mailoutbox):
    make.user("vhs@example.org")
    client.post(reverse("account_request_login_code"), {"email": "vhs@example.org"})
    (mail,) = mailoutbox
    assert mail.to == ["vhs@example.org"]
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.body, re.MULTILINE)[1]
    assert mail.body.startswith("Guten Tag,")
    assert code in html(mail)
    assert '<html lang="de">' in html(mail)


def test_an_unknown_address_gets_a_polite_mail_too(client, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": "niemand@example.org"})
    (mail,) = mailoutbox
    assert mail.to == ["niemand@example.org"]
    assert "Sie erhalten diese E-Mail" in mail.body
    assert not FAMILIAR.search(mail.body)


def test_a_password_link_can_be_clicked_in_the_html(client, mailoutbox):
    user = make.user("vhs@example.org")
    user.set_password("ein langes Passwort")
    user.save()
    client.post(reverse("account_reset_password"), {"email": "vhs@example.org"})
    (mail,) = mailoutbox
    assert mail.to == ["vhs@example.org"]
    link = re.search(r"https?://\S+/anmelden/passwort/neu/\S+", mail.body)[0]
    assert f'href="{link}"' in html(mail)
    assert not FAMILIAR.search(mail.body)
