"""The child that looks at strangers' bytes: limited, without secrets, never believed blindly."""

import os
import sys
import time
from typing import Any

import pytest

from onde_portal.workflow.sandbox import Refused, SandboxFailed, run_limited

HERE = "tests.workflow.test_sandbox"


def echo(content: bytes, **options: Any) -> tuple[dict[str, Any], bytes]:
    return {"size": len(content), **options}, content


def refuse(content: bytes) -> tuple[dict[str, Any], bytes]:
    raise Refused("not_nice")


def fail(content: bytes) -> tuple[dict[str, Any], bytes]:
    raise ZeroDivisionError


def eat_memory(content: bytes) -> tuple[dict[str, Any], bytes]:
    return {"size": len(bytearray(2 * 1024**3))}, b""


def spin(content: bytes) -> tuple[dict[str, Any], bytes]:
    while True:
        pass


def sleep(content: bytes) -> tuple[dict[str, Any], bytes]:
    time.sleep(60)
    return {}, b""


def vanish(content: bytes) -> tuple[dict[str, Any], bytes]:
    os.kill(os.getpid(), 9)
    return {}, b""


def babble(content: bytes) -> tuple[dict[str, Any], bytes]:
    sys.stdout.write("not the answer\n")
    sys.stdout.flush()
    return {}, b""


def tell_secrets(content: bytes) -> tuple[dict[str, Any], bytes]:
    return {"names": sorted(os.environ), "django": "django" in sys.modules}, b""


def write_file(content: bytes) -> tuple[dict[str, Any], bytes]:
    with open(content.decode(), "wb") as target:  # noqa: PTH123 - as a stranger would
        target.write(b"x" * 100)
    return {}, b""


def test_bytes_and_facts_come_back_as_they_were() -> None:
    content = bytes(range(256)) * 4000 + b"\n\n{}"
    assert run_limited(f"{HERE}:echo", content, options={"ชื่อ": "น้ำ"}) == (
        {"size": len(content), "ชื่อ": "น้ำ"},
        content,
    )


def test_a_refusal_of_the_function_keeps_its_code() -> None:
    with pytest.raises(Refused) as refused:
        run_limited(f"{HERE}:refuse", b"")
    assert refused.value.code == "not_nice"


@pytest.mark.parametrize("function", ["fail", "vanish", "eat_memory", "babble", "no_such_function"])
def test_a_child_that_falls_over_is_a_failure_and_nothing_else(function: str) -> None:
    with pytest.raises(SandboxFailed):
        run_limited(f"{HERE}:{function}", b"x" * 100_000)


def test_a_child_that_never_ends_is_stopped_by_its_processor_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("onde_portal.workflow.sandbox.PATIENCE", 300)
    with pytest.raises(SandboxFailed, match="was stopped"):
        run_limited(f"{HERE}:spin", b"", seconds=1)


def test_a_child_that_sleeps_is_stopped_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onde_portal.workflow.sandbox.PATIENCE", 0.5)
    with pytest.raises(SandboxFailed, match="too long"):
        run_limited(f"{HERE}:sleep", b"", seconds=1)


def test_the_child_knows_no_secrets_and_no_django(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    facts, _content = run_limited(f"{HERE}:tell_secrets", b"")
    assert set(facts["names"]) <= {"PATH", "LANG", "HOME", "LC_CTYPE"}
    assert not facts["django"]


def test_the_child_writes_no_file(tmp_path: Any) -> None:
    target = tmp_path / "left.bin"
    with pytest.raises(SandboxFailed):
        run_limited(f"{HERE}:write_file", str(target).encode())
    assert not target.exists() or target.stat().st_size == 0
