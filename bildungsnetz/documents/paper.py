"""The parts of a committee paper that its templates (``templates/pdf/``) ask for."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import segno
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class ConsultationRow:
    """One station of the Beratungsfolge, for ``pdf/consultations.html``."""

    committee: str
    role: str = ""
    held_on: date | None = None
    result: str = ""


@dataclass(frozen=True)
class FinanceRow:
    """One line of a finance table, for ``pdf/finance.html``; expenses are below zero. Budget lines fit as they are."""

    product_number: str
    product_name: str
    account_group_number: str
    account_group_name: str
    amount: Decimal


@dataclass(frozen=True)
class AttachmentRow:
    """One Anlage, for ``pdf/attachments.html``; ``file`` says type and size, such as "PDF, 120 KB"."""

    number: int
    title: str
    status: str = "öffentlich"
    file: str = ""


def qr_code(address: str) -> SafeString:
    """``address`` as a QR code in SVG, with the address as its words."""
    code = segno.make(address, error="m", micro=False)
    title = f"QR-Code mit der Adresse {address}"
    return SafeString(code.svg_inline(title=title, border=0, omitsize=True, svgclass=None, lineclass=None))


@dataclass(frozen=True)
class Verification:
    """How to check a printed copy: the code, the address where it is checked, and that address as QR code."""

    code: str
    address: str

    @property
    def qr(self) -> SafeString:
        return qr_code(self.address)

    @property
    def line(self) -> str:
        """For the foot of every page."""
        return f"Prüfcode {self.code} · {self.address}"
