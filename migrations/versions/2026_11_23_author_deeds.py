"""What the team decided about an author, kept among the notes

Revision ID: 0029_author_deeds
Revises: 0028_feedback_likes
"""

import sqlalchemy as sa
from alembic import op

revision = "0029_author_deeds"
down_revision = "0028_feedback_likes"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE, OTHER = "author_notes", "fk_author_notes_other_id_authors"


def upgrade():
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("deed", sa.String(10)))
        table.add_column(sa.Column("other_id", BIG))
        table.create_foreign_key(op.f(OTHER), "authors", ["other_id"], ["id"], ondelete="SET NULL")
        table.create_index(op.f("ix_author_notes_other_id"), ["other_id"])


def downgrade():
    with op.batch_alter_table(TABLE) as table:
        table.drop_index(op.f("ix_author_notes_other_id"))
        table.drop_constraint(op.f(OTHER), type_="foreignkey")
        table.drop_column("other_id")
        table.drop_column("deed")
