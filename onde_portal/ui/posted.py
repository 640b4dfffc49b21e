"""Keys and versions that a form carried in its hidden fields."""

from django.http import Http404, HttpRequest, QueryDict

from onde_portal.thai.digits import read_key, read_keys

# No record is of this version: every action refuses it as changed meanwhile.
NO_VERSION = -1


def posted_number(request: HttpRequest, name: str) -> int:
    """The key of what is meant; anything else is no form of ours, hence 404."""
    return key_or_404(request.POST.get(name, ""))


def key_or_404(text: str) -> int:
    """The key that an address names; what is no number is no record."""
    number = read_key(text)
    if number is None:
        raise Http404
    return number


def posted_keys(request: HttpRequest, name: str) -> list[int]:
    """The keys of all that was ticked; what is none is left out."""
    return read_keys(request.POST.getlist(name))


def posted_version(posted: QueryDict, name: str = "version") -> int:
    """The version that the form was made from.

    What cannot be read is none: what was typed then comes back beside what is kept.
    """
    number = read_key(posted.get(name, ""))
    return NO_VERSION if number is None else number
