"""Evidence: comments as they stood before they were hidden, sealed, and the papers drawn from them

Revision ID: 0018_evidence
Revises: 0017_notices
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0018_evidence"
down_revision = "0017_notices"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def moment(name):
    return sa.Column(name, app.lib.clock.UTCDateTime(), nullable=False)


def points(table, column, to, delete, kind=BIG, nullable=True):
    """A column and its foreign key."""
    return [
        sa.Column(column, kind, nullable=nullable),
        sa.ForeignKeyConstraint(
            [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=delete
        ),
    ]


def upgrade():
    op.create_table(
        "evidence",
        sa.Column("id", BIG, nullable=False),
        *points("evidence", "comment_id", "comments", "SET NULL"),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("because", sa.String(length=12), nullable=False),
        *points("evidence", "by_id", "users", "SET NULL", sa.Integer()),
        moment("kept_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("sha256", name=op.f("uq_evidence_sha256")),
    )
    op.create_index("ix_evidence_comment_id", "evidence", ["comment_id"])
    op.create_index("ix_evidence_by_id", "evidence", ["by_id"])
    op.create_table(
        "evidence_papers",
        sa.Column("id", BIG, nullable=False),
        *points("evidence_papers", "evidence_id", "evidence", "CASCADE", nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        moment("made_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_papers")),
        sa.UniqueConstraint(
            "evidence_id", "locale", name=op.f("uq_evidence_papers_evidence_id_locale")
        ),
    )


def downgrade():
    op.drop_table("evidence_papers")
    op.drop_table("evidence")
