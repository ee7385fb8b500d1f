"""Counter-based random numbers (Philox4x32-10; Salmon et al., SC 2011), keyed by seed, purpose and index."""
import math
import numpy as np

BITS = (1 << 64) - 1


def scatter(z):
    """SplitMix64's output function (Steele, Lea and Flood 2014)."""
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & BITS
    z = (z ^ z >> 27) * 0x94D049BB133111EB & BITS
    return z ^ z >> 31


def mix(x):
    return scatter((x + 0x9E3779B97F4A7C15) & BITS)


def trial_seed(sweep_seed, replicate):
    """Number `replicate` of the SplitMix64 stream whose counter starts at the scattered seed of the sweep."""
    return scatter((scatter(sweep_seed) + 0x9E3779B97F4A7C15 * (replicate + 1)) & BITS)


def fnv1a(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 & BITS
    return value


def philox(blocks, identity, key):
    """Ten rounds for each block number: two 64-bit words a block."""
    low = np.uint64(0xFFFFFFFF)
    shift = np.uint64(32)
    c = [blocks & low, blocks >> shift, np.full_like(blocks, identity & 0xFFFFFFFF), np.full_like(blocks, identity >> 32)]
    k0, k1 = key & 0xFFFFFFFF, key >> 32
    for _ in range(10):
        first, second = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [second >> shift ^ c[1] ^ np.uint64(k0), second & low, first >> shift ^ c[3] ^ np.uint64(k1), first & low]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return np.stack([c[0] | c[1] << shift, c[2] | c[3] << shift], axis=1).reshape(-1)


class Stream:
    def __init__(self, seed, purpose, index=0):
        self.key = mix(seed)
        self.identity = mix(fnv1a(purpose) ^ mix(index))
        self.position = 0

    def words(self, count):
        first, last = self.position // 2, (self.position + count + 1) // 2
        drawn = philox(np.arange(first, last, dtype=np.uint64), self.identity, self.key)
        start = self.position - 2 * first
        self.position += count
        return drawn[start:start + count]

    def uniform(self, count=None):
        """On [0, 1): the upper 53 bits of a word."""
        drawn = (self.words(1 if count is None else count) >> np.uint64(11)) * 2.0 ** -53
        return float(drawn[0]) if count is None else drawn

    def normal(self, count=None):
        """By the inverse of the distribution, from the upper 52 bits of a word and a half."""
        words = self.words(1 if count is None else count) >> np.uint64(12)
        drawn = quantile((words + 0.5) * 2.0 ** -52)
        return float(drawn[0]) if count is None else drawn

    def integer(self, bound):
        """On 0 ..< bound, without bias (Lemire 2019)."""
        rejected = ((1 << 64) - bound) % bound
        while True:
            product = int(self.words(1)[0]) * bound
            if product & BITS >= rejected:
                return product >> 64

    def permutation(self, count):
        """Fisher-Yates from the end."""
        order = list(range(count))
        for i in range(count - 1, 0, -1):
            j = self.integer(i + 1)
            order[i], order[j] = order[j], order[i]
        return order


def quantile(p):
    """The standard normal quantile: a coarse start, then Halley's steps on the distribution itself."""
    p = np.asarray(p, dtype=float)
    tail = np.minimum(p, 1 - p)
    t = np.sqrt(-2 * np.log(tail))
    x = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))))
    root = math.sqrt(2)
    for _ in range(3):
        below = np.array([0.5 * math.erfc(-v / root) for v in x])
        error = (below - tail) * math.sqrt(2 * math.pi) * np.exp(x * x / 2)
        x = x - error / (1 + x * error / 2)
    return np.where(p < 0.5, x, -x)
