"""Text from outside made fit to keep: markup to words, and nothing in it that breaks a page."""

import html
import re

LONGEST = 20_000
_LONGEST_MARKUP = 500_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufffe\uffff]")
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\n]")
_EMBEDDINGS, _ISOLATES = "\u202a\u202b\u202d\u202e", "\u2066\u2067\u2068"
_END_EMBEDDING, _END_ISOLATE = "\u202c", "\u2069"

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^<>]*>|<!--|<[!?/][^<>]*>")
_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li "
    "main nav ol p pre section table td th tr ul".split()
)
_UNREAD = frozenset("head iframe noscript object script style template textarea title".split())
_LONG_REFERENCE = re.compile(r"(&#[xX]?[0-9a-fA-F]{8})[0-9a-fA-F]+")
_SPACES = re.compile(r"[ \t\f\v]+")
_BLANKS = re.compile(r" ?\n[ \n]*\n ?| ?\n ?")


def clean(text, limit=LONGEST):
    """What is kept of a text: readable characters and line ends, no longer than `limit`; a mark says that it was longer."""
    text = text.strip()
    cut = len(text) > 2 * limit
    text = _LINE_END.sub("\n", text[: 2 * limit])
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = _CONTROL.sub("", text).strip()
    if cut or len(text) > limit:
        text = text[: limit - 1].rstrip() + "…"
    return _balanced(text).strip() if _BIDI.search(text) else text


def plain_text(markup, limit=LONGEST):
    """The words of a piece of HTML, a line for each block; markup itself never survives."""
    text = "".join(_words(_SPACES.sub(" ", markup[:_LONGEST_MARKUP].replace("\n", " "))))
    # int() refuses the digits of an endless reference, and html.unescape passes that on
    text = html.unescape(_LONG_REFERENCE.sub(r"\1", text)).replace("\xa0", " ")
    text = _BLANKS.sub(lambda gap: "\n\n" if gap[0].count("\n") > 2 else "\n", text)
    return clean(text if len(markup) <= _LONGEST_MARKUP else f"{text}…", limit)


def _words(markup):
    """Text outside tags; one pass, since markup that is never closed must not cost a second."""
    at, unread = 0, None
    while tag := _TAG.search(markup, at):
        if not unread:
            yield markup[at : tag.start()]
        at = tag.end()
        if tag[0] == "<!--":
            end = markup.find("-->", at)
            at = len(markup) if end < 0 else end + 3
        elif name := (tag[2] or "").lower():
            if name in _UNREAD:
                unread = _after(unread, name, closes=bool(tag[1]))
            elif name in _BLOCKS and not unread:
                yield "\n"
    if not unread:
        yield markup[at:]


def _after(unread, name, *, closes):
    """Which element's content is being skipped, once this tag is read."""
    if closes:
        return None if unread == name else unread
    return unread or name


def _balanced(text):
    """Without the direction marks that open and never close, or close what was never open."""
    opened, isolates, paired = [], 0, set()
    for mark in _BIDI.finditer(text):
        char, at = mark[0], mark.start()
        if char == "\n":
            opened, isolates = [], 0
        elif char == _END_EMBEDDING:
            if opened and opened[-1][0] in _EMBEDDINGS:
                paired |= {opened.pop()[1], at}
        elif char == _END_ISOLATE:
            if isolates:
                while opened[-1][0] in _EMBEDDINGS:
                    opened.pop()
                paired |= {opened.pop()[1], at}
                isolates -= 1
        else:
            opened.append((char, at))
            isolates += char in _ISOLATES
    return _BIDI.sub(
        lambda mark: mark[0] if mark[0] == "\n" or mark.start() in paired else "", text
    )
