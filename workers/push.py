"""Devices are told."""

from app import jobs
from app.push.delivery import deliver
from workers.runner import does


@does(jobs.TELL_DEVICES, own_transactions=True)
def tell_devices(user_id):
    """Tell the devices of one person what waits."""
    deliver(user_id)
