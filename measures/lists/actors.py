"""A list of actors: who they are, where one finds them, whom to ask. A blank cell changes nothing."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from typing import Any

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.sheets.tables import Row
from bildungsnetz.words import sort_key
from measures import columns as kinds
from measures.actions.actor import save_actor
from measures.actions.contacts import keep_up
from measures.columns import Column
from measures.forms.actor import ActorForm, ContactRow
from measures.imports.everyday_words import ACTOR_KINDS, SCHOOL_TYPES
from measures.imports.heads import Understood
from measures.imports.known import VOCABULARIES, kind_in, read_actors, read_learned, read_words
from measures.imports.matching import READ_AS, Names, Unknown, sentence, short, words_for
from measures.models import Actor, ActorAlias, ActorKind, Contact, District, SchoolType
from measures.sheet_template import YES_NO, names_of_actors

from .base import Complaint, Line, ListKind, Outcome, Said

ADDRESS = {  # said in parts
    "street": Column("Straße", synonyms=("Straße und Hausnummer", "Straße / Nr.", "Straße/Hausnr.", "Str.")),
    "house": Column("Hausnummer", synonyms=("Hausnr.", "Haus-Nr.", "Nr. (Haus)")),
    "postcode": Column("PLZ", synonyms=("Postleitzahl",)),
    "town": Column("Ort", synonyms=("Stadt", "Wohnort", "PLZ Ort", "PLZ und Ort", "PLZ, Ort")),
}
FIELDS = ("name", "kind", "school_type", "part_of", "description", "address", "district", "website", "is_active")
CONTACT = {"contact_name": "name", "contact_email": "email", "contact_phone": "phone"}
NAMELESS = "Kontakt"  # somebody of whom only an address is known: a function, as the field allows
ALIKE = "Ähnlich heißt schon: „{}“."
KIND_BY_NAME = "Art nach dem Namen: {}."
ONE_A_LINE = "Mehrere untereinander oder mit Semikolon."


class ActorFields(ActorForm):
    """The form of an actor without the rows below it, which a list can only add to."""

    row_classes: dict[str, Any] = {}


class ActorList(ListKind):
    key = "akteure"
    heading = "Akteure einlesen"
    lead = "Namen, Arten, Anschriften und Ansprechpersonen aus einer Tabelle übernehmen."
    plural = "Akteure"
    home, home_label = "measures:actor_list", "Akteure"
    needs = (("name",),)
    columns = {
        "name": Column("Name", synonyms=("Akteur", "Einrichtung", "Institution", "Name der Einrichtung", "Bezeichnung"),
                       required=True, example="Beispiel: Lesehaus am Park", width=34,
                       explanation="Daran wird der Akteur erkannt, auch an einer anderen Schreibweise."),
        "kind": Column("Art", kinds.Word(ActorKind.choices), synonyms=("Typ", "Art des Akteurs", "Akteurstyp"),
                       example="Kultur",
                       explanation=f"Bei neuen Akteuren nötig: {', '.join(map(str, ActorKind.labels))}."),
        "school_type": Column("Schulform", kinds.Word(SchoolType.choices), synonyms=("Schultyp",),
                              explanation="Nur bei Schulen."),
        "part_of": Column("Teil von", synonyms=("gehört zu", "übergeordnet"), explanation="Name des anderen Akteurs."),
        "description": Column("Beschreibung", example="Lesungen und Schreibwerkstätten für Kinder.", width=40,
                              synonyms=("Kurzbeschreibung", "Aufgaben", "Erläuterung")),
        "address": Column("Anschrift", example="Parkstraße 1, 44623 Herne", width=34,
                          synonyms=("Adresse", "Postanschrift", "Straße und Ort")),
        "district": Column("Stadtbezirk", synonyms=("Bezirk",)),
        "website": Column("Website", example="https://lesehaus.example.org", width=30,
                          synonyms=("Webseite", "Internet", "Homepage", "URL", "Internetseite")),
        "is_active": Column("aktiv", kinds.Flag(), example="ja", width=8, explanation="ja oder nein."),
        "aliases": Column("Andere Schreibweisen", kinds.Names(), synonyms=("Abkürzung", "Kürzel", "Kurzname", "Alias"),
                          example="Lesehaus",
                          explanation=f"Kommen dazu. {ONE_A_LINE}"),
        "contact_name": Column("Ansprechperson", synonyms=("Ansprechpartner", "Ansprechpartnerin", "Kontakt",
                               "Kontaktperson", "Ansprechpartner/in", "Ansprechpartner*in"),
                               example="Leitung", explanation="Erscheint nie öffentlich."),
        "contact_email": Column("E-Mail", example="post@lesehaus.example.org", width=28,
                                synonyms=("Mail", "E-Mail-Adresse", "Email", "Mailadresse")),
        "contact_phone": Column("Telefon", example="02323 000000", synonyms=("Tel.", "Telefonnummer", "Rufnummer")),
        **ADDRESS,
    }  # fmt: skip
    unoffered = tuple(ADDRESS)

    @classmethod
    def allows(cls, user: Any) -> bool:
        return access.may(user, "add", Actor)

    @classmethod
    def choices(cls, user: Any) -> dict[str, list[str]]:
        return super().choices(user) | {
            "part_of": names_of_actors(),
            "district": list(District.objects.in_use().values_list("name", flat=True)),
            "is_active": list(YES_NO),
        }

    @cached_property
    def known_actors(self) -> Names:
        return read_actors()

    @cached_property
    def names(self) -> Mapping[str, Names]:
        districts, _ = read_words("districts", VOCABULARIES["districts"], read_learned()["districts"])
        return {
            "kind": words_for("kind", "Die Art", ActorKind, ACTOR_KINDS),
            "school_type": words_for("school_type", "Die Schulform", SchoolType, SCHOOL_TYPES),
            "part_of": self.known_actors,
            "district": districts,
        }

    def said(self, row: Row, columns: Sequence[Understood]) -> Said:
        """A kind that is a Schulform says both; an address may be said in parts."""
        made = super().said(row, columns)
        street, house, postcode, town = (made.values.pop(key, "") for key in ADDRESS)
        if parts := [part for part in (f"{street} {house}".strip(), f"{postcode} {town}".strip()) if part]:
            made.values.setdefault("address", ", ".join(parts))
        if made.values.get("kind") == ActorKind.SCHOOL and "school_type" not in made.values:
            words = next(cell for one, cell in zip(columns, row.cells, strict=True) if one.key == "kind").shown
            with suppress(Unknown):
                made.values["school_type"] = self.names["school_type"].find(words).key
        return made

    def prepare(self, rows: Sequence[Said]) -> None:
        self.actors = {actor.pk: actor for actor in self.stored(Actor.objects.order_by("pk"))}
        self.by_name = {actor.sort_key: actor.pk for actor in self.actors.values()}
        self.aliases = dict(ActorAlias.objects.values_list("name", "actor"))
        self.by_alias = {sort_key(name): pk for name, pk in self.aliases.items()}
        self.contacts: dict[int, list[Contact]] = {}
        for contact in self.stored(Contact.objects.order_by("pk")):
            self.contacts.setdefault(contact.actor_id, []).append(contact)

    def line(self, said: Said) -> Line:
        name = said.values.get("name", "")
        if not name:
            raise Complaint("name", "Hier fehlt der Name des Akteurs.")
        pk = self.whose(said, name)
        self.once(pk or sort_key(name), said.number, "name")
        actor = self.actors[pk] if pk else Actor()
        if not pk:
            self.name_kind(said, name)
        line = Line(said.number, Outcome.CHANGED if pk else Outcome.NEW, actor.name or name)
        line.versions = [pk, actor.revision_no]
        form = self.form(actor, said, known_by_alias=bool(pk) and sort_key(name) not in self.by_name)
        line.problems = self.errors_of(form) if not form.is_valid() else []
        aliases = self.new_aliases(pk, name, said)
        contact = self.contact_form(pk, said, line)
        line.changes = [*self.changes(form), *([(self.head("aliases"), "–", ", ".join(aliases))] if aliases else [])]
        if contact:
            line.changes.append((self.head("contact_name"), str(contact.before or "–"), self.told(contact)))
        if pk and not line.changes:
            line.outcome = Outcome.SAME
        elif not line.problems:
            line.writes = [partial(write, form, aliases, contact)]
        return line

    def find(self, name: str) -> int | None:
        key = sort_key(name)
        return self.by_name.get(key) or self.by_alias.get(key)

    def whose(self, said: Said, name: str) -> int | None:
        """The actor that the row is about, if there is one of this name or of one that means the same."""
        if found := self.find(name):
            return found
        try:
            match = self.known_actors.find(name)
        except Unknown as error:
            if error.ambiguous:
                raise Complaint("name", sentence(error)) from error
            said.doubts += [ALIKE.format(error.suggestion)] if error.suggestion else []
            return None
        if match.key not in self.actors:  # somebody has just taken it away
            return None
        said.remarks.append(READ_AS.format(short(name), match.name))
        return match.key

    def name_kind(self, said: Said, name: str) -> None:
        """A new actor is of the kind that its name speaks of, where the row does not say it."""
        told = "kind" in said.values or any(key == "kind" for key, _ in said.problems)
        if not told and (kind := kind_in(name)):
            said.values["kind"] = kind.value
            said.remarks.append(KIND_BY_NAME.format(kind.label))

    def form(self, actor: Actor, said: Said, *, known_by_alias: bool) -> ActorFields:
        """What is stored, with what the row says in its place."""
        values = {name: value for name, value in said.values.items() if name in FIELDS and value is not None}
        if known_by_alias:
            values["name"] = actor.name
        elif actor.pk and sort_key(values["name"]) == actor.sort_key:
            values["name"] = actor.name  # written with other signs or another case: no new name
        stored = ActorFields(instance=actor).initial
        return ActorFields(
            {**{name: value for name, value in stored.items() if value is not None}, **values}, instance=actor
        )

    def new_aliases(self, pk: int | None, name: str, said: Said) -> list[str]:
        wanted = [one for one in said.values.get("aliases") or () if sort_key(one) != sort_key(name)]
        for one in wanted:
            whose = self.find(one)
            if whose and whose != pk:
                raise Complaint("aliases", f"„{one[:60]}“ heißt schon: {self.actors[whose].name}.")
            if len(one) > 200:
                raise Complaint("aliases", "Eine Schreibweise hat höchstens 200 Zeichen.")
        return [one for one in wanted if sort_key(one) not in self.by_alias and sort_key(one) not in self.by_name]

    def contact_form(self, pk: int | None, said: Said, line: Line) -> Any:
        """The contact person that the row names, if that is somebody new or says something new."""
        values = {field: said.values[key] for key, field in CONTACT.items() if said.values.get(key)}
        if not values:
            return None
        email, name = values.get("email", "").casefold(), values.get("name", "")
        known = self.contacts.get(pk or 0, [])
        same = [one for one in known if (email and one.email.casefold() == email) or (not email and one.name == name)]
        instance = same[0] if same else Contact()
        before = ", ".join(filter(None, (instance.name, instance.email, instance.phone)))
        stored = {field: getattr(instance, field) for field in CONTACT.values()}
        stored["name"] = stored["name"] or NAMELESS
        form: Any = ContactRow({**stored, **values}, instance=instance)
        form.before = before
        if not form.is_valid():
            field_keys = {field: key for key, field in CONTACT.items()}
            line.problems += [
                (self.head(field_keys.get(field, "contact_name")), message)
                for field, found in form.errors.items()
                for message in found
            ]
        return form if form.has_changed() else None

    def told(self, contact: Any) -> str:
        return ", ".join(str(contact.data[field]) for field in CONTACT.values() if contact.data.get(field))

    def changes(self, form: Any) -> list[tuple[str, str, str]]:
        names = [name for name in form.changed_data if name in self.columns]
        return [
            (self.head(name), shown(form, name, form.initial.get(name)), shown(form, name, form[name].value()))
            for name in names
        ]


def shown(form: Any, name: str, value: Any) -> str:
    """The value of a form's field as people read it."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    for key, label in getattr(form.fields[name], "choices", ()):
        if value not in (None, "") and str(key) == str(value):
            return str(label)
    return str(value or "–")


def write(form: Any, aliases: Sequence[str], contact: Any, by: User) -> Actor:
    actor = save_actor(form, by=by)

    def add() -> None:
        for name in aliases:
            ActorAlias.objects.create(actor=actor, name=name)
        if contact:
            contact.instance.actor = actor
            contact.save()

    if aliases or contact:
        keep_up(actor, add)
    return actor
