"""Independent reference computations: exact born-dead probabilities in fractions, scalers, and a trainer in float64.
Written from the formulas alone; shares no code with the program."""

import math
import os
import random
from fractions import Fraction as F

# the petals of iris (Fisher 1936; versicolor 0, virginica 1): length, width, label
IRIS = [tuple(p.split(",")) for p in """
4.7,1.4,0 4.5,1.5,0 4.9,1.5,0 4.0,1.3,0 4.6,1.5,0 4.5,1.3,0 4.7,1.6,0 3.3,1.0,0 4.6,1.3,0 3.9,1.4,0 3.5,1.0,0 4.2,1.5,0
4.0,1.0,0 4.7,1.4,0 3.6,1.3,0 4.4,1.4,0 4.5,1.5,0 4.1,1.0,0 4.5,1.5,0 3.9,1.1,0 4.8,1.8,0 4.0,1.3,0 4.9,1.5,0 4.7,1.2,0
4.3,1.3,0 4.4,1.4,0 4.8,1.4,0 5.0,1.7,0 4.5,1.5,0 3.5,1.0,0 3.8,1.1,0 3.7,1.0,0 3.9,1.2,0 5.1,1.6,0 4.5,1.5,0 4.5,1.6,0
4.7,1.5,0 4.4,1.3,0 4.1,1.3,0 4.0,1.3,0 4.4,1.2,0 4.6,1.4,0 4.0,1.2,0 3.3,1.0,0 4.2,1.3,0 4.2,1.2,0 4.2,1.3,0 4.3,1.3,0
3.0,1.1,0 4.1,1.3,0 6.0,2.5,1 5.1,1.9,1 5.9,2.1,1 5.6,1.8,1 5.8,2.2,1 6.6,2.1,1 4.5,1.7,1 6.3,1.8,1 5.8,1.8,1 6.1,2.5,1
5.1,2.0,1 5.3,1.9,1 5.5,2.1,1 5.0,2.0,1 5.1,2.4,1 5.3,2.3,1 5.5,1.8,1 6.7,2.2,1 6.9,2.3,1 5.0,1.5,1 5.7,2.3,1 4.9,2.0,1
6.7,2.0,1 4.9,1.8,1 5.7,2.1,1 6.0,1.8,1 4.8,1.8,1 4.9,1.8,1 5.6,2.1,1 5.8,1.6,1 6.1,1.9,1 6.4,2.0,1 5.6,2.2,1 5.1,1.5,1
5.6,1.4,1 6.1,2.3,1 5.6,2.4,1 5.5,1.8,1 4.8,1.8,1 5.4,2.1,1 5.6,2.4,1 5.1,2.3,1 5.1,1.9,1 5.9,2.3,1 5.7,2.5,1 5.2,2.3,1
5.0,1.9,1 5.2,2.0,1 5.4,2.3,1 5.1,1.8,1""".split()]

IRIS_CSV = "a,b,y\n" + "".join(",".join(r) + "\n" for r in IRIS)
IRIS_X = [(F(a), F(b)) for a, b, _ in IRIS]
IRIS_Y = [int(y) for _, _, y in IRIS]


def seed(salt=0):
    return int(os.environ.get("MYRIAD_BLACKBOX_SEED", "20200917")) * 1000 + salt


# ---------------------------------------------------------------- exact geometry

def clip(polygon, a, b, c):
    """The part of a convex polygon where a*x + b*y + c <= 0, in fractions."""
    out = []
    n = len(polygon)
    for i in range(n):
        p, q = polygon[i], polygon[(i + 1) % n]
        fp = a * p[0] + b * p[1] + c
        fq = a * q[0] + b * q[1] + c
        if fp <= 0:
            out.append(p)
        if (fp < 0 < fq) or (fq < 0 < fp):
            t = fp / (fp - fq)
            out.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
    return out


def area_centroid(polygon):
    if len(polygon) < 3:
        return F(0), (F(0), F(0))
    s = cx = cy = F(0)
    n = len(polygon)
    for i in range(n):
        (x0, y0), (x1, y1) = polygon[i], polygon[(i + 1) % n]
        k = x0 * y1 - x1 * y0
        s += k
        cx += (x0 + x1) * k
        cy += (y0 + y1) * k
    if s == 0:
        return F(0), (F(0), F(0))
    return abs(s) / 2, (cx / (3 * s), cy / (3 * s))


SQUARE = [(F(-1), F(-1)), (F(1), F(-1)), (F(1), F(1)), (F(-1), F(1))]


def born_dead_square(rows, bias=0):
    """P(all w.x + bias <= 0), w uniform on [-1,1]^2; bias in units of the half-width."""
    polygon = SQUARE
    for x, y in set(rows):
        polygon = clip(polygon, F(x), F(y), F(bias))
        if not polygon:
            return F(0)
    return area_centroid(polygon)[0] / 4


def hull(rows):
    """Vertices of the convex hull, counter-clockwise (Andrew)."""
    pts = sorted(set(rows))
    if len(pts) <= 2:
        return pts

    def half(points):
        h = []
        for p in points:
            while len(h) >= 2 and ((h[-1][0] - h[-2][0]) * (p[1] - h[-2][1])
                                   - (h[-1][1] - h[-2][1]) * (p[0] - h[-2][0])) <= 0:
                h.pop()
            h.append(p)
        return h

    lower, upper = half(pts), half(pts[::-1])
    return lower[:-1] + upper[:-1]


def born_dead_box(rows, r=1):
    """P(all w.x + b <= 0), w uniform on [-1,1]^2, b uniform on [-r,r]: over each region of the square in which one row
    is the largest, b <= -w.x has probability clamp((r - w.x)/(2r), 0, 1), which is linear between two lines."""
    r = F(r)
    rows = [(F(x), F(y)) for x, y in hull(rows)]
    total = F(0)
    for i, (x, y) in enumerate(rows):
        region = SQUARE
        for j, (u, v) in enumerate(rows):
            if j != i:
                region = clip(region, u - x, v - y, F(0))
                if not region:
                    break
        if not region:
            continue
        total += area_centroid(clip(region, x, y, r))[0]                  # w.x <= -r: certain
        between = clip(clip(region, -x, -y, -r), x, y, -r)                # -r <= w.x <= r
        size, (cx, cy) = area_centroid(between)
        total += size * (r - (x * cx + y * cy)) / (2 * r)
    return total / 4


def born_dead_isotropic(rows):
    angles = sorted({math.atan2(float(y), float(x)) for x, y in rows if (x, y) != (0, 0)})
    if not angles:
        return 1.0
    gaps = [b - a for a, b in zip(angles, angles[1:])] + [angles[0] + 2 * math.pi - angles[-1]]
    spread = 2 * math.pi - max(gaps)
    return max(0.0, (math.pi - spread) / (2 * math.pi))


def born_dead_gaussian(rows, sw=1.0, sb=1.0):
    lifted = [(sw * float(x), sw * float(y), sb) for x, y in hull(rows)]

    def angle(p, q):
        cross = (p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0])
        return math.atan2(math.sqrt(sum(c * c for c in cross)), sum(a * b for a, b in zip(p, q)))

    length = sum(angle(lifted[i], lifted[(i + 1) % len(lifted)]) for i in range(len(lifted)))
    return 0.5 - length / (4 * math.pi)


def standardise(rows):
    """Zero mean, unit standard deviation (over n, as StandardScaler); a constant feature has scale 1."""
    n = len(rows)
    columns = []
    for k in (0, 1):
        v = [float(r[k]) for r in rows]
        m = math.fsum(v) / n
        s = math.sqrt(math.fsum((x - m) ** 2 for x in v) / n)
        if s < 1e-12:
            s = 1.0
        columns.append([(x - m) / s for x in v])
    return list(zip(*columns))


def minmax(rows):
    columns = []
    for k in (0, 1):
        v = [float(r[k]) for r in rows]
        low, span = min(v), max(v) - min(v)
        columns.append([(x - low) / (span or 1.0) for x in v])
    return list(zip(*columns))


def lattice_dead(rows, m):
    """Born dead among w = ((2i+1-m)/m, (2j+1-m)/m), zero bias: exact integers."""
    rows = [(F(x), F(y)) for x, y in set(rows)]
    scale = 1
    for x, y in rows:
        for v in (x, y):
            scale = scale * v.denominator // math.gcd(scale, v.denominator)
    points = hull([(int(x * scale), int(y * scale)) for x, y in rows])
    count = 0
    for i in range(m):
        u = 2 * i + 1 - m
        for j in range(m):
            v = 2 * j + 1 - m
            if all(u * x + v * y <= 0 for x, y in points):
                count += 1
    return count


# ---------------------------------------------------------------- a trainer in float64

def logistic(o):
    if o >= 0:
        return 1.0 / (1.0 + math.exp(-o))
    e = math.exp(o)
    return e / (1.0 + e)


def bce(o, y):
    return max(o, 0.0) - o * y + math.log1p(math.exp(-abs(o)))


ACTIVATIONS = {
    "relu": (lambda z: z if z > 0 else 0.0, lambda z, h: 1.0 if z > 0 else 0.0, True),
    "leaky_relu(0.01)": (lambda z: z if z > 0 else 0.01 * z, lambda z, h: 1.0 if z > 0 else 0.01, False),
    "leaky_relu(0.2)": (lambda z: z if z > 0 else 0.2 * z, lambda z, h: 1.0 if z > 0 else 0.2, False),
    "identity": (lambda z: z, lambda z, h: 1.0, False),
    "tanh": (math.tanh, lambda z, h: 1.0 - h * h, False),
    "sigmoid": (logistic, lambda z, h: h * (1.0 - h), False),
}


class Trained:
    pass


def gradient(p, rows, labels, act, deep):
    """Mean gradient of the cross-entropy over the rows."""
    phi, dphi, _ = ACTIVATIONS[act]
    n = len(rows)
    if not deep:
        w1, w2, b, v, c = p
        g1 = g2 = gb = gv = gc = 0.0
        for (x1, x2), y in zip(rows, labels):
            z = w1 * x1 + w2 * x2 + b
            h = phi(z)
            d = logistic(v * h + c) - y
            gc += d
            gv += d * h
            d *= v * dphi(z, h)
            gb += d
            g1 += d * x1
            g2 += d * x2
        return [g1 / n, g2 / n, gb / n, gv / n, gc / n]
    w1, w2, b, u, b2, v, c = p
    g = [0.0] * 7
    for (x1, x2), y in zip(rows, labels):
        z = w1 * x1 + w2 * x2 + b
        h = phi(z)
        z2 = u * h + b2
        h2 = phi(z2)
        d = logistic(v * h2 + c) - y
        g[6] += d
        g[5] += d * h2
        d *= v * dphi(z2, h2)
        g[4] += d
        g[3] += d * h
        d *= u * dphi(z, h)
        g[2] += d
        g[1] += d * x2
        g[0] += d * x1
    return [x / n for x in g]


def layers_z(p, rows, act, deep):
    phi = ACTIVATIONS[act][0]
    w1, w2, b = p[0], p[1], p[2]
    first = [w1 * x1 + w2 * x2 + b for x1, x2 in rows]
    if not deep:
        return [first]
    return [first, [p[3] * phi(z) + p[4] for z in first]]


def is_dead(p, rows, act, deep):
    return ACTIVATIONS[act][2] and any(max(z) <= 0 for z in layers_z(p, rows, act, deep))


def train(p, rows, labels, act="relu", lr=0.1, epochs=100, momentum=0.0, dampening=0.0, nesterov=False,
          decay=0.0, decay_biases=True):
    """Full-batch SGD with PyTorch's momentum (the first buffer is the gradient itself)."""
    deep = len(p) == 7
    p = list(p)
    biases = (2, 4, 6) if deep else (2, 4)
    out = Trained()
    out.init = list(p)
    # rows that decide max z, for the first layer: the hull
    corner = hull(rows) if len(set(rows)) > 3 else list(set(rows))
    states = [is_dead(p, corner, act, deep)]
    buffer = None
    for _ in range(epochs):
        g = gradient(p, rows, labels, act, deep)
        if decay:
            g = [x + (decay * q if decay_biases or k not in biases else 0.0) for k, (x, q) in enumerate(zip(g, p))]
        if momentum:
            if buffer is None:
                buffer = list(g)
            else:
                buffer = [momentum * u + (1 - dampening) * x for u, x in zip(buffer, g)]
            g = [x + momentum * u for x, u in zip(g, buffer)] if nesterov else buffer
        p = [q - lr * x for q, x in zip(p, g)]
        states.append(is_dead(p, corner, act, deep))
    finish(out, p, rows, labels, act, deep, states)
    return out


def finish(out, p, rows, labels, act, deep, states):
    out.final = p
    out.states = states
    out.born_dead = int(states[0])
    out.dead = int(states[-1])
    out.died = int(not states[0] and states[-1])
    out.revived = int(states[0] and not states[-1])
    out.transient = int(not states[0] and not states[-1] and any(states[1:-1]))
    zs = layers_z(p, rows, act, deep)
    out.inactive = int(any(max(z) <= 0 for z in zs))
    out.always_on = int(all(min(z) > 0 for z in zs))
    out.death_epoch = None
    if states[-1]:
        t = len(states) - 1
        while t > 0 and states[t - 1]:
            t -= 1
        out.death_epoch = t
    phi = ACTIVATIONS[act][0]
    o = [p[-2] * phi(z) + p[-1] for z in zs[-1]]
    out.logits = o
    out.correct = sum((x >= 0) == (y == 1) for x, y in zip(o, labels))
    out.loss = math.fsum(bce(x, y) for x, y in zip(o, labels)) / len(rows)


def train_fast(p, rows, labels, slope, lr, epochs):
    """The same for 2-1-1 without momentum, relu (slope None) or leaky: one tight loop."""
    w1, w2, b, v, c = p
    relu = slope is None
    s = 0.0 if relu else slope
    n = len(rows)
    exp = math.exp
    data = [(x1, x2, y) for (x1, x2), y in zip(rows, labels)]
    states = []
    out = Trained()
    out.init = list(p)
    for _ in range(epochs):
        g1 = g2 = gb = gv = gc = 0.0
        on = False
        for x1, x2, y in data:
            z = w1 * x1 + w2 * x2 + b
            if z > 0:
                on = True
                o = v * z + c
                d = (1.0 / (1.0 + exp(-o)) if o > -700 else 0.0) - y
                gc += d
                gv += d * z
                gb += d
                g1 += d * x1
                g2 += d * x2
            else:
                h = s * z
                o = v * h + c
                d = (1.0 / (1.0 + exp(-o)) if o > -700 else 0.0) - y
                gc += d
                gv += d * h
                d *= s
                gb += d
                g1 += d * x1
                g2 += d * x2
        states.append(relu and not on)
        k = lr / n
        kv = k * v
        w1, w2, b, v, c = w1 - kv * g1, w2 - kv * g2, b - kv * gb, v - k * gv, c - k * gc
    act = "relu" if relu else "leaky_relu(%s)" % slope
    final = [w1, w2, b, v, c]
    states.append(is_dead(final, rows, act, False))
    finish(out, final, rows, labels, act, False, states)
    return out


def rounded_points(n, rng, low, high, digits=3):
    return [(round(rng.uniform(low, high), digits), round(rng.uniform(low, high), digits)) for _ in range(n)]


def random_rows(n, rng, kind):
    """Two overlapping classes, never seen before: [(x1, x2, y)] with decimals that a CSV holds."""
    rows = []
    for i in range(n):
        y = i % 2
        if kind == "positive":
            a, b = rng.uniform(0.5, 3.0) + 0.8 * y, rng.uniform(0.2, 2.0) + 0.6 * y
        else:
            a, b = rng.gauss(0.7 * y, 1.0), rng.gauss(-0.9 * y, 1.3)
        rows.append((round(a, 3), round(b, 3), y))
    rng.shuffle(rows)
    return rows


def rng(salt):
    return random.Random(seed(salt))
