from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from bildungsnetz.operations.heartbeat import heartbeat


class Command(DatabaseWorker):
    """The worker of django-tasks-db, of all queues by default, with a sign of life and housekeeping beside it."""

    help = "Arbeitet Aufgaben aus der Datenbank ab (Mails, Dokumente)."

    def add_arguments(self, parser) -> None:  # type: ignore[no-untyped-def]
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*", reload=False)

    def handle(self, *, worker_id: str, queue_name: str, **options) -> None:  # type: ignore[no-untyped-def, override]
        with heartbeat(worker_id, queue_name):
            super().handle(worker_id=worker_id, queue_name=queue_name, **options)
