"""The portal's settings as tests need them: a demo key, no manifest, no worker."""

import os
import tempfile

os.environ.setdefault("DEMO", "true")
os.environ.setdefault("STAFF_MFA_REQUIRED", "false")
os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="onde-portal-tests-"))

from onde_portal.settings import *  # noqa: F403
from onde_portal.settings import DATA_DIR, DATABASES, SQLITE, STORAGES

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
if SQLITE:
    # A file, not memory: threads of a test must meet each other in one database.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    # What a test writes need not outlive a power cut, and slow disks hold up all who write.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
