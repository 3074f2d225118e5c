"""JSON from strangers: read strictly, because what two programs read differently is somebody's way in."""

import json
from codecs import BOM_UTF8

from app.connectors.contract import Unacceptable


def read_json(body):
    """What a body says; raises Unacceptable with a reason when it is not plain, unambiguous JSON."""
    try:
        # The mark of UTF-8 that some programs begin with says nothing; a second one is not JSON.
        text = body.removeprefix(BOM_UTF8).decode("utf-8")
        return json.loads(text, object_pairs_hook=unambiguous, parse_constant=no_number)
    except UnicodeDecodeError as error:
        raise Unacceptable("not-utf8", at=error.start) from None
    except json.JSONDecodeError as error:
        raise Unacceptable("not-json", line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise Unacceptable("too-deep") from None
    except ValueError:
        # Python refuses to read a number of thousands of digits.
        raise Unacceptable("number-too-long") from None


def unambiguous(pairs):
    """One object; a key that stands there twice means two things."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unacceptable("key-twice")
    return found


def no_number(name):
    raise Unacceptable("not-a-number", name=name)
