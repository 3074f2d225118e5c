"""What comments take from the post they arrive under: tags, and a place

Revision ID: 0020_post_defaults
Revises: 0019_feedback
"""

import sqlalchemy as sa
from alembic import op

revision = "0020_post_defaults"
down_revision = "0019_feedback"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def points(table, column, to):
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")


def upgrade():
    op.create_table(
        "post_tags",
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        points("post_tags", "post_id", "posts"),
        points("post_tags", "tag_id", "tags"),
        sa.PrimaryKeyConstraint("post_id", "tag_id", name=op.f("pk_post_tags")),
    )
    op.create_index(op.f("ix_post_tags_tag_id"), "post_tags", ["tag_id"])
    op.create_table(
        "post_places",
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        points("post_places", "post_id", "posts"),
        points("post_places", "territory_id", "territories"),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_post_places")),
    )
    op.create_index(op.f("ix_post_places_territory_id"), "post_places", ["territory_id"])


def downgrade():
    op.drop_table("post_places")
    op.drop_table("post_tags")
