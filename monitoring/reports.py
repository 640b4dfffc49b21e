"""The documents of monitoring. A report's content is ``ReportContent``, frozen when it was sent."""

from monitoring.content import ReportContent

__all__ = ["ReportContent"]
