"""A file on its way in: written straight to where it is kept, whatever its size, and nowhere else."""

import os
import re
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from app.lib.transaction import let_go

MEGABYTE = 1024 * 1024
# What the form itself may weigh, beside the file.
MARGIN = 64 * 1024
LONGEST_NAME = 255
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


class NoUpload(Exception):
    """There is no file to keep, and why: none, empty, too-large or no-room."""


@dataclass(frozen=True)
class Upload:
    """A file that arrived: what people call it, and where it is kept."""

    name: str
    stored_as: str
    size: int


def uploads():
    """Where files wait to be read; of this installation's owner alone."""
    folder = Path(current_app.config["SADA_HOME"]) / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextmanager
def upload_in(field):
    """The file of a form, kept; and thrown away when what is done with it fails."""
    let_go()
    upload = take_upload(field)
    try:
        yield upload
    except BaseException:
        (uploads() / upload.stored_as).unlink(missing_ok=True)
        raise


def take_upload(field):
    """Keep the file of a form as it streams in; what arrives in part is not kept."""
    streams = []

    def keep(*told, **more):
        streams.append(open_new())
        return streams[-1]

    request.max_content_length = current_app.config["MAX_UPLOAD_MB"] * MEGABYTE + MARGIN
    request._get_file_stream = keep
    try:
        return chosen(field, streams)
    except RequestEntityTooLarge:
        forget(streams)
        raise NoUpload("too-large") from None
    except OSError:
        forget(streams)
        raise NoUpload("no-room") from None
    except BaseException:
        forget(streams)
        raise


def chosen(field, streams):
    file = request.files.get(field)
    if file is None or not file.filename:
        raise NoUpload("none")
    stream = file.stream
    stream.seek(0, os.SEEK_END)
    size, path = stream.tell(), Path(stream.name)
    forget([other for other in streams if other is not stream])
    stream.close()
    if not size:
        path.unlink()
        raise NoUpload("empty")
    return Upload(shown_name(file.filename), path.name, size)


def open_new():
    path = uploads() / secrets.token_hex(16)
    return open(path, "x+b", opener=lambda name, flags: os.open(name, flags, 0o600))


def forget(streams):
    for stream in streams:
        stream.close()
        Path(stream.name).unlink(missing_ok=True)


def shown_name(name):
    """What a person may read of a file's name: no folders, nothing invisible, nothing that turns the line."""
    name = _UNSEEN.sub("", re.split(r"[\\/]", name)[-1]).strip()
    return name[-LONGEST_NAME:] or "file"
