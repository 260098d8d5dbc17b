"""The site with the bare page, for gunicorn."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bildungsnetz.settings")

from django.conf import settings

settings.ROOT_URLCONF = "tests.benchmarks.urls"

from bildungsnetz.wsgi import application

__all__ = ["application"]
