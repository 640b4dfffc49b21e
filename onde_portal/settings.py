"""All settings. The environment is read once, here; a wrong value stops the start and says why."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from onde_portal.accounts.limits import SECOND_FACTOR_LIMITS, SIGN_IN_LIMITS
from onde_portal.environment import check_secret_key, env, flag, number, require, text, typed
from onde_portal.logs import logging_config
from onde_portal.office import OFFICE_DEFAULTS

BASE_DIR = Path(__file__).resolve().parent.parent
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")

# --- What kind of place this is
DEBUG, DEMO = flag("DEBUG"), flag("DEMO")
DATA_DIR = Path(text("DATA_DIR", str(BASE_DIR / "var")))
_DEMO_KEY = "demo-only-key-that-refuses-to-run-anywhere-else-0123456789abcdef"
SECRET_KEY = text("SECRET_KEY", _DEMO_KEY if DEMO or DEBUG else "")
check_secret_key(SECRET_KEY, _DEMO_KEY, is_demo=DEMO or DEBUG)
BASE_URL = text("BASE_URL", "http://127.0.0.1:8000" if DEMO or DEBUG else "").rstrip("/")
require(
    truth=BASE_URL.startswith(("http://", "https://")),
    sentence="BASE_URL must be the portal's full address, such as https://portal.example.go.th.",
)
_host = BASE_URL.split("//", 1)[1].split("/")[0].rsplit(":", 1)[0]
_local = _host in {"127.0.0.1", "localhost", "[::1]"}
require(
    truth=not DEMO or _local,
    sentence="DEMO=true refuses to run at any address but this machine's own (BASE_URL).",
)
STAFF_MFA_REQUIRED = flag("STAFF_MFA_REQUIRED", default=not DEMO)
require(
    truth=STAFF_MFA_REQUIRED or DEMO,
    sentence="STAFF_MFA_REQUIRED=false is for the demo only (DEMO=true).",
)
HTTPS = BASE_URL.startswith("https://")
_SENTENCE = "BASE_URL must start with https:// outside the demo."
require(truth=HTTPS or DEMO or DEBUG, sentence=_SENTENCE)
ALLOWED_HOSTS = [_host, *(["127.0.0.1", "localhost", "[::1]"] if _local else [])]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- The Office
OFFICE = {key: text(f"OFFICE_{key.upper()}", default) for key, default in OFFICE_DEFAULTS.items()}

# --- Applications
INSTALLED_APPS = [
    "onde_portal.workbench.apps.PortalAdminConfig",
    *(f"django.contrib.{app}" for app in ("auth", "contenttypes", "sessions", "messages")),
    *("django.contrib.staticfiles", "django.contrib.humanize", "django.forms"),
    *("allauth", "allauth.account", "allauth.mfa", "allauth.socialaccount"),
    "allauth.socialaccount.providers.openid_connect",
    *("csp", "import_export", "simple_history", "django_q", "django_structlog"),
    *(f"onde_portal.{app}" for app in ("workflow", "registry", "accounts", "documents")),
    *("onde_portal.exchange", "onde_portal.ui", "onde_portal.assessments"),
    *("networks", "hubs", "monitoring"),
    *(f"onde_portal.{app}" for app in ("oversight", "reporting", "opendata")),
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
    "onde_portal.accounts.middleware.NoNulMiddleware",
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
_CONTEXT = [
    "django.template.context_processors.request",
    "django.template.context_processors.i18n",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "onde_portal.ui.context.portal",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database
_address = f"sqlite:///{DATA_DIR / 'portal.sqlite3'}"
_database = typed(env.db_url, "DATABASE_URL", _address, "a database address")
DATABASES: dict[str, Any] = {"default": _database}
SQLITE = _database["ENGINE"].endswith("sqlite3")
require(
    truth=SQLITE or _database["ENGINE"].endswith("postgresql"),
    sentence="DATABASE_URL must begin with sqlite:/// or postgres://.",
)
if SQLITE:
    # Concurrent writers wait for the lock at BEGIN instead of failing in the middle. The rollback
    # journal is kept: WAL is safe from SQLite 3.51.3 on only.
    _pragmas = ("synchronous=FULL", "journal_mode=TRUNCATE", "foreign_keys=ON")
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "".join(f"PRAGMA {pragma};" for pragma in _pragmas),
    }
else:
    _database.setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": number("DATABASE_POOL", 8, 1, 200),
    }
    # Without a number psycopg prepares nothing, not even what asks for it (oversight's stamp).
    _database["OPTIONS"]["prepare_threshold"] = 5
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # The counters of sign-in attempts live here: a small cache could be flushed on purpose.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["onde_portal.accounts.hashers.Argon2idHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "onde_portal.accounts.adapter.PortalAccountAdapter"
SOCIALACCOUNT_ADAPTER = "onde_portal.accounts.adapter.PortalSocialAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS, MFA_RATE_LIMITS = SIGN_IN_LIMITS, SECOND_FACTOR_LIMITS
BEHIND_PROXY = flag("BEHIND_PROXY")
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
ACCOUNT_FORMS = {
    "login": "onde_portal.accounts.forms.SignInForm",
    "reset_password": "onde_portal.accounts.forms.PasswordResetForm",
}
# Another sign-in service (OpenID Connect, such as ThaID): off until OIDC_SERVER_URL is set.
OIDC_SERVER_URL = text("OIDC_SERVER_URL").rstrip("/")
if OIDC_SERVER_URL:
    _oidc: dict[str, Any] = {"provider_id": "oidc", "name": text("OIDC_NAME", "ThaID")}
    _oidc |= {"client_id": env.str("OIDC_CLIENT_ID"), "secret": env.str("OIDC_CLIENT_SECRET")}
    _oidc["settings"] = {"server_url": OIDC_SERVER_URL, "oauth_pkce_enabled": True}
    SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_oidc]}}
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
MFA_TOTP_ISSUER = "ONDE Portal"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation has proved the address
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SESSION_IDLE_SECONDS = 60 * number("SESSION_IDLE_MINUTES", 60, 5, 24 * 60)
SESSION_ABSOLUTE_SECONDS = SESSION_COOKIE_AGE = 3600 * number("SESSION_HOURS", 12, 1, 72)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
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
_own, _none = ["'self'"], ["'none'"]
_directives = {f"{kind}-src": _own for kind in ("script", "style", "font", "connect")}
_directives |= {"default-src": _none, "frame-ancestors": _none, "base-uri": _none}
_directives |= {"img-src": [*_own, "data:"]}
_directives["form-action"] = [*_own, *filter(None, ["/".join(OIDC_SERVER_URL.split("/")[:3])])]
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _directives}
_FEATURES = ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
PERMISSIONS_POLICY: dict[str, list[str]] = {feature: [] for feature in _FEATURES}

# --- Language and time
LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "onde_portal" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Bangkok"

# --- Files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(text("STATIC_ROOT", str(DATA_DIR / "static")))
MEDIA_ROOT = DATA_DIR / "files"
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if text("S3_BUCKET"):
    _bucket: dict[str, Any] = {"bucket_name": text("S3_BUCKET"), "querystring_auth": True}
    _bucket |= {"endpoint_url": text("S3_ENDPOINT") or None, "default_acl": None}
    STORAGES["default"] = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _bucket}
UPLOAD_MAX_BYTES = 1024 * 1024 * number("UPLOAD_MAX_MB", 20, 1, 200)
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Mail
_server = "consolemail://" if DEMO or DEBUG else "smtp://127.0.0.1:25"
vars().update(typed(env.email_url, "EMAIL_URL", _server, "a mail server's address"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("MAIL_FROM", "portal@localhost")

# --- Jobs
Q_CLUSTER: dict[str, Any] = {"name": "onde", "orm": "default", "label": "Jobs", "poll": 1}
Q_CLUSTER |= {"workers": number("WORKERS", 1, 1, 32), "timeout": 300, "retry": 360}
Q_CLUSTER |= {"max_attempts": 5, "catch_up": False, "save_limit": 500}

# --- Logs
_levels = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_LEVEL = text("LOG_LEVEL", "WARNING" if DEMO else "INFO").upper()
require(truth=LOG_LEVEL in _levels, sentence=f"LOG_LEVEL is none of {', '.join(_levels)}.")
LOGGING = logging_config(LOG_LEVEL)
