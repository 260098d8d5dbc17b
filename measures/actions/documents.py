"""Documents of a measure come in, checked, and go."""

from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from measures.models import Attachment, Measure
from measures.uploads import Upload

from .measure import remover


@transaction.atomic
def add_attachment(measure: Measure, upload: Upload, *, by: User, title: str, is_public: bool) -> Attachment:
    """Stores a file that ``uploads.check`` has let in, under a random name."""
    if not access.may(by, "attach", measure):
        raise PermissionDenied
    return Attachment.objects.create(
        measure=measure,
        title=title,
        file=ContentFile(upload.content, upload.name),
        file_name=upload.name,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=sha256(upload.content).hexdigest(),
        is_public=is_public,
        added_by=by,
    )


@transaction.atomic
def delete_attachment(attachment: Attachment, *, by: User) -> None:
    if not access.may(by, "delete", attachment):
        raise PermissionDenied
    transaction.on_commit(remover(attachment.file))
    attachment.delete()
