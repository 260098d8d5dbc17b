"""How recommendations, and the steps of a statement, are named in addresses."""

from evaluation.models.recommendation import recommendation_number


class RecommendationNumber:
    """``E-042`` <-> the serial 42; any other spelling (``E-42``, ``E-0042``) is no address."""

    regex = "E-[0-9]{3,9}"

    def to_python(self, value: str) -> int:
        serial = int(value[2:])
        if recommendation_number(serial) != value:
            raise ValueError(f"{value} is not the canonical form")
        return serial

    def to_url(self, value: int | str) -> str:
        return recommendation_number(value) if isinstance(value, int) else value


class StatementStep:
    """The last part of the address under which an actor hands in, waives or takes back."""

    regex = "abgeben|verzichten|zuruecknehmen"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
