"""Every address that somebody can open, for an inbox in which every room was furnished."""

from urllib.parse import quote

from bench.pages import asked

MANY = 60


def comments_to_furnish(link):
    """The platform ids of six open comments whose channel can be answered on."""
    wanted = """
        SELECT platform_id FROM comments WHERE status = 'open' AND state = 'visible' AND NOT by_us
        AND NOT is_spam AND channel_id <= 3 AND author_id IS NOT NULL AND post_id IS NOT NULL
        AND assignee_id IS NULL ORDER BY id DESC LIMIT 6
    """
    return [row[0] for row in link.execute(wanted)]


def stops(furnished, link):
    """Groups of addresses of one kind each, the first of which names it."""
    ids = [row[0] for row in link.execute("SELECT id FROM comments WHERE id % 9973 = 0")][:MANY]
    open_ids = [
        row[0] for row in link.execute(f"SELECT id FROM comments WHERE status='open' LIMIT {MANY}")
    ]
    yield from (paths for _name, paths in asked(ids))
    yield [f"/inbox/{each}?q=is:open" for each in open_ids]
    for part in ("next", "place"):
        yield [f"/inbox/{each}/{part}?q=is:open" for each in open_ids]
    yield [f"/inbox/row/{each}" for each in open_ids]
    yield from ([f"/inbox/news?q=is:open&since={ids[-1]}"], ["/inbox/rows/now?q=is:open"])
    for path in (*OF_A_COMMENT, "reply/suggestions"):
        yield [f"/comments/{each}/{path}" for each in open_ids]
    yield [f"/posts/{n}" for n in range(1, 5000, 83)]
    yield from ([path] for path in (*PLAIN, *of(furnished)))


OF_A_COMMENT = "alike wave assignment correction escalation hidden measures/delete note reply snooze tags".split()
QUERIES = (
    "is:done",
    'tag:"sujet 0"',
    "sentiment:neg",
    "lang:fr -is:toxic",
    "is:answered before:2026-06",
)
PLAIN = (
    "/login", "/reset", "/nowhere", "/profile", "/change", "/views", "/notices", "/notices/bell",
    "/inbox?q=colour:red", "/inbox?q=channel:nowhere", *(f"/inbox?q={quote(q)}" for q in QUERIES),
    *(f"/batches/matching?q={quote(q)}" for q in QUERIES), "/batches",
    *(f"/search/filters/{name}?q=is:open" for name in ("lang", "tag", "territory", "platform")),
    "/alerts", "/alerts/count", "/alerts/told", "/alerts/press", "/trends", "/trends?days=28", "/watches/new",
    "/reply-templates", "/reply-templates/new", "/feedback", "/kind", "/calm", "/session", "/evidence",
    "/channels", "/channels/new", "/channels/new/website", "/channels/new/webhook", "/channels/new/mastodon",
    "/api-keys", "/waves", "/users", "/invitations", "/tags", "/tags/1", "/tags/5", "/tags/suggest?q=suj", "/imports/new",
    "/letters", "/letters/1", "/reports", "/reports/own/new", "/reports/community", "/reports/tags", "/reports/service",
    "/reports/moderation", "/reports/reputation", "/reports/classifier", "/reports/community?period=year",
    "/reports/tags?period=year", "/reports/service?period=year", "/reports/tags.csv",
    "/classifier", "/classifier/thresholds", "/classifier/thresholds/toxic", "/classifier/thresholds/toxic?language=tn",
    "/classifier/lists", "/rules", "/rules/new", "/rules/hidden", "/rules/hidden.csv", "/healthz", "/readyz",
    "/channels/1", "/channels/2/settings", "/channels/1/refused", "/channels/1/refused.csv", "/channels/webhook.md",
)  # fmt: skip


def of(furnished):
    """What only exists because somebody did something."""
    first, words, rule = furnished["comments"][0], furnished["words"], f"/rules/{furnished['rule']}"
    form, kept = furnished["form"], f"/evidence/{furnished['evidence']}"
    strangers = [furnished[name] for name in "invitation reset take settle yes goodbye".split()]
    reports = furnished["reports"]
    yield from (f"/inbox/{number}?q=" for number in furnished["comments"])
    yield from map(plain, (*strangers, furnished["feedback"]["letter"]))
    yield from (reports["issue"], reports["public"], *reports["pages"])
    yield from (
        form,
        f"{form}/embed",
        f"{form}/thanks?ref=ABCD-EFGH-IJKL-MNOP",
        f"{form}/comments.json",
    )
    yield from (
        f"/comments/{first}/escalation/settlement",
        f"/reply-templates/{furnished['template']}",
    )
    yield from (f"/feedback/new?comment={first}", f"/feedback/{furnished['feedback']['id']}")
    yield from (
        kept,
        f"{kept}/check",
        f"{kept}/papers",
        f"{kept}/evidence.json",
        f"/rounds/{furnished['round']}",
    )
    yield from (rule, f"{rule}/edit", f"{rule}/past", f"/watches/{furnished['watch']}")
    yield from (
        f"/classifier/layers/{furnished['layer']}",
        f"/channels/join/pick/{furnished['joining']}",
    )
    yield from (
        f"/classifier/lists/{words}",
        f"/classifier/lists/{words}/trial",
        "/reports/own/1",
        "/reports/own/1/change",
    )


def plain(address):
    """The path of a whole address."""
    return "/" + address.split("/", 3)[3] if "://" in address else address
