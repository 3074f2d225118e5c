"""Pictures and other attachments of a comment: kept as references, with words where there is no text."""

# A comment without words is still a comment: what it holds is named by a sign that everybody reads.
SIGNS = {
    "image": "🖼",
    "gifv": "🖼",
    "video": "🎬",
    "audio": "🎵",
    "link": "🔗",
    "sticker": "🏷",
    "file": "📎",
}


def medium(kind, url, alt=""):
    """One attachment: image, video, audio, link, sticker or file."""
    return {"kind": kind if kind in SIGNS else "file", "url": url or "", "alt": (alt or "")[:500]}


def told(text, media):
    """The text of a comment, and what its `extra` keeps of the media: `text, extra = told(text, media)`."""
    if not media:
        return text, {}
    return text.strip() or " ".join(sign_of(each) for each in media), {"media": media}


def sign_of(each):
    return f"{SIGNS[each['kind']]} {each['alt']}".strip()
