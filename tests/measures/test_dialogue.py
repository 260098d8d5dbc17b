"""What office and actor write to each other: seen by the two alone, internal messages by the office alone."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from bildungsnetz.outbox.models import Notice
from measures import actions
from measures.models import Comment
from tests import make


@pytest.fixture
def measure(cast):
    return make.measure(lead=cast.vhs)


def page(measure):
    return f"/massnahmen/{measure.number}/dialog/"


def test_both_sides_write_and_the_other_hears_of_it(cast, client, measure):
    client.force_login(cast.vhs_member)
    assert client.post(page(measure), {"text": "Brauchen Sie mehr?"}).url == page(measure)
    client.force_login(cast.office)
    client.post(page(measure), {"text": "Nein, <b>danke</b>."})
    told = [(one.address, one.text) for one in Notice.objects.order_by("pk")]
    assert [address for address, _ in told] == [cast.office.email, cast.vhs_editor.email]
    assert "Brauchen Sie mehr?" in told[0][1]
    shown = client.get(page(measure)).content.decode()
    assert "Brauchen Sie mehr?" in shown
    assert "Nein, &lt;b&gt;danke&lt;/b&gt;." in shown


def test_internal_messages_stay_in_the_office(cast, client, measure):
    client.force_login(cast.office)
    client.post(page(measure), {"text": "KANARIE", "is_internal": "on"})
    assert Comment.objects.get().is_internal
    assert not Notice.objects.exists()
    assert "KANARIE" in client.get(page(measure)).content.decode()
    client.force_login(cast.vhs_editor)
    for address in (page(measure), measure.get_absolute_url()):
        assert "KANARIE" not in client.get(address).content.decode()


def test_an_actor_cannot_write_internally(cast, client, measure):
    client.force_login(cast.vhs_member)
    client.post(page(measure), {"text": "Offen", "is_internal": "on"})
    assert not Comment.objects.get().is_internal
    with pytest.raises(PermissionDenied):
        actions.write_comment(measure, by=cast.vhs_member, text="x", is_internal=True)


def test_nobody_else_reads_or_writes(cast, client, measure):
    comment = make.comment(measure, text="KANARIE")
    for person in (cast.library_editor, cast.council, cast.clerk, cast.operator, cast.stranger):
        client.force_login(person)
        assert client.get(page(measure)).status_code == 403
        assert client.post(page(measure), {"text": "x"}).status_code == 403
        assert client.post(f"{page(measure)}{comment.pk}/erledigt/").status_code == 404
        assert "KANARIE" not in client.get(measure.get_absolute_url()).content.decode()
    client.logout()
    assert "KANARIE" not in client.get(measure.get_absolute_url()).content.decode()
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "Nu\x00ll", "x" * 8001])
def test_wrong_messages_are_answered_at_the_field(cast, client, measure, text):
    client.force_login(cast.vhs_member)
    assert client.post(page(measure), {"text": text}).context["form"].errors["text"]
    assert not Comment.objects.exists()


def test_a_message_is_dealt_with_once(cast, client, measure):
    comment = make.comment(measure)
    client.force_login(cast.vhs_member)
    assert client.get(f"{page(measure)}{comment.pk}/erledigt/").status_code == 405
    client.post(f"{page(measure)}{comment.pk}/erledigt/")
    comment.refresh_from_db()
    first = comment.resolved_at
    assert first
    actions.resolve_comment(comment, by=cast.office, now=timezone.now())
    assert comment.resolved_at == first


def test_an_internal_message_does_not_exist_for_the_actor(cast, client, measure):
    comment = make.comment(measure, is_internal=True)
    client.force_login(cast.vhs_editor)
    assert client.post(f"{page(measure)}{comment.pk}/erledigt/").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.resolve_comment(comment, by=cast.vhs_editor, now=timezone.now())


def test_what_is_dealt_with_is_not_told_any_more(cast, client, measure):
    comment = actions.write_comment(measure, by=cast.vhs_member, text="Erledigt sich")
    assert Notice.objects.exists()
    actions.resolve_comment(comment, by=cast.office, now=timezone.now())
    assert not Notice.objects.exists()


def test_open_messages_are_counted_and_can_be_reopened(cast, client, measure):
    first, _ = make.comment(measure), make.comment(measure, text="Noch etwas")
    make.comment(measure, is_internal=True)
    client.force_login(cast.vhs_member)
    assert "2 offene Nachrichten" in client.get(measure.get_absolute_url()).content.decode()
    client.post(f"{page(measure)}{first.pk}/erledigt/")
    assert "Eine offene Nachricht" in client.get(page(measure)).content.decode()
    assert client.get(f"{page(measure)}{first.pk}/offen/").status_code == 405
    client.post(f"{page(measure)}{first.pk}/offen/")
    first.refresh_from_db()
    assert first.resolved_at is None
    client.force_login(cast.library_editor)
    assert client.post(f"{page(measure)}{first.pk}/offen/").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.reopen_comment(first, by=cast.library_editor)
