"""Actors, their other spellings and contacts, and who acts for them."""

from typing import Any

from django import forms
from django.forms import inlineformset_factory

from bildungsnetz.accounts.models import User
from bildungsnetz.web.forms import Form, ModelForm
from bildungsnetz.web.rows import PartRows, Row, WithRows
from measures.models import Actor, ActorAlias, ActorKind, Contact, Membership, MembershipRole

from .measure import clean_source_urls

PUBLIC = "Öffentlich auf der Seite des Akteurs"
ROLE_HINT = "Mitglieder schreiben Entwürfe; nur die Redaktion reicht sie ein und lädt weitere Personen ein."


class AliasRow(Row):
    class Meta:
        model = ActorAlias
        fields = ["name"]


class ContactRow(Row):
    class Meta:
        model = Contact
        fields = ["name", "email", "phone"]


class AliasRows(PartRows):
    heading, row_name = "Andere Schreibweisen", "Schreibweise"
    hint = "So heißt der Akteur in Vorlagen und Tabellen auch. Hilft beim Wiedererkennen; erscheint nicht öffentlich."


class ContactRows(PartRows):
    heading, row_name = "Ansprechpersonen", "Ansprechperson"
    hint = "Erscheinen nie öffentlich; nur die Büros und die Mitglieder des Akteurs sehen sie."

    def clean(self) -> None:
        """One address stands once at an actor; several contacts may have none."""
        super().clean()
        taken: set[str] = set()
        for form in self.kept:
            email = getattr(form, "cleaned_data", {}).get("email")
            if email and email in taken:
                form.add_error("email", "Diese Adresse steht beim Akteur schon.")
            taken.add(email or "")

    def save(self, commit: bool = True) -> Any:
        """Rows that give up their address leave it first, so that another row may take it."""
        leaving = [form for form in self.initial_forms if form in self.deleted_forms or "email" in form.changed_data]
        Contact.objects.filter(pk__in=[form.instance.pk for form in leaving]).update(email="")
        return super().save(commit)


class ActorForm(WithRows, ModelForm):
    website = forms.URLField(label="Website", required=False, max_length=200, assume_scheme="https")

    row_classes: dict[str, Any] = {
        "aliases": inlineformset_factory(
            Actor, ActorAlias, form=AliasRow, formset=AliasRows, extra=0, max_num=40, validate_max=True
        ),
        "contacts": inlineformset_factory(
            Actor, Contact, form=ContactRow, formset=ContactRows, extra=0, max_num=20, validate_max=True
        ),
    }
    groups = [
        ("Wer es ist", "", ["name", ("kind", "school_type"), "part_of", "description"]),
        ("Wo man ihn findet", "", ["address", "district", "website"]),
        ("Herkunft und Stand", "", ["source_urls", "is_active"]),
    ]
    appears = dict.fromkeys(("name", "description", "address", "website", "source_urls"), PUBLIC)

    class Meta:
        model = Actor
        fields = [
            "name", "kind", "school_type", "part_of", "description", "address", "district", "website",
            "source_urls", "is_active",
        ]  # fmt: skip
        help_texts = {
            "school_type": "Nur bei Schulen.",
            "part_of": "Zum Beispiel ein Fachbereich als Teil der Stadt.",
            "is_active": "Nur aktive Akteure stehen zur Wahl, wenn eine Maßnahme angelegt wird.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Actor.objects.exclude(pk=self.instance.pk) if self.instance.pk else Actor.objects.all()
        self.fields["part_of"].queryset = others  # type: ignore[attr-defined]

    def clean_source_urls(self) -> str:
        return clean_source_urls(self.cleaned_data["source_urls"])


class ContactsForm(WithRows, ModelForm):
    """The contact persons of an actor alone: what its Redaktion keeps itself."""

    row_classes: dict[str, Any] = {"contacts": ActorForm.row_classes["contacts"]}

    class Meta:
        model = Actor
        fields: list[str] = []


class MembershipForm(ModelForm):
    """A person with an account joins. Whoever has none is invited."""

    given = ("actor",)

    class Meta:
        model = Membership
        fields = ["user", "role"]
        widgets = {"role": forms.RadioSelect}
        help_texts = {"role": ROLE_HINT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.active()  # type: ignore[attr-defined]


class MembershipRoleForm(ModelForm):
    class Meta:
        model = Membership
        fields = ["role"]
        widgets = {"role": forms.RadioSelect}
        help_texts = {"role": ROLE_HINT}


class InvitationForm(Form):
    email = forms.EmailField(label="E-Mail-Adresse", help_text="An diese Adresse geht der Link.")
    display_name = forms.CharField(
        label="Name oder Funktion", max_length=120, required=False, help_text="Zum Beispiel „Redaktion VHS“."
    )
    role = forms.ChoiceField(
        label="Rolle",
        choices=MembershipRole.choices,
        initial=MembershipRole.MEMBER,
        widget=forms.RadioSelect,
        help_text=ROLE_HINT,
    )


class ActorFilter(forms.Form):
    """What the list of actors is narrowed by; unknown values are as good as none."""

    q = forms.CharField(label="Name", required=False, max_length=100)
    kind = forms.ChoiceField(label="Art", required=False, choices=[("", "alle"), *ActorKind.choices])
