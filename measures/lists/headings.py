"""Further headings of the columns of lists, as offices write them: kind of list -> key of a column -> its words."""

from measures.headings import MORE as OF_MEASURES
from measures.imports.note_columns import COLUMNS, WHAT, WHEN
from measures.resources import MeasureResource

_ACTORS = {
    "name": "Träger|Name des Trägers|Name des Akteurs|Akteursname|Bildungsakteur|Organisation|Name der Organisation|"
    "Partner|Kooperationspartner|Netzwerkpartner|Schule|Name der Schule|Kita|Name der Kita|Verein|Vereinsname|"
    "Firma|Mitglied|Stelle|Akteure|Einrichtungen|Organisationsname|Einrichtungsname|Name Einrichtung",
    "kind": "Kategorie|Art der Einrichtung|Einrichtungsart|Einrichtungstyp|Trägerart|Organisationsform|Akteursgruppe|"
    "Art der Organisation|Typ der Einrichtung",
    "school_type": "Schulart",
    "part_of": "Dachorganisation|Übergeordnete Einrichtung|Übergeordnete Stelle|Träger der Einrichtung",
    "description": "Angebot|Angebote|Schwerpunkte|Schwerpunkt|Tätigkeitsfeld|Profil|Kurzprofil",
    "address": "Standort|Ort und Straße|Anschrift der Einrichtung|Adresse der Einrichtung|Postadresse",
    "district": "Sozialraum|Stadtbezirke",
    "website": "Web|WWW|Link|Internetadresse|Webadresse|Weblink",
    "is_active": "noch aktiv|Aktiv ja nein",
    "aliases": "Auch genannt|Kurzform|Kurzbezeichnung|Früherer Name|Weitere Namen|Andere Namen",
    "contact_name": "Ansprechpersonen|Kontaktdaten|Ansprechpartner Name|Leitung|Name der Leitung|Einrichtungsleitung|"
    "Schulleitung|Name Ansprechperson|Ansprechpartner vor Ort",
    "contact_email": "E Mail|Kontakt E-Mail|Mail-Adresse|E-Mail Kontakt|E-Mail Ansprechperson",
    "contact_phone": "Fon|Phone|Telefonnr.|Tel.-Nr.|Telefon Ansprechperson|Festnetz|Mobil|Handy",
}
_VALUES = {
    "indicator": "Kennziffer|Indikatoren|Kennzahlen|Name des Indikators|Messgröße|Merkmal|Bezeichnung",
    "goal": "Handlungsziele|Zielbezug|Zu Ziel|Bezug zum Ziel|Ziel Nr.",
    "period": "Stichtag|Datum|Stand|Bezugsjahr|Erhebungsjahr|Messzeitpunkt|Zeitpunkt|Kalenderjahr|Jahrgang",
    "value": "Messwerte|Werte|Ergebnis|Istwert|Aktueller Wert|Anzahl|Anteil|Anteil in %|Prozent|Wert in %",
    "note": "Anmerkungen|Bemerkungen|Kommentar|Erläuterung|Hinweise",
}
_TEXT = (
    "Was wurde erreicht|Was ist passiert|Was ist geschehen|Entwicklung|Ergebnis|Ergebnisse|Bemerkung|"
    "Bemerkungen|Kommentar|Kommentare|Notiz|Erläuterung|Beschreibung|Sachstandsmeldung|Rückmeldung|Umsetzung"
)


def _split(words: dict[str, str]) -> dict[str, list[str]]:
    return {key: heads.split("|") for key, heads in words.items()}


def _as_in_measures(key: str) -> list[str]:
    return [*MeasureResource.fields[key].synonyms, *OF_MEASURES.get(key, ())]


MORE: dict[str, dict[str, list[str]]] = {
    "akteure": _split(_ACTORS),
    "messwerte": _split(_VALUES),
    "sachstaende": {
        "number": _as_in_measures("number"),
        "title": _as_in_measures("title"),
        "status": _as_in_measures("status"),
        "reason": _as_in_measures("status_reason"),
        "reported_on": list(COLUMNS[WHEN].synonyms),
        "text": [*COLUMNS[WHAT].synonyms, *_TEXT.split("|")],
        "completed_on": ["erledigt am", "fertig am", "beendet am"],
    },
}
