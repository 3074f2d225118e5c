"""Documents of reports, what people wrote in them, to whom they are sent, and pages anyone may read

Revision ID: 0013_documents
Revises: 0012_saved_reports
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0013_documents"
down_revision = "0012_saved_reports"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def moment(name, nullable=True):
    return sa.Column(name, app.lib.clock.UTCDateTime(), nullable=nullable)


def words(name, length=None, nullable=False):
    kind = sa.String(length=length) if length else sa.Text()
    return sa.Column(name, kind, nullable=nullable)


def flag(name):
    return sa.Column(name, sa.Boolean(), nullable=False)


def points(table, column, to, delete="CASCADE", kind=BIG, nullable=False):
    """A column and its foreign key."""
    return [
        sa.Column(column, kind, nullable=nullable),
        sa.ForeignKeyConstraint(
            [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=delete
        ),
    ]


def person(table, column="by_id", delete="SET NULL", nullable=True):
    return points(table, column, "users", delete, sa.Integer(), nullable)


def key(table):
    return [
        sa.Column("id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def once(table, *columns):
    return sa.UniqueConstraint(*columns, name=op.f("uq_" + f"{table}_{'_'.join(columns)}"))


def index(table, *columns, name=None):
    with op.batch_alter_table(table) as batch:
        batch.create_index(name or batch.f(f"ix_{table}_{'_'.join(columns)}"), list(columns))


def upgrade():
    op.create_table(
        "letter_enclosures",
        *key("letter_enclosures"),
        *points("letter_enclosures", "letter_id", "letters"),
        words("name", 200),
        words("kind", 100),
        words("cid", 80, nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    index("letter_enclosures", "letter_id")
    files()
    issues()
    quotes()


def files():
    op.create_table(
        "report_files",
        *key("report_files"),
        *person("report_files", delete="CASCADE", nullable=False),
        words("report", 40),
        sa.Column("period", sa.JSON(), nullable=False),
        words("query"),
        words("format", 5),
        words("part", 40),
        words("locale", 5),
        flag("named"),
        words("state", 8),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=True),
        words("name", 200),
        words("stored_as", 80, nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        words("reason", nullable=True),
        moment("made_at", nullable=False),
        moment("over_at"),
    )
    index("report_files", "by_id")
    index("report_files", "made_at")


def issues():
    op.create_table(
        "report_issues",
        *key("report_issues"),
        *points("report_issues", "report_id", "saved_reports", kind=sa.Integer()),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=True),
        words("words"),
        sa.Column("recipients", sa.JSON(), nullable=False),
        moment("made_at", nullable=False),
        moment("links_from", nullable=False),
        moment("drafted_at"),
        moment("approved_at"),
        *person("report_issues", "approved_by_id"),
        moment("withdrawn_at"),
        words("reason", nullable=True),
        once("report_issues", "report_id", "first_day"),
    )
    index("report_issues", "report_id")
    index("report_issues", "approved_by_id")
    op.create_table(
        "report_sendings",
        *key("report_sendings"),
        *points("report_sendings", "issue_id", "report_issues"),
        words("to", 254),
        *points("report_sendings", "letter_id", "letters", "SET NULL", nullable=True),
        once("report_sendings", "issue_id", "to"),
    )
    index("report_sendings", "issue_id")
    index("report_sendings", "letter_id")
    op.create_table(
        "report_pages",
        *key("report_pages"),
        *points("report_pages", "issue_id", "report_issues"),
        words("slug", 80),
        flag("secret"),
        words("body", nullable=True),
        *person("report_pages"),
        moment("made_at", nullable=False),
        moment("taken_down_at"),
        once("report_pages", "issue_id"),
        once("report_pages", "slug"),
    )
    index("report_pages", "by_id")


def quotes():
    op.create_table(
        "report_quotes",
        *key("report_quotes"),
        *points("report_quotes", "comment_id", "comments"),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("end_day", sa.Date(), nullable=False),
        words("locale", 5),
        words("query"),
        words("theme", 120),
        words("text"),
        words("who", 60),
        words("place", 200),
        words("translation"),
        words("state", 8),
        *person("report_quotes"),
        moment("made_at", nullable=False),
        once("report_quotes", "first_day", "end_day", "locale", "comment_id"),
    )
    index("report_quotes", "comment_id")
    index("report_quotes", "by_id")
    index(
        "report_quotes", "first_day", "end_day", "locale", "state", name="ix_report_quotes_period"
    )


def downgrade():
    for table in (
        "report_quotes", "report_pages", "report_sendings", "report_issues", "report_files", "letter_enclosures",
    ):  # fmt: skip
        op.drop_table(table)
