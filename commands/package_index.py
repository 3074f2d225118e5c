"""Where pip is set to find packages, said in uv's words, so that both reach the same place."""

import ast
import subprocess

# pip's name: uv's name. Sections of pip's settings, weakest first.
IN_UV_WORDS = {
    "index-url": "UV_INDEX_URL",
    "extra-index-url": "UV_EXTRA_INDEX_URL",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
}
SECTIONS = ("global", "install", ":env:")
# uv reads a list of links by commas and every other list by spaces; pip takes any white space.
SEPARATORS = {"UV_FIND_LINKS": ","}


def as_uv_settings(python, environ):
    """What to add to the environment of uv; a setting the person gave uv directly stands."""
    listing = subprocess.run(
        [python, "-m", "pip", "config", "list"], capture_output=True, text=True
    )
    asked = translate(listing.stdout)
    return {name: value for name, value in asked.items() if name not in environ}


def translate(listing):
    found = {}
    for section in SECTIONS:
        found.update(settings_of(section, listing))
    asked = {
        IN_UV_WORDS[name]: SEPARATORS.get(IN_UV_WORDS[name], " ").join(value.split())
        for name, value in found.items()
        if name in IN_UV_WORDS and value.strip()
    }
    # pip takes the best version of all its indexes; uv would stop at the first that knows the name.
    return {**asked, "UV_INDEX_STRATEGY": "unsafe-best-match"} if asked else {}


def settings_of(section, listing):
    """The lines `section.name='value'` of `pip config list`."""
    lines = (line.partition("=") for line in listing.splitlines() if line.startswith(section + "."))
    return {key.removeprefix(section + "."): str(unquoted(value)) for key, _, value in lines}


def unquoted(text):
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
