"""Formal German sentences made from a report's values: proposals to start from, never the last word."""

from collections.abc import Iterable, Mapping
from typing import Any

from goals.models import PaperType
from measures.models import STATUSES_WITH_REASON, Status

from .kind import Texts, Values

NUMBERS = ("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
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


def body_with_article(name: str) -> str:
    """A committee as the subject of a sentence: "Der Schulausschuss", "Die Bezirksvertretung Eickel"."""
    feminine = name.split(" ")[0].lower().endswith(("vertretung", "kommission", "versammlung", "konferenz"))
    return f"{'Die' if feminine else 'Der'} {name}"


def proposals(values: Values) -> Texts:
    """A first wording of everything a person writes in a Sachstandsbericht."""
    resolves = values["head"]["paper_type"] == PaperType.RESOLUTION
    return Texts(
        fields={
            "proposed_resolution": proposed_resolution(values) if resolves else "",
            "introduction": introduction(values),
            "procedure": procedure(values),
            "outlook": outlook(values),
            "signature": SIGNATURE if resolves else "",
        },
        sections={goal["number"]: summary(goal) for goal in values["goals"]},
    )


def proposed_resolution(values: Values) -> str:
    committee = body_with_article(values["head"]["committee"])
    return (
        f"1. {committee} nimmt den Bericht zum Sachstand der Handlungsziele {values['period']['label']} für das Herner "
        "Bildungsnetzwerk zur Kenntnis.\n"
        "2. Die Verwaltung wird beauftragt, die Umsetzung der Maßnahmen im Dialog mit den Herner Bildungsakteuren "
        "fortzuführen und erneut zu berichten."
    )


def introduction(values: Values) -> str:
    """What was resolved, by whom and when."""
    label, paper = values["period"]["label"], values["resolution"]
    goals = f"{number_word(len(values['goals']))} Handlungsziele"
    if paper is None:
        return f"Für die Jahre {label} gelten im Herner Bildungsnetzwerk {goals}."
    stations = [_station(one) for one in paper["consultations"]]
    consulted = f" Die Vorlage wurde beraten im Gremium {listed(stations)}." if len(stations) == 1 else ""
    consulted = f" Beraten wurde sie in folgenden Gremien: {listed(stations)}." if len(stations) > 1 else consulted
    follows = f" Sie knüpft an die Vorlage {paper['predecessor']} an." if paper["predecessor"] else ""
    return (
        f"Mit der Vorlage {paper['number']} „{paper['subject']}“ wurden für die Jahre {label} {goals} festgelegt."
        f"{follows}{consulted}\n\n"
        "Die Umsetzung der Handlungsziele liegt in der Verantwortung der einzelnen Bildungsakteure. Die Verwaltung "
        "steht mit ihnen über die bestehenden Netzwerke im Dialog. Den Gremien wird regelmäßig über den Fortschritt "
        "berichtet."
    )


def _station(station: Mapping[str, str]) -> str:
    details = ", ".join(part for part in (station["held_on"], station["result"]) if part)
    return f"{station['committee']} ({details})" if details else station["committee"]


def procedure(values: Values) -> str:
    return (
        "Die Bildungsakteure ordnen ihre Maßnahmen den Handlungszielen zu und melden, wie weit die Umsetzung ist. Das "
        "Kommunale Bildungsbüro prüft die Meldungen und gibt sie frei. In diesen Bericht sind alle freigegebenen "
        "Maßnahmen eingegangen; jede ist bei dem Handlungsziel aufgeführt, dem sie in erster Linie dient."
    )


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
