"""How many comments are usual for an hour of the week, and how surprising it is to find more.

The shape is that of the outbreak detectors of public health: counts of the same hour of earlier weeks and their
neighbours, past outbreaks weighted down, and a negative binomial tail because comments come in company
(Farrington et al., "A statistical algorithm for the early detection of outbreaks of infectious disease", J. R. Stat. Soc. A
159, 1996; Noufaily et al., "An improved algorithm for outbreak detection in multiple surveillance systems", Stat. Med. 32, 2013).
Where weeks are few, the same hour of the last days stands in for them, as in empirical Bayes.
"""

from math import exp, lgamma, log, log1p
from statistics import median

# A quarter of an hour, in the microseconds that comments are numbered by.
QUARTER = 900_000_000
IN_HOUR, IN_DAY, IN_WEEK = 4, 24, 168
WEEKS, DAYS = 8, 7
HISTORY = WEEKS * IN_WEEK + 1
# A watch without a day of history has nothing to compare with.
SHORTEST = 2 * IN_DAY
# Weeks of its own that an hour needs before it outweighs the same hour of other days.
PRIOR_WEEKS = 1.5
LEAST_SPREAD, MOST_SPREAD = 0.04, 1.0
LEVEL = (0.6, 3.0)


class Usual:
    """What is usual from an hour on, learned from the quarters before it: {quarter: count}."""

    def __init__(self, counts, until, first=None):
        self.until = until // IN_HOUR
        self.first = max((first or 0) // IN_HOUR, self.until - HISTORY)
        self.hours = {}
        for quarter, count in counts.items():
            hour = quarter // IN_HOUR
            if self.first <= hour < self.until:
                self.hours[hour] = self.hours.get(hour, 0) + count
        self.known = {}
        self.spread = self.level = None
        self.long_enough = self.until - self.first >= SHORTEST
        if self.long_enough:
            self.learn()

    def learn(self):
        """How far hours stray from what was expected of them, and how busy the last day was."""
        lately = range(max(self.first, self.until - 14 * IN_DAY), self.until)
        pairs = [(self.hours.get(hour, 0), self.shape(hour)) for hour in lately]
        self.level = self.busy(pairs[-IN_DAY:])
        # as it would have been expected on each of those days
        pairs = [
            (seen, usual * self.busy(pairs[max(0, at - IN_DAY) : at]))
            for at, (seen, usual) in enumerate(pairs)
        ]
        off = [(seen - usual) ** 2 - usual for seen, usual in pairs]
        # past outbreaks are not the usual spread
        off = sorted(off)[: int(len(off) * 0.97)]
        squares = sum(usual * usual for _seen, usual in pairs) or 1
        self.spread = min(max(sum(off) / squares, LEAST_SPREAD), MOST_SPREAD)

    def busy(self, pairs):
        """How the last day compares with the usual, one outbreak not counted whole."""
        usual = sum(pair[1] for pair in pairs)
        seen = sum(min(count, 2.5 * mean + 3) for count, mean in pairs)
        return min(max((seen + 10) / (usual + 10), LEVEL[0]), LEVEL[1])

    def shape(self, hour):
        """Comments an hour at this hour of the week, from weeks and days around it."""
        if hour not in self.known:
            weekly = self.around(hour, IN_WEEK, WEEKS)
            daily = self.around(hour, IN_DAY, DAYS)
            weeks, same_hour, same_time = len(weekly) / 3, tamed(weekly), tamed(daily)
            mixed = (weeks * same_hour + PRIOR_WEEKS * same_time) / (weeks + PRIOR_WEEKS)
            # habits that moved (a month of fasting, a strike) show in the last days long before they show in the weeks
            self.known[hour] = max(mixed, 0.9 * tamed(daily[:9]) if len(daily) > 8 else 0, 0.02)
        return self.known[hour]

    def around(self, hour, step, times):
        """The counts one, two, … steps before an hour, each with its two neighbours."""
        found = []
        for back in range(1, times + 1):
            middle = hour - back * step
            for near in (middle - 1, middle, middle + 1):
                if self.first <= near < self.until:
                    found.append(self.hours.get(near, 0))
        return found

    def expected(self, quarter, width, exposed=1.0):
        """How many comments are usual in some quarters up to one of which only a part has passed."""
        total = 0.0
        for back in range(width):
            share = exposed if back == 0 else 1.0
            total += self.shape((quarter - back) // IN_HOUR) / IN_HOUR * share
        return total * self.level

    def surprise(self, seen, expected):
        return surprise(seen, expected, self.spread)


def tamed(counts):
    """Their mean, with those far above the middle brought down: an outbreak of last week is not the usual."""
    if not counts:
        return 0.0
    middle = median(counts)
    most = middle + 3 * (middle + 1) ** 0.5 + 0.5 * middle
    return sum(min(count, most) for count in counts) / len(counts)


def surprise(seen, expected, spread):
    """How unlikely so many or more are: 3 means one chance in a thousand (negative binomial tail)."""
    if seen <= expected or seen <= 0:
        return 0.0
    size = 1 / max(spread, 1e-6)
    success = size / (size + expected)
    first = (
        lgamma(seen + size) - lgamma(size) - lgamma(seen + 1)
        + size * log(success) + seen * log1p(-success)
    )  # fmt: skip
    total, term, number = 1.0, 1.0, seen
    while term > 1e-9 * total and number < seen + 5000:
        term *= (number + size) / (number + 1) * (1 - success)
        total, number = total + term, number + 1
    return max(-(first + log(total)) / log(10), 0.0)


def share_surprise(marked, count, usual, spread=0.01):
    """How unlikely so many marked among so many are, where a share of them usually is (beta-binomial tail)."""
    usual = min(max(usual, 0.005), 0.95)
    if not count or marked <= count * usual:
        return 0.0
    both = 1 / spread - 1
    a, b = usual * both, (1 - usual) * both
    terms = [log_beta_binomial(number, count, a, b) for number in range(marked, count + 1)]
    top = max(terms)
    return max(-(top + log(sum(exp(term - top) for term in terms))) / log(10), 0.0)


def log_beta_binomial(number, count, a, b):
    choose = lgamma(count + 1) - lgamma(number + 1) - lgamma(count - number + 1)
    return choose + log_beta(number + a, count - number + b) - log_beta(a, b)


def log_beta(a, b):
    return lgamma(a) + lgamma(b) - lgamma(a + b)
