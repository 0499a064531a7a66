import sys
from pathlib import Path

import pytest

from factcheck import bootstrap


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two locks without an environment."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text(f"# {name}\n")
    home = tmp_path / ".venv"
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "HOME", home)
    monkeypatch.setattr(bootstrap, "PYTHON", home / "bin" / "python")
    return tmp_path


def note(root: Path, *locks: str) -> None:
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / "bin" / "python").touch()
    digests = [bootstrap.digest(root / lock) for lock in locks]
    bootstrap.noted().write_text("\n".join(digests))


@pytest.mark.parametrize(
    ("noted", "asked", "installed"),
    [
        (["requirements.lock"], "requirements.lock", True),
        (["requirements.lock"], "requirements-dev.lock", False),
        (["requirements.lock", "requirements-dev.lock"], "requirements.lock", True),
        ([], "requirements.lock", False),
    ],
)
def test_installs_only_what_is_not_noted(root: Path, noted: list[str], asked: str, installed: bool) -> None:
    note(root, *noted)
    assert bootstrap.is_installed(root / asked) is installed


def test_a_changed_lock_is_installed_again(root: Path) -> None:
    note(root, "requirements.lock")
    (root / "requirements.lock").write_text("# another\n")
    assert not bootstrap.is_installed(root / "requirements.lock")


def test_a_python_too_old_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    with pytest.raises(SystemExit, match=r"^error: Python 3\.11 or newer is needed, this is 3\.10\.4"):
        bootstrap.main()


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_missing_venv_module_is_said(root: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setattr(sys, "argv", ["bootstrap.py", "requirements.lock"])
    monkeypatch.setattr(bootstrap, "find_spec", lambda name: None if name == missing else object())
    with pytest.raises(SystemExit, match=r"^error: .*python3-venv"):
        bootstrap.main()
    assert not (root / ".venv").exists()


def test_an_unknown_lock_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["bootstrap.py", "nothing.lock"])
    with pytest.raises(SystemExit, match=r"^error: name a lock file"):
        bootstrap.main()
