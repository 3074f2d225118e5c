"""The mood a comment is written in, as the classifier hears it

Revision ID: 0006_sentiment
Revises: 0005_waves
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_sentiment"
down_revision = "0005_waves"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("comments") as batch:
        batch.add_column(sa.Column("sentiment", sa.String(length=3), nullable=True))


def downgrade():
    with op.batch_alter_table("comments") as batch:
        batch.drop_column("sentiment")
