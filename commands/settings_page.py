"""The table of docs/settings.md, written from the table in config.py: `python -m commands.settings_page --write`."""

import sys
from dataclasses import fields

from commands.environment import ROOT
from config import Settings

PAGE = ROOT / "docs" / "settings.md"
START, END = "<!-- settings -->\n", "<!-- end -->\n"


def main(arguments):
    """Write the table, or say whether it is true."""
    written = PAGE.read_text("utf-8")
    true = with_table(written)
    if "--write" in arguments:
        PAGE.write_text(true, "utf-8")
    elif written != true:
        print("docs/settings.md is behind config.py: python -m commands.settings_page --write")
        return 1
    return 0


def with_table(page):
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}{table()}{END}{after}"


def table():
    rows = ["| setting | default | what it is for |", "|---|---|---|", *map(row, fields(Settings))]
    return "\n".join(rows) + "\n"


def row(setting):
    default = f"`{setting.default}`" if setting.default else ""
    return f"| `{setting.name}` | {default} | {setting.metadata['about']} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
