"""What the pages of this app share: forms that write through the actions, records that are found by their address."""

from typing import Any

from django.db.models import Model

from bildungsnetz.web import views
from goals.actions import delete_record, save_record


class Recording:
    """Mixed into the views with a form: the action writes, in the name of who is signed in."""

    def save(self, form: Any) -> Model:
        return save_record(form, by=self.request.user)  # type: ignore[attr-defined,no-any-return]


class CreateView(Recording, views.CreateView):
    """A new record. ``new_instance`` says what the address already determines."""

    def new_instance(self) -> Model | None:
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.new_instance()}


class UpdateView(Recording, views.UpdateView):
    pass


class DeleteView(views.DeleteView):
    def delete_object(self) -> None:
        delete_record(self.object, by=self.request.user)
