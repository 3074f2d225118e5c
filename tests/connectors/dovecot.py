"""Dovecot, as a distribution brings it, for one account: IMAP with and without TLS, and LMTP to bring letters in."""

import os
import shutil
import smtplib
import subprocess
import time
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fixtures.house import free_port
from tests.fixtures.post_office import write_certificate

DOVECOT = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
ADDRESS, PASSWORD = "contact@pact.example", 'pass "word\\'

CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = {ssl}
{certificate}
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{home}/mail/%u
mail_uid = {user}
mail_gid = {group}
postmaster_address = postmaster@pact.example
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {home}/users
}}
auth_mechanisms = plain login xoauth2 oauthbearer
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {home}/oauth2
}}
userdb {{
  driver = static
  args = home={home}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
  mailbox "Corbeille de l'équipe" {{
    auto = create
    special_use = \\Trash
  }}
}}
"""


# Whom it asks whether a key is good.
ASKS = """
introspection_mode = auth
introspection_url = {giver}/introspect
username_attribute = email
active_attribute = active
active_value = true
"""


class Dovecot:
    """One running server; `deliver` brings a letter as it stands."""

    def __init__(self, home, giver):
        self.home, self.giver = home, giver
        self.imap, self.imaps, self.lmtp = free_port(), free_port(), free_port()

    def write(self):
        """Its settings, its one user and its certificate."""
        user = "dovecot" if os.getuid() == 0 else getuser()
        for folder in ("mail", "run", "state"):
            (self.home / folder).mkdir()
            if os.getuid() == 0:
                shutil.chown(self.home / folder, user)
        (self.home / "users").write_text(f"{ADDRESS}:{{PLAIN}}{PASSWORD}\n")
        write_certificate(self.home / "key.pem", self.home / "cert.pem")
        certificate = f"ssl_cert = <{self.home}/cert.pem\nssl_key = <{self.home}/key.pem"
        (self.home / "oauth2").write_text(ASKS.format(giver=self.giver))
        told = CONFIG.format(
            home=self.home, user=user, group=user, ssl="yes", certificate=certificate,
            imap=self.imap, imaps=self.imaps, lmtp=self.lmtp,
        )  # fmt: skip
        (self.home / "dovecot.conf").write_text(told)

    def deliver(self, raw):
        with smtplib.LMTP("127.0.0.1", self.lmtp, local_hostname="test") as line:
            line.sendmail("someone@mail.example", [ADDRESS], raw)

    def is_up(self):
        try:
            smtplib.LMTP("127.0.0.1", self.lmtp, local_hostname="test").quit()
        except OSError:
            return False
        return True


def wait_for(server, process):
    end = time.monotonic() + 20
    while not server.is_up():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError((server.home / "log").read_text())
        time.sleep(0.05)


@contextmanager
def running_dovecot(giver="http://127.0.0.1:9"):
    """One server for as long as the block lasts, in a folder that its own user can enter, as pytest's are not."""
    with TemporaryDirectory(prefix="dovecot") as folder:
        server = Dovecot(Path(folder), giver)
        server.home.chmod(0o755)
        server.write()
        process = subprocess.Popen([DOVECOT, "-F", "-c", server.home / "dovecot.conf"])
        try:
            wait_for(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(10)
