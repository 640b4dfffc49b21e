"""Files of open data at addresses that stay: for anybody, from any site, asked again for nothing.

They carry an ETag and Last-Modified, may be kept by anybody for a while, and may be read by pages
of other sites.
"""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from onde_portal.accounts.access import public, reading
from onde_portal.opendata.dictionary import TABLES
from onde_portal.opendata.selectors.stamp import current_stamp
from onde_portal.opendata.writing import FORMATS, file_pieces, package_file

KEEP = "public, max-age=900"  # seconds: a hub announced now is there in a quarter of an hour

View = Callable[..., HttpResponseBase]


def published(view: View) -> View:
    """Answer 304 to whoever has the file as it stands; else the file, open to every site."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        stamp = current_stamp(timezone.localdate())
        etag = quote_etag(f"{stamp.mark}-{request.path.rsplit('/', 1)[-1]}")
        changed = int(stamp.at.timestamp())
        known: HttpResponseBase | None = get_conditional_response(request, etag, changed)
        answer = known or view(request, *args, **kwargs)
        answer.headers["ETag"] = etag
        answer.headers["Last-Modified"] = http_date(changed)
        answer.headers["Cache-Control"] = KEEP
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return answer

    return answered


@public
@reading
@published
def table_file(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """One table as CSV or JSON, sent while it is read."""
    table = TABLES.get(name)
    if table is None or ending not in FORMATS:
        raise Http404
    answer = StreamingHttpResponse(
        file_pieces(table, ending, timezone.localdate()), content_type=FORMATS[ending]
    )
    if ending == "csv":
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


@public
@reading
@published
def package(request: HttpRequest) -> HttpResponseBase:
    """The data dictionary as a Frictionless Data Package."""
    return HttpResponse(package_file(timezone.localdate()), content_type=FORMATS["json"])
