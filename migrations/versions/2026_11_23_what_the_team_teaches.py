"""What the team teaches: examples, layers, thresholds, word lists

Revision ID: 0004_learning
Revises: 0003_reading
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0004_learning"
down_revision = "0003_reading"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def number(**more):
    return sa.Column("id", sa.Integer(), nullable=False, **more)


def moment(name, nullable=False):
    return sa.Column(name, app.lib.clock.UTCDateTime(), nullable=nullable)


def points(table, column, to, delete, kind=None, nullable=True):
    """A column and its foreign key."""
    return [
        sa.Column(column, kind or sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint(
            [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=delete
        ),
    ]


def person(table, column="by_id"):
    return points(table, column, "users", "SET NULL")


def index(table, *columns, name=None):
    with op.batch_alter_table(table) as batch:
        batch.create_index(name or batch.f(f"ix_{table}_{'_'.join(columns)}"), list(columns))


def upgrade():
    examples()
    layers()
    op.create_table(
        "thresholds",
        number(),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        *person("thresholds"),
        moment("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thresholds")),
    )
    index("thresholds", "by_id")
    index("thresholds", "label", "language", "id", name="ix_thresholds_label")
    lists()


def examples():
    op.create_table(
        "examples",
        sa.Column("id", BIG, nullable=False),
        *points("examples", "comment_id", "comments", "CASCADE", BIG, nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("origin", sa.String(length=12), nullable=False),
        *points("examples", "activity_id", "activities", "CASCADE", BIG),
        *person("examples"),
        moment("at"),
        moment("withdrawn_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_examples")),
    )
    index("examples", "by_id")
    index("examples", "comment_id", "label", name="ix_examples_comment")
    index("examples", "activity_id", name="ix_examples_activity")


def layers():
    op.create_table(
        "layers",
        number(),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("shipped", sa.String(length=20), nullable=False),
        *person("layers", "asked_by_id"),
        moment("asked_at"),
        moment("made_at", nullable=True),
        moment("declined_at", nullable=True),
        *person("layers", "declined_by_id"),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("weights", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layers")),
    )
    index("layers", "asked_by_id")
    index("layers", "declined_by_id")
    op.create_table(
        "layer_turns",
        number(),
        *points("layer_turns", "layer_id", "layers", "CASCADE"),
        *person("layer_turns"),
        moment("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layer_turns")),
    )
    index("layer_turns", "layer_id")
    index("layer_turns", "by_id")
    op.create_table(
        "rejudgings",
        number(),
        *person("rejudgings"),
        moment("asked_at"),
        sa.Column("reached_id", BIG, nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        moment("finished_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejudgings")),
    )
    index("rejudgings", "by_id")


def lists():
    op.create_table(
        "word_lists",
        number(),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("across", sa.Boolean(), nullable=False),
        *person("word_lists"),
        moment("made_at"),
        sa.Column("edition", sa.Integer(), nullable=False),
        moment("on_at", nullable=True),
        *person("word_lists", "on_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_lists")),
        sa.UniqueConstraint("name", name=op.f("uq_word_lists_name")),
    )
    index("word_lists", "by_id")
    index("word_lists", "on_by_id")
    op.create_table(
        "word_list_entries",
        number(),
        *points("word_list_entries", "list_id", "word_lists", "CASCADE", nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_list_entries")),
        sa.UniqueConstraint("list_id", "key", name=op.f("uq_word_list_entries_list_id_key")),
    )
    index("word_list_entries", "list_id")


def downgrade():
    for table in (
        "word_list_entries",
        "word_lists",
        "thresholds",
        "rejudgings",
        "layer_turns",
        "layers",
        "examples",
    ):
        op.drop_table(table)
