"""What the project agreed on, kept by tests: sizes, templates, declared views, no inline code."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

ROOT: Path = settings.BASE_DIR
CODE = ("onde_portal", "networks", "hubs", "monitoring", "tests")
LONGEST_FILE, LONGEST_SETTINGS, LONGEST_FUNCTION = 400, 250, 50
# allauth's own pages, reached by names it makes itself; Django's and the print pages by convention.
FOUND_BY_NAME = tuple(
    f"{folder}/"
    for folder in (
        *("simple_history", "emails", "allauth", "account", "mfa", "socialaccount"),
        *("django", "admin"),
    )
)
ERROR_PAGES = {f"{code}.html" for code in (400, 403, "403_csrf", 404, 429, 500, 503)}


def tracked(*suffixes: str) -> list[Path]:
    """The project's own files, as git knows them; all files where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    files = [ROOT / name for name in listed] or [*ROOT.glob("*/**/*")]
    return [path for path in files if path.suffix in suffixes and path.is_file()]


def python_files() -> list[Path]:
    inside = [path for path in tracked(".py") if path.relative_to(ROOT).parts[0] in CODE]
    return [path for path in inside if "migrations" not in path.parts]


def templates() -> list[Path]:
    return [path for path in tracked(".html", ".txt") if "templates" in path.parts]


def test_no_file_grows_past_what_one_can_read() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in python_files()
        if (count := path.read_text("utf-8").count("\n")) > LONGEST_FILE
    }
    assert not long
    assert (ROOT / "onde_portal" / "settings.py").read_text("utf-8").count("\n") <= LONGEST_SETTINGS


def functions() -> Iterator[tuple[str, ast.FunctionDef, str]]:
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield str(path.relative_to(ROOT)), node, path.parts[-1]


def test_no_function_grows_past_a_screen() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, node, _name in functions()
        if not path.startswith("tests/") and (node.end_lineno or 0) - node.lineno > LONGEST_FUNCTION
    ]
    assert not long


def test_models_have_no_default_order_no_signals_and_no_save_of_their_own() -> None:
    for path in python_files():
        text = path.read_text("utf-8")
        if path.is_relative_to(ROOT / "tests"):
            continue
        assert "django.dispatch" not in text, path
        if path.name == "models.py" or path.parent.name == "models":
            assert not re.search(r"^\s+ordering\s*=", text, re.MULTILINE), path
            assert "def save(" not in text, path


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_no_inline_code_and_no_gregorian_dates(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\s(style|on[a-z]+)=\"", text)
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text)
    assert not re.search(r"\|\s*(date|time|naturaltime|naturalday)\b", text)


def test_every_template_is_used() -> None:
    everything = "\n".join(path.read_text("utf-8") for path in (*python_files(), *templates()))
    unused = []
    for path in templates():
        name = str(path.relative_to(ROOT / "templates"))
        stem = name.removesuffix(".txt").removesuffix("_subject")
        known = name in everything or (name.endswith(".txt") and Path(stem).name in everything)
        if not known and name not in ERROR_PAGES and not name.startswith(FOUND_BY_NAME):
            unused.append(name)
    assert not unused


def views(items: list[URLPattern | URLResolver], under: str = "") -> Iterator[tuple[str, object]]:
    for item in items:
        if isinstance(item, URLResolver):
            if item.namespace != "admin":
                yield from views(item.url_patterns)
        else:
            yield f"{item.name}", item.callback


def test_every_view_says_whether_it_reads_or_writes() -> None:
    undeclared = []
    for name, view in views(get_resolver().url_patterns):
        inner = view
        while hasattr(inner, "__wrapped__") and not hasattr(inner, "access"):
            inner = inner.__wrapped__
        module = getattr(view, "__module__", "")
        own = module.startswith(CODE)
        if own and not hasattr(inner, "access"):
            undeclared.append(name)
    # Both doors: a form that can be read and sent, and those that only close an address.
    assert set(undeclared) <= {
        "account_email", "account_signup", "socialaccount_signup", "set-language",
        "openid_connect_login", "monitoring", "report-keep", "report-send", "report-send-nothing",
    }  # fmt: skip


def test_no_machine_and_no_registry_is_named() -> None:
    leaks = [
        str(path.relative_to(ROOT))
        for path in tracked(".txt", ".toml", ".yaml", ".md", ".py", ".html", ".cfg")
        if re.search(r"--(extra-)?index-url|--find-links|file:///", path.read_text("utf-8"))
        and path.name not in {"test_conventions.py", "test_engine.py"}
        and path.name != "Makefile"
    ]
    assert not leaks
