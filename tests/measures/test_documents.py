"""Documents: what is let in, under which name it lies, and who gets it back how."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from measures import uploads
from measures.models import Attachment
from tests import make

from .uploaded import GOOD, HOSTILE, located_photo, picture


@pytest.fixture
def measure(cast):
    return make.draft(lead=cast.vhs)


def page(measure):
    return f"/massnahmen/{measure.number}/dokumente/neu/"


def upload(client, measure, name, content, **fields):
    return client.post(page(measure), {"title": "Anlage", "file": SimpleUploadedFile(name, content), **fields})


def address(attachment):
    return reverse("measures:attachment", args=[attachment.measure.number, attachment.pk])


@pytest.mark.parametrize("name", GOOD)
def test_known_kinds_are_taken_and_given_back(cast, client, measure, name):
    client.force_login(cast.vhs_member)
    assert upload(client, measure, name, GOOD[name]).url == measure.get_absolute_url()
    attachment = measure.attachments.get()
    assert attachment.file_name == name
    assert not attachment.is_public
    answer = client.get(address(attachment))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "html" not in answer["Content-Type"]
    content = answer.content
    assert len(content) == attachment.size
    if not name.startswith("bild"):
        assert content == GOOD[name]


@pytest.mark.parametrize("name", HOSTILE)
def test_everything_else_is_refused_with_a_reason(cast, client, measure, name):
    client.force_login(cast.vhs_member)
    answer = upload(client, measure, name, HOSTILE[name])
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not Attachment.objects.exists()


def test_a_photo_forgets_where_it_was_taken(cast, client, measure):
    client.force_login(cast.vhs_member)
    original = located_photo()
    assert b"KANARIE" in original
    upload(client, measure, "foto.jpg", original)
    with measure.attachments.get().file.open("rb") as file:
        stored = file.read()
    assert b"KANARIE" not in stored
    assert Image.open(BytesIO(stored)).size == (10, 20)  # turned as the camera meant it


def test_nothing_can_hide_behind_a_picture():
    file = SimpleUploadedFile("bild.png", picture("PNG") + b"<script>alert(1)</script>")
    assert b"script" not in uploads.check(file).content


def test_a_picture_keeps_its_transparency():
    out = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    stored = uploads.check(SimpleUploadedFile("bild.png", out.getvalue())).content
    assert Image.open(BytesIO(stored)).mode == "RGBA"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Eigene Dateien\\plan.pdf", "plan.pdf"),
        ("../../etc/plan.pdf", "plan.pdf"),
        ("plan\u202egpj.pdf", "plangpj.pdf"),
        ("Über\u0000sicht.pdf", "Übersicht.pdf"),
        ("U\u0308bersicht.pdf", "Übersicht.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_names_are_made_readable(given, kept):
    assert uploads.readable_name(given) == kept


def test_files_lie_under_random_names(cast, client, measure):
    client.force_login(cast.vhs_member)
    upload(client, measure, "geheimer-plan.pdf", GOOD["plan.pdf"])
    assert "geheim" not in measure.attachments.get().file.name


def test_documents_are_public_only_when_marked_and_released(cast, client):
    released, draft = make.measure(lead=cast.vhs), make.draft(lead=cast.vhs)
    status = {}
    for measure in (released, draft):
        for marked in (True, False):
            attachment = make.attachment(measure, title=f"Anlage {marked}", is_public=marked)
            status[measure.publication, marked] = client.get(address(attachment)).status_code
    assert status == {("released", True): 200, ("released", False): 404, ("draft", True): 404, ("draft", False): 404}
    shown = client.get(released.get_absolute_url()).content.decode()
    assert "Anlage True" in shown
    assert "Anlage False" not in shown


def test_a_document_belongs_to_its_measure(cast, client, measure):
    attachment = make.attachment(measure)
    other = make.draft(lead=cast.vhs)
    client.force_login(cast.vhs_member)
    assert client.get(address(attachment)).status_code == 200
    assert client.get(f"/massnahmen/{other.number}/dokumente/{attachment.pk}/").status_code == 404
    assert client.get(f"/massnahmen/{other.number}/dokumente/{attachment.pk}/loeschen/").status_code == 404


def test_foreign_documents_do_not_exist(cast, client, measure):
    attachment = make.attachment(measure)
    for person in (cast.library_editor, cast.council, cast.operator, cast.stranger):
        client.force_login(person)
        for path in ("", "loeschen/"):
            assert client.get(f"{address(attachment)}{path}").status_code == 404
        assert client.post(f"{address(attachment)}loeschen/").status_code == 404
    assert Attachment.objects.exists()


def test_deleting_takes_the_file_along(cast, client, measure, django_capture_on_commit_callbacks):
    attachment = make.attachment(measure)
    storage, name = attachment.file.storage, attachment.file.name
    client.force_login(cast.vhs_member)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{address(attachment)}loeschen/").url == measure.get_absolute_url()
    assert not Attachment.objects.exists()
    assert not storage.exists(name)


def test_a_deleted_draft_takes_its_files_along(cast, client, measure, django_capture_on_commit_callbacks):
    attachment = make.attachment(measure)
    client.force_login(cast.vhs_editor)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/massnahmen/{measure.number}/loeschen/")
    assert not attachment.file.storage.exists(attachment.file.name)


def test_documents_of_a_released_measure_are_the_offices(cast, client):
    attachment = make.attachment(make.measure(lead=cast.vhs))
    client.force_login(cast.vhs_editor)
    assert client.get(address(attachment)).status_code == 200
    assert client.post(f"{address(attachment)}loeschen/").status_code == 403
    assert upload(client, attachment.measure, "plan.pdf", GOOD["plan.pdf"]).status_code == 403
    client.force_login(cast.office)
    assert client.post(f"{address(attachment)}loeschen/").status_code == 302


def test_a_lost_file_is_a_missing_page(cast, client, measure):
    attachment = make.attachment(measure)
    attachment.file.storage.delete(attachment.file.name)
    client.force_login(cast.vhs_member)
    assert client.get(address(attachment)).status_code == 404
