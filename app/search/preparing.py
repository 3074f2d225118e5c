"""What looking needs, read once for hundreds of comments: names of the queries, and what stands beside the comments."""

from dataclasses import replace

from sqlalchemy.orm import joinedload, selectinload

from app.comments.models import Comment
from app.feedback.models import Saying
from app.search.asking import ask
from app.search.query import Query
from app.search.tree import All, Filter, leaves
from app.waves.models import WaveComment

# What stands beside a comment that a word of a query looks at.
BESIDE = {
    "tag": lambda: selectinload(Comment.taggings),
    "territory": lambda: selectinload(Comment.places),
    "due": lambda: selectinload(Comment.dues),
    "is:late": lambda: selectinload(Comment.dues),
    "feedback": lambda: selectinload(Comment.sayings).joinedload(Saying.feedback),
    "wave": lambda: selectinload(Comment.waving).joinedload(WaveComment.wave),
    "rule": lambda: selectinload(Comment.rule_acts),
    "post": lambda: joinedload(Comment.post),
    "has:tag": lambda: selectinload(Comment.taggings),
    "has:note": lambda: selectinload(Comment.notes),
    "has:reply": lambda: selectinload(Comment.replies),
    "has:territory": lambda: selectinload(Comment.places),
    "is:escalated": lambda: selectinload(Comment.escalations),
    "is:to-approve": lambda: selectinload(Comment.replies),
    "is:held-back": lambda: selectinload(Comment.rule_acts),
    "answered-by": lambda: selectinload(Comment.replies),
}
ON_THE_TRAIL = {"acted-by", "hidden-by", "is:shown", "is:corrected"}


def prepared(rules):
    """[(rule, query, asking)] and how to read the comments, so that no comment is asked about by itself."""
    queries = [(rule, Query.of(rule.query)) for rule in rules]
    together = ask(Query(All(tuple(query.tree for _, query in queries))))
    ready = [(rule, query, asking_of(rule, query, together)) for rule, query in queries]
    words = {word for _, query in queries for leaf in leaves(query.tree) for word in said(leaf)}
    needs = [BESIDE[word]() for word in sorted(words & set(BESIDE))]
    if words & ON_THE_TRAIL:
        needs.append(selectinload(Comment.activities))
    return ready, needs


def asking_of(rule, query, together):
    """In a rule `me` is who it belongs to."""
    if any(
        isinstance(leaf, Filter) and leaf.value in ("me", "mine") for leaf in leaves(query.tree)
    ):
        return ask(query, rule.owner_id, together.at)
    return replace(together, me=rule.owner_id)


def said(leaf):
    """The words of one filter that tell what it looks at."""
    return {leaf.name, f"{leaf.name}:{leaf.value}"} if isinstance(leaf, Filter) else set()
