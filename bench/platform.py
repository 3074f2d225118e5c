"""A platform that costs next to nothing: mentions as Mastodon tells them, written by the clock. `python -m bench.platform`.

Account n of the first TALKED is mentioned once every PERIOD seconds; nobody ever speaks to the others.
"""

import asyncio
import json
import re
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

TALKED, PERIOD, MOST = 10, 2.0, 40
BEGUN = time.time()
asked_for = Counter()


async def main():
    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def talk(reader, writer):
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        target = head.split(" ", 2)[1]
        account = int(re.search(r"(?i)bearer account-(\d+)", head)[1])
        body = json.dumps(answer(urlsplit(target), account)).encode()
        top = (
            f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        )
        writer.write(top.encode() + b"Connection: close\r\n\r\n" + body)
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def answer(address, account):
    if address.path == "/asked":
        return asked_for.total()
    asked_for[account] += address.path.endswith("/notifications")
    if address.path.endswith("/statuses"):
        return []
    if not address.path.endswith("/notifications"):
        return {"id": str(account), "acct": f"account{account}"}
    asked = {name: value[0] for name, value in parse_qs(address.query).items()}
    last = int((time.time() - BEGUN) / PERIOD) if account < TALKED else 0
    first = int(asked.get("min_id", max(0, last - 1)))
    return [notice(account, number) for number in range(min(last, first + MOST), first, -1)]


def notice(account, number):
    at = datetime.fromtimestamp(BEGUN + number * PERIOD, UTC).isoformat(timespec="milliseconds")
    author = {
        "id": f"a{number % 97}",
        "acct": f"a{number % 97}",
        "username": "a",
        "display_name": "Sami",
    }
    status = {
        "id": f"{account}-{number}", "created_at": at, "edited_at": None, "in_reply_to_id": None,
        "in_reply_to_account_id": None, "visibility": "public", "content": f"<p>Quand l'eau ? {number}</p>",
        "account": author, "media_attachments": [], "language": "fr", "url": None, "replies_count": 0,
    }  # fmt: skip
    return {
        "id": str(number),
        "type": "mention",
        "created_at": at,
        "account": author,
        "status": status,
    }


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
