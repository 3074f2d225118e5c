"""Watches are looked at by the clock; who asked for letters is written to."""

from app import jobs
from app.alerts import press, trends
from app.alerts.letters import write
from app.alerts.looking import look, next_watch
from app.lib.transaction import transaction
from workers.runner import does


@does(jobs.LOOK_AT_WATCHES, own_transactions=True)
def look_at_watches():
    """Look at one watch; says whether another may wait."""
    with transaction():
        watch = next_watch()
        if watch is None:
            return False
        look(watch)
    return True


@does(jobs.COUNT_TRENDS)
def count_trends():
    """Count the trends and group the press when they grew old; says whether more may wait."""
    return press.make_due() or trends.make_due()


@does(jobs.TELL_OF_ALERT)
def tell_of_alert(alert_id):
    """Write to who asked to be told."""
    write(alert_id)
