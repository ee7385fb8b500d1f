"""Writes similarities.json: distances between two small nets, in NumPy alone, by other ways than the program's.

Maps are fitted as arXiv:2306.10168 has it; eigenvalues are assigned by trying all permutations, orthogonal matrices are
found on a grid of angles that is refined, and permutations of units by trying all. Run: python3 make_similarities.py
"""
import itertools
import json
import pathlib
import numpy as np

rng = np.random.default_rng(2410)
SEQUENCES, STEPS, UNITS, RIDGE = 5, 12, 5, 1e-6


def net():
    recurrent = rng.normal(size=(UNITS, UNITS)) / np.sqrt(UNITS)
    inputs = rng.normal(size=(UNITS, 2))
    return recurrent, inputs


def states(recurrent, inputs, drive):
    course = np.zeros((SEQUENCES, STEPS, UNITS))
    state = np.zeros((SEQUENCES, UNITS))
    for t in range(STEPS):
        state = np.tanh(state @ recurrent.T + drive[:, t] @ inputs.T)
        course[:, t] = state
    return course


def map_of(course, rank, delays):
    x = course - course.mean((0, 1))
    x = np.concatenate([x[:, delays - 1 - d:STEPS - d] for d in range(delays)], 2)
    length = x.shape[1]
    v = np.linalg.svd(x.reshape(-1, x.shape[2]), full_matrices=False)[0][:, :rank]
    v = v.reshape(SEQUENCES, length, rank)
    before, after = v[:, :-1].reshape(-1, rank), v[:, 1:].reshape(-1, rank)
    return np.linalg.solve(before.T @ before + RIDGE * np.eye(rank), before.T @ after).T


def spectral(a, b):
    one, other = np.linalg.eigvals(a), np.linalg.eigvals(b)
    return min(np.mean(abs(one - other[list(p)]) ** 2) for p in itertools.permutations(range(len(a))))


def turn(size, p, q, angle):
    r = np.eye(size)
    r[p, p] = r[q, q] = np.cos(angle)
    r[p, q], r[q, p] = -np.sin(angle), np.sin(angle)
    return r


def angular(a, b):
    """Over products of plane rotations, with and without a reflection."""
    size = len(a)
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    planes = list(itertools.combinations(range(size), 2))
    grid = np.linspace(0, 2 * np.pi, 25)[:-1]
    best = -2
    for sign in (1, -1):
        mirror = np.diag([sign] + [1] * (size - 1))
        candidates = []
        for angles in itertools.product(grid, repeat=len(planes)):
            c = mirror
            for (p, q), angle in zip(planes, angles):
                c = turn(size, p, q, angle) @ c
            candidates.append((np.sum(a * (c @ b @ c.T)), c.tolist()))
        candidates.sort(reverse=True)
        for value, c in candidates[:12]:
            c, width = np.array(c), 0.2
            while width > 1e-9:
                gained = False
                for p, q in planes:
                    for step in (width, -width):
                        other = turn(size, p, q, step) @ c
                        new = np.sum(a * (other @ b @ other.T))
                        if new > value:
                            value, c, gained = new, other, True
                if not gained:
                    width /= 2
            best = max(best, value)
    return float(np.arccos(np.clip(best, -1, 1)))


def weight_distance(a, b):
    return min(np.linalg.norm(a - b[np.ix_(p, p)]) for p in itertools.permutations(range(len(a))))


def alignment(x, y):
    x, y = (s.reshape(-1, UNITS) - s.reshape(-1, UNITS).mean(0) for s in (x, y))
    return np.linalg.norm(x.T @ y) ** 2 / (np.linalg.norm(x.T @ x) * np.linalg.norm(y.T @ y))


drive = rng.normal(size=(SEQUENCES, STEPS, 2))
nets = [net(), net()]
courses = [states(*n, drive) for n in nets]
maps = {(rank, delays): [map_of(c, rank, delays) for c in courses] for rank, delays in [(2, 1), (3, 1), (4, 2)]}
result = {
    "sequences": SEQUENCES, "steps": STEPS, "units": UNITS, "ridge": RIDGE,
    "weights": [n[0].ravel().tolist() for n in nets],
    "states": [c.ravel().tolist() for c in courses],
    "maps": [
        {"rank": rank, "delays": delays, "magnitudes": [abs(m).ravel().tolist() for m in pair],
         "spectral": float(spectral(*pair)), "angular": angular(*pair) if rank < 4 else None}
        for (rank, delays), pair in maps.items()],
    "weight_distance": float(weight_distance(nets[0][0], nets[1][0])),
    "alignment": float(alignment(*courses)),
}
path = pathlib.Path(__file__).with_name("similarities.json")
path.write_text(json.dumps(result) + "\n")
