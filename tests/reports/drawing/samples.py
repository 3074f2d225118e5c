"""A report made by hand, in French and in Arabic, with every kind of thing a report can hold."""

from datetime import UTC, datetime

from app.reports.blocks import (
    CHANGE,
    DURATION,
    NUMBER,
    PERCENT,
    TEXT,
    Block,
    Column,
    Document,
    Figure,
    Row,
    Table,
    Verbatim,
)

WORDS = {
    "fr": {
        "title": "Le mois de la communauté", "period": "novembre 2026", "before": "octobre 2026",
        "lead": "Un mois dominé par les coupures d’eau à Siliana ; les réponses sont arrivées plus vite.",
        "volume": "Ce qui a été dit", "comments": "Commentaires", "answered": "Avec réponse",
        "delay": "Délai médian", "toxic": "Toxiques", "theme": "Thème", "share": "Part", "change": "Évolution",
        "themes": "De quoi", "about": "Commentaires du mois, par thème.", "day": "Jour",
        "who": "Personne 1", "where": "Facebook · Siliana", "steps": "nov.",
        "method": "Comptés : les commentaires écrits par d’autres pendant la période, sans les indésirables.",
    },
    "ar": {
        "title": "شهر المجتمع", "period": "نوفمبر 2026", "before": "أكتوبر 2026",
        "lead": "شهر هيمنت عليه انقطاعات الماء في سليانة، ووصلت الأجوبة أسرع من قبل.",
        "volume": "ما قيل", "comments": "التعليقات", "answered": "مع جواب",
        "delay": "المهلة الوسطى", "toxic": "مسيئة", "theme": "الموضوع", "share": "الحصة", "change": "التطور",
        "themes": "عن ماذا", "about": "تعليقات الشهر حسب الموضوع.", "day": "اليوم",
        "who": "شخص 1", "where": "فيسبوك · سليانة", "steps": "نوفمبر",
        "method": "حُسبت التعليقات التي كتبها الآخرون خلال الفترة، دون الرسائل المزعجة.",
    },
}  # fmt: skip
THEMES = (("#eau", 1420, 0.41, 0.12), ("#سيدي بوزيد", 900, 0.26, -0.3), ("=cmd()", 20, 0.006, None))


def sample(locale="fr"):
    words = WORDS[locale]
    return Document(
        title=words["title"], period=words["period"], before=words["before"], locale=locale,
        made_at=datetime(2026, 12, 1, 6, tzinfo=UTC), lead=(words["lead"],), query="tag:eau",
        blocks=(volume(words), themes(words)), method=(words["method"],),
    )  # fmt: skip


def volume(words):
    values = [{"step": f"{day} {words['steps']}", "count": day * 37 % 100} for day in range(1, 15)]
    chart = {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "x": {"field": "step", "type": "ordinal", "sort": None, "title": words["day"]},
            "y": {"field": "count", "type": "quantitative", "title": words["comments"]},
        },
    }
    head = (Column("step", words["day"], TEXT), Column("count", words["comments"], NUMBER))
    table = Table(head, tuple(Row((each["step"], each["count"])) for each in values))
    figures = (
        Figure(words["comments"], 3463, NUMBER, 3120),
        Figure(words["answered"], 0.412, PERCENT, 0.35),
        Figure(words["delay"], 3 * 3600 + 1500, DURATION, 5 * 3600),
        Figure(words["toxic"], 0.083, PERCENT, None, low=0.07, high=0.096),
    )
    return Block("volume", words["volume"], figures=figures, table=table, chart=chart)


def themes(words):
    head = (
        Column("name", words["theme"], TEXT),
        Column("count", words["comments"], NUMBER),
        Column("share", words["share"], PERCENT),
        Column("change", words["change"], CHANGE),
    )
    chart = {
        "data": {"values": [{"name": row[0], "count": row[1]} for row in THEMES]},
        "mark": "bar",
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": words["theme"]},
            "x": {"field": "count", "type": "quantitative", "title": words["comments"]},
        },
    }
    said = (
        Verbatim("Toujours pas d’eau à Rouhia depuis lundi, #merci *de* répondre $x$.", words["who"], words["where"],
                 datetime(2026, 11, 12, tzinfo=UTC), "fr"),
        Verbatim("علاش الماء مقصوص من نهار الاثنين؟ وينكم؟", words["who"], words["where"], None, "tn"),
    )  # fmt: skip
    table = Table(head, tuple(Row(row) for row in THEMES), words["about"])
    return Block("themes", words["themes"], table=table, chart=chart, verbatims=said)
