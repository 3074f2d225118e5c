"""Comments as a letter to somebody outside may show them: without names and ways to reach anybody."""

from app.feedback.letters import anonymises
from app.reports.anonymous.masking import Pseudonyms


@anonymises
def without_names(comments, locale):
    """The texts, each person under one pseudonym all through the letter."""
    pseudonyms = Pseudonyms(locale)
    known = [one.author.called for one in comments if one.author]
    for one in comments:
        if one.author:
            pseudonyms.author(one.author_id, one.author.called)
    return [pseudonyms.masked(one.text, known) for one in comments]
