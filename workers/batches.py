"""What is done to many comments goes on until all of them are reached; what was chosen for nothing is let go."""

from app import jobs
from app.batches.choosing import forget
from app.batches.slices import take_turn
from workers.runner import AGAIN, does
from workers.sweep import looks


@does(jobs.ACT_ON_BATCH, own_transactions=True)
def act_on_batch(batch_id):
    """Reach the next comments of one bulk act."""
    return AGAIN if take_turn(batch_id) else None


looks(forget)
