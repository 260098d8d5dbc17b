"""Whatever WeasyPrint complains about while a test makes papers fails that test."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_complaints(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    logger = logging.getLogger("weasyprint")
    level, logger.level = logger.level, logging.WARNING
    logger.addHandler(caplog.handler)
    yield
    logger.removeHandler(caplog.handler)
    logger.level = level
    assert [record.getMessage() for record in caplog.get_records("call") if record.name == "weasyprint"] == []
