"""What is due is counted anew when a promise or the hours change, and told of before it is late."""

from app import jobs
from app.levels.hours import knows_holidays, team_hours
from app.levels.queries import levels_in_force
from app.lib.transaction import looking, transaction
from app.timing.actions import learn_holidays, recount
from app.timing.recounting import recount_slice
from app.timing.telling import tell_of_due
from workers.runner import AGAIN, does


@does(jobs.RECOUNT_DUES)
def recount_dues(number):
    """Look at the next comments of one recounting."""
    return AGAIN if recount_slice(number) else None


@does(jobs.LOOK_AT_DUES, own_transactions=True)
def look_at_dues():
    """Tell of what comes near, and keep the public holidays of a new year; says whether more may wait."""
    with looking():
        idle, known = not levels_in_force(), knows_holidays(team_hours())
    if not known:
        with transaction():
            if learn_holidays():
                recount()
    if idle:
        return False
    with transaction():
        return tell_of_due()
