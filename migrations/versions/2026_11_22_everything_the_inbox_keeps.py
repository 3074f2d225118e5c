"""Everything the inbox keeps

Revision ID: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock
import app.lib.secrets
from app.comments.index import POSTGRESQL, SQLITE

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "letters",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("made_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("sent_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letters_message_id")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_made_at"), ["made_at"], unique=False)

    op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=True),
        sa.Column("permissions", sa.UnicodeText(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint("name", name=op.f("uq_roles_name")),
    )
    op.create_table(
        "tasks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column(
            "subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("due_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("made_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("claimed_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("claimed_by", sa.String(length=80), nullable=True),
        sa.Column("done_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("failed_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(
            "ix_tasks_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
        )
        batch_op.create_index("ix_tasks_subject", ["job", "subject_id"], unique=False)

    op.create_table(
        "territories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name_fr", sa.String(length=120), nullable=False),
        sa.Column("name_ar", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["territories.id"],
            name=op.f("fk_territories_parent_id_territories"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territories")),
        sa.UniqueConstraint("code", name=op.f("uq_territories_code")),
    )
    with op.batch_alter_table("territories", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_territories_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_territories_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=True),
        sa.Column("theme", sa.String(length=10), nullable=True),
        sa.Column("confirmed_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("created_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("last_login_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("current_login_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("last_login_ip", sa.String(length=64), nullable=True),
        sa.Column("current_login_ip", sa.String(length=64), nullable=True),
        sa.Column("login_count", sa.Integer(), nullable=True),
        sa.Column("on_call", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_users_fs_uniquifier")),
    )
    op.create_table(
        "channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("secrets", app.lib.secrets.Encrypted(), nullable=False),
        sa.Column("made_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("paused_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("archived_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("not_before", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("last_received_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("last_error", sa.String(length=400), nullable=True),
        sa.Column("last_error_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_channels_by_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint("token", name=op.f("uq_channels_token")),
    )
    with op.batch_alter_table("channels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_channels_by_id"), ["by_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("expires_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("accepted_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_invitations_by_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_invitations_fingerprint")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_email"), ["email"], unique=False)

    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("made_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_saved_views_by_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
    )
    with op.batch_alter_table("saved_views", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_views_by_id"), ["by_id"], unique=False)

    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("made_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_tags_by_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("key", name=op.f("uq_tags_key")),
    )
    with op.batch_alter_table("tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tags_by_id"), ["by_id"], unique=False)

    op.create_table(
        "users_roles",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"], ["roles.id"], name=op.f("fk_users_roles_role_id_roles"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_users_roles_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_users_roles")),
    )
    op.create_table(
        "authors",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.String(length=400), nullable=False),
        sa.Column("handle", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("avatar_url", sa.Text(), nullable=True),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channels.id"],
            name=op.f("fk_authors_channel_id_channels"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authors")),
        sa.UniqueConstraint(
            "channel_id", "platform_id", name=op.f("uq_authors_channel_id_platform_id")
        ),
    )
    with op.batch_alter_table("authors", schema=None) as batch_op:
        batch_op.create_index("ix_authors_handle", ["handle"], unique=False)
        batch_op.create_index("ix_authors_name", ["name"], unique=False)

    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("stored_as", sa.String(length=80), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("encoding", sa.String(length=20), nullable=True),
        sa.Column("delimiter", sa.String(length=4), nullable=True),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rows", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "rows_total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("new", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("updated", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("known", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("refused", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("started_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("ended_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_imports_by_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channels.id"],
            name=op.f("fk_imports_channel_id_channels"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imports_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_imports_channel_id"), ["channel_id"], unique=False)

    op.create_table(
        "ledger_days",
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("received", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("new", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("updated", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("known", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("refused", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channels.id"],
            name=op.f("fk_ledger_days_channel_id_channels"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("channel_id", "day", name=op.f("pk_ledger_days")),
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.String(length=400), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("created_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channels.id"],
            name=op.f("fk_posts_channel_id_channels"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint(
            "channel_id", "platform_id", name=op.f("uq_posts_channel_id_platform_id")
        ),
    )
    op.create_table(
        "raw_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("received_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("processed_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channels.id"],
            name=op.f("fk_raw_events_channel_id_channels"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raw_events")),
        sa.UniqueConstraint(
            "channel_id", "fingerprint", name=op.f("uq_raw_events_channel_id_fingerprint")
        ),
    )
    with op.batch_alter_table("raw_events", schema=None) as batch_op:
        batch_op.create_index("ix_raw_events_received", ["received_at"], unique=False)
        batch_op.create_index(
            "ix_raw_events_waiting",
            ["channel_id", "id"],
            unique=False,
            sqlite_where=sa.text("processed_at IS NULL"),
            postgresql_where=sa.text("processed_at IS NULL"),
        )

    op.create_table(
        "tombstones",
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.String(length=400), nullable=False),
        sa.Column("at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channels.id"],
            name=op.f("fk_tombstones_channel_id_channels"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("channel_id", "platform_id", name=op.f("pk_tombstones")),
    )
    op.create_table(
        "comments",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.String(length=400), nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("parent_platform_id", sa.String(length=400), nullable=True),
        sa.Column("thread", sa.String(length=400), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("script", sa.String(length=8), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("created_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("edited_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("received_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("visibility", sa.String(length=12), nullable=False),
        sa.Column("by_us", sa.Boolean(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("can_reply", sa.Boolean(), nullable=True),
        sa.Column("can_hide", sa.Boolean(), nullable=True),
        sa.Column("can_delete", sa.Boolean(), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("snoozed_until", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("is_spam", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answered_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("resolved_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("toxic", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=True),
        sa.Column("model", sa.String(length=40), nullable=True),
        sa.Column("triaged_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("triage_error", sa.String(length=400), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignee_id"],
            ["users.id"],
            name=op.f("fk_comments_assignee_id_users"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["authors.id"],
            name=op.f("fk_comments_author_id_authors"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channels.id"],
            name=op.f("fk_comments_channel_id_channels"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_comments_post_id_posts"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint(
            "channel_id", "platform_id", name=op.f("uq_comments_channel_id_platform_id")
        ),
    )
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_comments_author",
            ["author_id", "id"],
            unique=False,
            sqlite_where=sa.text("author_id IS NOT NULL"),
            postgresql_where=sa.text("author_id IS NOT NULL"),
        )
        batch_op.create_index("ix_comments_channel", ["channel_id", "id"], unique=False)
        batch_op.create_index(
            "ix_comments_answered",
            ["id"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NOT NULL"),
            postgresql_where=sa.text("answered_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_comments_assigned",
            ["id"],
            unique=False,
            sqlite_where=sa.text("assignee_id IS NOT NULL"),
            postgresql_where=sa.text("assignee_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_comments_edited",
            ["id"],
            unique=False,
            sqlite_where=sa.text("edited_at IS NOT NULL"),
            postgresql_where=sa.text("edited_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_comments_ours",
            ["id"],
            unique=False,
            sqlite_where=sa.text("by_us"),
            postgresql_where=sa.text("by_us"),
        )
        batch_op.create_index(
            "ix_comments_spam",
            ["id"],
            unique=False,
            sqlite_where=sa.text("is_spam"),
            postgresql_where=sa.text("is_spam"),
        )
        batch_op.create_index("ix_comments_language", ["lang", "id"], unique=False)
        batch_op.create_index(
            "ix_comments_mine",
            ["assignee_id", "status", "id"],
            unique=False,
            sqlite_where=sa.text("assignee_id IS NOT NULL"),
            postgresql_where=sa.text("assignee_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_comments_off",
            ["state", "id"],
            unique=False,
            sqlite_where=sa.text("state <> 'visible'"),
            postgresql_where=sa.text("state <> 'visible'"),
        )
        batch_op.create_index(
            "ix_comments_post",
            ["post_id", "id"],
            unique=False,
            sqlite_where=sa.text("post_id IS NOT NULL"),
            postgresql_where=sa.text("post_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_comments_priority",
            ["status", "id"],
            unique=False,
            sqlite_where=sa.text("priority"),
            postgresql_where=sa.text("priority"),
        )
        batch_op.create_index("ix_comments_received", ["received_at"], unique=False)
        batch_op.create_index(
            "ix_comments_snoozed",
            ["snoozed_until"],
            unique=False,
            sqlite_where=sa.text("status = 'snoozed'"),
            postgresql_where=sa.text("status = 'snoozed'"),
        )
        batch_op.create_index("ix_comments_status", ["status", "id"], unique=False)
        batch_op.create_index("ix_comments_thread", ["channel_id", "thread"], unique=False)
        batch_op.create_index(
            "ix_comments_toxic",
            ["status", "id"],
            unique=False,
            sqlite_where=sa.text("toxic"),
            postgresql_where=sa.text("toxic"),
        )
        batch_op.create_index(
            "ix_comments_untriaged",
            ["id"],
            unique=False,
            sqlite_where=sa.text("triaged_at IS NULL"),
            postgresql_where=sa.text("triaged_at IS NULL"),
        )

    op.create_table(
        "refusals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column(
            "raw_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("replayed_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channels.id"],
            name=op.f("fk_refusals_channel_id_channels"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["imports.id"],
            name=op.f("fk_refusals_import_id_imports"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["raw_event_id"],
            ["raw_events.id"],
            name=op.f("fk_refusals_raw_event_id_raw_events"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusals")),
    )
    with op.batch_alter_table("refusals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refusals_import_id"), ["import_id"], unique=False)
        batch_op.create_index(
            "ix_refusals_open",
            ["channel_id", "id"],
            unique=False,
            sqlite_where=sa.text("replayed_at IS NULL"),
            postgresql_where=sa.text("replayed_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_refusals_raw_event_id"), ["raw_event_id"], unique=False
        )

    op.create_table(
        "activities",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=120), nullable=True),
        sa.Column("at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("undone_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_activities_by_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_activities_comment_id_comments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index("ix_activities_at", ["at", "kind"], unique=False)
        batch_op.create_index(
            "ix_activities_by",
            ["by_id", "at"],
            unique=False,
            sqlite_where=sa.text("by_id IS NOT NULL"),
            postgresql_where=sa.text("by_id IS NOT NULL"),
        )
        batch_op.create_index("ix_activities_comment", ["comment_id", "id"], unique=False)

    op.create_table(
        "escalations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("urgency", sa.String(length=8), nullable=False),
        sa.Column("made_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("links_from", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("written_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("reminded_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("passed_on_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("taken_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_as", sa.String(length=8), nullable=True),
        sa.Column("settlement", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_escalations_by_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_escalations_comment_id_comments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"],
            ["users.id"],
            name=op.f("fk_escalations_settled_by_id_users"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"],
            ["users.id"],
            name=op.f("fk_escalations_taken_by_id_users"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["users.id"], name=op.f("fk_escalations_to_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalations")),
    )
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalations_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalations_comment_id"), ["comment_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_escalations_settled_by_id"), ["settled_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_escalations_taken_by_id"), ["taken_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_escalations_to_id"), ["to_id"], unique=False)
        batch_op.create_index(
            "uq_escalations_open",
            ["comment_id"],
            unique=True,
            sqlite_where=sa.text("settled_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL AND withdrawn_at IS NULL"),
        )

    op.create_table(
        "measures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=120), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("done_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_measures_by_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_measures_comment_id_comments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_measures_task_id_tasks"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures")),
    )
    with op.batch_alter_table("measures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measures_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_measures_comment", ["comment_id", "id"], unique=False)

    op.create_table(
        "notes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_notes_by_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_notes_comment_id_comments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notes_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notes_comment_id"), ["comment_id"], unique=False)

    op.create_table(
        "places",
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_places_comment_id_comments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territories.id"],
            name=op.f("fk_places_territory_id_territories"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("territory_id", "comment_id", name=op.f("pk_places")),
    )
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_places_comment_id"), ["comment_id"], unique=False)

    op.create_table(
        "predictions",
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_predictions_comment_id_comments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("label", "comment_id", name=op.f("pk_predictions")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("predictions", schema=None) as batch_op:
        batch_op.create_index("ix_predictions_comment", ["comment_id"], unique=False)

    op.create_table(
        "replies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("leaves_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("sent_at", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=True),
        sa.Column("platform_id", sa.String(length=400), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_replies_by_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_replies_comment_id_comments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_replies_task_id_tasks"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
        sa.UniqueConstraint("token", name=op.f("uq_replies_token")),
    )
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replies_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_replies_comment", ["comment_id", "id"], unique=False)
        batch_op.create_index(
            "ix_replies_platform",
            ["platform_id"],
            unique=False,
            sqlite_where=sa.text("platform_id IS NOT NULL"),
            postgresql_where=sa.text("platform_id IS NOT NULL"),
        )
        batch_op.create_index("ix_replies_sent", ["sent_at"], unique=False)

    op.create_table(
        "taggings",
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_taggings_by_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_taggings_comment_id_comments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"], ["tags.id"], name=op.f("fk_taggings_tag_id_tags"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tag_id", "comment_id", name=op.f("pk_taggings")),
    )
    with op.batch_alter_table("taggings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taggings_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_taggings_comment_id"), ["comment_id"], unique=False)

    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE)
    else:
        op.execute(POSTGRESQL)


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE comments_fts")
    with op.batch_alter_table("taggings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taggings_comment_id"))
        batch_op.drop_index(batch_op.f("ix_taggings_by_id"))

    op.drop_table("taggings")
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.drop_index("ix_replies_sent")
        batch_op.drop_index(
            "ix_replies_platform",
            sqlite_where=sa.text("platform_id IS NOT NULL"),
            postgresql_where=sa.text("platform_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_replies_comment")
        batch_op.drop_index(batch_op.f("ix_replies_by_id"))

    op.drop_table("replies")
    with op.batch_alter_table("predictions", schema=None) as batch_op:
        batch_op.drop_index("ix_predictions_comment")

    op.drop_table("predictions")
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_places_comment_id"))

    op.drop_table("places")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notes_comment_id"))
        batch_op.drop_index(batch_op.f("ix_notes_by_id"))

    op.drop_table("notes")
    with op.batch_alter_table("measures", schema=None) as batch_op:
        batch_op.drop_index("ix_measures_comment")
        batch_op.drop_index(batch_op.f("ix_measures_by_id"))

    op.drop_table("measures")
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_escalations_open",
            sqlite_where=sa.text("settled_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL AND withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_escalations_to_id"))
        batch_op.drop_index(batch_op.f("ix_escalations_taken_by_id"))
        batch_op.drop_index(batch_op.f("ix_escalations_settled_by_id"))
        batch_op.drop_index(batch_op.f("ix_escalations_comment_id"))
        batch_op.drop_index(batch_op.f("ix_escalations_by_id"))

    op.drop_table("escalations")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index("ix_activities_comment")
        batch_op.drop_index(
            "ix_activities_by",
            sqlite_where=sa.text("by_id IS NOT NULL"),
            postgresql_where=sa.text("by_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_activities_at")

    op.drop_table("activities")
    with op.batch_alter_table("refusals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refusals_raw_event_id"))
        batch_op.drop_index(
            "ix_refusals_open",
            sqlite_where=sa.text("replayed_at IS NULL"),
            postgresql_where=sa.text("replayed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_refusals_import_id"))

    op.drop_table("refusals")
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_comments_untriaged",
            sqlite_where=sa.text("triaged_at IS NULL"),
            postgresql_where=sa.text("triaged_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_comments_toxic", sqlite_where=sa.text("toxic"), postgresql_where=sa.text("toxic")
        )
        batch_op.drop_index("ix_comments_thread")
        batch_op.drop_index("ix_comments_status")
        batch_op.drop_index(
            "ix_comments_snoozed",
            sqlite_where=sa.text("status = 'snoozed'"),
            postgresql_where=sa.text("status = 'snoozed'"),
        )
        batch_op.drop_index("ix_comments_received")
        batch_op.drop_index(
            "ix_comments_priority",
            sqlite_where=sa.text("priority"),
            postgresql_where=sa.text("priority"),
        )
        batch_op.drop_index(
            "ix_comments_post",
            sqlite_where=sa.text("post_id IS NOT NULL"),
            postgresql_where=sa.text("post_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_comments_off",
            sqlite_where=sa.text("state <> 'visible'"),
            postgresql_where=sa.text("state <> 'visible'"),
        )
        batch_op.drop_index(
            "ix_comments_mine",
            sqlite_where=sa.text("assignee_id IS NOT NULL"),
            postgresql_where=sa.text("assignee_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_comments_language")
        batch_op.drop_index(
            "ix_comments_answered",
            sqlite_where=sa.text("answered_at IS NOT NULL"),
            postgresql_where=sa.text("answered_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_comments_assigned",
            sqlite_where=sa.text("assignee_id IS NOT NULL"),
            postgresql_where=sa.text("assignee_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_comments_edited",
            sqlite_where=sa.text("edited_at IS NOT NULL"),
            postgresql_where=sa.text("edited_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_comments_ours",
            sqlite_where=sa.text("by_us"),
            postgresql_where=sa.text("by_us"),
        )
        batch_op.drop_index(
            "ix_comments_spam",
            sqlite_where=sa.text("is_spam"),
            postgresql_where=sa.text("is_spam"),
        )
        batch_op.drop_index("ix_comments_channel")
        batch_op.drop_index(
            "ix_comments_author",
            sqlite_where=sa.text("author_id IS NOT NULL"),
            postgresql_where=sa.text("author_id IS NOT NULL"),
        )

    op.drop_table("comments")
    op.drop_table("tombstones")
    with op.batch_alter_table("raw_events", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_raw_events_waiting",
            sqlite_where=sa.text("processed_at IS NULL"),
            postgresql_where=sa.text("processed_at IS NULL"),
        )
        batch_op.drop_index("ix_raw_events_received")

    op.drop_table("raw_events")
    op.drop_table("posts")
    op.drop_table("ledger_days")
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imports_channel_id"))
        batch_op.drop_index(batch_op.f("ix_imports_by_id"))

    op.drop_table("imports")
    with op.batch_alter_table("authors", schema=None) as batch_op:
        batch_op.drop_index("ix_authors_name")
        batch_op.drop_index("ix_authors_handle")

    op.drop_table("authors")
    op.drop_table("users_roles")
    with op.batch_alter_table("tags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tags_by_id"))

    op.drop_table("tags")
    with op.batch_alter_table("saved_views", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_views_by_id"))

    op.drop_table("saved_views")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_email"))
        batch_op.drop_index(batch_op.f("ix_invitations_by_id"))

    op.drop_table("invitations")
    with op.batch_alter_table("channels", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_channels_by_id"))

    op.drop_table("channels")
    op.drop_table("users")
    with op.batch_alter_table("territories", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_territories_parent_id"))
        batch_op.drop_index(batch_op.f("ix_territories_key"))

    op.drop_table("territories")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index("ix_tasks_subject")
        batch_op.drop_index(
            "ix_tasks_due",
            sqlite_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
        )

    op.drop_table("tasks")
    op.drop_table("roles")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letters_made_at"))

    op.drop_table("letters")
