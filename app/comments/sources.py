"""Who wrote and what was commented on: kept as they were last told, many at once."""

from sqlalchemy import bindparam, select, update

from app.extensions import db
from app.lib.bulk import insert_rows


class Sources:
    """The authors, or the posts, that one batch names."""

    def __init__(self, model, fields, channel_id):
        self.table, self.fields, self.channel_id = model.__table__, fields, channel_id
        self.rows, self.new, self.changed = {}, {}, set()

    def find(self, platform_ids):
        if platform_ids:
            found = self.look(platform_ids, *self.fields)
            self.rows = {row.platform_id: dict(row._mapping) for row in found}

    def look(self, platform_ids, *fields):
        columns = [self.table.c[name] for name in ("id", "platform_id", *fields)]
        wanted = select(*columns).where(
            self.table.c.channel_id == self.channel_id, self.table.c.platform_id.in_(platform_ids)
        )
        return db.session.execute(wanted)

    def meet(self, told):
        """Take in what is told of one; says whether somebody we knew looks different now."""
        given = {name: value for name in self.fields if (value := getattr(told, name))}
        if told.id not in self.rows:
            self.rows[told.id] = self.new[told.id] = self.blank(told.id)
        row = self.rows[told.id]
        if all(row[name] == value for name, value in given.items()):
            return False
        row |= given
        if told.id in self.new:
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
            fresh = {name: bindparam(f"new_{name}") for name in self.fields}
            change = update(self.table).where(self.table.c.id == bindparam("its_id")).values(fresh)
            db.session.connection().execute(
                change, [self.fresh(key) for key in sorted(self.changed)]
            )

    def fresh(self, platform_id):
        row = self.rows[platform_id]
        return {"its_id": row["id"], **{f"new_{name}": row[name] for name in self.fields}}
