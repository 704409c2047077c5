"""JAX: the loop over epochs inside the compiled program (fori_loop). By hand: five arrays of N floats, rows unrolled
in Python, the gradient of v from the others; and vmap(grad) of the textbook loss."""

import functools

import jax
import jax.numpy as jnp


def sigmoid(o):
    return 1 / (1 + jnp.exp(-o))


@functools.partial(jax.jit, static_argnums=(3, 4))
def by_hand(parameters, x, y, lr, epochs):
    rows = len(y)

    def epoch(_, p):
        w1, w2, b, v, c = p
        g1 = g2 = gb = gc = jnp.zeros_like(w1)
        for i in range(rows):
            z = w1 * x[i, 0] + w2 * x[i, 1] + b
            d = sigmoid(v * jnp.maximum(z, 0) + c) - y[i]
            gc = gc + d
            e = jnp.where(z > 0, d, 0)
            gb, g1, g2 = gb + e, g1 + e * x[i, 0], g2 + e * x[i, 1]
        gv = w1 * g1 + w2 * g2 + b * gb
        s = lr / rows
        return w1 - s * v * g1, w2 - s * v * g2, b - s * v * gb, v - s * gv, c - s * gc

    return jax.lax.fori_loop(0, epochs, epoch, tuple(parameters))


def loss(p, x, y):
    o = p[3] * jax.nn.relu(x @ p[:2] + p[2]) + p[4]
    return jnp.mean(jax.nn.softplus(o) - y * o)


@functools.partial(jax.jit, static_argnums=(3, 4))
def vmapped(p, x, y, lr, epochs):
    gradient = jax.vmap(jax.grad(loss), in_axes=(0, None, None))
    return jax.lax.fori_loop(0, epochs, lambda _, p: p - lr * gradient(p, x, y), p)


def train_by_hand(job, starts):
    ends = by_hand(tuple(map(jnp.asarray, starts)), jnp.asarray(job.x), jnp.asarray(job.y), job.lr, job.epochs)
    return [jax.device_get(e) for e in jax.block_until_ready(ends)]


def train_vmapped(job, starts):
    p = vmapped(jnp.stack(starts, axis=1), jnp.asarray(job.x), jnp.asarray(job.y), job.lr, job.epochs)
    return list(jax.device_get(jax.block_until_ready(p)).T)


PEERS = [("JAX by hand, jit", train_by_hand, (1024, 4096, 32768)),
         ("JAX jit(vmap(grad))", train_vmapped, (1024, 8192))]
