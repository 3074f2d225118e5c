"""What was noted of acts that browsers sent is let go of."""

import time

from app.offline.once import forget
from workers.sweep import looks

AN_HOUR = 3600
looked = {"at": -AN_HOUR}


@looks
def forget_acts():
    """Once an hour is often enough."""
    if time.monotonic() - looked["at"] >= AN_HOUR:
        looked["at"] = time.monotonic()
        forget()
