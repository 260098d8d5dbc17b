"""Addresses of the overview and the reports; each module of ``views`` has its block."""

from django.urls import URLPattern

app_name = "evaluation"

overview: list[URLPattern] = []

reports: list[URLPattern] = []

urlpatterns = [*overview, *reports]
