"""The table of docs/platforms/README.md, written from the connectors: `python -m commands.platforms_page --write`."""

import ast
import sys

from commands.environment import ROOT

PAGE = ROOT / "docs" / "platforms" / "README.md"
START, END = "<!-- platforms -->\n", "<!-- end -->\n"
ACTS = ("reply", "hide", "unhide", "delete", "like", "ban")


def main(arguments):
    """Write the table, or say whether it is true."""
    written = PAGE.read_text("utf-8")
    true = with_table(written)
    if "--write" in arguments:
        PAGE.write_text(true, "utf-8")
    elif written != true:
        print("docs/platforms is behind the connectors: python -m commands.platforms_page --write")
        return 1
    return 0


def with_table(page):
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}{table()}{END}{after}"


def table():
    """One line a platform, by name."""
    from app.connectors.registry import all_connectors

    offered = sorted((kind for kind in all_connectors().values() if kind.offered), key=title)
    heads = ["platform", "receives by", *ACTS, "a person finishes there", "tested against"]
    lines = [heads, ["---"] * len(heads), *map(row, offered)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def row(kind):
    acts = [said(kind, act) for act in ACTS]
    there = ", ".join(sorted(map(str, kind.elsewhere))) or "–"
    return [page_of(kind), receives(kind), *acts, there, ", ".join(judges(kind)) or "–"]


def title(kind):
    """Its name in English: nobody's language is asked here."""
    return str(getattr(kind.title, "_args", (kind.title,))[0])


def page_of(kind):
    here = PAGE.parent / f"{kind.name}.md"
    return f"[{title(kind)}]({here.name})" if here.exists() else title(kind)


def receives(kind):
    ways = []
    if hasattr(kind, "poll"):
        fastest, slowest = kind.rhythm
        ways.append(f"asking, every {span(fastest)} to {span(slowest)}")
    if kind.receives_webhooks or kind.shares_webhook:
        ways.append("delivery")
    if kind.hears_hubs:
        ways.append("its hub")
    return " and ".join(ways) or "here"


def span(seconds):
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min"


def said(kind, act):
    if act not in kind.can:
        return "–"
    words = ["ours" if act in kind.only_ours else "yes"]
    return ", ".join(words + ["final"] * (act in kind.final and act != "delete"))


def judges(kind):
    """The fake, and what JUDGES in its tests names."""
    fake = ["a fake"] if (ROOT / "tests" / "fakes" / f"{kind.name}.py").exists() else []
    return fake + [
        name
        for path in sorted((ROOT / "tests" / "connectors").glob(f"test_{kind.name}*.py"))
        for name in named(ast.parse(path.read_text("utf-8")))
    ]


def named(tree):
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "JUDGES":
            yield from ast.literal_eval(node.value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
