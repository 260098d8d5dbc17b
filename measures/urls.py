"""``<number:serial>`` in an address is a measure's number, as M-042."""

from django.urls import path, register_converter

from .converters import MeasureNumber
from .views import measure

register_converter(MeasureNumber, "number")

app_name = "measures"

urlpatterns = [
    path("massnahmen/<number:serial>/", measure.MeasurePage.as_view(), name="measure"),
]
