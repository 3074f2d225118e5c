"""The waves near what arrives, in memory: one slice of comments finds its places among them and among itself."""

from dataclasses import dataclass

from app.waves.likeness import MARKS, least, likeness

KEPT = ("id", "count", "scripts", "marks", "first_id", "last_id")
MOST_WAYS, ANOTHER_WAY = (
    4,
    0.75,
)  # of saying it; how little like those known one is that is worth remembering


@dataclass(eq=False, slots=True)
class Known:
    """One wave as it stands while a slice is placed."""

    id: int
    count: int
    scripts: str
    marks: bytes
    first_id: int
    last_id: int

    def __post_init__(self):
        self.marks = bytes(self.marks)

    @property
    def ways(self):
        """(marks, script) of each way of saying it."""
        ends = range(0, len(self.marks), MARKS)
        return zip(
            (self.marks[at : at + MARKS] for at in ends), self.scripts.split(","), strict=True
        )

    def join(self, number):
        self.count += 1
        self.first_id, self.last_id = min(self.first_id, number), max(self.last_id, number)

    def learns(self, sketch, like):
        """Whether a way of saying it is worth remembering, and is now."""
        if like >= ANOTHER_WAY or len(self.marks) >= MOST_WAYS * MARKS:
            return False
        self.marks, self.scripts = self.marks + sketch.marks, f"{self.scripts},{sketch.script}"
        return True

    def row(self):
        return {name: getattr(self, name) for name in KEPT}

    def grown(self):
        kept = {f"new_{name}": getattr(self, name) for name in KEPT if name != "id"}
        return kept | {"number": self.id}


class Nearby:
    """Waves by their keys; `place` says where a comment belongs."""

    def __init__(self, known, rows, highest, reach):
        self.waves = {wave.id: wave for wave in known}
        self.by_key, self.reach = {}, reach
        self.kept = self.highest = highest
        self.new, self.grown, self.new_bands = [], set(), []
        for key, number in rows:
            self.by_key.setdefault(key, []).append(number)

    def place(self, number, sketch):
        """The wave of a comment: the one most like it, or a new one."""
        wave, like = self.likest(number, sketch)
        if wave is None:
            return self.begin(number, sketch)
        wave.join(number)
        if wave.learns(sketch, like):
            self.keep_keys(wave, sketch)
        if wave.id <= self.kept:
            self.grown.add(wave)
        return wave

    def likest(self, number, sketch):
        """The wave that says nearly the same, if any does and is not long over, and how like it is; of equals the older."""
        met = sorted({wave for key in sketch.keys for wave in self.by_key.get(key, ())})
        near = [self.waves[one] for one in met if self.reaches(self.waves[one], number)]
        ways = [(wave, marks, script) for wave in near for marks, script in wave.ways]
        if not ways:
            return None, 0
        like = likeness(sketch, [marks for _, marks, _ in ways])
        over = like - least(sketch, [script for _, _, script in ways])
        best = int(over.argmax())
        return (ways[best][0] if over[best] >= 0 else None), like[best]

    def reaches(self, wave, number):
        return wave.first_id - self.reach <= number <= wave.last_id + self.reach

    def begin(self, number, sketch):
        self.highest += 1
        wave = Known(self.highest, 1, sketch.script, sketch.marks, number, number)
        self.waves[wave.id] = wave
        self.new.append(wave)
        self.keep_keys(wave, sketch)
        return wave

    def keep_keys(self, wave, sketch):
        """From now on the wave is found by these keys too."""
        for key in set(sketch.keys):
            known = self.by_key.setdefault(key, [])
            if wave.id not in known:
                known.append(wave.id)
                self.new_bands.append({"key": key, "wave_id": wave.id})
