"""Where a figure comes from, in the reader's language."""

import re

from django.utils.translation import gettext as _

from onde_portal.thai.digits import to_ascii

# How the reference data names a section of the manual.
_SECTION = re.compile(r"คู่มือฯ ข้อ ([๐-๙]+(?:\.[๐-๙]+)*)")


def source_words(source: str) -> str:
    """A source as it was noted, with the manual's sections said in the reader's language."""
    return _SECTION.sub(lambda found: _section(to_ascii(found[1])), source)


def _section(number: str) -> str:
    return _("manual, section %(number)s") % {"number": number}
