"""Lists of actors, values of indicators and progress notes, read from spreadsheets: planned, shown, written, undone.

``reading`` finds the table in a file, a ``ListKind`` says what each of its rows would do, ``runs`` writes that as one
numbered run. All rows go through the forms and actions of the pages, so no rule is written twice.
"""

from .actors import ActorList
from .base import ListKind
from .indicator_values import IndicatorValueList
from .progress import ProgressList

KINDS: dict[str, type[ListKind]] = {kind.key: kind for kind in (ActorList, IndicatorValueList, ProgressList)}
