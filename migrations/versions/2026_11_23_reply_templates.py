"""Reply templates, and answers that wait for a lead's yes

Revision ID: 0011_approvals
Revises: 0010_daybooks
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0011_approvals"
down_revision = "0010_daybooks"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def column(name, kind, nullable=False):
    return sa.Column(name, kind, nullable=nullable)


def moment(name, nullable=False):
    return sa.Column(name, app.lib.clock.UTCDateTime(), nullable=nullable)


def points(table, name, to, delete="SET NULL", kind=None, nullable=True):
    """A column and its foreign key."""
    return [
        sa.Column(name, kind or sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint(
            [name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"), ondelete=delete
        ),
    ]


def key(table, *columns):
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def index(table, *columns, name=None, where=None, unique=False):
    told = {f"{engine}_where": sa.text(where) for engine in ("sqlite", "postgresql") if where}
    with op.batch_alter_table(table) as batch:
        batch.create_index(
            name or batch.f(f"ix_{table}_{'_'.join(columns)}"), list(columns), unique=unique, **told
        )


def upgrade():
    templates()
    approvals()
    for table, name in (("users", "in_training"), ("tags", "needs_yes")):
        with op.batch_alter_table(table) as batch:
            batch.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
    index("replies", "comment_id", name="ix_replies_held", where="state = 'held'")


def templates():
    op.create_table(
        "reply_templates",
        column("id", sa.Integer()),
        column("name", sa.String(120)),
        column("code", sa.String(20)),
        column("tags", sa.JSON()),
        column("labels", sa.JSON()),
        column("used", sa.Integer()),
        moment("used_at", nullable=True),
        *points("reply_templates", "by_id", "users"),
        moment("made_at"),
        moment("changed_at"),
        moment("archived_at", nullable=True),
        key("reply_templates", "id"),
    )
    index("reply_templates", "by_id")
    op.create_table(
        "reply_template_texts",
        *points(
            "reply_template_texts", "template_id", "reply_templates", "CASCADE", nullable=False
        ),
        column("language", sa.String(4)),
        column("text", sa.Text()),
        key("reply_template_texts", "template_id", "language"),
    )


def approvals():
    op.create_table(
        "approvals",
        column("id", BIG),
        *points("approvals", "reply_id", "replies", "CASCADE", BIG, nullable=False),
        *points("approvals", "by_id", "users"),
        column("why", sa.String(10)),
        column("tags", sa.JSON()),
        *points("approvals", "to_id", "users"),
        moment("made_at"),
        moment("written_at", nullable=True),
        column("answer", sa.String(10), nullable=True),
        moment("answered_at", nullable=True),
        *points("approvals", "answered_by_id", "users"),
        column("word", sa.Text(), nullable=True),
        key("approvals", "id"),
    )
    for name in ("reply_id", "by_id", "to_id", "answered_by_id"):
        index("approvals", name)
    index("approvals", "reply_id", name="uq_approvals_open", where="answer IS NULL", unique=True)


def downgrade():
    with op.batch_alter_table("replies") as batch:
        batch.drop_index("ix_replies_held")
    for table, name in (("users", "in_training"), ("tags", "needs_yes")):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(name)
    for table in ("approvals", "reply_template_texts", "reply_templates"):
        op.drop_table(table)
