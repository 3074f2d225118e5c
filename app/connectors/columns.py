"""Which column of a file is what: guessed from its name in French, Arabic or English, and from what it holds."""

import re
from zoneinfo import ZoneInfo

from app.connectors.dates import NoDate, day_comes_first, read_date
from app.lib.text import normalise, search_words

# What a row can say, in the order it is asked about; only the text is needed.
FIELDS = {
    "text": "text texte comment comments commentaire message contenu content body avis verbatim "
    "comment_text comment_message texte_commentaire نص تعليق رساله محتوي كومنتار",
    "created_at": "date datetime time timestamp created created_at created_time creation date_creation posted "
    "published published_at date_publication date_commentaire comment_date heure تاريخ وقت",
    "author_name": "author auteur name nom user utilisateur username user_name pseudo author_name nom_auteur "
    "nom_utilisateur commenter from from_name اسم كاتب صاحب مستخدم مولف",
    "author_id": "author_id user_id from_id id_auteur id_utilisateur auteur_id معرف_كاتب معرف_مستخدم",
    "post_title": "post publication article title titre sujet subject post_title titre_publication story "
    "منشور عنوان موضوع مقال",
    "post_url": "post_url post_link url_publication lien_publication article_url رابط_منشور",
    "post_id": "post_id id_post id_publication publication_id article_id media_id video_id معرف_منشور",
    "url": "url link lien permalink comment_url comment_link lien_commentaire رابط",
    "id": "id identifiant comment_id id_commentaire commentaire_id ref reference numero معرف رقم",
    "parent_id": "parent parent_id reply_to in_reply_to in_reply_to_id reponse_a parent_comment_id رد_علي",
    "thread_id": "thread thread_id root_id conversation conversation_id fil fil_id",
    "lang": "lang language langue لغه",
    "tags": "tags tag labels etiquettes mots_cles categories وسوم وسم",
}
NAMES = {name: field for field, names in FIELDS.items() for name in names.split()}
_LINK = re.compile(r"https?://", re.IGNORECASE)
SHORT_NAME = 40


def guess(first, rows):
    """The mapping of a file, from its first row and those after it: {field: column, "header": …, "day_first": …}."""
    named = by_name(first)
    header = bool(named) or looks_like_header(first, rows)
    rows = rows if header else [first, *rows]
    columns = [
        [row[n] for row in rows if n < len(row) and row[n] not in ("", None)]
        for n in range(len(first))
    ]
    mapping = complete(named if header else {}, columns)
    dates = columns[mapping["created_at"]] if "created_at" in mapping else []
    return {**mapping, "header": header, "day_first": day_comes_first(dates)}


def by_name(first):
    """Columns whose name says what they are; a whole name goes before one word of a longer one."""
    found = {}
    names = [search_words(str(name)) if isinstance(name, str) else [] for name in first]
    for exact in (True, False):
        for column, words in enumerate(names):
            if column in found.values() or len(words) > 6:
                continue
            field = NAMES.get("_".join(words)) if exact else worded(words)
            if field and field not in found:
                found[field] = column
    return found


def worded(words):
    return next((NAMES[word] for word in words if word in NAMES), None)


def looks_like_header(first, rows):
    """Short, different words above longer ones."""
    names = [normalise(name) for name in first if isinstance(name, str)]
    if len(names) < len(first) or not all(names) or len(set(names)) < len(names) or not rows:
        return False
    if any(len(name) > SHORT_NAME or _LINK.match(name) or name[0].isdigit() for name in names):
        return False
    return max(map(len, names)) * 2 < max(len(str(cell or "")) for row in rows for cell in row)


def complete(mapping, columns):
    """What no name told: the column of dates, and the one with the most words."""
    free = [n for n in range(len(columns)) if n not in mapping.values() and columns[n]]
    if "created_at" not in mapping:
        dated = next((n for n in free if share(columns[n], is_date) > 0.8), None)
        if dated is not None:
            mapping["created_at"] = dated
            free.remove(dated)
    if "text" not in mapping:
        worded = [
            n for n in free if share(columns[n], is_link) < 0.5 and share(columns[n], is_date) < 0.5
        ]
        if worded:
            mapping["text"] = max(worded, key=lambda n: total_length(columns[n]))
    return mapping


def share(values, test):
    return sum(map(test, values)) / len(values)


def total_length(values):
    return sum(len(str(value)) for value in values)


def is_link(value):
    return isinstance(value, str) and bool(_LINK.match(value))


def is_date(value):
    try:
        return not isinstance(value, int | float) and bool(read_date(value, ZoneInfo("UTC")))
    except NoDate:
        return False
