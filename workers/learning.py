"""The team's decisions are learned from, and open comments are looked at anew."""

from app import jobs
from app.classifier.learning import training
from app.triage.rejudging import rejudge_slice
from workers.runner import AGAIN, does, gives_up
from workers.sweep import looks


@does(jobs.TRAIN_TEAM_LAYER, own_transactions=True)
def train_team_layer(layer_id):
    """Learn one layer, in a process that ends when it is done."""
    training.train(layer_id)


@gives_up(jobs.TRAIN_TEAM_LAYER)
def training_failed(layer_id, reason):
    training.failed(layer_id, reason)


@does(jobs.REJUDGE_COMMENTS, own_transactions=True)
def rejudge_comments(rejudging_id):
    """Look at one slice, then let others have their turn; the place is kept."""
    return AGAIN if rejudge_slice(rejudging_id) else None


looks(training.ask_when_due)
