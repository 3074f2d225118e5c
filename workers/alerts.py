"""Watches are looked at by the clock; who asked for letters is written to."""

from app import jobs
from app.alerts import press, trends
from app.alerts.letters import write
from app.alerts.looking import count, listen, next_watch, tell_all
from app.alerts.models import Watch
from app.extensions import db
from app.lib.transaction import looking, transaction
from workers.runner import does


@does(jobs.LOOK_AT_WATCHES, own_transactions=True)
def look_at_watches():
    """Look at one watch, holding nobody up while listening; says whether another may wait."""
    with transaction():
        watch = next_watch()
        if watch is None:
            return False
        number, asking = watch.id, count(watch)
    if asking is None:
        return True
    with looking():
        watch = db.session.get(Watch, number)
        found, hearing = listen(watch, asking) if watch else ([], None)
    with transaction():
        if watch := db.session.get(Watch, number, with_for_update=True):
            tell_all(watch, found, hearing, asking.at)
    return True


@does(jobs.COUNT_TRENDS, own_transactions=True)
def count_trends():
    """Count the trends and group the press when they grew old; says whether more may wait."""
    with looking():
        page = press.due() or trends.due()
    if page is None:
        return False
    with transaction():
        db.session.merge(page)
    return True


@does(jobs.TELL_OF_ALERT)
def tell_of_alert(alert_id):
    """Write to who asked to be told."""
    write(alert_id)
