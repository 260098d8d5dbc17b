"""What offices write for the words of our vocabularies. Words that could mean two of them are left to be asked."""

import re

from bildungsnetz.words import sort_key
from measures.models import ActorKind, SchoolType

_WORDS = {  # key of the word -> other ones
    "fruehkindliche-bildung": "Kita|Kitas|Kindergarten|Elementarbereich|Elementarbildung|Vorschule|Frühe Bildung|"
    "Vorschulbereich|Kindertagesbetreuung|Kindertageseinrichtung|Kindertageseinrichtungen|Kindertagesstätten",
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
    **{
        f"schuelerinnen-und-schueler-{stage}": "|".join(
            f"{who} {short}{number}"
            for who in ("SuS", "Schüler", "Schüler*innen", "Schülerinnen und Schüler")
            for short in ("Sek ", "Sekundarstufe ", "S ")
            for number in numbers
        )
        for stage, numbers in (("sekundarstufe-i", "I1"), ("sekundarstufe-ii", ("II", "2")))
    },
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
ACTOR_KINDS = {
    ActorKind.ADMINISTRATION: "Stadt, Verwaltung, Kommune, Fachbereich, Amt, Dienststelle, städtisch",
    ActorKind.STATE: "Land NRW, Landesbehörde, Bezirksregierung, Schulaufsicht, Ministerium, Landeseinrichtung",
    ActorKind.SCHOOL: "Schulen, GS, Gym, Gymnasien, Grundschulen, Grundschule, Hauptschule, Realschule, Gesamtschule, "
    "Gymnasium, Förderschule, Berufskolleg, BK",
    ActorKind.DAYCARE: "Kita, Kitas, Kindergarten, Kindertagesstätte, Tageseinrichtung, Familienzentrum, "
    "Tageseinrichtung für Kinder",
    ActorKind.FURTHER_EDUCATION: "Volkshochschule, VHS, Erwachsenenbildung, Weiterbildungseinrichtung, "
    "Weiterbildungsträger, Familienbildungsstätte",
    ActorKind.CULTURE: "Kultureinrichtung, Bibliothek, Bücherei, Museum, Musikschule, Theater",
    ActorKind.UNIVERSITY: "Universität, Uni, Fachhochschule, FH",
    ActorKind.LABOUR_MARKET: "Jobcenter, Agentur für Arbeit, Arbeitsagentur, Arbeitsverwaltung",
    ActorKind.BUSINESS: "Kammer, Wirtschaft, Unternehmen, Betrieb, Firma, IHK, Handwerkskammer, HWK",
    ActorKind.INDEPENDENT: "freie Träger, Träger der freien Jugendhilfe, Wohlfahrtsverband, Wohlfahrtspflege",
    ActorKind.ASSOCIATION: "Verein, Vereine, e. V., eingetragener Verein, Förderverein, Stiftung, Stiftungen",
    ActorKind.PARTICIPATION: "Elternvertretung, Elternrat, Stadtelternrat, Schülervertretung, Jugendparlament, Beirat",
}
SCHOOL_TYPES = {
    SchoolType.PRIMARY: "GS, Grundschulen, Primarschule",
    SchoolType.HAUPTSCHULE: "HS",
    SchoolType.REALSCHULE: "RS",
    SchoolType.GESAMTSCHULE: "GE, IGS",
    SchoolType.GYMNASIUM: "Gym, GY, Gymnasien",
    SchoolType.SPECIAL: "FöS, Förderzentrum, Sonderschule",
    SchoolType.BERUFSKOLLEG: "BK, Berufsschule, Berufsbildende Schule",
}
EVERYWHERE = frozenset(  # all districts
    sort_key(word)
    for word in ("stadtweit", "gesamtstädtisch", "gesamtes Stadtgebiet", "Stadtgebiet", "alle", "alle Stadtbezirke",
                 "ganze Stadt", "gesamte Stadt", "im gesamten Stadtgebiet", "alle Bezirke", "alle Stadtteile")
)  # fmt: skip
_BOTH_STAGES = re.compile(
    r"\b(Sek(?:undarstufe)?\b\.?\s?|S\s?)(I|1)\s*(?:/|\+|&|und|u\.|bis|[-–])\s*(?:S(?:ek(?:undarstufe)?\b\.?)?\s?)?(II|2)\b"
)


def both_stages(text: str) -> str:
    """ "SuS Sek. I/II" -> "SuS Sek. I, SuS Sek. II", line by line."""

    def told(line: str) -> str:
        found = _BOTH_STAGES.search(line)
        if found is None:
            return line
        before = re.split(r"[,;/]|\bund\b(?!\s+Schüler)", line[: found.start()])[-1].strip()
        who = f"{before} " if before else ""
        return f"{line[: found.end(2)]}, {who}{found[1]}{found[3]}{line[found.end() :]}"

    return "\n".join(map(told, text.splitlines()))


NOTHING = frozenset(  # as lists write a blank cell
    ["", "-", "–", "—", "--", "---", "/", "./.", "k.A.", "k. A.", "n/a", "keine Angabe", "keine", "NaN", "nan", "NULL"]
)
