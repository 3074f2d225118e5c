"""Letters about what people are told of."""

from app import jobs
from app.notices.digests import write_next
from app.notices.letters import write_at_once
from workers.runner import does


@does(jobs.TELL_OF_NOTICES)
def tell_of_notices(user_id):
    """Write to somebody who was mentioned or given something, unless they have read it since."""
    write_at_once(user_id)


@does(jobs.WRITE_DIGESTS)
def write_digests():
    """Write one digest that is due; says whether another may be."""
    return write_next()
