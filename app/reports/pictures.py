"""Charts of pages, drawn once by a worker and kept while somebody looks at them."""

import hashlib
import json

from sqlalchemy import JSON, String, Text, delete, select

from app import jobs
from app.extensions import BigId, db
from app.jobs import enqueue
from app.lib.clock import UTCDateTime, ago, now
from app.lib.upsert import insert_into

SHAPE = 2  # to be raised whenever charts are drawn otherwise
KEPT_DAYS = 30
THEMES = ("light", "dark")


class ChartPicture(db.Model):
    """One chart for readers of one language, light and dark; without drawings while it waits."""

    __tablename__ = "chart_pictures"
    id = db.Column(BigId, primary_key=True)
    fingerprint = db.Column(String(40), nullable=False, unique=True)
    chart = db.Column(JSON, nullable=False)
    title = db.Column(Text, nullable=False)
    locale = db.Column(String(5), nullable=False)
    light = db.Column(Text)
    dark = db.Column(Text)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)


def fingerprint(block, locale):
    """The same for the same chart with the same numbers."""
    told = json.dumps([SHAPE, block.chart, block.title, locale], sort_keys=True, default=str)
    return hashlib.sha1(told.encode()).hexdigest()


def drawn(prints):
    """Which of these are drawn."""
    found = select(ChartPicture.fingerprint).where(
        ChartPicture.fingerprint.in_(list(prints)), ChartPicture.dark.is_not(None)
    )
    return set(db.session.scalars(found))


def charted(document):
    """{fingerprint: block} of the blocks that have a chart worth drawing."""
    return {
        fingerprint(block, document.locale): block
        for block in document.blocks
        if block.chart and block.chart["data"]["values"]
    }


def ask_for(document):
    """Let a worker draw what is not there yet; what nobody looked at for a month goes."""
    db.session.execute(delete(ChartPicture).where(ChartPicture.made_at < ago(days=KEPT_DAYS)))
    wanted = charted(document)
    known = set(
        db.session.scalars(
            select(ChartPicture.fingerprint).where(ChartPicture.fingerprint.in_(list(wanted)))
        )
    )
    for told, block in wanted.items():
        if told in known:
            continue
        row = {
            "fingerprint": told,
            "chart": block.chart,
            "title": block.title,
            "locale": document.locale,
        }
        made = insert_into(ChartPicture).values(**row, made_at=now())
        number = db.session.scalar(made.on_conflict_do_nothing().returning(ChartPicture.id))
        if number is not None:
            enqueue(jobs.DRAW_CHART, number)


def draw(number):
    """Draw one chart for both themes."""
    from app.reports.drawing.charts import svg

    picture = db.session.get(ChartPicture, number)
    if picture is not None:
        told = {"title": picture.title, "locale": picture.locale}
        picture.light, picture.dark = (svg(picture.chart, theme=theme, **told) for theme in THEMES)
