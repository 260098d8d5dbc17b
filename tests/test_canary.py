"""Canaries in every internal field: whoever may not read them never meets one, wherever they follow the links."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from evaluation import freezing
from evaluation.models import RoundPaper
from measures.models import ActorAlias
from tests import make
from tests.pdf import reading

pytestmark = pytest.mark.long

CANARY = "Kanarienvogel"
DRAFT = "Nachtigall"  # in what another actor is still writing
COUNCIL_ONLY = "Zaunkönig"  # in what the council may read and the public may not
PUBLIC = "Rotkehlchen"  # in what everybody may read: the crawl must meet it
FILES = tuple(f"/massnahmen/liste.{ending}?columns=all" for ending in ("xlsx", "ods", "csv"))
START = (
    *("/", f"/massnahmen/?q={CANARY}", f"/massnahmen/?q={quote(DRAFT)}", "/gibt-es-nicht/", "/pruefen/?code=ABCD"),
    *FILES,
)
MOST_PAGES = 600
NEVER_THE_SAME = ("/konto/daten.json", "/massnahmen/liste.")  # say when they were asked for


@dataclass
class Links(HTMLParser):
    """Collects the addresses that a page leads to by GET."""

    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.found += [said[name] or "" for name in ("href", "src", "hx-get") if name in said]
        if tag == "form" and said.get("method", "get").lower() == "get" and said.get("action"):
            self.found.append(said["action"] or "")


def crawl(client: Client, extra: tuple[str, ...] = ()) -> Iterator[tuple[str, int, str]]:
    """Address, status and text of everything that can be reached by following links of the site itself."""
    waiting = deque([*START, *extra])
    seen = set(waiting)
    while waiting and len(seen) < MOST_PAGES:
        url = waiting.popleft()
        answer = client.get(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        kind = answer.get("Content-Type", "")
        yield url, answer.status_code, f"{url}\n{answer.headers}\n{readable(body)}"
        links = Links()
        if kind.startswith("text/html"):
            links.feed(body.decode())
        for link in [answer.get("Location", ""), *links.found]:
            target = urldefrag(urljoin(url, link))[0]
            if target and not urlsplit(target).netloc and not is_left_out(target) and target not in seen:
                seen.add(target)
                waiting.append(target)


def is_left_out(target: str) -> bool:
    """Files of the program, and the endless combinations of filters of which one is enough."""
    return target.startswith("/static/") or target.count("=") > 1 or "logout" in target


def readable(body: bytes) -> str:
    """The words of an answer; of a PDF its text, its properties, its outline and the files that it carries."""
    if not body.startswith(b"%PDF"):
        return reading.words(body)
    with reading.opened(body) as pdf:
        carried = [reading.words(content) for content in reading.files(pdf).values()]
        return f"{reading.text(body)}\n{dict(pdf.docinfo)}\n{reading.outline(pdf)}\n{pdf.open_metadata()}\n{carried}"


@pytest.fixture
def town(cast):
    """A small town in which whatever is not for everybody sings. Returns the parts a test needs by name."""
    goal = make.goal(1, title=f"Ziel {PUBLIC}")
    make.goal(2, period=goal.period, is_public=False, title=f"Ziel {CANARY}", plain_text=CANARY)
    make.indicator(goal=goal, title=f"Kennzahl {PUBLIC}")
    make.indicator(goal=goal, is_public=False, title=f"Kennzahl {CANARY}", note=CANARY)
    children = make.indicator(goal=goal, counts_children=True, unit="Singkinder", decimal_places=0)
    make.indicator_value(children, value=3, note=PUBLIC)
    make.paper("2022/1106", subject=f"Vorlage {PUBLIC}")
    make.paper("2022/9999", is_public=False, subject=f"Vorlage {COUNCIL_ONLY}", facts=COUNCIL_ONLY)
    people_of(cast)
    released = released_measure(cast, goal)
    for owner, word in ((cast.vhs, CANARY), (cast.library, DRAFT)):
        for state in (make.draft, make.returned, make.submitted):
            state(lead=owner, leading_goal=goal, title=f"Entwurf {word}", summary=word, internal_note=CANARY)
        make.measure(lead=owner, title=f"Zurückgezogen {word}", publication="withdrawn", return_note=word)
    rounds(goal, released)
    closed = evaluated(released)
    versions = reports(goal)
    recommended(cast, closed)
    next_period(goal, released)
    return {"goal": goal, "released": released, "versions": versions}


def next_period(goal, measure):
    """A draft that sings in every field, and one that was adopted and may be read by all."""
    carry_over = make.carry_over(period=goal.period, title=CANARY)
    draft = make.draft_goal(carry_over, title=CANARY, text=CANARY, plain_text=CANARY, reason=CANARY)
    make.goal_plan(carry_over, goal, draft, kind="adapted", reason=CANARY)
    make.measure_plan(carry_over, measure, reason=CANARY)
    make.adopted_carry_over(title=PUBLIC)


def people_of(cast):
    for user in cast.people().values():
        if user:
            user.display_name = f"{user.display_name} {CANARY}"
            user.email = f"{CANARY.lower()}.{user.email}"
            user.save()
    for actor in (cast.vhs, cast.library):
        make.contact(actor, name=f"Frau {CANARY}", email=f"{CANARY}@example.org", phone=f"02323 {CANARY}")
        ActorAlias.objects.create(actor=actor, name=f"{CANARY} {actor.pk}")
    make.invitation(email=f"{CANARY}@example.com", invited_by=cast.office)
    make.notice(f"{CANARY}@example.org", text=CANARY, why=CANARY)
    make.mail(f"{CANARY}@example.org", subject=CANARY, text=CANARY)
    make.recipient(f"{CANARY}@example.org", bounced_at=timezone.now(), bounce_reason=CANARY)


def released_measure(cast, goal):
    secrets = {"internal_note": CANARY, "return_note": CANARY}
    measure = make.measure(lead=cast.library, leading_goal=goal, title=f"Maßnahme {PUBLIC}", **secrets)
    asked = make.request(make.open_window(title=CANARY, text=CANARY, return_address=CANARY), measure)
    make.reporting_mail(asked, f"{CANARY}@example.org", name=CANARY, held_because=CANARY)
    make.comment(measure, text=CANARY, author=cast.office)
    make.comment(measure, text=CANARY, author=cast.office, is_internal=True)
    make.progress_note(measure, text=PUBLIC, author=cast.library_editor)
    make.attachment(measure, CANARY.encode(), title=CANARY, file_name=f"{CANARY}.txt")
    make.attachment(measure, PUBLIC.encode(), is_public=True, title=PUBLIC)
    make.milestone(measure, title=PUBLIC)
    secret = {"sender": DRAFT, "address": f"{DRAFT}@example.org", "message": DRAFT, "return_note": DRAFT}
    changes = {"fields": {"title": {"old": [measure.title], "new": [DRAFT]}}}
    make.proposal(measure, changes=changes, file_name=DRAFT, **secret)
    accepted = make.reported(measure, text=DRAFT, help=DRAFT)
    for name, value in {**secret, "state": "accepted", "decided_at": timezone.now()}.items():
        setattr(accepted, name, value)
    accepted.progress_note = measure.progress_notes.get()
    accepted.save()
    make.comment(measure, text=DRAFT, sender=DRAFT)
    return measure


def rounds(goal, released):
    """A round that is being prepared and one that is being rated: nothing of either is for everybody."""
    asked = make.criterion(f"Kriterium {CANARY}", question=CANARY, guidance=CANARY, source_urls=CANARY)
    make.criteria_set(asked, title=CANARY, description=CANARY)
    make.prepared_round(asked, period=goal.period, title=CANARY, text=CANARY)
    opened = make.evaluation_round(period=goal.period, title=CANARY, text=CANARY)
    names = ("worked", "did_not_work", "needs", "for_report", "sender", "reopen_note")
    words = dict.fromkeys(names, DRAFT) | {"address": f"{DRAFT}@example.org"}
    sheet = make.sheet(make.rated(opened, released), "lead", 1, **words)
    sheet.assessments.update(rationale=DRAFT)
    make.evidence(sheet.assessments.get(), DRAFT.encode(), file_name=f"{DRAFT}.txt")
    make.rating_mail(sheet, f"{CANARY}@example.org", name=CANARY, held_because=CANARY)


def evaluated(measure):
    """A closed round with public results: what its voices wrote for the report is public, nothing else of theirs is."""
    closed = make.open_round(make.criterion(question=DRAFT, guidance=DRAFT), period=measure.leading_goal.period)
    rated, secret = (
        make.rated(closed, measure),
        dict.fromkeys(("worked", "did_not_work", "needs", "reopen_note"), DRAFT),
    )
    for voice in ("lead", "office"):
        made = make.sheet(rated, voice, 1, for_report=f"Für den Bericht {PUBLIC}", sender=DRAFT, **secret)
        made.assessments.update(rationale=DRAFT)
        make.evidence(made.assessments.get(), DRAFT.encode(), file_name=f"{DRAFT}.txt")
    make.move(closed, "reflection")
    session = make.reflection(closed, note=DRAFT, place=DRAFT, further_bodies=DRAFT)
    views = {"actor_view": DRAFT, "office_view": DRAFT, "note": DRAFT}
    make.item(rated, session, outcome="dissent", agreed_value=None, **views)
    RoundPaper.objects.create(round=closed, key="agenda", file_name=f"{DRAFT}.pdf", pdf=DRAFT.encode())
    make.goal_reflection(closed, measure.leading_goal, attainment=4, strengths=f"Stärke {PUBLIC}")
    closed.title, closed.text, closed.results_public_from = f"Runde {PUBLIC}", DRAFT, date(2020, 1, 1)
    return make.move(closed, "closed")


def recommended(cast, closed):
    """Of a decision the public reads what holds; who has not handed in a statement is heard by nobody."""
    decided = {"decision": "changed", "text": COUNCIL_ONLY, "decision_note": COUNCIL_ONLY}
    goal = closed.period.goals.get(number=1)
    make.adopted(closed, goal=goal, decided_text=f"Empfehlung {PUBLIC}", outcome_text=f"Folge {PUBLIC}", **decided)
    make.recommendation(closed, goal=goal, text=COUNCIL_ONLY)
    make.adopted(closed, goal=closed.period.goals.get(number=2), text=DRAFT)
    make.recommendation(make.open_round(period=closed.period, title=DRAFT, state="reflection"), goal=goal, text=DRAFT)
    asked = make.statement_request(make.report(period=closed.period), cast.library, question=DRAFT)
    make.statement(asked, text=DRAFT)


def reports(goal):
    """A published version, one that only the council may read yet, and one that is being written."""
    report = make.report(period=goal.period)
    texts = (
        ("Schulausschuss", PUBLIC, date(2020, 1, 1)),
        ("Integrationsrat", COUNCIL_ONLY, None),
        ("Rat der Stadt", CANARY, None),
    )
    variants = [
        make.variant(
            report=report, committee=make.committee(name), subject=f"Bericht {word}", outlook=word, public_from=day
        )
        for name, word, day in texts
    ]
    return [freezing.freeze(variant) for variant in variants[:2]]


def hits(pages, *words):
    return [url for url, _, text in pages if any(word.casefold() in text.casefold() for word in words)]


def without_the_words_asked_for(pages):
    """A page may repeat what its reader has typed into the search."""
    return [(url, status, text) for url, status, text in pages if "q=" not in url]


def test_the_public_meets_what_is_public_and_nothing_internal(cast, town):
    """One crawl, for it prints every paper."""
    pages = list(crawl(Client()))
    assert hits(without_the_words_asked_for(pages), CANARY, DRAFT, COUNCIL_ONLY) == []
    assert len(pages) < MOST_PAGES
    assert {status for _, status, _ in pages} <= {200, 302, 404}
    has_met_what_is_public(pages, town["released"].number)
    has_met_no_small_number_of_children(pages)


def has_met_what_is_public(pages, number):
    for path in (
        *FILES,
        "/",
        "/massnahmen/",
        f"/massnahmen/{number}/",
        f"/massnahmen/{number}/steckbrief.pdf",
        "/berichte/",
    ):
        assert path in hits(pages, PUBLIC), path
    assert {"/auswertung/empfehlungen/", "/auswertung/empfehlungen/E-001/"} <= {*hits(pages, f"Empfehlung {PUBLIC}")}
    assert any(url.endswith("v1.pdf") for url in hits(pages, f"Für den Bericht {PUBLIC}"))
    assert any(url.endswith("v1.pdf") for url in hits(pages, PUBLIC))
    assert any("/dokumente/" in url for url in hits(pages, PUBLIC))
    for ending in ("/", ".pdf", ".docx"):
        assert f"/ziele/2018-2022/synopse{ending}" in {url for url, status, _ in pages if status == 200}
    assert sum(status == 200 for _, status, _ in pages) > 40


def has_met_no_small_number_of_children(pages):
    pages = [page for page in pages if hits([page], "Singkinder")]
    assert pages
    for number in ("3", "3,0"):
        cell = f'<td class="number">{number}<'
        assert hits(pages, f"{number} Singkinder", f"{number}\u00a0Singkinder", cell) == []


@pytest.mark.parametrize("who", ["public", "council", "vhs_editor"])
def test_whatever_a_small_number_is_every_page_and_paper_stays_the_same(unprinted, cast, town, who):
    """The strongest way to say that nothing leaks: not the words, not a chart's shape, not a sum, not a file."""
    variant = make.variant(report=make.report(period=town["goal"].period))
    client, seen = Client(), []
    if user := cast.people()[who]:
        client.force_login(user)
    for number in (0, 4):
        children = family_with(town["goal"], number)
        pages = {url: without_tokens(text) for url, _, text in crawl(client) if not url.startswith(NEVER_THE_SAME)}
        seen.append((pages, freezing.current_values(variant, date(2026, 5, 4))))
        assert any("Singkinder" in text for text in pages.values())
        for one in children:
            one.delete()
    (pages, paper), (other_pages, other_paper) = seen
    assert other_paper == paper
    assert {url for url in pages if pages[url] != other_pages.get(url)} == set()


def family_with(goal, number):
    """A total of children and two parts of it, of which one is small: it could be worked out from the others."""
    counted = {"goal": goal, "counts_children": True, "unit": "Singkinder", "decimal_places": 0}
    total = make.indicator(pk=901, title="Kinder", baseline=60, baseline_year=2020, **counted)
    small = make.indicator(
        pk=902, title="Davon A", part_of=total, baseline=number, baseline_year=2020, comparison=number, **counted
    )
    large = make.indicator(pk=903, title="Davon B", part_of=total, baseline=60 - number, baseline_year=2020, **counted)
    for year in (2023, 2024, 2025):
        make.indicator_value(total, year, 50 + year % 10)
        make.indicator_value(
            small, year, number if year != 2024 else 20, note=f"genau {number}" if year != 2024 else ""
        )
        make.indicator_value(large, year, 50 + year % 10 - (number if year != 2024 else 20))
    return small, large, total


def without_tokens(text):
    """Without what is new on each asking: the token of a form, the moment in a header."""
    return re.sub(r"""name="csrfmiddlewaretoken" value="[^"]+"|'(Expires|Last-Modified)': '[^']+'""", "", text)


def test_searching_for_a_canary_finds_nothing(unprinted, cast, town):
    for word in (CANARY, DRAFT):
        page = Client().get("/massnahmen/", {"q": word}).content.decode()
        assert f"Entwurf {word}" not in page
        assert "Keine" in page or "keine" in page


def test_the_code_of_an_unpublished_paper_tells_nothing_of_its_content(unprinted, cast, town):
    page = Client().get(f"/pruefen/{town['versions'][1].code}/").content.decode()
    assert "Der Code gehört zu einem echten Bericht." in page
    assert COUNCIL_ONLY not in page


def test_the_council_reads_frozen_papers_but_no_drafts(unprinted, cast, town):
    client = Client()
    client.force_login(cast.council)
    pages = without_the_words_asked_for(list(crawl(client)))
    assert hits(pages, DRAFT) == []
    assert "/berichte/" in hits(pages, COUNCIL_ONLY)
    assert any(url.endswith("v1.pdf") for url in hits(pages, COUNCIL_ONLY))
    assert hits(own_name_removed(pages, cast.council), CANARY) == []


def test_an_actor_meets_no_draft_of_another(unprinted, cast, town):
    client = Client()
    client.force_login(cast.vhs_editor)
    pages = without_the_words_asked_for(list(crawl(client)))
    assert hits(pages, DRAFT, COUNCIL_ONLY) == []
    assert "/meine-massnahmen/" in hits(pages, f"Entwurf {CANARY}")


def own_name_removed(pages, user):
    return [(url, status, text.replace(user.display_name, "").replace(user.email, "")) for url, status, text in pages]
