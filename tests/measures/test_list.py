"""The list of measures: who sees what, filters, counts, order, pages, and addresses nobody meant."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from bildungsnetz.operations.models import Sequence
from measures.models import Measure, Participation, Status, measure_number
from tests import make

pytestmark = pytest.mark.django_db
URL = "/massnahmen/"


@pytest.fixture
def goals():
    return [make.goal(number) for number in (1, 2, 3)]


def titles(client, query=""):
    response = client.get(URL + query)
    assert response.status_code == 200
    return [row.title for row in response.context["rows"]]


def counts(client, query=""):
    context = client.get(URL + query).context
    by_goal = {facet["number"]: facet["count"] for facet in context["goal_facets"]}
    by_status = {facet["label"]: facet["count"] for facet in context["status_facets"]}
    return context["total"], by_goal, by_status


# --- Who sees what -----------------------------------------------------------------------------------------------


def test_the_public_sees_released_measures_only(client, cast):
    make.measure(title="Freigegeben")
    make.draft(title="Geheimer Entwurf", lead=cast.vhs)
    assert titles(client) == ["Freigegeben"]
    assert counts(client)[0] == 1


def test_members_see_their_own_drafts_and_no_others(client, cast):
    make.measure(title="Freigegeben")
    make.draft(title="Entwurf der VHS", lead=cast.vhs)
    make.draft(title="Entwurf der Bibliothek", lead=cast.library)
    client.force_login(cast.vhs_member)
    assert titles(client) == ["Freigegeben", "Entwurf der VHS"]
    assert counts(client)[0] == 2
    assert titles(client, "?publication=draft") == ["Entwurf der VHS"]
    assert counts(client, "?publication=draft")[0] == 1


@pytest.mark.parametrize("role", ["office", "clerk"])
def test_the_offices_see_everything(client, cast, role):
    make.measure(title="Freigegeben")
    make.draft(title="Entwurf", lead=cast.vhs)
    client.force_login(getattr(cast, role))
    assert titles(client) == ["Freigegeben", "Entwurf"]
    assert counts(client)[0] == 2


def test_the_public_cannot_ask_for_drafts(client):
    make.draft(title="Geheimer Entwurf")
    assert titles(client, "?publication=draft") == []


def test_goals_that_are_not_public_are_not_offered(client, cast):
    make.goal(4, title="Noch geheim", is_public=False)
    assert "Noch geheim" not in client.get(URL).text
    client.force_login(cast.office)
    assert "Noch geheim" in client.get(URL).text


# --- Filters -------------------------------------------------------------------------------------------------------


def test_goals_and_statuses_add_up_within_and_narrow_between(client, goals):
    make.measure(title="A", leading_goal=goals[0])
    make.measure(title="B", leading_goal=goals[1])
    make.measure(title="C", leading_goal=goals[1], status=Status.PLANNED)
    assert titles(client, "?goal=2023-2027-1&goal=2023-2027-2&status=on_track") == ["A", "B"]


def test_facets_count_what_choosing_them_would_give(client, goals):
    make.measure(leading_goal=goals[0])
    make.measure(leading_goal=goals[1])
    make.measure(leading_goal=goals[1], status=Status.PLANNED)
    total, by_goal, by_status = counts(client, "?goal=2023-2027-2&status=planned")
    assert total == 1
    assert by_goal == {1: 0, 2: 1, 3: 0}
    assert by_status == {"im Plan": 1, "geplant": 1}


def test_facets_are_counted_with_other_filters_too(client, goals):
    make.measure(leading_goal=goals[0]).stages.add(make.stage())
    make.measure(leading_goal=goals[0])
    assert counts(client, "?stage=primarstufe") == (1, {1: 1, 2: 0, 3: 0}, {"im Plan": 1})


def test_the_goals_of_another_period_can_be_chosen(client, goals):
    old = make.goal(1, period=make.period("2018-2022"), title="Früheres Ziel")
    make.measure(title="Alt", leading_goal=old)
    make.measure(title="Neu", leading_goal=goals[0])
    assert titles(client, "?period=2018-2022") == ["Alt"]
    assert titles(client, "?goal=2018-2022-1") == ["Alt"]


def test_measures_without_a_goal_can_be_asked_for(client, cast, goals):
    make.measure(leading_goal=goals[0])
    make.draft(title="Ohne Ziel")
    client.force_login(cast.office)
    assert titles(client, "?goal=none") == ["Ohne Ziel"]


@pytest.mark.parametrize(
    ("field", "maker", "query"),
    [
        ("stages", make.stage, "stage=primarstufe"),
        ("districts", make.district, "district=eickel"),
        ("target_groups", make.target_group, "target_group=familien"),
    ],
)
def test_each_list_of_words_narrows(client, field, maker, query):
    getattr(make.measure(title="Ja"), field).add(maker())
    make.measure(title="Nein")
    assert titles(client, f"?{query}") == ["Ja"]


def test_an_actor_is_found_as_lead_and_as_participant(client, cast):
    make.measure(title="Führt", lead=cast.vhs)
    joined = make.measure(title="Wirkt mit", lead=cast.library)
    Participation.objects.create(measure=joined, actor=cast.vhs)
    make.measure(title="Fremd")
    assert titles(client, f"?actor={cast.vhs.pk}") == ["Führt", "Wirkt mit"]


def test_kinds_of_actors_narrow(client, cast):
    make.measure(title="Kultur", lead=cast.library)
    make.measure(title="Amt")
    assert titles(client, "?actor_kind=culture") == ["Kultur"]


def test_overdue_means_past_the_planned_end_and_not_over(client):
    yesterday = timezone.localdate() - timedelta(days=1)
    make.measure(title="Überfällig", planned_end_on=yesterday)
    make.measure(title="Fertig", planned_end_on=yesterday, status=Status.DONE, completed_on=yesterday)
    make.measure(title="Im Zeitplan", planned_end_on=timezone.localdate())
    assert titles(client, "?overdue=yes") == ["Überfällig"]


def test_permanent_tasks_narrow(client):
    make.measure(title="Dauernd", is_ongoing=True)
    make.measure(title="Einmal")
    assert titles(client, "?ongoing=yes") == ["Dauernd"]


def test_active_filters_are_chips_that_remove_themselves(client, goals):
    chips = client.get(f"{URL}?goal=2023-2027-1&status=planned&ongoing=yes").context["chips"]
    assert [chip["label"] for chip in chips] == [
        "Handlungsziel: Ziel 1: Handlungsziel Nummer 1",
        "Umsetzungsstand: geplant",
        "Daueraufgabe",
    ]
    assert chips[1]["url"] == "?goal=2023-2027-1&ongoing=yes"


def test_what_a_form_leaves_empty_disappears_from_the_address(client):
    response = client.get(f"{URL}?q=&stage=&status=planned")
    assert response.status_code == 302
    assert response["Location"] == f"{URL}?status=planned"


def test_htmx_gets_the_results_alone(client):
    make.measure(title="Lesepaten")
    response = client.get(URL, headers={"HX-Request": "true"})
    assert "Lesepaten" in response.text
    assert "<html" not in response.text
    assert "HX-Request" in response["Vary"]


def test_an_empty_list_says_so(client):
    assert "Noch keine Maßnahmen" in client.get(URL).text
    make.measure()
    assert "Dazu gibt es keine Maßnahme" in client.get(f"{URL}?status=paused").text


# --- Order and pages -------------------------------------------------------------------------------------------------


@pytest.fixture
def many():
    """120 released measures with repeated titles and dates, so that ties must be told apart."""
    goal, lead = make.goal(1), make.actor()
    Measure.objects.bulk_create(
        Measure(
            serial=n + 1,
            title=f"Äpfel {n % 5}",
            lead=lead,
            leading_goal=goal,
            planned_end_on=None if n % 3 == 0 else date(2026, 1, 1 + n % 7),
            last_confirmed_on=None if n % 3 == 0 else date(2026, 1, 1 + n % 7),
            status=[Status.ON_TRACK, Status.PLANNED][n % 2],
            publication="released",
            released_at=timezone.now(),
        )
        for n in range(120)
    )
    Sequence.objects.create(key="measure", last=120)


def walk(client, query, direction="following"):
    """The numbers of all pages, one after the other."""
    seen, url = [], URL + query
    while url:
        context = client.get(url).context
        seen.append([row.number for row in context["rows"]])
        last, url = url, URL + context[direction] if context[direction] else ""
    return seen, last


@pytest.mark.parametrize("key", ["number", "title", "status", "end", "confirmed", "updated"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_paging_shows_every_measure_once_in_order(client, many, key, sign):
    pages, last = walk(client, f"?sort={sign}{key}")
    everything = [number for page in pages for number in page]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert sorted(everything) == sorted(map(measure_number, Measure.objects.values_list("serial", flat=True)))
    back, _ = walk(client, last.removeprefix(URL), "previous")
    assert back == pages[::-1]


def test_the_position_is_told(client, many):
    first = client.get(URL).context
    second = client.get(URL + first["following"]).context
    assert (second["page"].first, second["page"].last, second["total"]) == (51, 100, 120)
    back = client.get(URL + second["previous"]).context
    assert (back["page"].first, back["page"].last) == (1, 50)


def test_new_rows_before_a_page_do_not_shift_it(client, many):
    following = client.get(f"{URL}?sort=title").context["following"]
    before = titles(client, following)
    make.measure(title="Aal")
    assert titles(client, following) == before


def test_titles_sort_by_the_dictionary(client):
    for title in ("Zebra", "Äpfel", "Apfelbaum", "Öl", "Ofen"):
        make.measure(title=title)
    assert titles(client, "?sort=title") == ["Äpfel", "Apfelbaum", "Ofen", "Öl", "Zebra"]


def test_what_needs_attention_comes_first(client):
    make.measure(title="Läuft")
    make.measure(title="Hakt", status=Status.DELAYED, status_reason="Personal")
    assert titles(client, "?sort=status") == ["Hakt", "Läuft"]


def test_a_place_that_is_gone_leads_to_the_start(client):
    make.measure(title="Einzige")
    assert titles(client, "?after=999~999&at=51") == ["Einzige"]


# --- Addresses nobody meant ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["status", "goal", "stage", "actor", "actor_kind", "period", "sort", "overdue"])
def test_an_unknown_value_is_named_and_not_applied(client, name):
    make.measure(title="Da")
    response = client.get(f"{URL}?{name}=erfunden")
    assert "„erfunden“ gibt es hier nicht" in response.text
    assert titles(client, f"?{name}=erfunden") == ["Da"]


ODD = st.sampled_from(
    [
        "%00",
        "%ED%A0%80",
        "9223372036854775808",
        "1" * 30,
        "-1",
        "~",
        "%F0%9F%90%9D",
        "x" * 8000,
        "2023-13-45~1",
        "a~%00",
    ]
)
KEYS = st.sampled_from(
    [
        "q",
        "goal",
        "status",
        "stage",
        "actor",
        "period",
        "publication",
        "sort",
        "after",
        "before",
        "at",
        "ongoing",
        "neu",
    ]
)


@settings(max_examples=40)
@given(
    pairs=st.lists(
        st.tuples(KEYS, ODD | st.text(max_size=30).map(lambda t: t.encode("utf-8", "replace").hex("%"))), max_size=5
    )
)
def test_no_address_breaks_the_list(client, pairs):
    assert client.get(f"{URL}?{'&'.join(f'{key}={value}' for key, value in pairs)}").status_code in (200, 302, 400)


def test_a_row_sends_little_beside_its_words(client, cast):
    """Fifty rows with what stands around them may be 60 KiB, in a list of a hundred thousand."""
    goal = make.goal(1)
    fields = {"leading_goal": goal, "lead": cast.vhs, "status": "delayed", "status_reason": "Es fehlt an Räumen."}
    client.force_login(cast.office)
    sizes = []
    for _ in range(2):
        made = make.measure(title="Chor", **fields)
        sizes.append(len(client.get(f"{URL}?goal={goal.period.key}-1&status=delayed").content))
    words = sum(len(word.encode()) for word in (made.title, made.lead.name))
    assert sizes[1] - sizes[0] - words < 600
