"""The lines of a file as they stand there, with where each ends: a reader that was stopped goes on from there."""

import re

from app.ingest.files.letters import SAMPLE, decode, encoding_of, mark_of

LONGEST_LINE = 1024 * 1024
BLOCK = 256 * 1024


class Lines:
    """Decoded lines from a byte position on; `position` is where the last one ended."""

    def __init__(self, file, encoding, position=0):
        self.file, self.encoding = file, encoding
        file.seek(0)
        sample = file.read(SAMPLE)
        self.position = max(position, mark_of(sample, encoding))
        self.ending, self.width = ending_of(sample, encoding)
        file.seek(self.position)

    def __iter__(self):
        for line in self.plain() if self.ending == b"\n" else self.split():
            self.position += len(line)
            yield decode(line, self.encoding)

    def plain(self):
        """Lines as Python's own file reading gives them; one without end is cut into pieces."""
        return iter(lambda: self.file.readline(LONGEST_LINE), b"")

    def split(self):
        """The same where a line ends otherwise; letters of two bytes end at even places only."""
        rest, scanned = b"", 0
        while block := self.file.read(BLOCK):
            rest += block
            start = 0
            while (end := self.end_in(rest, max(start, scanned))) or len(
                rest
            ) - start > LONGEST_LINE:
                end = end or start + LONGEST_LINE
                yield rest[start:end]
                start = scanned = end
            rest, scanned = rest[start:], 0
        if rest:
            yield rest

    def end_in(self, data, start):
        at = data.find(self.ending, start)
        while at >= 0 and at % self.width:
            at = data.find(self.ending, at + 1)
        return at + len(self.ending) if at >= 0 else 0


def ending_of(sample, encoding):
    """What ends a line: \\n, or \\r in what very old programs wrote; and how wide a letter is."""
    wide = encoding.startswith("utf-16")
    newline = "\n".encode(encoding) if wide else b"\n"
    old = "\r".encode(encoding) if wide else b"\r"
    only_old = not re.search(re.escape(newline), sample) and old in sample
    return (old if only_old else newline), 2 if wide else 1


def sample_of(path):
    """The beginning of a file, and the encoding it seems to be in."""
    with open(path, "rb") as file:
        sample = file.read(SAMPLE)
    return sample, encoding_of(sample)
