"""The rooms look one way only, and the rows and their migrations agree."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent


def test_import_contracts():
    """Layers of both apps, and PURE means pure (pyproject.toml)."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_sources_knows_no_claims_not_even_by_a_string():
    for model in apps.get_app_config("sources").get_models():
        for field in model._meta.get_fields():
            ours = field.concrete and field.is_relation
            assert not ours or field.related_model._meta.app_label == "sources", field


def test_no_model_decides_in_save():
    for label in ("sources", "claims"):
        for model in apps.get_app_config(label).get_models():
            assert "save" not in vars(model), f"{model.__name__}.save: changes belong into services"


def test_nothing_of_ours_is_imported_inside_a_function():
    hidden = []
    for folder in ("factcheck", "claims", "sources"):
        for file in (ROOT / folder).rglob("*.py"):
            if file.name == "apps.py" or "migrations" in file.parts:
                continue
            for number, line in enumerate(file.read_text().splitlines(), 1):
                if line.startswith((" ", "\t")) and line.strip().startswith(
                    ("from claims", "from sources", "from factcheck", "import claims", "import sources")
                ):
                    hidden.append(f"{file.relative_to(ROOT)}:{number}")
    type_checking = "if TYPE_CHECKING:"
    hidden = [place for place in hidden if type_checking not in (ROOT / place.split(":")[0]).read_text()]
    assert hidden == []
