"""Charts of pages, drawn once and kept

Revision ID: 0014_chart_pictures
Revises: 0013_documents
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0014_chart_pictures"
down_revision = "0013_documents"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "chart_pictures",
        sa.Column("id", BIG, nullable=False),
        sa.Column("fingerprint", sa.String(length=40), nullable=False),
        sa.Column("chart", sa.JSON(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("light", sa.Text(), nullable=True),
        sa.Column("dark", sa.Text(), nullable=True),
        sa.Column("made_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chart_pictures")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_chart_pictures_fingerprint")),
    )


def downgrade():
    op.drop_table("chart_pictures")
