"""Sentences of Django that its own Thai catalogue lacks, named for ours to carry them."""

from django.utils.translation import gettext_noop as _, ngettext_lazy

SENTENCES = (
    _("Add link"),
    _("Added {name} “{object}”."),
    _("Added:"),
    _("Breadcrumbs"),
    _("Change or view list link"),
    _("Changed {fields} for {name} “{object}”."),
    _("Changed:"),
    _("Deleted:"),
    _("Empty"),
    _("Error:"),
    _("Model name"),
    _("Not empty"),
    _("Null characters are not allowed."),
    _("Remove from sorting"),
    _("Sorting priority: %(priority_number)s"),
    _("Skip to main content"),
    _("The {name} “{obj}” was added successfully."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("Toggle theme (current theme: auto)"),
    _("Toggle sorting"),
    _("Yes, I’m sure"),
    _("You don’t have permission to view or edit anything."),
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    ngettext_lazy("Please correct the error below.", "Please correct the errors below.", "number"),
)
