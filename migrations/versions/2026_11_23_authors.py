"""What the team knows of those who comment: notes, trust or mute, and who is one person

Revision ID: 0027_authors
Revises: 0026_rules_and_the_bell
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0027_authors"
down_revision = "0026_rules_and_the_bell"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NOTES, STANDINGS, LINKS = "author_notes", "author_standings", "author_links"


def of_author(table):
    return [
        sa.Column("author_id", BIG, nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["authors.id"],
            name=op.f(f"fk_{table}_author_id_authors"),
            ondelete="CASCADE",
        ),
    ]


def by_whom(table, moment):
    return [
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f(f"fk_{table}_by_id_users"), ondelete="SET NULL"
        ),
        sa.Column(moment, app.lib.clock.UTCDateTime(), nullable=False),
    ]


def index(table, *columns):
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade():
    op.create_table(
        NOTES,
        sa.Column("id", BIG, nullable=False),
        *of_author(NOTES),
        sa.Column("text", sa.Text(), nullable=False),
        *by_whom(NOTES, "made_at"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{NOTES}")),
    )
    index(NOTES, "author_id", "by_id")
    op.create_table(
        STANDINGS,
        *of_author(STANDINGS),
        sa.Column("standing", sa.String(10), nullable=False),
        *by_whom(STANDINGS, "at"),
        sa.PrimaryKeyConstraint("author_id", name=op.f(f"pk_{STANDINGS}")),
    )
    index(STANDINGS, "standing", "by_id")
    op.create_table(
        LINKS,
        *of_author(LINKS),
        sa.Column("person", BIG, nullable=False),
        *by_whom(LINKS, "at"),
        sa.PrimaryKeyConstraint("author_id", name=op.f(f"pk_{LINKS}")),
    )
    index(LINKS, "person", "by_id")


def downgrade():
    for table in (LINKS, STANDINGS, NOTES):
        op.drop_table(table)
