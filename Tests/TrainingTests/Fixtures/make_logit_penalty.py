"""The schedule of spectral decoupling (arXiv:2011.09468) in PyTorch, float64: writes logit_penalty.json.

A 2-3-1 net of rectifiers on eight points, full-batch Adam; loss + 0.05·mean(ŷ²) before step 6 and
2e-3·loss + 3e-3·mean(ŷ²) from there on, the optimiser's state untouched.
"""
import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
x = torch.tensor([[torch.sin(torch.tensor(3.0 * i + 1)), torch.cos(torch.tensor(2.0 * i))] for i in range(8)])
y = torch.tensor([[float(i % 3 == 0)] for i in range(8)])
net = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU(), torch.nn.Linear(3, 1))
with torch.no_grad():
    start = []
    for p in net.parameters():
        values = [((7 * (len(start) + i)) % 11 - 5) / 8 for i in range(p.numel())]
        p.copy_(torch.tensor(values).reshape(p.shape))
        start += values
optimizer = torch.optim.Adam(net.parameters(), lr=0.02)
losses, course = [], []
for step in range(12):
    logits = net(x)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, y)
    weights = (1.0, 0.05) if step < 6 else (2e-3, 3e-3)
    objective = weights[0] * loss + weights[1] * (logits**2).mean()
    optimizer.zero_grad()
    objective.backward()
    optimizer.step()
    losses.append(loss.item())
    course.append(torch.cat([p.detach().flatten() for p in net.parameters()]).tolist())
out = {"inputs": x.flatten().tolist(), "targets": y.flatten().tolist(), "start": start,
       "losses": losses, "parameters": course}
pathlib.Path(__file__).with_name("logit_penalty.json").write_text(json.dumps(out) + "\n")
