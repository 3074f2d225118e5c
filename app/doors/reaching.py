"""How the other side reaches a channel: lines to copy from its page."""

from app.lib.links import public_url

CURL = """\
SECRET='SECRET'
BODY='{{"comments": [{{"id": "first-1", "text": "Bonjour !", "author": {{"name": "Leila"}}}}]}}'
TIME=$(date +%s)
SIGNATURE=$(printf '%s.%s' "$TIME" "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d' ' -f1)
curl --fail-with-body '{address}' \\
  -H 'Content-Type: application/json' -H "X-Timestamp: $TIME" -H "X-Signature-256: $SIGNATURE" \\
  --data-binary "$BODY"
"""
SNIPPET = """\
<script src="{script}" data-language="fr" async></script>
<noscript><a href="{page}">{words}</a></noscript>
"""


def curl_line(channel):
    """What to type in a terminal to send a first comment."""
    return CURL.format(address=public_url("webhooks.deliver", token=channel.token))


def snippet(channel, words):
    """What to paste into a page of another site."""
    return SNIPPET.format(
        script=public_url("website_reading.script", token=channel.token),
        page=public_url("website.ask", token=channel.token, framed=False),
        words=words,
    )
