"""Every sentence is said in every language, with the same places to fill in."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.pofile import read_po

from commands.environment import PYTHON, ROOT

CATALOGUES = "translations/*/LC_MESSAGES/messages.po"
MAPPING = ROOT / "babel.cfg"
KEYWORDS = ("_", "_l", "_lp:1c,2", "_n:1,2", "lazy_gettext", "N_")
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def main():
    """Name what is missing, unsure or filled in otherwise, a line each."""
    complaints = []
    asked = asked_for() if MAPPING.exists() else None
    for path in sorted(ROOT.glob(CATALOGUES)):
        language = path.parent.parent.name
        catalogue = read(path, language)
        complaints += [f"{language}: {said}" for said in unfinished(catalogue, language)]
        if asked is not None:
            complaints += [f"{language}: not there: {m!r}" for _, m in asked - names(catalogue)]
    print("\n".join(complaints))
    return 1 if complaints else 0


def asked_for():
    """The sentences that code and templates say now."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder, "messages.pot")
        keywords = [part for word in KEYWORDS for part in ("-k", word)]
        command = [str(PYTHON), "-m", "babel.messages.frontend", "-q", "extract", "-F", "babel.cfg"]
        subprocess.run([*command, *keywords, "-o", str(found), "."], cwd=ROOT, check=True)
        return names(read(found, "en"))


def read(path, language):
    with open(path, "rb") as file:
        return read_po(file, locale=language)


def names(catalogue):
    return {(message.context, first(message.id)) for message in catalogue if message.id}


def unfinished(catalogue, language):
    for message in catalogue:
        if not message.id:
            continue
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        # English says the sentence itself where its catalogue is silent.
        if language != "en" and not all(said):
            yield f"not said: {first(message.id)!r}"
        elif message.fuzzy:
            yield f"unsure: {first(message.id)!r}"
        elif any(places(form) - places(*every(message.id)) for form in said if form):
            yield f"a place that nothing fills: {first(message.id)!r}"


def every(words):
    return words if isinstance(words, tuple | list) else (words,)


def first(words):
    return every(words)[0]


def places(*forms):
    return {place for form in forms for place in PLACE.findall(form)}


if __name__ == "__main__":
    sys.exit(main())
