"""What the classifier thinks of a comment, in words a letter can say."""

from flask_babel import gettext as _

from app.comments.sure import how_sure


def signs(comment, labels):
    """ "Toxic: very likely" for each label the model is at all sure of, the surest first."""
    scores = sorted((comment.scores or {}).items(), key=lambda pair: -pair[1])
    told = [(labels[name].title, how_sure(score)) for name, score in scores if name in labels]
    return [_("%(label)s: %(sure)s", label=title, sure=sure) for title, sure in told if sure]
