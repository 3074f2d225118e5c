"""Snoozed comments come back when their moment is there."""

from app.comments.snoozes import wake_due
from workers.sweep import looks

looks(wake_due)
