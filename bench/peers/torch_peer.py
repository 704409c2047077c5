"""PyTorch: torch.compile of gradients by hand, rows unrolled in Python; the same in eager mode; and vmap(grad) of the
textbook loss. The loop over epochs is in Python: torch.compile unrolls what is inside."""

import torch


def epoch(w1, w2, b, v, c, rows, step):
    g1 = g2 = gb = gc = torch.zeros_like(w1)
    for x1, x2, y in rows:
        z = w1 * x1 + w2 * x2 + b
        d = torch.sigmoid(v * torch.relu(z) + c) - y
        gc = gc + d
        e = torch.where(z > 0, d, 0.0)
        gb, g1, g2 = gb + e, g1 + e * x1, g2 + e * x2
    gv = w1 * g1 + w2 * g2 + b * gb
    return w1 - step * v * g1, w2 - step * v * g2, b - step * v * gb, v - step * gv, c - step * gc


compiled_epoch = torch.compile(epoch, dynamic=False)


def trainer(one_epoch):
    def train(job, starts):
        rows = [(float(a), float(b), float(y)) for (a, b), y in zip(job.x, job.y)]
        p = tuple(torch.from_numpy(s.copy()) for s in starts)
        with torch.no_grad():
            for _ in range(job.epochs):
                p = one_epoch(*p, rows, job.lr / len(rows))
        return [t.numpy() for t in p]
    return train


def loss(p, x, y):
    o = p[3] * torch.relu(x @ p[:2] + p[2]) + p[4]
    return torch.nn.functional.binary_cross_entropy_with_logits(o, y)


def train_vmapped(job, starts):
    x, y = torch.from_numpy(job.x), torch.from_numpy(job.y)
    gradient = torch.func.vmap(torch.func.grad(loss), in_dims=(0, None, None))
    p = torch.stack([torch.from_numpy(s.copy()) for s in starts], dim=1)
    for _ in range(job.epochs):
        p = p - job.lr * gradient(p, x, y)
    return list(p.numpy().T)


PEERS = [("torch.compile by hand", trainer(compiled_epoch), (4096, 32768)),
         ("torch eager by hand", trainer(epoch), (4096, 32768)),
         ("torch.func vmap(grad)", train_vmapped, (1024, 8192))]
