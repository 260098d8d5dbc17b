"""What offices write for the words of our vocabularies. Words that could mean two of them are left to be asked."""

from bildungsnetz.words import sort_key

_WORDS = {  # key of the word -> other ones
    "fruehkindliche-bildung": "Kita|Kitas|Kindergarten|Elementarbereich|Elementarbildung|Vorschule|Frühe Bildung|"
    "Vorschulbereich|Kindertagesbetreuung",
    "primarstufe": "Grundschule|Grundschulen|Primarbereich|Primarschule|Primar",
    "sekundarstufe-i": "Sek I|Sek. I|Sek 1|Sekundarstufe 1|Sekundarbereich I|S I",
    "sekundarstufe-ii": "Sek II|Sek. II|Sek 2|Sekundarstufe 2|Sekundarbereich II|Oberstufe|S II",
    "berufliche-bildung": "Ausbildung|Berufsbildung|Berufsausbildung|Berufliche Ausbildung|Berufskolleg",
    "hochschule": "Studium|Hochschulbildung|Universität",
    "weiterbildung": "Erwachsenenbildung|Fort- und Weiterbildung|Lebenslanges Lernen",
    "non-formale-bildung": "Außerschulische Bildung|Außerschulisch|Nonformale Bildung|Non-formal",
    "bildungsphasenuebergreifend": "übergreifend|phasenübergreifend|alle|alle Phasen|alle Bildungsphasen",
    "kinder-im-vorschulalter": "Kita-Kinder|Kitakinder|Vorschulkinder|Kindergartenkinder",
    "kinder-im-grundschulalter": "Grundschulkinder|Grundschüler|Grundschülerinnen und Grundschüler|Grundschüler*innen",
    "auszubildende": "Azubis|Azubi",
    "studierende": "Studenten|Studentinnen und Studenten|Student*innen",
    "erwachsene-in-weiterbildung": "Erwachsene",
    "familien": "Familie",
    "lehrkraefte": "Lehrer|Lehrerinnen|Lehrerinnen und Lehrer|Lehrer*innen|Lehrpersonal|LuL|Lehrpersonen|Lehrende",
    "paedagogische-fachkraefte-in-kitas": "Erzieherinnen|Erzieherinnen und Erzieher|Erzieher*innen|Kita-Fachkräfte|"
    "Kita-Personal",
    "ehrenamtliche": "Ehrenamt|Ehrenamtler|Freiwillige",
    "eltern-und-erziehungsberechtigte": "Eltern|Erziehungsberechtigte|Sorgeberechtigte",
    "schulleitungen": "Schulleitung|Schulleiterinnen und Schulleiter",
    "kindertageseinrichtungen": "Kitas|Kita|Kindergärten|Kindertagesstätten|Tageseinrichtungen",
    "schulen": "Schule",
    "herne-mitte": "Mitte|Bezirk Mitte|Stadtbezirk Mitte",
}
ALSO = {key: words.split("|") for key, words in _WORDS.items()}
EVERYWHERE = frozenset(  # all districts
    sort_key(word)
    for word in ("stadtweit", "gesamtstädtisch", "gesamtes Stadtgebiet", "Stadtgebiet", "alle", "alle Stadtbezirke",
                 "ganze Stadt", "gesamte Stadt", "im gesamten Stadtgebiet", "alle Bezirke", "alle Stadtteile")
)  # fmt: skip
NOTHING = frozenset(  # as lists write a blank cell
    ["", "-", "–", "—", "--", "---", "/", "./.", "k.A.", "k. A.", "n/a", "keine Angabe", "keine", "NaN", "nan", "NULL"]
)
