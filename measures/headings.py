"""Headings of columns as offices write them: more words for each of ours, and what stands around a word.

    list(spellings("2. Kosten (in €)*"))  # -> ["2. Kosten (in €)*", "Kosten"]

Nothing that changes what a column says is taken away: "Kosten in T€" and "Kosten 2025" are no "Kosten".
"""

import re
from collections.abc import Iterator

_WORDS = {  # key of a column -> further headings
    "number": "No.|Number|Maßnahmen Nr.|Kennung|Kennnummer|Kennziffer|Pos.|Ordnungsnummer",
    "title": "Projekttitel|Angebotstitel|Title|Measure|Project|Project title|Projektbezeichnung|"
    "Maßnahmenbezeichnung|Bezeichnung der Maßnahme|Maßnahmenname|Titel des Projekts|Name des Projekts|"
    "Titel des Angebots|Name des Angebots|Aktivität|Einzelmaßnahme|Was|Was wird gemacht|Maßnahmen|"
    "Projekte|Angebote|Vorhaben Titel|Titel Maßnahme|Name Maßnahme|Maßnahme Titel|Maßnahme Name|"
    "Projekt Name|Kurztitel|Kurzbezeichnung|Vorhabenbezeichnung|Aktivitäten|Konkrete Maßnahme|Was wird getan|"
    "Handlungsschritt",
    "summary": "Description|Summary|Kurzinfo|Inhalte|Maßnahmenbeschreibung|Projektbeschreibung|"
    "Inhalt der Maßnahme|Beschreibung der Maßnahme|Kurzbeschreibung Maßnahme|Worum geht es|Erläuterungen|"
    "Ziel und Inhalt|Inhaltliche Beschreibung",
    "leading_goal": "HZ|HZ Nr.|Ziele|Goal|Objective|Strategisches Ziel|Zielbezug|Hauptziel|Zuordnung Ziel|"
    "Zuordnung zum Ziel|Zugeordnetes Ziel|Bezug zum Ziel|Ziel Nummer|Handlungsziel Nummer|"
    "Zielsetzung Nr.|Oberziel|Bildungsziel|Zugehöriges Ziel|Ziel des Bildungsnetzwerks|"
    "Ziel Bildungsnetzwerk|Handlungsziele|Leitziele|Ziel Nummer und Titel|Primäres Ziel|"
    "Nr. Handlungsziel|Nr. des Ziels|Zielzuordnung|"
    "Zuordnung Handlungsziel|Zuordnung zum Handlungsziel|Zuordnung zu Handlungsziel|Bezug zum Handlungsziel|"
    "Beitrag zum Ziel|Beitrag zu Ziel|Beitrag zum Handlungsziel|Zu welchem Ziel",
    "further_goals": "Sekundärziele|Further goals|Zusätzliche Ziele|Andere Ziele|Auch Ziel|Bezug zu weiteren Zielen",
    "lead": "Responsible|Owner|Lead organisation|Lead organization|Responsible organisation|"
    "Verantwortliche Stelle|Verantwortlicher|Verantwortliche r|Verantwortlichkeit|"
    "Verantwortliche Einrichtung|Verantwortliche Institution|Verantwortliche Organisation|"
    "Verantwortlicher Akteur|Verantwortlich für die Umsetzung|Hauptverantwortlich|Hauptverantwortung|"
    "Federführende Stelle|Federführende Einrichtung|Federführende Institution|Federführende Organisation|"
    "Federführender|Federführende|Zuständige Stelle|Zuständige Einrichtung|Zuständige Institution|"
    "Zuständige Organisation|Zuständiger Akteur|Zuständiges Amt|Zuständige|Zuständiger|Organisation|"
    "Anbieter|Veranstalter|Trägerschaft|Maßnahmenträger|Projektträger|Träger der Maßnahme|"
    "Durchführende Einrichtung|Umsetzung durch|Umsetzende Stelle|Wer|Wer ist verantwortlich|"
    "Wer ist zuständig|Wer macht es|Hauptakteur|Federf.|Verantw.|Zust.|Verantwortl.|Verantw. Stelle|Bildungsakteur|"
    "Durchführung durch|Org.-Einheit|Organisationseinheit",
    "participations": "Partners|Participants|Weitere Beteiligte|Projektpartner|Beteiligung|Mitbeteiligte|"
    "Kooperationen|Kooperationspartnerinnen|Kooperationspartner innen|Partnerinnen|Partnereinrichtungen|"
    "Weitere Partner|Mit wem|Beteiligte Einrichtungen|Beteiligte Institutionen|Beteiligte Stellen|"
    "Beteiligte Partner|Unterstützt durch|Mitwirkende Akteure|Zusammenarbeit mit|In Kooperation mit|"
    "Koop.-Partner|Kooperation mit|In Zusammenarbeit mit|Unter Beteiligung von|Unterstützer",
    "status": "Sachstand Status|Umsetzungsgrad|Projektstatus|Projektstand|Realisierungsstand|Maßnahmenstatus|"
    "Aktueller Status|Aktueller Stand|Status der Umsetzung|Status der Maßnahme|Stand der Maßnahme|"
    "Bearbeitungsstatus|Ampelstatus|Statusampel|Status-Ampel|Ampel Status|Stand Umsetzung|Status Umsetzung",
    "status_reason": "Reason|Begründung Status|Begründung zum Status|Grund der Verzögerung|Ursache|Statusbegründung|"
    "Begründung bei Abweichung|Begründung der Abweichung|Grund der Abweichung|Grund für Abweichung|"
    "Grund für Verzögerung|Grund für die Verzögerung|Erläuterung zum Status|Erläuterung Status",
    "planned_start": "Start date|Begin|Anfangsdatum|Beginndatum|Startet am|Beginnt am|Projektstart|"
    "Maßnahmenbeginn|Maßnahmenstart|Geplanter Start|Start geplant|Geplanter Anfang|"
    "Voraussichtlicher Beginn|Voraussichtlicher Start|Beginn der Maßnahme|Start der Maßnahme|"
    "Beginn des Projekts|Start des Projekts|Umsetzungsbeginn|Beginn der Umsetzung|Beginn Laufzeit|"
    "Laufzeit Beginn|Laufzeit Start|Laufzeitbeginn|Zeitraum Beginn|Ab wann|Datum Beginn|Datum von|"
    "Beginn Datum|Start Datum|Durchführung von|Zeitliche Planung von|Laufzeit ab|Start am|Beginn am|Start Plan|"
    "Beginn Plan|Plan Start|Plan Beginn|Planbeginn",
    "planned_end": "End|End date|Until|Due|Due date|Deadline|Maßnahmenende|Projektabschluss|"
    "Voraussichtliches Ende|Abschluss|Geplanter Abschluss|Ende der Maßnahme|Ende des Projekts|"
    "Umsetzungsende|Ende der Umsetzung|Ende Laufzeit|Laufzeit Ende|Laufzeitende|Zeitraum Ende|Bis wann|"
    "Datum Ende|Datum bis|Ende Datum|Befristet bis|Befristung|Endet am|Läuft bis|Geplantes Projektende|"
    "Abschluss geplant|Erledigung bis|Zu erledigen bis|Umzusetzen bis|Zieltermin|Durchführung bis|"
    "Zeitliche Planung bis|Termin bis|Ende Plan|Plan Ende|Planende|Fällig bis|Fertigstellung bis|"
    "Fertigstellung geplant|Geplante Fertigstellung",
    "started": "Tatsächlicher Start|Start tatsächlich|Started|Ist Beginn|Beginn Ist|Läuft seit|Seit|Seit wann",
    "completed": "Ende tatsächlich|Tatsächlicher Abschluss|Completed|Completed on|Ist Ende|Ende Ist|"
    "Abschlussdatum|Abschluss am|Umgesetzt am|Fertiggestellt am",
    "reach": "Teilnehmer|Teilnehmerzahl|Anzahl Teilnehmer|Zahl der Teilnehmer|TN-Zahl|Anzahl TN|Teilnehmerinnen|"
    "Erreichte Kinder|Reach",
    "stages": "Bildungskette|Phase der Bildungskette|Phasen der Bildungskette|Bildungsetappe|"
    "Bildungsetappen|Bildungsphase n|Lebensphase|Lebensphasen|Schulstufe|"
    "Schulstufen|Bildungsbereiche|Bildungsstufen|Stage|Education stage",
    "transitions": "Transition|Bildungsübergänge",
    "target_groups": "Target group|Target groups|Adressat|Adressatinnen und Adressaten|Zielgruppe n|"
    "Zielpublikum|Wer wird erreicht|Für wen ist die Maßnahme|Adressatenkreis|Zielgruppe der Maßnahme|Begünstigte|"
    "Personenkreis|Teilnehmerkreis|Wen erreichen wir",
    "districts": "District|Sozialräume|Bezirke",
    "is_ongoing": "Dauermaßnahme|Ongoing|Laufendes Angebot|Regelangebot|Dauerhaftes Angebot|Dauerhafte Maßnahme",
    "milestones": "Milestones",
    "funding": "Costs|Cost|Funding|Gesamtkosten|Finanzvolumen|Finanzbedarf|Finanzielle Mittel|"
    "Projektkosten|Gesamtbudget|Fördermittelgeber|Finanzierungsquelle|Finanziert durch|"
    "Gefördert durch|Förderer|Mittelbedarf|Kosten gesamt|Kosten insgesamt|Gesamtsumme|Gesamtvolumen|"
    "Kostenrahmen|Geplante Kosten|Volumen|Etat|Fördergeber|Geldgeber|Finanzen|Mittelherkunft|Drittmittel|"
    "Haushaltsmittel|Förderprogramm|Förderprogramme|Kostenschätzung|Veranschlagte Kosten|Voraussichtliche Kosten|"
    "Geschätzte Kosten|Finanzielle Auswirkungen",
    "source_urls": "URL|Weblink",
    "internal_note": "Notizen|Anmerkungen|Kommentare|Hinweis|Hinweise|Notes|Note|Comment|Comments|"
    "Remarks|Sonstiges|Interne Bemerkung|Interner Vermerk|Vermerk|Bem.|Anm.|Weitere Informationen|"
    "Ergänzungen|Offene Punkte",
}
MORE = {key: words.split("|") for key, words in _WORDS.items()}

LONGEST = 300  # characters of a heading
_AROUND = re.compile(r"^(?:\d{1,2}[.)]|[a-z]\)|[*#•-])\s*|\s*(?:[¹²³⁰⁴-⁹*†‡:?]+\)?|(?<=[^\d–-])\d\))$", re.IGNORECASE)
_ASIDE = re.compile(
    r"\s*[(\[]\s*(?:(?:in\s+)?(?:€|EUR|Euro)|\d{1,2}(?:\s?[-–]\s?\d{1,2})?|[¹²³]|\*+|(?:TT\.?)?MM\.?[/.]?JJ(?:JJ)?|"
    r"Datum|(?:Kurz)?titel|Name|Stelle|Nr\.?|Nummer|Akteur|Einrichtung|Institution|Organisation|"
    r"optional|Pflicht(?:feld|angabe)?|falls bekannt|"
    r"ggf\.?|bitte auswählen|(?:siehe )?Auswahlliste|Auswahl|Dropdown|Stichworte|kurz|ja\s?/\s?nein|"
    r"(?:Mehrfachnennung(?:en)?|mehrere)(?: möglich)?|bitte angeben|bitte ausfüllen|(?:Frei)?text|"
    r"max\.? \d+ Zeichen|Monat\s?/\s?Jahr|Monat und Jahr)\s*[)\]]\s*",
    re.IGNORECASE,
)
_UNIT = re.compile(r",?\s+(?:in|\[|/)?\s*(?:€|EUR|Euro)\s*\]?$", re.IGNORECASE)
_GENDERED = re.compile(r"(?<=\w)(?:[*:_/·]-?|\s/\s?)(?:innen|in|r|n)\b|(?<=[a-zäöüß])Innen\b")
_BROKEN = re.compile(r"(?<=\w)-\s+(?=[a-zäöüß])(?!und\b|oder\b)")  # a word at the end of a line
_OR = re.compile(r"\s*/\s*|\s+bzw\.?\s+|\s+oder\s+")


def spellings(text: str) -> Iterator[str]:
    """The heading as it stands, then without what stands around its word."""
    yield text
    if len(text) > LONGEST:
        return
    plain = _BROKEN.sub("", text.strip())
    while (less := _UNIT.sub("", _ASIDE.sub(" ", _AROUND.sub("", plain))).strip()) != plain:
        plain = less
    if plain and plain != text:
        yield plain
    if (less := _GENDERED.sub("", plain)) != plain:
        yield less


def alternatives(text: str) -> list[str]:
    """ "Maßnahme / Projekt" -> its words, or nothing where there is but one."""
    parts = [part for part in _OR.split(text) if part]
    return parts if len(parts) > 1 else []
