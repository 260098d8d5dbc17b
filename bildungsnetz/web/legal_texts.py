"""The first wording of the three legal pages: true of the program itself; the office completes what it alone knows."""

from typing import Any

from django.db import connection

from .models import LegalPage

IMPRESSUM = """\
# Anbieter
Dieses Angebot wird von der Stadt betrieben, in der das Bildungsnetzwerk arbeitet. Anschrift, Vertretung und \
Kontakt trägt das Bildungsbüro hier ein.

# Verantwortlich für den Inhalt
Kommunales Bildungsbüro. Für Angaben zu einzelnen Maßnahmen steht der federführende Akteur ein, der bei der Maßnahme \
genannt ist.
"""

PRIVACY = """\
# Was beim Lesen geschieht
Wer die öffentlichen Seiten liest, meldet sich nicht an und bekommt kein Cookie. Es werden keine Inhalte von anderen \
Anbietern geladen und keine Zugriffe ausgewertet.

# Was bei Konten gespeichert wird
Für Personen mit einem Konto werden E-Mail-Adresse, Anzeigename, Rollen und der Zeitpunkt der letzten Anmeldung \
gespeichert. Nach der Anmeldung hält ein Cookie die Sitzung zusammen; ein zweites schützt Formulare vor Missbrauch.

Änderungen an Zielen, Maßnahmen und Berichten werden mit Konto und Zeitpunkt festgehalten, damit nachvollziehbar \
bleibt, wer was geändert hat. Öffentlich sind diese Angaben nie.

# Ihre Rechte
In Ihrem Konto können Sie alle zu Ihrer Person gespeicherten Daten herunterladen und die Löschung veranlassen. \
Die verantwortliche Stelle und die Kontaktdaten der oder des Datenschutzbeauftragten trägt das Bildungsbüro hier ein.
"""

ACCESSIBILITY = """\
# Stand der Barrierefreiheit
Dieses Angebot ist nach den Anforderungen der BITV 2.0 (EN 301 549, WCAG 2.2 Stufe AA) gebaut: alle Seiten sind \
mit der Tastatur und ohne JavaScript bedienbar, Diagramme haben eine Tabelle ihrer Werte, und die Berichte sind \
barrierefreie PDF-Dateien (PDF/UA-1 und PDF/A-3a).

Geprüft wird bei jeder Änderung des Programms mit automatischen Werkzeugen. Eine Prüfung durch eine anerkannte \
Stelle steht aus.

# Barriere melden
Ist Ihnen etwas nicht zugänglich? Wie Sie das Bildungsbüro und die Schlichtungsstelle erreichen, trägt das \
Bildungsbüro hier ein.
"""

PAGES = [
    ("impressum", "Impressum", IMPRESSUM),
    ("datenschutz", "Datenschutz", PRIVACY),
    ("barrierefreiheit", "Erklärung zur Barrierefreiheit", ACCESSIBILITY),
]


def add_missing_pages(**kwargs: Any) -> None:
    """Connected to ``post_migrate``: the footer's links always lead somewhere."""
    if LegalPage._meta.db_table not in connection.introspection.table_names():
        return
    there = set(LegalPage.objects.values_list("key", flat=True))
    for position, (key, title, text) in enumerate(PAGES, 1):
        if key not in there:
            LegalPage.objects.create(key=key, title=title, text=text, position=position * 10)
