"""Acts that undo or overtake one another: what is wanted last counts, within each family."""

# Whether people read it; whether we like it; whether its author may write.
SEEN, LIKED, LET_IN = ("hide", "unhide", "delete"), ("like", "unlike"), ("ban", "unban")


def family_of(kind):
    """The acts that a newer one of this kind overtakes."""
    return next(family for family in (SEEN, LIKED, LET_IN) if str(kind) in family)
