"""What the database holds, seen from the database: keys downwards, SQL that prepares, triggers."""

import re
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.core import management
from django.db import IntegrityError, connection, models, transaction

from kumiai.kit import sql
from tests.house import tree

PARAMETER = re.compile(r"%\((\w+)\)[sbt]")
EXPLAINED = ("select", "insert", "update", "delete", "with", "values", "merge", "table")
APPEND_ONLY = ("ledger_entry", "ledger_transfer", "ledger_dayclose")


def storeys() -> dict[str, int]:
    """Each room's storey, the ground being 0, as the import contracts have it."""
    text = (tree.REPOSITORY / ".importlinter").read_text("utf-8")
    block = re.search(r"layers =\n((?:    .+\n)+)", text)
    assert block is not None
    lines = reversed(block.group(1).splitlines())
    return {room: level for level, line in enumerate(lines) for room in re.findall(r"\w+", line)}


def key_findings(references: list[tuple[str, str]]) -> list[str]:
    """Of (from, to) pairs of tables, those that do not lead downwards or stay in the room."""
    levels = storeys()
    rooms = [(a.split("_")[0], b.split("_")[0], f"{a} refers to {b}") for a, b in references]
    return [
        words
        for from_room, to_room, words in rooms
        if from_room != to_room and levels[from_room] <= levels[to_room]
    ]


def prepare(text: str) -> None:
    """Let PostgreSQL plan the statement with every parameter NULL."""
    parameters = dict.fromkeys(PARAMETER.findall(text))
    bare = re.sub(r"--[^\n]*", "", text).strip().lower()
    with transaction.atomic(), connection.connection.cursor() as cursor:
        explain = "EXPLAIN " if bare.startswith(EXPLAINED) else ""
        cursor.execute(explain + text, parameters)
        transaction.set_rollback(True)


def sql_files() -> list[Path]:
    return [path for path in tree.source_files(".sql") if path.parent.name == "sql"]


def room_statements() -> list[Path]:
    return [path for path in sql_files() if not tree.is_migration(path)]


@pytest.mark.django_db
class TestForeignKeys:
    def test_of_models_lead_downwards(self) -> None:
        references = [
            (model._meta.db_table, field.related_model._meta.db_table)
            for model in apps.get_models()
            for field in model._meta.get_fields()
            if isinstance(field, models.ForeignKey) and model.__module__.startswith("kumiai.")
        ]
        assert references
        tree.none(key_findings(references))

    def test_of_the_database_lead_downwards(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT conrelid::regclass::text, confrelid::regclass::text"
                " FROM pg_constraint WHERE contype = 'f'"
            )
            references = [pair for pair in cursor if not pair[0].startswith("procrastinate_")]
        assert ("members_member", "coops_coop") in references
        tree.none(key_findings(references))

    def test_are_seen_where_they_lead_upwards_or_sideways(self) -> None:
        assert key_findings([("members_member", "wallet_uncollected")])
        assert key_findings([("wallet_claim", "meals_mealcard")])
        assert key_findings([("wallet_uncollected", "members_member")]) == []


@pytest.mark.django_db
class TestStatements:
    def test_are_one_a_file_and_known_to_the_schema(self) -> None:
        findings = []
        for path in room_statements():
            package = ".".join(path.parent.parent.relative_to(tree.SOURCE.parent).parts)
            try:
                prepare(sql.load(package)[path.stem])
            except (psycopg.Error, ValueError) as error:
                findings.append(f"{tree.shown(path)}: {error}")
        assert room_statements()
        tree.none(findings)

    def test_are_seen_where_the_schema_does_not_know_them(self) -> None:
        with pytest.raises(psycopg.Error), transaction.atomic():
            prepare("SELECT no_such_column FROM members_member WHERE id = %(id)s::bigint")

    def test_are_used(self) -> None:
        code = "\n".join(path.read_text("utf-8") for path in tree.python_files())
        words = set(re.findall(r"\w+", code))
        tree.none([tree.shown(path) for path in sql_files() if path.stem not in words])


@pytest.mark.django_db
class TestMigrations:
    def test_are_in_step_with_the_models(self) -> None:
        management.call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
class TestLedgerTables:
    @pytest.mark.parametrize("table", APPEND_ONLY)
    @pytest.mark.parametrize(
        "change", ["UPDATE {} SET coop_id = coop_id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
    )
    def test_refuse_every_change(self, table: str, change: str) -> None:
        with (
            pytest.raises(IntegrityError, match="never changed or removed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change.format(table))
