"""Who wrote and what was commented on: kept as they were last told, many at once."""

from functools import cache

from sqlalchemy import bindparam, select, update

from app.extensions import db
from app.lib.bulk import among, change_rows, insert_rows


class Sources:
    """The authors, or the posts, that one batch names."""

    def __init__(self, model, fields, channel_id):
        self.table, self.fields, self.channel_id = model.__table__, fields, channel_id
        self.rows, self.new, self.changed = {}, {}, set()

    def find(self, platform_ids):
        if platform_ids:
            found = self.look(platform_ids, *self.fields)
            names = tuple(found.keys())
            self.rows = {row.platform_id: dict(zip(names, row, strict=True)) for row in found}

    def look(self, platform_ids, *fields):
        columns = [self.table.c[name] for name in ("id", "platform_id", *fields)]
        wanted = select(*columns).where(
            self.table.c.channel_id == self.channel_id,
            among(self.table.c.platform_id, platform_ids),
        )
        return db.session.execute(wanted)

    def meet(self, told):
        """Take in what is told of one; says whether somebody we knew looks different now."""
        row, differs = self.rows.get(told.id), False
        if row is None:
            row = self.rows[told.id] = self.new[told.id] = self.blank(told.id)
        for name in self.fields:
            value = getattr(told, name)
            if value and row[name] != value:
                row[name], differs = value, True
        if not differs or told.id in self.new:
            return False
        self.changed.add(told.id)
        return True

    def blank(self, platform_id):
        blanks = {name: None if self.table.c[name].nullable else "" for name in self.fields}
        return {"channel_id": self.channel_id, "platform_id": platform_id, **blanks}

    def id_of(self, platform_id):
        return self.rows[platform_id]["id"]

    def keep(self):
        """Write the new ones, in one order whoever writes, and those that changed."""
        if self.new:
            ordered = [self.new[key] for key in sorted(self.new)]
            insert_rows(db.session.connection(), self.table, ordered)
            for row in self.look(self.new):
                self.rows[row.platform_id]["id"] = row.id
        if self.changed:
            rows = [self.fresh(key) for key in sorted(self.changed)]
            change_rows(db.session.connection(), change_of(self.table, self.fields), rows)

    def fresh(self, platform_id):
        row = self.rows[platform_id]
        return {"its_id": row["id"], **{f"new_{name}": row[name] for name in self.fields}}


@cache
def change_of(table, fields):
    """The statement that gives one row new values."""
    fresh = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in fields}
    return update(table).where(table.c.id == bindparam("its_id")).values(fresh)
