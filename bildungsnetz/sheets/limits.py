"""How much a spreadsheet may hold, and the sentence for people when it is refused."""

MEGABYTE = 2**20
MOST_BYTES = 10 * MEGABYTE
MOST_UNPACKED = 100 * MEGABYTE
MOST_PARTS = 2_000
MOST_ROWS = 20_000
HEAD_ROWS = 50  # titles, heads and sums around that many rows
MOST_COLUMNS = 200
MOST_CHARACTERS = 32_767  # of a cell
MOST_CELLS = 1_000_000  # filled, of all sheets
MOST_TEXT = 30_000_000  # characters of all cells
MOST_SPACE = 5_000_000  # cells from the first to the last one of a sheet, blank ones too
MOST_SHEETS = 100
MOST_MERGED = 20_000


class Refused(Exception):  # noqa: N818  (an answer to a person, not a fault of ours)
    """``str(error)`` is one German sentence or two, for somebody at a desk."""


def german(number: int) -> str:
    return f"{number:,}".replace(",", ".")
