"""Filters that the lists of all apps share."""

from django.contrib import admin


class RelatedFilter(admin.RelatedOnlyFieldListFilter):
    """Offers what the rows have, and keeps to what the address asks for.

    Django leaves a filter of fewer than two choices out, and with it what a link asked for: the
    list of a place without any row would then show those of another.
    """

    def has_output(self) -> bool:
        return super().has_output() or self.lookup_val is not None
