"""In which encoding a file was written, judged by what gives plausible French and Arabic."""

import codecs
import re

SAMPLE = 256 * 1024
BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
NAMES = {
    "utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Windows-1252",
    "cp1256": "Windows-1256",
}  # fmt: skip
_UPPER = (b"\x00", b"\x06")
_HIGH = re.compile(b"[\x80-\xff]")
# Where Windows-1256 has letters of Arabic; the accented letters of French lie between them, at the places they
# have in Windows-1252, so that both languages live in one file.
_ARABIC = b"\xc0-\xdf\xe1\xe3-\xe6\xec\xed\x81\x8d\x8e\x90\x98\x9a\x9f\xaa"
_ARABIC_WORD = re.compile(b"(?<![A-Za-z])[%b]{2,}(?![A-Za-z])" % _ARABIC)
_AMONG_LATIN = re.compile(b"(?<=[A-Za-z])[%b]|[%b](?=[A-Za-z])" % (_ARABIC, _ARABIC))
_WELL_FORMED = re.compile(
    b"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def encoding_of(sample):
    """The encoding of a file that begins like this."""
    for mark, name in BOMS:
        if sample.startswith(mark):
            return name
    return wide(sample) or ("utf-8" if mostly_utf8(sample) else narrow(sample))


def wide(sample):
    """UTF-16 without a mark: every other byte is that of one alphabet, Latin or Arabic, or nearly."""
    even, odd = (
        sum(map(half.count, _UPPER)) / max(len(half), 1)
        for half in (sample[0:4000:2], sample[1:4000:2])
    )
    if max(even, odd) < 0.4 or min(even, odd) > 0.2:
        return None
    return "utf-16-le" if odd >= even else "utf-16-be"


def mostly_utf8(sample):
    """Valid UTF-8, or so much of it that the rest is damage and not another encoding."""
    good = sum(len(each) for each in _WELL_FORMED.findall(sample))
    high = len(_HIGH.findall(sample))
    # The sample may end in the middle of a letter.
    return high - good <= (max(3, high // 50) if good else 0)


def narrow(sample):
    """Windows-1256 when its letters stand together as whole words, and not among Latin ones, else Windows-1252."""
    words = sum(map(len, _ARABIC_WORD.findall(sample)))
    return "cp1256" if words > 2 * len(_AMONG_LATIN.findall(sample)) else "cp1252"


def mark_of(sample, encoding):
    """How many bytes at the beginning only say which encoding this is."""
    return next((len(m) for m, name in BOMS if name == encoding and sample.startswith(m)), 0)


def decode(line, encoding):
    """One line; where a file was put together from others, a line that is not UTF-8 is read for itself."""
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8" and not _WELL_FORMED.search(line):
            return line.decode(narrow(line), "replace")
        return line.decode(encoding, "replace")
