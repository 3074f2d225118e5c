"""The colours of charts and documents: the tokens of static/css/tokens.css, by theme."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ink:
    """What a theme draws with."""

    paper: str
    ink: str
    soft: str
    line: str
    accent: str
    # In the order they are told apart: blue, orange, teal, violet, ochre and grey keep their distance to every eye.
    palette: tuple
    low: str
    high: str


LIGHT = Ink(
    "#fbfaf7", "#1c2530", "#505b6a", "#e0dbd1", "#1259a3",
    ("#1259a3", "#d9791b", "#00866b", "#8b4fa8", "#a98600", "#6b7684"), "#e8f0f9", "#1259a3",
)  # fmt: skip
DARK = Ink(
    "#14181d", "#e8ebef", "#a9b4c0", "#2e3641", "#86bdf3",
    ("#86bdf3", "#f2a65a", "#5cc7a8", "#c9a0dd", "#d9c25a", "#97a1ad"), "#16283b", "#86bdf3",
)  # fmt: skip
THEMES = {"light": LIGHT, "dark": DARK}
