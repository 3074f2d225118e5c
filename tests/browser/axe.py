"""What axe says about a page, in a few lines."""

from config import ROOT

AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def faults(page):
    """Every rule that a page breaks, with the first places where it does."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [told(page, rule) for rule in found["violations"]]


def told(page, rule):
    places = "; ".join(
        " ".join(map(str, node["target"])) + " " + reason(node) for node in rule["nodes"][:4]
    )
    return f"{page.url} {rule['id']} ({len(rule['nodes'])}): {places}"


def reason(node):
    checks = node["any"] + node["all"] + node["none"]
    return checks[0]["message"][:120] if checks else ""
