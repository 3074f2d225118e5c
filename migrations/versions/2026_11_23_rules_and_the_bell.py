"""A rule tells people by the bell: nothing is kept of letters of its own

Revision ID: 0026_rules_and_the_bell
Revises: 0026_push
"""

import sqlalchemy as sa
from alembic import op

revision = "0026_rules_and_the_bell"
down_revision = "0026_push"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.drop_column("rules", "told_id")
    # What waited to be written is in the list of the rule; nobody writes it any more.
    op.execute(
        "UPDATE tasks SET done_at = made_at WHERE job = 'tell-of-rule' AND done_at IS NULL AND failed_at IS NULL"
    )


def downgrade():
    op.add_column("rules", sa.Column("told_id", BIG, nullable=False, server_default="0"))
