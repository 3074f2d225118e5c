"""What a delivery would cost if there were nothing to do: served as `./run` serves, by an app that only answers."""

import os

from flask import Flask, request

app = Flask(__name__)


@app.post("/webhooks/<token>")
def deliver(token):
    request.get_data()
    return {"received": 1}, 202


bind = f"127.0.0.1:{os.environ.get('PORT', 8000)}"
worker_class = "gthread"
workers, threads, keepalive = 2, 24, 15
control_socket_disable = True
loglevel = "error"
