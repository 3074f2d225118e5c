"""Rules: what each looks for and does, what it did, and how that is taken back

Revision ID: 0008_rules
Revises: 0007_connectings
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0008_rules"
down_revision = "0007_connectings"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def column(name, kind, nullable=False):
    return sa.Column(name, kind, nullable=nullable)


def moment(name, nullable=False):
    return sa.Column(name, app.lib.clock.UTCDateTime(), nullable=nullable)


def points(table, name, to, delete="CASCADE", kind=BIG, nullable=False):
    """A column and its foreign key."""
    return [
        sa.Column(name, kind, nullable=nullable),
        sa.ForeignKeyConstraint(
            [name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"), ondelete=delete
        ),
    ]


def rule(table):
    return points(table, "rule_id", "rules", kind=sa.Integer())


def person(table, name):
    return points(table, name, "users", "SET NULL", sa.Integer(), nullable=True)


def key(table, *columns):
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def index(table, *columns, name=None, where=None):
    told = {f"{engine}_where": sa.text(where) for engine in ("sqlite", "postgresql") if where}
    with op.batch_alter_table(table) as batch:
        batch.create_index(
            name or batch.f(f"ix_{table}_{'_'.join(columns)}"), list(columns), **told
        )


def upgrade():
    rules()
    acts()
    days_and_undoings()


def rules():
    op.create_table(
        "rules",
        column("id", sa.Integer()),
        column("name", sa.String(120)),
        column("key", sa.String(120)),
        column("query", sa.Text()),
        column("effects", sa.JSON()),
        column("place", sa.Integer()),
        column("stop", sa.Boolean()),
        column("on", sa.Boolean()),
        moment("expires_at", nullable=True),
        *person("rules", "owner_id"),
        moment("made_at"),
        moment("changed_at"),
        moment("removed_at", nullable=True),
        column("error", sa.String(400), nullable=True),
        moment("error_at", nullable=True),
        column("error_comment_id", BIG, nullable=True),
        column("tried", sa.JSON(), nullable=True),
        column("tried_query", sa.Text(), nullable=True),
        column("told_id", BIG),
        key("rules", "id"),
        sa.UniqueConstraint("key", name=op.f("uq_rules_key")),
    )
    index("rules", "owner_id")


def acts():
    op.create_table(
        "rule_acts",
        column("id", BIG),
        *rule("rule_acts"),
        *points("rule_acts", "comment_id", "comments"),
        column("effect", sa.String(12)),
        column("outcome", sa.String(8)),
        *points("rule_acts", "activity_id", "activities", "SET NULL", nullable=True),
        moment("at"),
        column("withholds", sa.Boolean()),
        column("waits", sa.Boolean()),
        column("lang", sa.String(8)),
        column("labels", sa.String(120)),
        moment("reversed_at", nullable=True),
        key("rule_acts", "id"),
        sa.UniqueConstraint(
            "rule_id", "comment_id", "effect", name=op.f("uq_rule_acts_rule_id_comment_id_effect")
        ),
    )
    index("rule_acts", "comment_id")
    index("rule_acts", "activity_id")
    index("rule_acts", "rule_id", "id", name="ix_rule_acts_rule")
    index("rule_acts", "at", name="ix_rule_acts_withheld", where="withholds")
    index("rule_acts", "comment_id", name="ix_rule_acts_waiting", where="waits")


def days_and_undoings():
    op.create_table(
        "rule_days",
        *rule("rule_days"),
        column("day", sa.Date()),
        column("hits", sa.Integer()),
        column("kept", sa.Integer()),
        column("reversed", sa.Integer()),
        key("rule_days", "rule_id", "day"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rule_undoings",
        column("id", BIG),
        *rule("rule_undoings"),
        *person("rule_undoings", "by_id"),
        moment("at"),
        column("low_id", BIG),
        column("reached_id", BIG),
        column("total", sa.Integer()),
        column("undone", sa.Integer()),
        column("left", sa.Integer()),
        moment("finished_at", nullable=True),
        key("rule_undoings", "id"),
    )
    index("rule_undoings", "rule_id")
    index("rule_undoings", "by_id")


def downgrade():
    for table in ("rule_undoings", "rule_days", "rule_acts", "rules"):
        op.drop_table(table)
