"""The shape of what people fill in. The report's questions live in ``monitoring.questions``."""

from monitoring.questions.fields import ReportField
from monitoring.questions.form import FieldError, Group, ReportForm, Section

__all__ = ["FieldError", "Group", "ReportField", "ReportForm", "Section"]
