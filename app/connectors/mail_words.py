"""What somebody wrote in a letter, without the letters it answers, the signature below it and what its program added."""

import re

from app.lib.text import clean, plain_text

# "On Monday, Sami wrote:", as the programs of French, Arabic and English writers say it.
_WROTE = re.compile(
    r"(?:on\b.*\bwrote|le\b.*\ba écrit|(?:في|بتاريخ|يوم)\s.*(?:كتب|كتبت|كتبه|كتبها)|.*<[^<>\s]+@[^<>\s]+>.*(?:wrote|a écrit|كتب))\b.*[:：]\s*",
    re.I,
)  # fmt: skip
# From here on everything is the letter before.
_ORIGINAL = re.compile(
    r"[-_]{2,}\s*(?:original message|message d.origine|message original|الرسالة الأصلية)\s*[-_]{2,}", re.I
)  # fmt: skip
# The block with which Outlook begins what it answers: who, then when.
_FROM = re.compile(r"\*?(?:from|de|expéditeur|من)\s*:\*?\s.*", re.I)
_SENT = re.compile(
    r"\*?(?:sent|date|envoyé|envoyé le|to|à|subject|objet|تم الإرسال|التاريخ|إلى|الموضوع)\s*:\*?\s.*", re.I
)  # fmt: skip
_ADDED = re.compile(
    r"(?:sent from my .{2,40}|envoyé de(?:puis)? mon .{2,40}|get outlook for \w+.*|télécharger outlook pour .*|أُرسلت من .{2,40}|تم الإرسال من .{2,40})",
    re.I,
)  # fmt: skip
_QUOTED_HTML = re.compile(
    r"<(?:div[^<>]{0,300}\b(?:class=[\"'][^\"'>]{0,80}(?:gmail_quote|yahoo_quoted|moz-cite-prefix)|id=[\"']?(?:appendonsend|divRplyFwdMsg))"
    r"|blockquote[^<>]{0,300}\btype=[\"']?cite)",
    re.I,
)  # fmt: skip
_SUBJECT = re.compile(
    r"\s*(?:(?:re|ré|rép|aw|sv|tr|fw|fwd|رد|إعادة توجيه)\s*(?:\[\d+\])?\s*[:：]\s*|\[external\]\s*)", re.I
)  # fmt: skip
# Lines longer than this are nobody's header, and must not cost time.
_LONGEST_LINE = 300


def written(kind, text, *, answers):
    """The words that are new in a letter; all of them when nothing would be left."""
    if kind == "html":
        quoted = _QUOTED_HTML.search(text) if answers else None
        new = plain_text(text[: quoted.start()]) if quoted else ""
        text = new or plain_text(text)
    text = clean(text)
    lines = without_signature(text.splitlines())
    if answers:
        lines = without_quotes(lines)
    new = "\n".join(lines).strip()
    return new or without_marks(text)


def without_signature(lines):
    """Up to the two dashes that begin a signature, or what a telephone adds."""
    end = len(lines)
    for number, line in enumerate(lines):
        if line.rstrip() == "--" and number:
            end = number
            break
    while end and (not lines[end - 1].strip() or matches(_ADDED, lines[end - 1])):
        end -= 1
    return lines[:end]


def without_quotes(lines):
    """Without what others wrote: marked lines go, and all that follows an unmarked beginning of theirs."""
    kept, number = [], 0
    while number < len(lines):
        begins = beginning(lines, number)
        if begins:
            after = first_words(lines, number + begins)
            if after is None or not lines[after].lstrip().startswith(">"):
                break
            number += begins
        elif not lines[number].lstrip().startswith(">"):
            kept.append(lines[number])
            number += 1
        else:
            number += 1
    while kept and matches(_ADDED, kept[-1]) or kept and not kept[-1].strip():
        kept.pop()
    return kept


def beginning(lines, number):
    """How many lines say that another letter begins here; 0 when none does."""
    line = lines[number].strip()
    if not line or len(line) > _LONGEST_LINE:
        return 0
    two = f"{line} {lines[number + 1].strip()}" if number + 1 < len(lines) else line
    if matches(_WROTE, line) or matches(_ORIGINAL, line):
        return 1
    after = first_words(lines, number + 1)
    if matches(_FROM, line) and after is not None and matches(_SENT, lines[after]):
        return 1
    return 2 if matches(_WROTE, two) and two.count(":") and not line.startswith(">") else 0


def first_words(lines, number):
    return next((at for at in range(number, len(lines)) if lines[at].strip()), None)


def matches(pattern, line):
    return len(line) <= 2 * _LONGEST_LINE and pattern.fullmatch(line.strip())


def without_marks(text):
    """A letter that is all quotes, read as it stands."""
    return "\n".join(line.lstrip("> ") for line in text.splitlines()).strip()


def title_of(subject):
    """A subject without the "Re:" and "Fwd:" that it gathered on its way."""
    for _turn in range(10):
        found = _SUBJECT.match(subject)
        if not found:
            break
        subject = subject[found.end() :]
    return clean(subject, 300)
