"""What is done to a wave goes on until all its comments are reached; waves that nobody joins any more are let go."""

from app import jobs
from app.extensions import db
from app.waves.actions import carry_on
from app.waves.gathering import let_go
from app.waves.models import WaveAct
from workers.runner import AGAIN, does
from workers.sweep import looks


@does(jobs.ACT_ON_WAVE)
def act_on_wave(act_id):
    """Reach the next comments of one act."""
    act = db.session.get(WaveAct, act_id, with_for_update=True)
    return AGAIN if act and carry_on(act) else None


looks(let_go)
