"""How things stand, in one sentence before any figure (manual, 5, 9.2 and 14)."""

from django.utils.translation import gettext as _, ngettext

from onde_portal.oversight.selectors.page import Page
from onde_portal.oversight.selectors.years import YearFigures


def standing(page: Page) -> str:
    """Hubs, growth and plan in one sentence; the same on screen and paper."""
    return " ".join(
        part for part in (_total(page.year), _growth(page.year), _plan(page.year)) if part
    )


def _total(year: YearFigures) -> str:
    count = year.count.hubs_total
    if not count:
        return _("No hub is established yet.") if year.is_running else _(
            "No hub was established by the end of the year."
        )  # fmt: skip
    if year.is_running:
        return ngettext("%(count)s hub is at work,", "%(count)s hubs are at work,", count) % {
            "count": f"{count:,}"
        }
    return ngettext("%(count)s hub was at work,", "%(count)s hubs were at work,", count) % {
        "count": f"{count:,}"
    }


def _growth(year: YearFigures) -> str:
    growth, before = year.count.growth, year.year - 1
    if not year.count.hubs_total and not growth:
        return ""
    if growth is None:
        return _("in the first year that is counted.")
    if growth > 0:
        return _("%(count)s more than at the end of %(year)s.") % {
            "count": f"{growth:,}", "year": before,
        }  # fmt: skip
    if growth == 0:
        return _("as many as at the end of %(year)s: no growth.") % {"year": before}
    return _("%(count)s fewer than at the end of %(year)s: no growth.") % {
        "count": f"{-growth:,}", "year": before,
    }  # fmt: skip


def _plan(year: YearFigures) -> str:
    plan, new = year.count.hubs_planned, year.count.hubs_established
    if plan is None:
        return _("No plan is set for the year.")
    if new >= plan:
        return _("The year's plan of %(plan)s is reached.") % {"plan": plan}
    missing = plan - new
    if year.is_running:
        return _("%(missing)s more complete the year's plan of %(plan)s.") % {
            "missing": missing, "plan": plan,
        }  # fmt: skip
    return _("The year's plan of %(plan)s was missed by %(missing)s.") % {
        "missing": missing, "plan": plan,
    }  # fmt: skip


def growth_word(growth: int | None) -> tuple[str, str]:
    """Growth as a word and its tone."""
    if growth is None:
        return "", ""
    if growth > 0:
        return _("growing"), "good"
    return (_("no growth"), "warn") if growth == 0 else (_("fewer than the year before"), "bad")


def counting_rule() -> str:
    """How hubs and years are counted."""
    return _(
        "How it is counted: a hub counts from its announcement until it is closed, suspended or "
        "not; a year's total is that of 30 September, of the running year that of today. Years "
        "that the manual records are shown as it records them."
    )
