"""What comes first in half an hour: harm × reach × age. Every number of it stands here, with its reason.

Harm: what it may cost a person to leave a comment standing or unanswered for another day. A threat may become a deed,
and what is urgent has a clock of its own; hate drives people out of a thread; insults and vulgarity spoil it. A complaint or
a question costs trust slowly. What bears no label costs little.

Reach: how many read it, as far as we know: the comments of its thread. It grows with every doubling, because
the hundredth reader weighs less than the tenth. No platform's likes or followers are kept today, so they are not counted.

Age: who has waited longer comes first, up to a week; after that waiting does not make a thing twice as important.
"""

from math import log2

HARM = {
    "threat": 10,
    "urgent": 9,
    "hate": 8,
    "insult": 4,
    "obscene": 4,
    "toxic": 4,
    "complaint": 3,
    "question": 2,
}
LEAST_HARM, WEEK_HOURS = 1, 168
MINUTES, AT_ONCE = 30, 30  # a minute each: what is not reached stays where it is


def weight(labels, in_thread, hours):
    """How much a comment asks for a place in the session."""
    harm = max((HARM.get(name, LEAST_HARM) for name in labels), default=LEAST_HARM)
    reach = 1 + log2(max(1, in_thread)) / 4
    age = 1 + min(max(0, hours), WEEK_HOURS) / WEEK_HOURS
    return harm * reach * age
