"""Reading sessions from a file into the committees' calendars: whose they are, what would change, taking it back."""

import json
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from goals.meeting_files import Session
from goals.meeting_import import Step, body_key, plan, recognised, suggested
from goals.models import CommitteeName, Meeting
from tests import make
from tests.goals.test_meeting_files import ics

pytestmark = pytest.mark.django_db

PAGE = "/sitzungen/einlesen/"
DAY = timedelta(days=1)


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def committee():
    return make.committee("Schulausschuss", genitive="des Schulausschusses", papers_due_days=12)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


def oparl(*sessions: Session) -> bytes:
    return json.dumps(
        [
            {
                "id": one.external_id,
                "type": "https://schema.oparl.org/1.1/Meeting",
                "name": one.name,
                "start": f"{one.held_on.isoformat()}T16:00:00+01:00",
                "location": {"description": one.place},
                "cancelled": one.is_cancelled,
            }
            for one in sessions
        ]
    ).encode()


def at(day: date, uid: str = "", name: str = "Schulausschuss", place: str = "Rathaus", **fields) -> Session:
    return Session(uid, name, day, place, **fields)


def upload(client, content: bytes, name: str = "sitzungen.json"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def hidden(page) -> dict[str, str]:
    """What the page's form carries."""
    tags = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: value for name, value in tags if name != "csrfmiddlewaretoken"}


def confirm(client, page):
    return client.post(PAGE, hidden(page) | {"step": "import"})


def take(client, *sessions: Session):
    """Uploads and confirms."""
    answer = confirm(client, upload(client, oparl(*sessions)))
    assert answer.status_code == 302
    return answer


def steps(*sessions: Session) -> list[tuple[Step, date]]:
    committees = make.Committee.objects.prefetch_related("former_names")
    lines = plan(sessions, recognised(sessions, committees), Meeting.objects.all())
    return [(line.step, line.session.held_on) for line in lines]


# --- Whose session it is --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["Schulausschuss", "SCHULAUSSCHUSS", "12. Sitzung des Schulausschusses", "Öffentliche Sitzung: Bildungsausschuss"],
)
def test_a_committee_is_known_by_its_name_its_genitive_and_a_former_name(committee, name):
    CommitteeName.objects.create(committee=committee, name="Bildungsausschuss")
    make.committee("Rat")
    assert recognised([at(date(2027, 1, 14), name=name)], [committee]) == {body_key(name): committee}


@pytest.mark.parametrize(
    "name", ["Unterausschuss des Schulausschusses", "Schul- und Sportausschuss", "", "12. Sitzung"]
)
def test_a_name_that_only_contains_that_of_a_committee_is_not_certain(committee, name):
    assert recognised([at(date(2027, 1, 14), name=name)], [committee]) == {}


def test_todays_name_goes_before_somebody_elses_former_one(committee):
    other = make.committee("Sportausschuss")
    CommitteeName.objects.create(committee=other, name="Schulausschuss")
    assert recognised([at(date(2027, 1, 14))], [other, committee]) == {"schulausschuss": committee}


def test_a_similar_name_is_a_suggestion_and_a_foreign_one_is_none(committee):
    make.committee("Rat")
    assert suggested(body_key("Schulausschuß der Stadt"), make.Committee.objects.all()) == committee
    assert suggested(body_key("Schulauschuss"), make.Committee.objects.all()) == committee
    for other in ("Betriebsausschuss Entwässerung", "Umweltausschuss", "Sozialausschuss"):
        assert suggested(body_key(other), make.Committee.objects.all()) is None


def test_an_uncertain_name_is_asked_and_what_is_not_chosen_stays_away(office, committee, today):
    day = today + 30 * DAY
    page = upload(office, oparl(at(day, "a", "Schulausschuss der Stadt"), at(day, "b", "Werksausschuss")))
    assert "Welches Gremium ist gemeint?" in page.text
    assert f'<option value="{committee.pk}" selected>' in page.text
    fields = dict.fromkeys(re.findall(r'name="(body-\d+)"', page.text), "")
    assert len(fields) == 2
    chosen = {**fields, "body-0": str(committee.pk)}
    preview = office.post(PAGE, hidden(page) | chosen)
    assert "Nicht übernommene Gremien (1)" in preview.text
    assert "1 neu" in preview.text
    assert not Meeting.objects.exists()
    confirm(office, preview)
    assert Meeting.objects.get().external_id == "a"


def test_a_name_that_was_assigned_once_is_not_asked_again(office, committee, today):
    sessions = [at(today + 30 * DAY, "a", "Ausschuss 40"), at(today + 60 * DAY, "b", "Ausschuss 40")]
    make.meeting(committee=committee, held_on=today + 30 * DAY, external_id="a", place="Rathaus")
    assert steps(*sessions) == [(Step.SAME, today + 30 * DAY), (Step.NEW, today + 60 * DAY)]


# --- What would change ----------------------------------------------------------------------------------------


def test_new_sessions_get_the_day_for_papers_that_the_committees_rule_gives(office, committee):
    page = upload(office, oparl(at(date(2027, 6, 17), "a")))
    assert "01.06.2027" in page.text
    confirm(office, page)
    meeting = Meeting.objects.get()
    assert (meeting.committee, meeting.held_on, meeting.place) == (committee, date(2027, 6, 17), "Rathaus")
    assert meeting.papers_due_on == date(2027, 6, 1)  # 12 working days
    assert meeting.origin == "source"


def test_reading_the_same_file_again_changes_nothing(office, committee, today):
    sessions = [at(today + 30 * DAY, "a"), at(today + 60 * DAY, "b")]
    take(office, *sessions)
    before = Meeting.history.count()
    page = upload(office, oparl(*sessions))
    assert "Nichts zu tun" in page.text
    assert 'value="import"' not in page.text
    assert Meeting.history.count() == before


def test_a_session_is_known_by_its_id_when_it_moves(office, committee, today):
    take(office, at(today + 30 * DAY, "a"))
    take(office, at(today + 37 * DAY, "a", place="Aula"))
    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.place, meeting.revision_no) == (today + 37 * DAY, "Aula", 2)


def test_a_session_that_somebody_entered_is_known_by_its_day(office, committee, today):
    entered = make.meeting(committee=committee, held_on=today + 30 * DAY, place="Rathaus")
    take(office, at(today + 30 * DAY, "a"))
    entered.refresh_from_db()
    assert entered.external_id == "a"
    assert steps(at(today + 30 * DAY, "another")) == [(Step.SAME, today + 30 * DAY)]


def test_a_place_that_the_file_does_not_know_stays(committee, today):
    make.meeting(committee=committee, held_on=today + 30 * DAY, external_id="a", place="Aula")
    assert steps(at(today + 30 * DAY, "a", place="")) == [(Step.SAME, today + 30 * DAY)]


def test_the_day_for_papers_moves_with_the_session_unless_somebody_set_it(office, committee):
    ruled = make.meeting(
        committee=committee, held_on=date(2027, 6, 10), papers_due_on=date(2027, 5, 24), external_id="a"
    )
    own = make.meeting(committee=committee, held_on=date(2027, 7, 8), papers_due_on=date(2027, 6, 1), external_id="b")
    late = make.meeting(committee=committee, held_on=date(2027, 9, 9), papers_due_on=date(2027, 9, 8), external_id="c")
    none = make.meeting(committee=committee, held_on=date(2027, 10, 7), external_id="d")
    take(
        office,
        at(date(2027, 6, 17), "a"),
        at(date(2027, 7, 1), "b"),
        at(date(2027, 9, 2), "c"),
        at(date(2027, 10, 6), "d"),
    )
    for meeting in (ruled, own, late, none):
        meeting.refresh_from_db()
    assert ruled.papers_due_on == date(2027, 6, 1)
    assert own.papers_due_on == date(2027, 6, 1)
    assert late.papers_due_on == date(2027, 8, 17)
    assert none.papers_due_on is None


def test_a_cancelled_session_goes_and_one_that_nobody_entered_is_not_told(office, committee, today):
    make.meeting(committee=committee, held_on=today + 30 * DAY, external_id="a")
    stays = make.meeting(committee=committee, held_on=today + 60 * DAY)
    sessions = [at(today + 30 * DAY, "a", is_cancelled=True), at(today + 90 * DAY, "c", is_cancelled=True)]
    assert steps(*sessions) == [(Step.CANCELLED, today + 30 * DAY)]
    take(office, *sessions)
    assert list(Meeting.objects.all()) == [stays]


def test_what_refers_to_a_cancelled_session_is_named_before(office, committee, today):
    meeting = make.meeting(committee=committee, held_on=today + 30 * DAY, external_id="a")
    make.window(title="Abfrage im Frühjahr", meeting=meeting)
    page = upload(office, oparl(at(today + 30 * DAY, "a", is_cancelled=True)))
    assert "Abfrage im Frühjahr" in page.text


def test_a_session_that_takes_the_place_of_a_cancelled_one_is_read_as_both(committee, today):
    make.meeting(committee=committee, held_on=today + 30 * DAY, external_id="a")
    day = today + 30 * DAY
    assert steps(at(day, "a", is_cancelled=True), at(day, "b")) == [(Step.CANCELLED, day), (Step.NEW, day)]
    Meeting.objects.update(external_id="")
    assert [step for step, _ in steps(at(day, "a", is_cancelled=True), at(day, "b"))] == [Step.CHANGED]


def test_what_stands_twice_in_the_file_is_taken_once(committee, today):
    day = today + 30 * DAY
    assert [step for step, _ in steps(at(day, "a"), at(day, "b"), at(day + DAY, "a"))] == [
        *(Step.REFUSED, Step.REFUSED, Step.NEW)
    ]


def test_sessions_can_move_up_one_after_another(office, committee, today):
    days = [today + week * 7 * DAY for week in (4, 5, 6)]
    for day, uid in zip(days, "abc", strict=True):
        make.meeting(committee=committee, held_on=day, external_id=uid, place="Rathaus")
    take(office, at(days[1], "a"), at(days[2], "b"), at(days[2] + 7 * DAY, "c"))
    assert dict(Meeting.objects.values_list("external_id", "held_on")) == {
        "a": days[1],
        "b": days[2],
        "c": days[2] + 7 * DAY,
    }
    office.post(f"{PAGE}1/zuruecknehmen/")
    assert dict(Meeting.objects.values_list("external_id", "held_on")) == dict(zip("abc", days, strict=True))


@pytest.mark.parametrize("order", [(1, 0), (1, 2, 0), (2, 0, 1), (1, 0, 3, 2)])
def test_sessions_can_exchange_their_days(office, committee, today, order):
    days = [today + 10 * number * DAY for number in range(3, 3 + len(order))]
    for number, day in enumerate(days):
        make.meeting(committee=committee, held_on=day, external_id=f"s{number}", place="Rathaus")
    before = dict(Meeting.objects.values_list("external_id", "held_on"))
    take(office, *(at(days[place], f"s{number}") for number, place in enumerate(order)))
    after = {f"s{number}": days[place] for number, place in enumerate(order)}
    assert dict(Meeting.objects.values_list("external_id", "held_on")) == after
    told = Meeting.history.filter(history_type="~").values_list("held_on", flat=True)
    assert sorted(told) == sorted(after.values()), "nobody was anywhere else in between"
    take(office, *(at(day, uid) for uid, day in after.items()))
    office.post(f"{PAGE}1/zuruecknehmen/")
    assert dict(Meeting.objects.values_list("external_id", "held_on")) == before


def test_two_that_exchange_their_days_do_not_wait_for_a_third(office, committee, today):
    days = [today + 10 * number * DAY for number in (3, 4, 5)]
    for number, day in enumerate(days):
        make.meeting(committee=committee, held_on=day, external_id=f"s{number}")
    page = upload(office, oparl(at(days[1], "s0"), at(days[0], "s1"), at(days[2], "new", place="Saal")))
    confirm(office, page)
    assert Meeting.objects.get(external_id="s0").held_on == days[1]
    assert Meeting.objects.get(external_id="s1").held_on == days[0]


def test_a_day_that_another_session_keeps_is_refused_with_the_reason(office, committee, today):
    make.meeting(committee=committee, held_on=today + 30 * DAY, external_id="a")
    make.meeting(committee=committee, held_on=today + 60 * DAY, external_id="b")
    kept = [at(today + 60 * DAY, "a"), at(today + 60 * DAY, "b"), at(today + 90 * DAY, "c")]
    page = upload(office, oparl(*kept))
    confirm(office, page)
    assert Meeting.objects.get(external_id="a").held_on == today + 30 * DAY
    assert Meeting.objects.filter(external_id="c").exists()


def test_a_series_is_read_and_what_moved_or_was_left_out_follows(office, committee, today):
    first = today + 7 * DAY
    days = [first + 7 * week * DAY for week in range(3)]
    stamp = [f"{day:%Y%m%d}T160000" for day in days]
    series = f"UID:s\r\nSUMMARY:Schulausschuss\r\nDTSTART:{stamp[0]}\r\nRRULE:FREQ=WEEKLY;COUNT=3"
    confirm(office, upload(office, ics(series), "sitzungen.ics"))
    assert list(Meeting.objects.order_by("held_on").values_list("held_on", flat=True)) == days
    moved = f"UID:s\r\nSUMMARY:Schulausschuss\r\nRECURRENCE-ID:{stamp[1]}\r\nDTSTART:{days[1] + DAY:%Y%m%d}T160000"
    confirm(office, upload(office, ics(f"{series}\r\nEXDATE:{stamp[2]}", moved), "sitzungen.ics"))
    assert list(Meeting.objects.order_by("held_on").values_list("held_on", flat=True)) == [days[0], days[1] + DAY]


def test_sessions_of_the_past_and_those_missing_in_the_file_stay_as_they_are(office, committee, today):
    past = make.meeting(committee=committee, held_on=today - DAY, external_id="a")
    ahead = make.meeting(committee=committee, held_on=today + 60 * DAY, external_id="b")
    take(office, at(today - DAY, "a", is_cancelled=True), at(today + 30 * DAY, "c"))
    assert {past, ahead} < set(Meeting.objects.all())


# --- Confirming -----------------------------------------------------------------------------------------------


def test_what_changed_after_the_preview_is_shown_again_instead_of_being_written(office, committee, today):
    meeting = make.meeting(committee=committee, held_on=today + 30 * DAY, external_id="a")
    page = upload(office, oparl(at(today + 37 * DAY, "a")))
    meeting.place, meeting.revision_no = "Aula", 2
    meeting.save()
    again = confirm(office, page)
    assert "Inzwischen hat sich etwas geändert" in again.text
    meeting.refresh_from_db()
    assert meeting.held_on == today + 30 * DAY
    assert confirm(office, again).status_code == 302


@pytest.mark.parametrize(
    "spoil", [lambda text: text[:-1] + "AB"[text[-1] == "A"], lambda text: "", lambda text: "x" * 100]
)
def test_what_was_read_cannot_be_exchanged_on_the_way(office, committee, today, spoil):
    page = upload(office, oparl(at(today + 30 * DAY, "a")))
    carried = hidden(page)
    answer = office.post(PAGE, carried | {"sessions": spoil(carried["sessions"]), "step": "import"}, follow=True)
    assert "noch einmal hoch" in answer.text
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90", "nicht in UTF-8"),
        (b"%PDF-1.7", "weder eine Kalenderdatei"),
        (ics("DTSTART:20010101"), "keine Sitzung ab heute. Nicht berücksichtigt: 1 vergangene"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(office, committee, content, words):
    page = upload(office, content)
    assert page.status_code == 200
    assert words in page.text


def test_a_file_of_more_than_ten_megabytes_is_refused(office):
    assert "größer als 10 MB" in upload(office, b"[" + b" " * (10 * 1024 * 1024) + b"]").text


def test_markup_in_a_file_is_shown_as_text(office, committee, today):
    page = upload(office, oparl(at(today + 30 * DAY, "a", place="<script>alert(1)</script>")), name="<b>x.json")
    assert "<script>alert" not in page.text
    assert "<b>x" not in page.text


@pytest.mark.parametrize("role", ["council", "operator", "vhs_editor", "stranger"])
def test_only_the_offices_read_files(client, cast, committee, today, role):
    client.force_login(getattr(cast, role))
    assert client.get(PAGE).status_code == 403
    assert upload(client, oparl(at(today + 30 * DAY, "a"))).status_code == 403
    assert "Sitzungen einlesen" not in client.get("/gremien/").text


# --- Taking back ----------------------------------------------------------------------------------------------


def test_a_run_is_taken_back_as_a_whole(office, cast, committee, today):
    moved = make.meeting(committee=committee, held_on=today + 30 * DAY, external_id="a", place="Aula")
    cancelled = make.meeting(committee=committee, held_on=today + 60 * DAY, external_id="b", papers_due_on=today)
    take(office, at(today + 37 * DAY, "a"), at(today + 60 * DAY, "b", is_cancelled=True), at(today + 90 * DAY, "c"))
    page = office.get(PAGE)
    assert "1 neu, 1 geändert, 1 abgesagt" in page.text
    assert "sitzungen.json" in page.text
    office.post(f"{PAGE}1/zuruecknehmen/")
    assert list(Meeting.objects.order_by("held_on").values_list("pk", "held_on", "external_id", "papers_due_on")) == [
        (moved.pk, today + 30 * DAY, "a", None),
        (cancelled.pk, today + 60 * DAY, "b", today),
    ]
    newest = Meeting.history.filter(id=moved.pk).first()
    assert newest.history_user == cast.office
    assert "Nr. 1 zurückgenommen" in newest.history_change_reason


def test_a_run_is_taken_back_once(office, committee, today):
    take(office, at(today + 30 * DAY, "a"))
    office.post(f"{PAGE}1/zuruecknehmen/")
    answer = office.post(f"{PAGE}1/zuruecknehmen/", follow=True)
    assert "Schon zurückgenommen." in answer.text
    assert Meeting.history.count() == 2


def test_runs_are_taken_back_one_after_another(office, committee, today):
    entered = make.meeting(committee=committee, held_on=today + 30 * DAY, external_id="a", place="Aula")
    take(office, at(today + 37 * DAY, "a"), at(today + 60 * DAY, "b"))
    take(office, at(today + 44 * DAY, "a"), at(today + 60 * DAY, "b", is_cancelled=True))
    office.post(f"{PAGE}1/zuruecknehmen/")
    assert Meeting.objects.get().held_on == today + 44 * DAY
    office.post(f"{PAGE}2/zuruecknehmen/")
    assert Meeting.objects.get(external_id="b").held_on == today + 60 * DAY
    office.post(f"{PAGE}1/zuruecknehmen/")
    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.place, meeting.revision_no) == (entered.held_on, "Aula", 5)


def test_after_a_change_a_run_stays(office, committee, today):
    take(office, at(today + 30 * DAY, "a"), at(today + 60 * DAY, "b"))
    meeting = Meeting.objects.get(external_id="a")
    meeting.place = "Aula"
    meeting.save()
    assert "Seitdem wurde mindestens eine dieser Sitzungen geändert." in office.get(PAGE).text
    office.post(f"{PAGE}1/zuruecknehmen/")
    assert Meeting.objects.count() == 2


def test_a_run_whose_session_is_used_stays(office, committee, today):
    take(office, at(today + 30 * DAY, "a"))
    make.window(title="Abfrage im Frühjahr", meeting=Meeting.objects.get())
    assert "Abfrage im Frühjahr" in office.post(f"{PAGE}1/zuruecknehmen/", follow=True).text
    assert Meeting.objects.exists()


def test_a_day_that_was_taken_meanwhile_keeps_the_run(office, committee, today):
    take(office, at(today + 30 * DAY, "a"))
    take(office, at(today + 30 * DAY, "a", is_cancelled=True))
    make.meeting(committee=committee, held_on=today + 30 * DAY)
    assert "inzwischen eine andere Sitzung" in office.post(f"{PAGE}2/zuruecknehmen/", follow=True).text
    assert Meeting.objects.count() == 1


def test_a_run_that_never_was_is_not_found(office):
    assert office.post(f"{PAGE}7/zuruecknehmen/").status_code == 404


def test_taking_back_one_run_leaves_another_whose_number_begins_alike(office, committee, today):
    for number in range(12):
        take(office, at(today + (30 + number) * DAY, f"{number}"))
    office.post(f"{PAGE}1/zuruecknehmen/")
    assert Meeting.objects.count() == 11


def test_pages_ask_no_more_for_more_sessions(office, committee, today, django_assert_max_num_queries):
    content = oparl(*(at(today + number * DAY, f"{number}") for number in range(1, 200)))
    with django_assert_max_num_queries(20):
        upload(office, content)
