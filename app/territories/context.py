"""The words around a name: its title, what stands before a place, and what makes it none."""

from functools import cache

from app.territories.gazetteer import SHIPPED, in_use
from app.territories.spelling import words_of

# After one of these even an ordinary word is a place, and of this kind where there is the choice.
_TITLES = {
    "governorate": "wilaya wilayet wileya wileyet gouvernorat governorate ولايه بولايه لولايه والي",
    "delegation": "delegation mo3tamdia mo3tamdiya mo3tamdiyet mo3tamadiyet mo3tamadiat mou3tamdia "
    "mo3tamad delegue deleguee معتمديه بمعتمديه لمعتمديه معتمد",
    "commune": "baladia baladiya baladiyet baladiet commune municipalite mairie maire بلديه ببلديه لبلديه",
    "imada": "imada imadet 3imada 3imadet secteur 3omda omda عماده بعماده لعماده عمده",
    "": "ville madina mdinet madinet region مدينه بمدينه لمدينه جهه بجهه بلده douar دوار village 9aryet قريه بقريه",
}
TITLES = {word: kind for kind, words in _TITLES.items() for word in words.split()}
# Between a title and the name: "délégation de Thala".
FILLERS = frozenset("de d du des la le el l mta3 mte3 ta3 te3 mtaa of the متاع متع تاع".split())
# Before a place: "fi makthar", "nes bargou", "طريق مكثر".
PLACED = frozenset(
    "a au aux de d du pour tout toute vers entre depuis jusqu pres chez sur from in to at near the off "
    "fi f fel men mel m mta3 mte3 ta3 te3 mtaa l lel 3al 3la nes ness wled weld bent bnet ahali ahl route "
    "tri9 trig kayes kayess sbitar hopital hospital lycee ecole souk sou9 bureau gare louage kar bus "
    "habitants jeunes femmes dispensaire radio 7ay jbal makteb mal3ab dar wed oued "
    "في فى ف من الي متاع متع تاع اهالي اهل سكان ناس ولد ولاد اولاد بنت بنات نساء شباب طريق كياس سوق مستشفي "
    "سبيطار محطه مكتب ليسي معهد مدرسه نحو قرب بين راديو اذاعه واد وادي حي".split()
)
JOINERS = frozenset("w et and و ou ila l".split())


def title_before(words, at):
    """The kind of place that a title before this word announces, "" for any; None without a title."""
    while at > 0:
        at -= 1
        if words[at] in TITLES:
            return TITLES[words[at]]
        if words[at] not in FILLERS:
            return None
    return None


def ordinary_from(words, at):
    """How many words from here are a phrase that only sounds like a place."""
    phrases = _phrases(in_use()).get(words[at])
    if not phrases:
        return 0
    return max((size for size, phrase in phrases if words[at : at + size] == phrase), default=0)


@cache
def _phrases(sources):
    """The phrases of every gazetteer in use, by their first word."""
    found = {}
    for source in sources:
        path = SHIPPED / f"{source}.ordinary.txt" if source.isalnum() else None
        if path and path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                words = words_of(line.partition("#")[0])
                if words:
                    found.setdefault(words[0], []).append((len(words), words))
    return found
