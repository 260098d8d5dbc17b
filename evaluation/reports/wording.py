"""Formal German sentences made from a report's values: proposals to start from, never the last word."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from goals.models import PaperType
from measures.models import STATUSES_WITH_REASON, Status

from .kind import Part, Values, Written

NUMBERS = ("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
RESOLUTION, FACTS, GOALS = "Beschluss", "1. Ausgangs- und Beschlusslage, 2. Vorgehen", "3. Stand der Handlungsziele"
PROCEDURE = (
    "Die Bildungsakteure ordnen ihre Maßnahmen den Handlungszielen zu und melden, wie weit die Umsetzung ist. Das "
    "Kommunale Bildungsbüro prüft die Meldungen und gibt sie frei. In diesen Bericht sind alle freigegebenen "
    "Maßnahmen eingegangen; jede ist bei dem Handlungsziel aufgeführt, dem sie in erster Linie dient."
)
SIGNATURE = "Der Oberbürgermeister\nIn Vertretung\n\nStadtrat"


def number_word(count: int) -> str:
    """Numbers up to twelve are written out."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def listed(parts: Iterable[str]) -> str:
    """a, b und c"""
    *most, last = list(parts) or [""]
    return f"{', '.join(most)} und {last}" if most else last


def measures_word(count: int) -> str:
    return f"{count} Maßnahme" if count == 1 else f"{count} Maßnahmen"


def goals_word(count: int, *, dative: bool = False) -> str:
    """ "ein Handlungsziel", "fünf Handlungsziele"; "einem Handlungsziel", "fünf Handlungszielen"."""
    if count == 1:
        return "einem Handlungsziel" if dative else "ein Handlungsziel"
    return f"{number_word(count)} Handlungsziel{'en' if dative else 'e'}"


def text_part(values: Values, key: str) -> Part:
    """The text that a person wrote under ``key``, as a part of a section."""
    return Part("pdf/report_text.html", {"text": values["texts"].get(key, "")})


def body_with_article(name: str) -> str:
    """A committee as the subject of a sentence: "Der Schulausschuss", "Die Bezirksvertretung Eickel"."""
    feminine = name.split(" ")[0].lower().endswith(("vertretung", "kommission", "versammlung", "konferenz"))
    return f"{'Die' if feminine else 'Der'} {name}"


def frame(
    values: Values,
    *,
    resolution: str,
    procedure: str,
    outlook: str,
    own: Iterable[Written] = (),
    introduction: str | None = None,
) -> list[Written]:
    """The texts of every paper in its order, ``own`` before the Ausblick; a Berichtsvorlage resolves nothing."""
    lead_in = introduction_of(values) if introduction is None else introduction
    found = [
        Written("introduction", "Ausgangs- und Beschlusslage", lead_in, FACTS),
        Written("procedure", "Vorgehen", procedure, FACTS),
        *own,
        Written("outlook", "Ausblick", outlook, "Ausblick", rows=4),
    ]
    if values["head"]["paper_type"] != PaperType.RESOLUTION:
        return found
    return [
        Written("proposed_resolution", "Beschlussvorschlag", resolution, RESOLUTION),
        Written("signature", "Unterzeichnung", SIGNATURE, RESOLUTION, rows=4),
        *found,
    ]


def takes_note(values: Values, of_what: str) -> str:
    """The committee takes note of the report on ``of_what`` (in the dative case) and has the work go on."""
    committee = body_with_article(values["head"]["committee"])
    return (
        f"1. {committee} nimmt den Bericht zum {of_what} für das Herner Bildungsnetzwerk zur Kenntnis.\n"
        "2. Die Verwaltung wird beauftragt, die Umsetzung der Maßnahmen im Dialog mit den Herner Bildungsakteuren "
        "fortzuführen und erneut zu berichten."
    )


def of_goal(goal: Mapping[str, Any], group: str = GOALS, proposal: str | None = None) -> Written:
    """What is said about a goal, to stand above its figures."""
    words = summary(goal) if proposal is None else proposal
    return Written(f"goal-{goal['number']}", f"Ziel {goal['number']}: {goal['title']}", words, group)


def assigned(day: date, label: str, measures: int, goals: int) -> str:
    """ "Stand 29.11.2026: In der Zielperiode 2023–2027 sind 35 Maßnahmen fünf Handlungszielen zugeordnet."""
    if not goals:
        return f"Zur Zielperiode {label} sind keine Handlungsziele veröffentlicht."
    are = f"{'ist' if measures == 1 else 'sind'} {measures_word(measures)}" if measures else "sind noch keine Maßnahmen"
    return f"Stand {day:%d.%m.%Y}: In der Zielperiode {label} {are} {goals_word(goals, dative=True)} zugeordnet."


def goals_are(numbers: Iterable[int]) -> str:
    """ "ist das Handlungsziel 2", "sind die Handlungsziele 2 und 4"."""
    named = [str(number) for number in numbers]
    return f"sind die Handlungsziele {listed(named)}" if len(named) > 1 else f"ist das Handlungsziel {listed(named)}"


def introduction_of(values: Values) -> str:
    """What was resolved, by whom and when."""
    label, paper = values["period"]["label"], values["resolution"]
    count = values["period"].get("goals", len(values.get("goals", ())))  # older versions tell of all goals
    goals = goals_word(count)
    if paper is None:
        return f"Für die Jahre {label} {'gilt' if count == 1 else 'gelten'} im Herner Bildungsnetzwerk {goals}."
    were = "wurde" if count == 1 else "wurden"
    stations = [_station(one) for one in paper["consultations"]]
    consulted = f" Die Vorlage wurde beraten im Gremium {listed(stations)}." if len(stations) == 1 else ""
    consulted = f" Beraten wurde sie in folgenden Gremien: {listed(stations)}." if len(stations) > 1 else consulted
    follows = f" Sie knüpft an die Vorlage {paper['predecessor']} an." if paper["predecessor"] else ""
    return (
        f"Mit der Vorlage {paper['number']} „{paper['subject']}“ {were} für die Jahre {label} {goals} festgelegt."
        f"{follows}{consulted}\n\n"
        "Die Umsetzung der Handlungsziele liegt in der Verantwortung der einzelnen Bildungsakteure. Die Verwaltung "
        "steht mit ihnen über die bestehenden Netzwerke im Dialog. Den Gremien wird regelmäßig über den Fortschritt "
        "berichtet."
    )


def _station(station: Mapping[str, str]) -> str:
    details = ", ".join(part for part in (station["held_on"], station["result"]) if part)
    return f"{station['committee']} ({details})" if details else station["committee"]


def outlook(values: Values) -> str:
    end = values["period"]["ends_on"][:4]
    return (
        f"Die Maßnahmen werden bis zum Ende der Zielperiode {end} weiterverfolgt. Wo die Umsetzung gefährdet oder "
        "verzögert ist, sucht die Verwaltung gemeinsam mit den federführenden Akteuren nach Lösungen. Der nächste "
        "Sachstand wird erneut gemeinsam mit den Bildungsakteuren erhoben und den Gremien berichtet."
    )


def summary(goal: Mapping[str, Any]) -> str:
    """How many measures there are and how they stand; then what does not go as agreed, each with its reason."""
    troubled = [one for one in goal["measures"] if one["status"] in STATUSES_WITH_REASON]
    if not goal["measures"]:
        return f"{count_sentence(goal)} Die Verwaltung stimmt sich dazu mit den Bildungsakteuren ab."
    if not troubled:
        return f"{count_sentence(goal)} Abweichungen von den Planungen wurden nicht gemeldet."
    return "\n".join([count_sentence(goal), "", *map(_trouble, troubled)])


def count_sentence(goal: Mapping[str, Any]) -> str:
    """ "Diesem Handlungsziel sind 8 Maßnahmen zugeordnet: 5 im Plan, 2 verzögert und 1 abgeschlossen."""
    total = len(goal["measures"])
    if not total:
        return "Diesem Handlungsziel sind noch keine Maßnahmen zugeordnet."
    states = listed(f"{count} {Status(key).label}" for key, count in goal["counts"].items() if count)
    return f"Diesem Handlungsziel {'ist' if total == 1 else 'sind'} {measures_word(total)} zugeordnet: {states}."


def _trouble(measure: Mapping[str, str]) -> str:
    reason = measure["reason"].strip().rstrip(".")
    return f"- {measure['number']} {measure['title']} ({measure['status_label']}): {reason}."
