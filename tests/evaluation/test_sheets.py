"""A rating sheet: drafted, handed in, opened again; by an actor's people, by link, by the office."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from bildungsnetz.accounts.erasure import erase_user
from bildungsnetz.accounts.personal_data import export_of
from bildungsnetz.outbox.models import Notice
from evaluation import actions, links
from evaluation.models import Assessment, Evidence, RatingSheet
from evaluation.sheets import Answer, Said, said_on
from measures.links import Unusable
from tests import make
from tests.evaluation.sheet_world import typed

PERSON = "sekretariat@example.org"
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture(autouse=True)
def no_hurry(db):
    cache.clear()


@pytest.fixture
def world(cast):
    """A round with two criteria about one measure of the library."""
    measure = make.measure(lead=cast.library, title="Lesepaten")
    return make.evaluation_round(make.criterion("Reichweite"), make.criterion("Wirkung")), measure


@pytest.fixture
def sheet(world):
    return make.sheet(make.rated(*world))


@pytest.fixture
def own(world):
    """The office's sheet on the same measure."""
    return make.sheet(make.rated(*world), "office")


@pytest.fixture
def link(cast, sheet):
    make.contact(cast.library, name="Sekretariat", email=PERSON)
    return f"/bewertung/{links.mail_token(sheet, make.rating_mail(sheet, PERSON))}/"


def url_of(sheet):
    return sheet.get_absolute_url()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def words(response):
    return response.content.decode()


def today():
    return timezone.localdate()


def submit(sheet, by, *values):
    said = Said(
        tuple(
            Answer(asked.pk, value, value is None, "Weil.", "" if value is None else "figure")
            for asked, value in zip(make.measure_criteria(sheet.rated.round), values, strict=True)
        ),
        dict.fromkeys(("worked", "did_not_work", "needs", "for_report"), ""),
    )
    return actions.submit_sheet(sheet, said, by=by, seen=sheet.revision_no, today=today(), now=timezone.now())


class TestDrafting:
    def test_what_is_partial_is_kept(self, cast, sheet):
        client = signed_in(cast.library_editor)
        answer = client.post(url_of(sheet), typed(sheet, 2, do="save", worked="Viel gelesen"))
        assert answer.status_code == 302
        sheet.refresh_from_db()
        assert (sheet.state, sheet.worked, sheet.author) == ("draft", "Viel gelesen", cast.library_editor)
        assert [row.value for row in sheet.assessments.all()] == [2]
        shown = words(client.get(url_of(sheet)))
        assert "Viel gelesen" in shown
        assert "1 von 2" in shown

    def test_drafting_leaves_no_history_and_handing_in_one_row_each(self, cast, sheet):
        RatingSheet.history.all().delete()
        client = signed_in(cast.library_editor)
        for worked in ("a", "b", "c"):
            client.post(url_of(sheet), typed(sheet, 2, do="save", worked=worked))
        assert not RatingSheet.history.exists()
        assert not Assessment.history.exists()
        client.post(url_of(sheet), typed(sheet, 2, 3))
        assert [row.history_user for row in RatingSheet.history.all()] == [cast.library_editor]
        assert Assessment.history.count() == 2

    def test_a_page_that_saves_by_itself_says_when(self, cast, sheet):
        answer = signed_in(cast.library_editor).post(url_of(sheet), typed(sheet, 2, do="autosave"))
        sheet.refresh_from_db()
        assert "Gespeichert um" in words(answer)
        assert f'value="{sheet.revision_no}"' in words(answer)
        assert "<html" not in words(answer)

    def test_saving_the_same_again_changes_nothing(self, cast, sheet):
        client = signed_in(cast.library_editor)
        client.post(url_of(sheet), typed(sheet, 2, do="save"))
        before = RatingSheet.objects.get(pk=sheet.pk).revision_no
        client.post(url_of(sheet), typed(sheet, 2, do="save"))
        assert RatingSheet.objects.get(pk=sheet.pk).revision_no == before

    @pytest.mark.parametrize("text", ["vor\0her", "x" * 5000])
    def test_what_cannot_be_stored_is_refused_at_the_field(self, cast, sheet, text):
        client = signed_in(cast.library_editor)
        answer = client.post(url_of(sheet), typed(sheet, 2, do="save", worked=text))
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {"worked"}
        quietly = client.post(url_of(sheet), typed(sheet, 2, do="autosave", worked=text))
        assert "Nicht gespeichert" in words(quietly)

    def test_unknown_values_and_foreign_criteria_are_refused_or_ignored(self, cast, sheet):
        client = signed_in(cast.library_editor)
        assert client.post(url_of(sheet), typed(sheet, 5, do="save")).status_code == 422
        foreign = make.measure_criteria(make.evaluation_round())[0]
        client.post(url_of(sheet), typed(sheet, 2, do="save", **{f"value_{foreign.pk}": "4"}))
        assert not Assessment.objects.filter(criterion=foreign).exists()


class TestHandingIn:
    def test_an_editor_hands_in(self, cast, sheet):
        answer = signed_in(cast.library_editor).post(url_of(sheet), typed(sheet, 2, "n", for_report="Unsere Worte"))
        assert (answer.status_code, answer.url) == (302, f"{url_of(sheet)}danke/")
        sheet.refresh_from_db()
        assert (sheet.state, sheet.submitted_by_way, sheet.for_report) == ("submitted", "account", "Unsere Worte")
        assert [(row.value, row.not_ratable) for row in sheet.assessments.all()] == [(2, False), (None, True)]

    def test_a_member_saves_but_does_not_hand_in(self, cast, sheet):
        make.membership(cast.stranger, cast.library)
        client = signed_in(cast.stranger)
        assert "Abgeben</span>" not in words(client.get(url_of(sheet)))
        assert client.post(url_of(sheet), typed(sheet, 2, 3)).status_code == 403
        assert client.post(url_of(sheet), typed(sheet, 2, do="save")).status_code == 302
        sheet.refresh_from_db()
        assert sheet.state == "draft"

    def test_everything_that_is_missing_stands_in_one_summary_and_is_kept(self, cast, sheet):
        first, second = make.measure_criteria(sheet.rated.round)
        answer = signed_in(cast.library_editor).post(
            url_of(sheet), {"do": "submit", "revision_no": 1, f"value_{first.pk}": "4", "needs": "Zeit"}
        )
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {
            f"rationale_{first.pk}",
            f"backing_{first.pk}",
            f"value_{second.pk}",
        }
        sheet.refresh_from_db()
        assert (sheet.state, sheet.needs) == ("draft", "Zeit")
        assert answer.context["sheet"].revision_no == sheet.revision_no

    @pytest.mark.parametrize(
        ("value", "rationale", "backing"),
        [("0", 1, 1), ("1", 1, 1), ("2", 0, 1), ("3", 0, 1), ("4", 1, 1), ("n", 1, 0)],
    )
    def test_what_a_value_needs(self, cast, sheet, value, rationale, backing):
        first, second = make.measure_criteria(sheet.rated.round)
        data = typed(sheet, "2", "2") | {
            f"value_{first.pk}": value,
            f"rationale_{first.pk}": "",
            f"backing_{first.pk}": "",
        }
        data[f"rationale_{second.pk}"] = ""
        answer = signed_in(cast.library_editor).post(url_of(sheet), data)
        wanted = {f"rationale_{first.pk}"} if rationale else set()
        wanted |= {f"backing_{first.pk}"} if backing else set()
        assert answer.context["form"].errors.keys() == wanted

    def test_the_action_itself_asks_for_everything(self, cast, sheet):
        with pytest.raises(ValidationError):
            actions.submit_sheet(
                sheet, said_on(sheet), by=cast.library_editor, seen=1, today=today(), now=timezone.now()
            )

    def test_all_not_ratable_can_be_handed_in(self, cast, sheet):
        assert submit(sheet, cast.library_editor, None, None).is_submitted

    def test_thanks_lead_on_to_the_next_sheet(self, cast, world, sheet):
        second = make.measure(lead=cast.library)
        made = make.evaluation_round()
        first, other = (make.sheet(make.rated(made, measure)) for measure in (world[1], second))
        client = signed_in(cast.library_editor)
        client.post(url_of(first), typed(first, 3))
        thanks = client.get(f"{url_of(first)}danke/")
        assert thanks.context["following"] == other
        assert second.number in words(thanks)

    @pytest.fixture
    def desk(self, cast):
        """The office's sheets on M-001 to M-004: goals 1, 2, 1, 2."""
        goals = [make.goal(1), make.goal(2)]
        for goal in goals * 2:
            make.measure(lead=cast.library, leading_goal=goal)
        made = make.evaluation_round()
        return [make.sheet(rated, "office") for rated in made.rated_measures.order_by("measure__serial")]

    def test_abgeben_und_naechste_stays_within_what_the_list_was_narrowed_to(self, cast, desk):
        client = signed_in(cast.office)
        first, _, third, _ = desk
        listed = client.get(f"/auswertung/runden/{first.rated.round.serial}/boegen/", {"goal": "1"})
        address = f"{url_of(first)}?goal=1"
        assert f'href="{address}"' in words(listed)
        assert f'action="{address}"' in words(client.get(address))
        answer = client.post(address, typed(first, 2, do="submit_next"), follow=True)
        assert answer.redirect_chain[-1][0] == f"{url_of(third)}?goal=1"

    def test_saving_in_between_keeps_it(self, cast, desk):
        answer = signed_in(cast.office).post(f"{url_of(desk[0])}?goal=1", typed(desk[0], 2, do="save"))
        assert answer.url == f"{url_of(desk[0])}?gespeichert=1&goal=1#stand"

    def test_at_its_end_the_page_says_so_and_names_what_else_there_is(self, cast, desk):
        client = signed_in(cast.office)
        first, second, third, fourth = desk
        submit(third, cast.office, 2)
        thanks = client.post(f"{url_of(first)}?goal=1", typed(first, 2, do="submit_next"), follow=True)
        assert "In Ihrer Auswahl ist damit alles bewertet." in words(thanks)
        assert (thanks.context["following"], thanks.context["left"]) == (second, 2)
        submit(second, cast.office, 2)
        last = client.post(url_of(fourth), typed(fourth, 2, do="submit_next"), follow=True)
        assert "In Ihrer Auswahl" not in words(last)
        assert last.context["following"] is None

    def test_what_is_no_filter_narrows_nothing(self, cast, desk):
        client = signed_in(cast.office)
        answer = client.post(f"{url_of(desk[0])}?goal=99&show=x", typed(desk[0], 2, do="submit_next"), follow=True)
        assert answer.redirect_chain[-1][0] == url_of(desk[1])

    def test_thanks_before_handing_in_lead_back(self, cast, sheet):
        assert signed_in(cast.library_editor).get(f"{url_of(sheet)}danke/").url == url_of(sheet)

    def test_what_is_handed_in_is_read_and_not_changed(self, cast, sheet):
        submit(sheet, cast.library_editor, 2, 3)
        client = signed_in(cast.library_editor)
        assert "es kann ihn wieder öffnen" in words(client.get(url_of(sheet)))
        answer = client.post(url_of(sheet), typed(sheet, 2, 3, do="save", worked="Noch ein Satz"))
        assert answer.status_code == 409
        assert "Noch ein Satz" in words(answer)


class TestTwoAtOnce:
    def test_a_second_tab_sees_both_and_nothing_is_lost(self, cast, sheet):
        client = signed_in(cast.library_editor)
        mine = typed(sheet, 2, do="save", worked="Meine Fassung")
        make.membership(cast.stranger, cast.library)
        signed_in(cast.stranger).post(url_of(sheet), typed(sheet, 3, do="save", worked="Andere Fassung"))
        answer = client.post(url_of(sheet), mine)
        assert answer.status_code == 409
        assert "Andere Fassung" in words(answer)
        assert "Meine Fassung" in words(answer)
        sheet.refresh_from_db()
        assert sheet.worked == "Andere Fassung"
        again = client.post(url_of(sheet), mine | {"revision_no": answer.context["sheet"].revision_no})
        assert again.status_code == 302
        sheet.refresh_from_db()
        assert sheet.worked == "Meine Fassung"

    def test_a_page_that_saves_by_itself_overwrites_nobody(self, cast, sheet):
        client = signed_in(cast.library_editor)
        mine = typed(sheet, 2, do="autosave", worked="Meine Fassung")
        client.post(url_of(sheet), typed(sheet, 3, do="save", worked="Andere Fassung"))
        assert "Jemand anderes hat inzwischen gespeichert" in words(client.post(url_of(sheet), mine))
        sheet.refresh_from_db()
        assert sheet.worked == "Andere Fassung"

    def test_two_who_say_the_same_are_not_in_each_others_way(self, cast, sheet):
        client = signed_in(cast.library_editor)
        mine = typed(sheet, 2, 3)
        client.post(url_of(sheet), mine | {"do": "autosave"})
        assert client.post(url_of(sheet), mine).status_code == 302
        sheet.refresh_from_db()
        assert sheet.is_submitted


class TestTheEnd:
    @pytest.mark.parametrize("state", ["reflection", "closed"])
    def test_what_comes_too_late_can_be_copied(self, cast, sheet, link, state):
        make.move(sheet.rated.round, state)
        for answer in (
            signed_in(cast.library_editor).post(url_of(sheet), typed(sheet, 2, do="save", worked="Mein langer Text")),
            Client().post(link, typed(sheet, 2, do="save", worked="Mein langer Text")),
        ):
            assert answer.status_code == 410
            assert "ist beendet" in words(answer)
            assert "Mein langer Text" in words(answer)
        sheet.refresh_from_db()
        assert sheet.worked == ""

    def test_after_the_last_day(self, cast, sheet):
        sheet.rated.round.closes_on = today() - timedelta(days=1)
        sheet.rated.round.save()
        client = signed_in(cast.library_editor)
        assert "abgelaufen" in words(client.get(url_of(sheet)))
        assert "abgelaufen" in words(client.post(url_of(sheet), typed(sheet, 2, do="autosave")))

    def test_the_office_may_rate_after_the_last_day_of_the_actors(self, cast, own):
        own.rated.round.closes_on = today() - timedelta(days=1)
        own.rated.round.save()
        signed_in(cast.office).post(url_of(own), typed(own, 2, 3))
        own.refresh_from_db()
        assert (own.is_submitted, own.submitted_by_way) == (True, "office")

    def test_a_measure_that_is_withdrawn_takes_nothing_from_anybody(self, cast, sheet, own):
        sheet.rated.measure.publication = "withdrawn"
        sheet.rated.measure.save()
        for user, one in ((cast.library_editor, sheet), (cast.office, own)):
            answer = signed_in(user).post(url_of(one), typed(one, 2, do="save"))
            assert "nicht veröffentlicht" in words(answer)
        with pytest.raises(Unusable):
            submit(sheet, cast.library_editor, 2, 3)


class TestByLink:
    def test_it_is_rated_without_session_or_cookie(self, cast, sheet, link):
        client = Client(enforce_csrf_checks=True)
        page = client.get(link)
        assert page.status_code == 200
        answer = client.post(link, typed(sheet, 2, 3, needs="Zeit"))
        assert (answer.status_code, answer.url) == (302, f"{link}danke/")
        assert client.get(answer.url).status_code == 200
        assert not client.cookies
        sheet.refresh_from_db()
        assert (sheet.submitted_by_way, sheet.author) == ("link", None)
        assert (sheet.sender, sheet.address) == ("Sekretariat (Stadtbibliothek Herne)", PERSON)
        assert "es kann ihn wieder öffnen" in words(client.get(link))

    def test_reading_marks_nothing(self, client, sheet, link):
        client.get(link)
        client.head(link)
        sheet.refresh_from_db()
        assert (sheet.opened_at, sheet.state) == (None, "open")

    def test_search_engines_and_other_sites_learn_nothing(self, client, link):
        page = client.get(link)
        assert page["Referrer-Policy"] == "no-referrer"
        assert "noindex" in page["X-Robots-Tag"]

    def test_what_was_typed_survives_the_link(self, cast, client, sheet, link):
        make.user(PERSON, is_active=False)
        answer = client.post(link, typed(sheet, 2, do="save", worked="Mein langer Text"))
        assert answer.status_code == 410
        assert "Mein langer Text" in words(answer)

    def test_a_flood_is_refused_unread(self, client, link):
        answer = client.post(link, {"worked": "x"}, CONTENT_LENGTH=str(12 * 1024 * 1024))
        assert answer.status_code == 413

    def test_hurry_is_slowed_down(self, client, sheet, link):
        cache.set(f"rate-{sheet.pk}", 600)
        assert client.post(link, typed(sheet, 2, do="save")).status_code == 429

    def test_an_example_says_so(self, client):
        assert "Vorschau" in words(client.get("/bewertung/beispiel/"))


class TestEvidence:
    def file(self, content=PDF, name="zahlen.pdf"):
        return {"file": SimpleUploadedFile(name, content)}

    def place(self, sheet, base):
        return f"{base}kriterien/{make.measure_criteria(sheet.rated.round)[0].pk}/beleg/"

    def test_the_button_saves_first_and_leads_to_the_page(self, cast, sheet):
        asked = make.measure_criteria(sheet.rated.round)[0]
        answer = signed_in(cast.library_editor).post(
            url_of(sheet), typed(sheet, 2, do=f"evidence-{asked.pk}", worked="Bleibt")
        )
        assert answer.url == self.place(sheet, url_of(sheet))
        sheet.refresh_from_db()
        assert sheet.worked == "Bleibt"

    @pytest.mark.parametrize("way", ["account", "link"])
    def test_a_file_comes_and_goes(self, cast, sheet, link, way):
        client, base = (signed_in(cast.library_editor), url_of(sheet)) if way == "account" else (Client(), link)
        assert client.get(self.place(sheet, base)).status_code == 200
        assert client.post(self.place(sheet, base), self.file()).status_code == 302
        evidence = Evidence.objects.get()
        assert "zahlen.pdf" in words(client.get(base))
        file = client.get(f"{base}belege/{evidence.pk}/")
        assert file.content == PDF
        assert file["Content-Disposition"].startswith("attachment")
        assert file["X-Content-Type-Options"] == "nosniff"
        client.post(base, typed(sheet, 2, do=f"remove-{evidence.pk}"))
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize(
        ("name", "content"), [("a.exe", b"MZ"), ("a.pdf", b"<script>"), ("a.html", b"<p>"), ("a.pdf", b"")]
    )
    def test_hostile_files_are_refused(self, cast, sheet, name, content):
        answer = signed_in(cast.library_editor).post(self.place(sheet, url_of(sheet)), self.file(content, name))
        assert answer.status_code == 422
        assert not Evidence.objects.exists()

    def test_five_are_enough(self, cast, sheet):
        client = signed_in(cast.library_editor)
        answers = [client.post(self.place(sheet, url_of(sheet)), self.file()).status_code for _ in range(6)]
        assert answers == [302] * 5 + [422]

    def test_what_backs_one_sheet_opens_by_no_other(self, cast, sheet, link):
        measure = make.measure(lead=cast.vhs)
        elsewhere = make.sheet(make.rated(make.evaluation_round(), measure))
        client = signed_in(cast.vhs_editor)
        client.post(self.place(elsewhere, url_of(elsewhere)), self.file())
        evidence = Evidence.objects.get()
        assert client.get(f"{url_of(elsewhere)}belege/{evidence.pk}/").status_code == 200
        assert Client().get(f"{link}belege/{evidence.pk}/").status_code == 404
        assert signed_in(cast.library_editor).get(f"{url_of(elsewhere)}belege/{evidence.pk}/").status_code == 404
        asked = make.measure_criteria(sheet.rated.round)[0]
        signed_in(cast.library_editor).post(url_of(sheet), typed(sheet, 2, do=f"remove-{evidence.pk}"))
        assert Evidence.objects.exists()
        assert client.get(f"{url_of(elsewhere)}kriterien/{asked.pk}/beleg/").status_code == 404

    def test_nothing_is_added_to_what_is_handed_in(self, cast, sheet):
        submit(sheet, cast.library_editor, 2, 3)
        answer = signed_in(cast.library_editor).post(self.place(sheet, url_of(sheet)), self.file())
        assert answer.status_code == 403


class TestReopening:
    def test_the_office_gives_a_sheet_back_with_a_word_and_the_actor_hears_of_it(self, cast, sheet):
        submit(sheet, cast.library_editor, 2, 3)
        answer = signed_in(cast.office).post(f"{url_of(sheet)}wieder-oeffnen/", {"note": "Bitte die Zahl nennen."})
        assert answer.status_code == 302
        sheet.refresh_from_db()
        assert (sheet.state, sheet.submitted_at, sheet.submitted_by_way) == ("draft", None, "")
        notice = Notice.objects.get(address=cast.library_editor.email)
        assert "Bitte die Zahl nennen." in notice.text
        client = signed_in(cast.library_editor)
        assert "Bitte die Zahl nennen." in words(client.get(url_of(sheet)))
        assert client.post(url_of(sheet), typed(sheet, 3, 3)).status_code == 302
        assert [row.state for row in RatingSheet.history.order_by("history_id")][-3:] == [
            "submitted",
            "draft",
            "submitted",
        ]

    def test_nobody_else_does(self, cast, sheet):
        submit(sheet, cast.library_editor, 2, 3)
        for user in (cast.library_editor, cast.clerk, cast.stranger):
            assert signed_in(user).get(f"{url_of(sheet)}wieder-oeffnen/").status_code == 404
            with pytest.raises(PermissionDenied):
                actions.reopen_sheet(sheet, note="x", by=user, now=timezone.now())

    def test_the_office_does_not_rate_anew_what_it_has_seen(self, cast, sheet, own):
        submit(own, cast.office, 2, 3)
        assert "wenden Sie sich bitte" not in words(signed_in(cast.office).get(url_of(own)))
        page = f"{url_of(own)}wieder-oeffnen/"
        assert signed_in(cast.office).get(page).status_code == 200
        submit(sheet, cast.library_editor, 4, 4)
        assert signed_in(cast.office).get(page).status_code == 404


def history_of(sheet):
    return f"/verlauf/evaluation/ratingsheet/{sheet.pk}/"


class TestHistory:
    @pytest.fixture
    def changed(self, cast, sheet):
        """Handed in with 2, given back, handed in again with 4."""
        submit(sheet, cast.library_editor, 2, 3)
        actions.reopen_sheet(sheet, note="Bitte prüfen", by=cast.office, now=timezone.now())
        submit(RatingSheet.objects.get(pk=sheet.pk), cast.library_editor, 4, 3)
        return sheet

    def test_the_own_actor_reads_what_was_changed_and_no_names(self, cast, changed):
        client = signed_in(cast.library_editor)
        assert history_of(changed) in words(client.get(url_of(changed)))
        page = words(client.get(history_of(changed)))
        assert "<del>2</del>" in page
        assert "<ins>4</ins>" in page
        assert "Bewertet von" not in page

    def test_a_colleague_does_not_read_who_wrote(self, cast, changed):
        colleague = make.user("mitglied.bibliothek@example.org", display_name="Mitglied Stadtbibliothek")
        make.membership(colleague, cast.library)
        page = words(signed_in(colleague).get(history_of(changed)))
        assert "<ins>4</ins>" in page
        assert str(cast.library_editor) not in page

    def test_who_wrote_by_a_link_is_for_the_offices(self, cast, client, sheet, own, link):
        client.post(link, typed(sheet, 2, 3))
        assert PERSON not in words(signed_in(cast.library_editor).get(history_of(sheet)))
        submit(own, cast.office, 2, 3)
        assert PERSON in words(signed_in(cast.office).get(history_of(sheet)))

    def test_the_office_reads_it_when_it_has_spoken_and_not_before(self, cast, changed, own):
        assert signed_in(cast.office).get(history_of(changed)).status_code == 404
        submit(own, cast.office, 2, 3)
        assert "<del>2</del>" in words(signed_in(cast.office).get(history_of(changed)))

    def test_what_was_given_back_is_hidden_until_it_is_handed_in_again(self, cast, sheet, own):
        submit(sheet, cast.library_editor, 2, 3)
        submit(own, cast.office, 2, 3)
        assert signed_in(cast.office).get(history_of(sheet)).status_code == 200
        actions.reopen_sheet(RatingSheet.objects.get(pk=sheet.pk), note="", by=cast.office, now=timezone.now())
        assert signed_in(cast.office).get(history_of(sheet)).status_code == 404

    def test_other_actors_and_the_council_read_none(self, cast, changed):
        make.move(changed.rated.round, "closed")
        for user in (cast.vhs_editor, cast.council, cast.stranger, cast.operator):
            assert signed_in(user).get(history_of(changed)).status_code == 404


class TestPersonalData:
    def test_whoever_rated_by_link_gets_and_forgets_it(self, client, sheet, link):
        client.post(link, typed(sheet, 2, 3, needs="Zeit"))
        make.move(sheet.rated.round, "closed")
        user = make.user(PERSON)
        (told,) = export_of(user)["Bewertungsbögen"]
        assert (told["Maßnahme"], told["Texte"]) == (sheet.rated.measure.number, ["Zeit"])
        assert [one["Bewertung"] for one in told["Bewertungen"]] == [2, 3]
        erase_user(user, by=None)
        sheet.refresh_from_db()
        assert (sheet.sender, sheet.address, sheet.needs) == ("", "", "Zeit")
        assert not RatingSheet.history.exclude(sender="", address="").exists()


class TestWhoMay:
    def test_other_actors_see_nothing(self, cast, sheet):
        client = signed_in(cast.vhs_editor)
        assert client.get(url_of(sheet)).status_code == 404
        assert client.post(url_of(sheet), typed(sheet, 2, 3)).status_code == 404
        with pytest.raises(PermissionDenied):
            submit(sheet, cast.vhs_editor, 2, 3)

    def test_the_office_does_not_answer_for_an_actor(self, cast, sheet):
        with pytest.raises(PermissionDenied):
            submit(sheet, cast.office, 2, 3)

    def test_the_clerk_reads_the_offices_sheet_and_does_not_answer(self, cast, own):
        client = signed_in(cast.clerk)
        assert client.get(url_of(own)).status_code == 200
        assert client.post(url_of(own), typed(own, 2, 3)).status_code == 403

    def test_a_changed_lead_takes_the_sheet_along(self, cast, sheet):
        sheet.rated.measure.lead = cast.vhs
        sheet.rated.measure.save()
        assert signed_in(cast.library_editor).get(url_of(sheet)).status_code == 404
        signed_in(cast.vhs_editor).post(url_of(sheet), typed(sheet, 2, 3))
        sheet.refresh_from_db()
        assert sheet.author == cast.vhs_editor
        assert sheet.actor == cast.library

    def test_an_actor_that_left_can_still_hand_in(self, cast, sheet):
        cast.library.is_active = False
        cast.library.save()
        assert submit(sheet, cast.library_editor, 2, 3).is_submitted

    def test_a_participant_fills_in_its_own_sheet(self, cast):
        measure = make.measure(lead=cast.library)
        make.participation(measure, cast.vhs)
        rated = make.rated(make.evaluation_round(participants_rate=True), measure)
        theirs = make.sheet(rated, "participant")
        signed_in(cast.vhs_editor).post(url_of(theirs), typed(theirs, 3))
        theirs.refresh_from_db()
        assert theirs.is_submitted
        assert signed_in(cast.library_editor).get(url_of(theirs)).status_code == 404
