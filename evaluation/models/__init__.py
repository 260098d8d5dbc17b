"""How well it works and what we tell the council."""

from .report import Report, ReportPreview, ReportSection, ReportVariant, ReportVersion

__all__ = ["Report", "ReportPreview", "ReportSection", "ReportVariant", "ReportVersion"]
