"""How to reach a person, as people write it: addresses of mail and houses, numbers, handles, links to a profile.

Left as they are: amounts, dates, places, streets without a house, links to the press. A number is masked where it may be
a telephone, an identity card or a bank account, because the harm of showing one is larger than that of losing one.
"""

import re

EMAIL, PHONE, NUMBER, ADDRESS, LINK, HANDLE = (
    "email",
    "phone",
    "number",
    "address",
    "link",
    "handle",
)

_HOST = r"(?:facebook|fb|instagram|twitter|x|tiktok|linkedin|youtube|youtu|snapchat|threads|messenger|telegram|t|wa|whatsapp|m|bsky|mastodon)"
_LINK = re.compile(
    rf"(?:https?://)?(?:[\w-]+\.)?{_HOST}\.(?:com|me|be|net|social|app|org|tn)/[^\s<>\"'،؛)]+", re.I
)

_DOMAIN = r"(?:gmail|g mail|yahoo|hotmail|outlook|live|icloud|proton(?:mail)?|topnet|planet|gnet|جيمايل|جيميل|جي\s?ميل|ياهو|هوتمايل|هوتميل|اوتلوك|أوتلوك|إيميل)"
_AT = r"(?:@|\s*[\[({<]\s*(?:at|arobase|arrobase|a|@|آت|ات|أت)\s*[\])}>]\s*|\s+(?:at|arobase|arobas|arrobase|aro|chez|@|آت|ات|أت|أروباز|اروباز|عند)\s+)"
_DOT = r"(?:\.|\s*[\[({]\s*(?:dot|point|\.)\s*[\])}]\s*|\s+(?:point|dot|\.|نقطة|دوت|بوان|بوا)\s+|\s*\.\s*)"
_LOCAL = rf"[\w+-]+(?:{_DOT}[\w+-]+){{0,2}}"
_EMAILS = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(rf"{_LOCAL}{_AT}{_DOMAIN}(?:{_DOT}(?:com|fr|tn|net|org|كوم|تي ان|تن))?\b", re.I),
    re.compile(rf"{_LOCAL}\s*(?:[\[({{<]\s*(?:at|arobase|@)\s*[\])}}>]|@|\s(?:arobase|at|آت)\s)\s*[\w-]+{_DOT}(?:com|fr|tn|net|org|eu|كوم)\b", re.I),
    re.compile(r"[\w.+-]+(?:@|\s@\s)[\w-]+\s?\.\s?[a-z]{2,}", re.I),
)  # fmt: skip

_GAP = r"[\s.\-–—/_·\u00a0\u202f\ufe0f\u20e3]{0,3}"
_PLUS = rf"(?:(?:\+|00){_GAP}\(?\d{{1,3}}\)?{_GAP}|\(\+?\d{{1,3}}\){_GAP})"
_PHONES = (
    re.compile(rf"(?<![\w\d]){_PLUS}(?:\(0\){_GAP})?\d(?:{_GAP}\d){{6,13}}(?!\d)"),
    # Eight digits of a Tunisian line, ten of a French one, however they are grouped.
    re.compile(rf"(?<![a-zA-Z\d_,])[259734](?:{_GAP}\d){{7}}(?![\d,])"),
    re.compile(rf"(?<![a-zA-Z\d_,])[٢٥٩٧٣٤](?:{_GAP}\d){{7}}(?!\d)"),
    re.compile(rf"(?<![\w\d,])0[1-9](?:{_GAP}\d{{2}}){{4}}(?!\d)"),
)  # fmt: skip
_ACCOUNTS = (
    re.compile(r"\bTN\s?\d{2}(?:[\s-]?\d){20}\b", re.I),
    re.compile(r"(?<!\d)\d{20}(?!\d)|(?<!\d)\d{2} ?\d{3} ?\d{13} ?\d{2}(?!\d)"),
    # What somebody says to be the number of their card or passport, however it is grouped.
    re.compile(
        rf"(?:\bcin\b|identit[éey]\w*|passe?port|cnss|cnam|البطاقة|بطاقة|بطاقت\w+|تعريف|جواز)[^\d\n]{{0,24}}?(?P<number>[A-Z]?\d(?:{_GAP}\d){{5,9}})(?!\d)",
        re.I,
    ),
)
_NUMBERS = (
    re.compile(r"\b(?:RS|NT|ن\.?ت)\s?\d{4,6}\b"),
    re.compile(r"\b\d{3,4}\s?تونس\s?\d{2,3}\b"),
    re.compile(r"(?<![\d,.])[01٠١]\d{7}(?![\d,])"),
    re.compile(r"\d{2,3}\s?(?:تونس|TUN(?:IS)?|[Tt]un(?:is)?)\s?\d{3,4}\b"),
)
_MONEY = re.compile(r"^\s*(?:dt|dinars?|tnd|d\b|€|euros?|eur|\$|millimes?|millions?|m3|m²|habitants?|personnes?|litres?|hectares?|ha\b|km|%|دينار|دنانير|مليون|مليم|ساكن|لتر|هكتار|شخص|د\b|دت)", re.I)  # fmt: skip
_DATE = re.compile(r"^(?:[0-3]?\d[\s./-][01]?\d[\s./-](?:19|20)\d\d|(?:19|20)\d\d[\s./-]?[01]\d[\s./-]?[0-3]\d|(?:19|20)\d\d\s?[-/–]\s?(?:19|20)\d\d)$")  # fmt: skip

_WORD = r"[^\W\d_][\w'’.-]*"
_STREET = r"(?:rue|r\.|avenue|av\.?|boulevard|bd|impasse|route|chemin|cité|cite|nahj|nahej|zan9et|zanket|résidence|residence|lotissement|street|road)"
_STREET_AR = r"(?:نهج|شارع|زنقة|زنقه|طريق|حي|إقامة|اقامة)"
_HOUSE = r"(?:appartement|appart|appt|apt|immeuble|imm|bloc|étage|villa|maison|dar|porte|flat|house|entrée)"
_NUM = r"(?:n\s?[°ºo]\.?\s?|numéro\s|numero\s|no\.?\s|num\s|nr\s)"
_LIVES = r"(?:j['’]?habite|habite|habitons|habitent|habitant|demeurant|demeure|domicilié[e]?|réside|resident|loge|adresse\s?:|mon adresse|noskon|neskon|nosken|nesken|yoskon|saken|sakna|sekna|سكنا|i live|lives|living)"
_LIVES_AR = r"(?:ساكن|ساكنة|ساكنين|نسكن|نسكنوا|يسكن|تسكن|أسكن|اسكن|سكني|العنوان\s?:?|عنواني|عنوانه|عنوانها|قاطن|قاطنة|القاطن)"
_ADDRESSES = (
    re.compile(rf"(?:{_NUM})?\b\d{{1,4}}(?:\s?(?:bis|ter|[A-D]))?\s*,?\s+{_STREET}\s+{_WORD}(?:\s+{_WORD}){{0,3}}", re.I),
    re.compile(rf"\b{_STREET}\s+(?:(?:\d{{1,2}}|{_WORD})\s*,?\s*){{1,5}}(?:{_NUM}|{_HOUSE}\s*(?:{_NUM})?)\d{{1,4}}\w?", re.I),
    re.compile(rf"\b{_HOUSE}\s*(?:{_NUM})?[A-Z]?-?\d{{1,4}}\b", re.I),
    re.compile(rf"\b{_HOUSE}\s+{_NUM}[A-Z]\b", re.I),
    re.compile(rf"(?<=\s){_STREET}\s+(?:(?:de|du|des|la|l|d|el|al|les|ibn|9|\d+)['’\s]+){{0,3}}{_WORD}(?:\s+(?:el|al|ben|ibn|des?|du)?\s*{_WORD})?", re.I),
    re.compile(r"\b\d{1,4}\s+(?:[A-Z]\w+\s+){1,3}(?:Street|Road|Avenue|Lane|street|road|avenue)\b"),
    re.compile(rf"{_STREET_AR}\s+(?:{_WORD}\s*){{1,4}}،?\s*(?:عدد|رقم|ع)\s*\d{{1,4}}"),
    re.compile(rf"(?:عدد|رقم)?\s*\d{{1,4}}\s*،?\s*(?:نهج|شارع|زنقة)\s+{_WORD}(?:\s+{_WORD})?"),
    re.compile(r"(?:دار|الدار|منزل|المنزل|شقة|الشقة|عمارة|العمارة|فيلا|الفيلا|باب|بلوك|الطابق)\s*(?:عدد|رقم)?\s*\d{1,4}"),
    re.compile(rf"(?<=\s){_STREET_AR}\s+{_WORD}(?:\s+{_WORD})?"),
)  # fmt: skip
# A street alone is a place; it is somebody's where they say that they live there.
_ONLY_WHERE_LIVED = {4, 9}
_LIVED = re.compile(rf"(?:{_LIVES}|{_LIVES_AR})\W+(?:[\w'’]+\W+){{0,4}}$", re.I)

_HANDLE = re.compile(r"(?<![\w.])@[\w.]*\w")
_NAMED_HANDLE = re.compile(r"\b(?:insta(?:gram)?|snap(?:chat)?|tik\s?tok|telegram|twitter|compte|انستغرام|انستا|تيك توك|سناب)\s*(?:[:=]\s*|(?=\s\S*[\d._]))([a-z\w.]{3,})", re.I)  # fmt: skip


# Most texts hold none of these, and a hundred thousand are read at once.
# Arabizi writes digits in its words: those are no numbers.
_DIGIT = re.compile(r"(?<![a-z])\d(?![a-zA-Z])")
_AT_ALL = re.compile(
    r"@|arr?oba|\bat\b|[(\[{<]a|\baro\b|gmail|yahoo|hotmail|outlook|[آأا]ت\b|روباز", re.I
)
_LIVES_AT_ALL = (
    "habit demeur domicil résid resid loge adresse noskon neskon nosken nesken yoskon saken sakna sekna سكنا live lives living "
    "ساكن سكن عنوان قاطن n° nº ° numéro numero"
).split()  # fmt: skip
_NAMED_AT_ALL = "insta snap tik telegram twitter compte انست تيك سناب".split()


def signs(text):
    """(start, end, kind) of everything in a text by which somebody can be reached, what is surest first."""
    low, digits, at = text.lower(), _DIGIT.search(text), _AT_ALL.search(text)
    if "/" in text:
        yield from ((m.start(), m.end(), LINK) for m in _LINK.finditer(text))
    for pattern in _EMAILS if at else ():
        yield from ((m.start(), m.end(), EMAIL) for m in pattern.finditer(text))
    if digits or holds(low, _LIVES_AT_ALL):
        yield from ((m.start(), m.end(), ADDRESS) for m in addresses(text))
    for pattern in _ACCOUNTS if digits else ():
        yield from (
            (*m.span("number" if "number" in m.groupdict() else 0), NUMBER)
            for m in pattern.finditer(text)
        )
    for pattern in _PHONES if digits else ():
        yield from ((m.start(), m.end(), PHONE) for m in pattern.finditer(text) if is_line(text, m))
    for pattern in _NUMBERS if digits else ():
        yield from ((m.start(), m.end(), NUMBER) for m in pattern.finditer(text))
    if "@" in text:
        yield from ((m.start(), m.end(), HANDLE) for m in _HANDLE.finditer(text))
    if holds(low, _NAMED_AT_ALL):
        yield from ((m.start(1), m.end(1), HANDLE) for m in _NAMED_HANDLE.finditer(text))


def holds(text, parts):
    for part in parts:  # quicker than any(), which stands in the way of a hundred thousand texts
        if part in text:
            return True
    return False


def addresses(text):
    for place, pattern in enumerate(_ADDRESSES):
        for found in pattern.finditer(text):
            if place not in _ONLY_WHERE_LIVED or _LIVED.search(text, 0, found.start()):
                yield found


def is_line(text, found):
    """Whether digits are a telephone's, and no amount and no date."""
    digits = found[0].strip()
    if _DATE.match(digits) or digits.endswith((" 000 000", ".000.000", "000000")):
        return False
    return not _MONEY.match(text[found.end() :])
