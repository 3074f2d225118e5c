"""The places of the gazetteer that comments name."""

from sqlalchemy import String

from app.extensions import BigId, db


class Territory(db.Model):
    """A place of the gazetteer: governorate, delegation, commune or imada, or a grouping of such."""

    __tablename__ = "territories"
    id = db.Column(db.Integer, primary_key=True)
    code = db.Column(String(40), nullable=False, unique=True)
    kind = db.Column(String(16), nullable=False)
    parent_id = db.Column(db.ForeignKey("territories.id", ondelete="CASCADE"), index=True)
    name_fr = db.Column(String(120), nullable=False)
    name_ar = db.Column(String(120), nullable=False, default="")
    # The name as it is searched and typed in the search box.
    key = db.Column(String(120), nullable=False, index=True)
    parent = db.relationship("Territory", remote_side=[id])

    def named(self, locale):
        return self.name_ar if locale == "ar" and self.name_ar else self.name_fr


class Place(db.Model):
    """One territory that one comment is about; a place carries its parents as rows of their own."""

    __tablename__ = "places"
    territory_id = db.Column(db.ForeignKey("territories.id", ondelete="CASCADE"), primary_key=True)
    comment_id = db.Column(
        BigId, db.ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    # Named by the comment itself (true), or carried as the parent of a place it names.
    named = db.Column(db.Boolean, nullable=False, default=True)
    territory = db.relationship(Territory)
    comment = db.relationship("Comment", backref=db.backref("places", passive_deletes=True))


class PostPlace(db.Model):
    """The place that comments under a post are about when they name none themselves."""

    __tablename__ = "post_places"
    post_id = db.Column(BigId, db.ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    territory_id = db.Column(
        db.ForeignKey("territories.id", ondelete="CASCADE"), nullable=False, index=True
    )
    territory = db.relationship(Territory)
