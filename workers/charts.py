"""Charts of pages are drawn: Vega-Lite is large, and only workers have it."""

from app import jobs
from app.reports.pictures import draw
from workers.runner import does


@does(jobs.DRAW_CHART)
def draw_chart(number):
    """Draw one chart for both themes."""
    draw(number)
