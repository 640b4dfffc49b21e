"""All settings. The environment is read once, here; a wrong value stops the start with a sentence."""

from pathlib import Path
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from onde_portal.accounts.limits import SECOND_FACTOR_LIMITS, SIGN_IN_LIMITS
from onde_portal.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")


def _typed(read, name, default, what):
    """Read one setting, or stop with a sentence that names it and says what it takes."""
    try:
        return read(name, default=default)
    except (ValueError, ImproperlyConfigured) as error:
        given = env.str(name, default="")
        raise ImproperlyConfigured(f"{name}={given!r} is not {what}.") from error


def _flag(name, default=False):
    value = env.str(name, default=str(default)).strip().lower()
    if value not in {"1", "0", "true", "false", "yes", "no", "on", "off"}:
        raise ImproperlyConfigured(f"{name}={value!r} is neither true nor false.")
    return value in {"1", "true", "yes", "on"}


def _number(name, default, low, high):
    value = _typed(env.int, name, default, "a whole number")
    if not low <= value <= high:
        raise ImproperlyConfigured(f"{name}={value} must lie between {low} and {high}.")
    return value


# --- What kind of place this is
DEBUG = _flag("DEBUG")
DEMO = _flag("DEMO")
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
DEMO_SECRET_KEY = "demo-only-key-that-refuses-to-run-anywhere-else-0123456789abcdef"
SECRET_KEY = env.str("SECRET_KEY", default=DEMO_SECRET_KEY if (DEMO or DEBUG) else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set. Set it to 50 or more random characters.")
if SECRET_KEY == DEMO_SECRET_KEY and not (DEMO or DEBUG):
    raise ImproperlyConfigured("SECRET_KEY is the demo's. Set one of your own, or DEMO=true.")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short. Set it to 50 or more random characters.")
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000" if (DEMO or DEBUG) else "").rstrip(
    "/"
)
if not BASE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured(
        "BASE_URL must be the portal's full address, such as https://portal.example.go.th."
    )
_host = BASE_URL.split("//", 1)[1].split("/")[0].rsplit(":", 1)[0]
_local = _host in {"127.0.0.1", "localhost", "[::1]"}
if DEMO and not _local:
    raise ImproperlyConfigured(
        "DEMO=true refuses to run at any address but this machine's own (BASE_URL)."
    )
STAFF_MFA_REQUIRED = _flag("STAFF_MFA_REQUIRED", default=not DEMO)
if not STAFF_MFA_REQUIRED and not DEMO:
    raise ImproperlyConfigured("STAFF_MFA_REQUIRED=false is for the demo only (DEMO=true).")
HTTPS = BASE_URL.startswith("https://")
if not HTTPS and not (DEMO or DEBUG):
    raise ImproperlyConfigured("BASE_URL must start with https:// outside the demo.")
ALLOWED_HOSTS = [_host, *(["127.0.0.1", "localhost", "[::1]"] if _local else [])]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- The Office
OFFICE = {
    "name_th": env.str(
        "OFFICE_NAME_TH", default="สำนักงานคณะกรรมการการกระจายอำนาจให้แก่องค์กรปกครองส่วนท้องถิ่น"
    ),
    "name_en": env.str(
        "OFFICE_NAME_EN", default="Office of the National Decentralization Committee"
    ),
    "short_th": env.str("OFFICE_SHORT_TH", default="สกถ."),
    "short_en": env.str("OFFICE_SHORT_EN", default="ONDE"),
    "section_th": env.str(
        "OFFICE_SECTION_TH", default="ส่วนส่งเสริมการบริหารงานท้องถิ่นและการมีส่วนร่วมของประชาชน"
    ),
    "section_en": env.str(
        "OFFICE_SECTION_EN", default="Local Administration and Citizen Participation Section"
    ),
}

# --- Applications
INSTALLED_APPS = [
    "onde_portal.workbench.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "import_export",
    "simple_history",
    "django_q",
    "django_structlog",
    "onde_portal.workflow",
    "onde_portal.registry",
    "onde_portal.accounts",
    "onde_portal.documents",
    "onde_portal.exchange",
    "onde_portal.ui",
    "networks",
    "hubs",
    "monitoring",
    "onde_portal.workbench.apps.WorkbenchConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "onde_portal.accounts.middleware.HealthMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "onde_portal.accounts.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "onde_portal.accounts.middleware.SignInFirstMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "onde_portal.accounts.middleware.SessionLimitsMiddleware",
    "onde_portal.accounts.middleware.StaffMfaMiddleware",
    "onde_portal.accounts.middleware.PrivateCacheMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]
ROOT_URLCONF = "onde_portal.urls"
WSGI_APPLICATION = "onde_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "onde_portal.ui.context.portal",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database
DATABASES = {
    "default": _typed(
        env.db_url, "DATABASE_URL", f"sqlite:///{DATA_DIR / 'portal.sqlite3'}", "a database address"
    )
}
_database = DATABASES["default"]
SQLITE = _database["ENGINE"].endswith("sqlite3")
if SQLITE:
    # Concurrent writers wait for the lock at BEGIN instead of failing in the middle. The rollback
    # journal is kept: WAL is safe from SQLite 3.51.3 on only.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA synchronous=FULL; PRAGMA journal_mode=TRUNCATE; PRAGMA foreign_keys=ON;",
    }
elif _database["ENGINE"].endswith("postgresql"):
    _database.setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": _number("DATABASE_POOL", 8, 1, 200),
    }
else:
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
    }
}

# --- Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["onde_portal.accounts.hashers.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "onde_portal.accounts.adapter.PortalAccountAdapter"
SOCIALACCOUNT_ADAPTER = "onde_portal.accounts.adapter.PortalSocialAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS, MFA_RATE_LIMITS = SIGN_IN_LIMITS, SECOND_FACTOR_LIMITS
BEHIND_PROXY = _flag("BEHIND_PROXY")
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
ACCOUNT_FORMS = {
    "login": "onde_portal.accounts.forms.SignInForm",
    "reset_password": "onde_portal.accounts.forms.PasswordResetForm",
}
MFA_TOTP_ISSUER = "ONDE Portal"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation has proved the address
# Another sign-in service (OpenID Connect, such as ThaID): off until OIDC_SERVER_URL is set.
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="").rstrip("/")
if OIDC_SERVER_URL:
    _oidc = {"provider_id": "oidc", "name": env.str("OIDC_NAME", default="ThaID")}
    _oidc |= {"client_id": env.str("OIDC_CLIENT_ID"), "secret": env.str("OIDC_CLIENT_SECRET")}
    _oidc["settings"] = {"server_url": OIDC_SERVER_URL, "oauth_pkce_enabled": True}
    SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_oidc]}}
_oidc_origin = "/".join(OIDC_SERVER_URL.split("/")[:3])
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SESSION_IDLE_SECONDS = 60 * _number("SESSION_IDLE_MINUTES", 60, 5, 24 * 60)
SESSION_ABSOLUTE_SECONDS = 3600 * _number("SESSION_HOURS", 12, 1, 72)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
INVITATION_DAYS = 14

# --- Headers
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63072000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'", *filter(None, [_oidc_origin])],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
PERMISSIONS_POLICY = {
    name: []
    for name in ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
}

# --- Language and time
LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "onde_portal" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Bangkok"
BANGKOK = ZoneInfo(TIME_ZONE)

# --- Files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if env.str("S3_BUCKET", default=""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.str("S3_BUCKET"),
            "endpoint_url": env.str("S3_ENDPOINT", default="") or None,
            "default_acl": None,
            "querystring_auth": True,
        },
    }
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
UPLOAD_MAX_BYTES = 1024 * 1024 * _number("UPLOAD_MAX_MB", 20, 1, 200)
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Mail
EMAIL_CONFIG = _typed(
    env.email_url,
    "EMAIL_URL",
    "consolemail://" if (DEMO or DEBUG) else "smtp://127.0.0.1:25",
    "a mail server's address",
)
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default="portal@localhost")

# --- Jobs
Q_CLUSTER = {
    "name": "onde",
    "orm": "default",
    "workers": _number("WORKERS", 1, 1, 32),
    "timeout": 300,
    "retry": 360,
    "max_attempts": 5,
    "poll": 1,
    "catch_up": False,
    "save_limit": 500,
    "label": "Jobs",
}
IMPORT_EXPORT_USE_TRANSACTIONS = True

# --- Logs
LOG_LEVEL = env.str("LOG_LEVEL", default="WARNING" if DEMO else "INFO").upper()
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
    raise ImproperlyConfigured(f"LOG_LEVEL={LOG_LEVEL!r} is none of DEBUG, INFO, WARNING, ERROR.")
LOGGING = logging_config(LOG_LEVEL)
CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 20_000}
