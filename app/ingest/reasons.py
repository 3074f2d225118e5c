"""Why something was not taken in: what is wrong, and what to do about it."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    # A delivery that is turned away at the door.
    "channel-unknown": _l("There is no channel at this address. Copy the address again from the channel's page."),
    "secret-missing": _l("This channel has no secret, so nothing can be checked. Make one on the channel's page."),
    "signature-missing": _l("The delivery is not signed. Send X-Timestamp and X-Signature-256 with it."),
    "signature-wrong": _l(
        "The signature does not fit. Sign the timestamp, a dot and the body exactly as it is sent, with the secret of this channel."
    ),
    "timestamp-wrong": _l("X-Timestamp is not a time. Send whole seconds since 1970."),
    "timestamp-outside": _l(
        "The delivery was signed more than %(minutes)s minutes ago or ahead. Check the clock of the sender, and sign again for each try."
    ),
    "too-large": _l("The body is larger than %(most)s bytes. Send fewer comments at once."),
    "too-many": _l("There are %(count)s comments in one body. Send at most %(most)s at once."),
    "not-utf8": _l("The body is not UTF-8 (byte %(at)s). Encode it as UTF-8."),
    "not-json": _l("The body is not JSON (line %(line)s, column %(column)s)."),
    "too-deep": _l("The body is nested too deep. Send a comment as one plain object."),
    "number-too-long": _l("A number in the body is too long. Send ids as text."),
    "not-a-number": _l("%(name)s is not JSON. Leave the field out instead."),
    "key-twice": _l("A key stands twice in one object. Send each key once."),
    "not-items": _l("The body is neither a comment, nor a list of comments, nor an object with “comments”."),
    "only-posts": _l("Nothing can be read at this address. Deliveries are sent to it with POST."),
    "busy": _l("The inbox is busy. Nothing was kept; send the same again in a moment."),
    "failed": _l("The inbox could not take this in, and the fault is ours. Nothing was kept; send the same again."),
    # One item that cannot be a comment.
    "not-an-object": _l("This is not an object with fields. Send an object for each comment."),
    "event-unknown": _l("Nothing is known of the event “%(event)s”. Send comment, delete, hide or unhide."),
    "no-id": _l("The field “%(field)s” is empty. Everything needs the id its platform knows it by."),
    "id-too-long": _l("The field “%(field)s” is longer than %(longest)s characters."),
    "id-unreadable": _l("The field “%(field)s” holds characters that no id can have."),
    "no-text": _l("There is no text to read. A comment without words cannot be moderated here."),
    "time-wrong": _l("The field “%(field)s” is not a time. Write it like 2026-03-04T12:00:00Z."),
    "field-wrong": _l("The field “%(field)s” is not of the kind it should be (%(wanted)s)."),
    "state-unknown": _l("Nothing is known of the state “%(state)s”."),
    "not-supported": _l("This kind of news is not followed yet (%(what)s)."),
    "not-understood": _l(
        "This could not be read, and the fault may be ours. It is kept as it was sent; try it again after an update."
    ),
    "not-kept": _l(
        "The database did not take this one, and the fault may be ours. It is kept as it was sent; try it again after an update."
    ),
    # One row of a file.
    "row-too-short": _l("The row has %(cells)s cells and ends before the text. Check its delimiters and quotes."),
    "row-too-wide": _l(
        "The row has %(cells)s cells and the first one %(wanted)s, so a cell was cut in two. Put its text in quotes."
    ),
    "row-quotes": _l("The quotes of this row do not fit together. Write a quote inside a cell twice."),
    "row-not-json": _l("This line is not a JSON object. Each line must be one."),
    "cell-error": _l("The cell in column “%(field)s” holds an error of the spreadsheet (%(value)s)."),
    "date-wrong": _l(
        "“%(value)s” is not a date that could be read. Choose whether the day or the month comes first, or correct it."
    ),
    # A whole file.
    "file-empty": _l("There are no rows in this file."),
    "file-missing": _l("The file is no longer here. Bring it once more; what was read already is known again."),
    "file-kind": _l("This is not a table. Bring a CSV file, JSON lines, or an Excel workbook (.xlsx)."),
    "file-old-excel": _l("This is a workbook of an old Excel. Save it as .xlsx or CSV, and bring that."),
    "file-swollen": _l("This workbook unpacks to more than can be right. Save it again, or as CSV."),
    "file-broken": _l("Reading stopped, and the fault may be ours. Go on; what was read already is known again."),
    "file-unreadable": _l("The file cannot be read from here on. It may be cut short or damaged."),
}  # fmt: skip
UNKNOWN = _l("This was refused for a reason that has no words here: %(reason)s.")


def sentence(reason, details=None):
    """The reason in the reader's language, filled with its details."""
    known = SENTENCES.get(reason)
    values = Details(details or {}, reason=reason)
    return str(known or UNKNOWN) % values


class Details(dict):
    """What fills a sentence; what an older row does not have is left as a dash."""

    def __missing__(self, name):
        return "–"
