"""The demo comes in."""

from app import jobs
from app.demo.filling import fill
from workers.runner import does


@does(jobs.LOAD_DEMO, own_transactions=True)
def load_demo(user_id):
    """Fill the inbox with made-up comments, for whoever asked for them."""
    fill()
