"""The file of a list, and what was read from it on its way through the pages of an import."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from bildungsnetz.accounts.models import User
from bildungsnetz.sheets.limits import MOST_BYTES, Refused
from bildungsnetz.web.forms import Form
from bildungsnetz.web.text import composed, showable
from measures.imports.files import samples
from measures.lists.base import ListKind
from measures.lists.reading import Listing, listing_of, unpack

from .imports import NO_FILE, ColumnsForm

SALT = "measures.lists"
HOURS = 12
MOST_CARRIED = 2_000_000  # characters; a page takes no more back
TOO_MUCH = "Die Liste hat zu viel Text. Bitte teilen Sie sie auf mehrere Dateien auf."


class ListFileForm(Form):
    file = forms.FileField(
        label="Datei",
        max_length=255,
        help_text="Excel (.xlsx, .xls), LibreOffice (.ods) oder Text mit Trennzeichen (.csv), höchstens 10 MB.",
        error_messages={"required": NO_FILE},
    )
    sheet = forms.CharField(
        label="Blatt",
        required=False,
        max_length=100,
        help_text="Nur nötig, wenn die Datei mehrere Listen enthält: der Name des Blatts.",
    )

    def __init__(self, *args: Any, kind: type[ListKind], by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind, self.by = kind, by

    def clean(self) -> dict[str, Any]:
        """Reads the file; ``listing`` is what the pages that follow need of it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if file := data.get("file"):
            self.file_name = composed(showable(file.name or ""))[:200]
            try:
                listing = listing_of(file.read(MOST_BYTES + 1), self.file_name, self.kind, data.get("sheet", ""))
            except Refused as error:
                self.add_error("file", str(error))
            else:
                self.listing = listing
                if len(sealed(listing, self.file_name, self.kind, self.by)) > MOST_CARRIED:
                    self.add_error("file", ValidationError(TOO_MUCH))
        return data


class ListColumnsForm(ColumnsForm):
    """Which column of a list is which of ours; those that are read in a way of their own are not asked for."""

    def __init__(self, *args: Any, listing: Listing, kind: type[ListKind], **options: Any) -> None:
        understood, _ = listing.understood(kind)
        super().__init__(
            *args, sheets=[listing.sheet], sheet=listing.sheet,
            columns=[one for one in understood if not kind.reserved(one.head)],
            titles=kind.titles(), needs=kind.needs_of(listing.table.columns), samples=samples(listing.table),
            **options,
        )  # fmt: skip
        self.listing = listing

    def assigned(self) -> Listing:
        """The list, understood as it was said now and before."""
        return replace(self.listing, chosen={**self.listing.chosen, **self.chosen()})


def sealed(listing: Listing, file_name: str, kind: type[ListKind], by: User) -> str:
    """What was read, signed, so that the pages that follow need no file and nothing is kept meanwhile."""
    return signing.dumps([kind.key, by.pk, file_name, listing.packed()], salt=SALT, compress=True)


def unsealed(text: str, kind: type[ListKind], by: User) -> tuple[str, Listing]:
    """Name of the file and its table. Raises BadSignature for what was not sealed for this person, lately."""
    key, pk, file_name, held = signing.loads(text, salt=SALT, max_age=HOURS * 3600)
    if (key, pk) != (kind.key, by.pk):
        raise signing.BadSignature
    return file_name, unpack(held)
