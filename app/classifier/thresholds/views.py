"""Choose thresholds on what came in last month."""

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.classifier.labels import ANY, LABELS, threshold
from app.classifier.language import LANGUAGES
from app.classifier.thresholds.actions import choose
from app.classifier.thresholds.past import DAYS, past
from app.classifier.thresholds.queries import choices, chosen
from app.lib.htmx import back_to

bp = Blueprint("thresholds", __name__, url_prefix="/classifier/thresholds")
SPOKEN = (ANY, *LANGUAGES)


@bp.get("")
@requires("lead")
def index():
    ours = chosen()
    table = {
        name: {
            language: (threshold(name, language, ours), language in ours.get(name, {}))
            for language in SPOKEN
        }
        for name in LABELS
    }
    return render_template(
        "classifier/thresholds.html", table=table, spoken=SPOKEN, choices=choices()
    )


@bp.get("/<label>")
@requires("lead")
def show(label):
    """What each threshold of one label would have flagged in one language."""
    language = request.args.get("language", ANY)
    if label not in LABELS or language not in SPOKEN:
        abort(404)
    ours = chosen()
    current = round(100 * threshold(label, language, ours))
    return render_template(
        "classifier/threshold.html",
        label=LABELS[label],
        language=language,
        spoken=SPOKEN,
        steps=past(label, language, also=(current,)),
        current=current,
        shipped=round(100 * threshold(label, language)),
        ours=language in ours.get(label, {}),
        days=DAYS,
    )


@bp.post("/<label>")
@requires("lead")
def create(label):
    language, percent = request.form.get("language", ANY), request.form.get("percent", type=int)
    choose(label, language, percent / 100 if percent else None, by=me())
    return back_to(
        "thresholds.show",
        _("Kept. Open comments are looked at again with it."),
        label=label,
        language=language,
    )
