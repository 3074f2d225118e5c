"""The demo's comments on their way in, each through the door it would really use."""

import csv
import json
import secrets
import time
from datetime import timedelta
from random import Random

from app.connectors.contract import Delivery
from app.connectors.signature import sign
from app.demo.texts import rows
from app.demo.times import written_at
from app.ingest.actions import accept, receive_here
from app.ingest.bringing import bring, files_of
from app.ingest.importing import begin
from app.ingest.uploads import Upload, uploads
from app.lib.clock import ago

# Announced by the system of the town, which signs what it sends; the rest stands on the page.
FILE_COLUMNS = {
    "text": "commentaire", "created_at": "date", "author_name": "auteur", "post_id": "id_publication",
    "post_title": "publication", "parent_id": "parent_id", "id": "id",
}  # fmt: skip
SIGNED = ("krib",)
FILMED = ("tajerouine", "makthar")


def deliver_page(channel):
    """What people wrote on the page."""
    posts = [post for post in rows("posts") if post["id"] not in SIGNED + FILMED]
    for post in posts:
        hand_in(channel, as_json(items_of(post, "page")))


def deliver_signed(channel):
    """What another system sends, signed."""
    for post in rows("posts"):
        if post["id"] in SIGNED:
            body, stamp = as_json({"comments": items_of(post, "page")}), str(int(time.time()))
            headers = {"x-timestamp": stamp, "x-delivery-id": post["id"]}
            headers["x-signature-256"] = sign(channel.secrets["secret"], stamp, body)
            hand_in(channel, body, headers)


def deliver_messages(channel):
    """What citizens left in the form."""
    messages = rows("form")
    for place, message in enumerate(messages):
        at = written_at(27, message["id"], place, len(messages))
        item = {
            "id": message["id"], "text": message["text"], "name": message["name"],
            "place": message["place"], "created_at": at.isoformat(),
        }  # fmt: skip
        hand_in(channel, as_json(item))


def deliver_film_file(channel):
    """What people said under two films, as a file that somebody exported and brought."""
    if files_of(channel):
        return
    rows_of_file = [
        line for post in rows("posts") if post["id"] in FILMED for line in lines_of(post)
    ]
    stored_as = secrets.token_hex(16)
    with open(uploads() / stored_as, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([FILE_COLUMNS.values(), *rows_of_file])
        size = file.tell()
    brought = bring(Upload("commentaires-videos.csv", stored_as, size), channel=channel, by=None)
    begin(brought, {field: place for place, field in enumerate(FILE_COLUMNS)})


def lines_of(post):
    for item in items_of(post, "videos"):
        named = post["title"], item["parent_id"], item["id"]
        yield item["text"], item["created_at"], item["author"]["name"], post["id"], *named


def hand_in(channel, body, headers=None):
    receive_here(accept(channel, Delivery(body, headers or {})))


def items_of(post, source):
    """The comments under one post, as a platform tells them."""
    under = [row for row in rows(source) if row["post"] == post["id"]]
    days = float(post["days_ago"])
    told = {"id": post["id"], "title": post["title"], "text": post["text"]}
    told["created_at"] = ago(days=days).isoformat()
    moments, items = {}, []
    for place, row in enumerate(under):
        at = moments[row["id"]] = moment_of(row, days, place, len(under), moments)
        items.append(item_of(row, told, at))
    return items


def moment_of(row, days, place, count, moments):
    """When a comment was written; an answer comes within hours of what it answers."""
    before = moments.get(row["answers"])
    if before is None:
        return written_at(days, row["id"], place, count)
    pause = timedelta(minutes=Random(row["id"]).uniform(4, 300))
    return min(before + pause, ago(minutes=3))


def item_of(row, post, at):
    return {
        "id": row["id"],
        "text": row["text"],
        "created_at": at.isoformat(),
        "author": author_of(row),
        "post": post,
        "parent_id": row["answers"] or None,
        "thread_id": row["answers"] or None,
    }


def author_of(row):
    people = rows("authors")
    who = people[Random(f"who {row['id']}").randrange(len(people))]
    return {"id": f"a{people.index(who)}", "name": who["name"], "handle": who["handle"]}


def as_json(content):
    return json.dumps(content, ensure_ascii=False).encode()
