"""A program for `program:` in PyTorch: a recurrent net learns to echo its input, in place of dynsweep's own trainer.

It reads the trial's parameters from standard input, writes a line of JSON a checkpoint to standard output, and saves
its state in the trial's folder, so that a trial that is killed goes on. Its sweep file (pip install torch):

    program:
      command: [python3, cluster/examples/torch_program.py]
      quantities: {train_loss: {long_name: mean squared error}, gradient_norm: {}}
      checkpoints: 11
    parameters:
      width: {grid: [16, 64]}
      learning_rate: {log: [1.0e-4, 1.0e-2, 3]}
      lag: 5
"""
import json
import os
import sys
import torch

trial = json.load(sys.stdin)
p = trial["parameters"]
torch.manual_seed(trial["seed"])  # the same for every configuration of a replicate
net = torch.nn.RNN(1, p["width"], batch_first=True)
readout = torch.nn.Linear(p["width"], 1)
parameters = [*net.parameters(), *readout.parameters()]
optimizer = torch.optim.Adam(parameters, lr=p["learning_rate"])
first, rows = 0, []
snapshot = trial["folder"] and os.path.join(trial["folder"], "state.pt")
if snapshot and os.path.exists(snapshot):
    saved = torch.load(snapshot)
    first, rows = saved["step"], saved["rows"]
    net.load_state_dict(saved["net"]), readout.load_state_dict(saved["readout"])
    optimizer.load_state_dict(saved["optimizer"])
for row in rows:  # every attempt writes its rows from the first
    print(json.dumps(row), flush=True)

for step in range(first, 501):
    chance = torch.Generator().manual_seed((trial["seed"] + step) % 2**63)  # a batch depends on seed and step alone
    inputs = torch.randn(32, 40, 1, generator=chance)
    loss = torch.nn.functional.mse_loss(readout(net(inputs)[0])[:, p["lag"]:], inputs[:, :-p["lag"]])
    optimizer.zero_grad()
    loss.backward()
    if step % 50 == 0:
        norm = torch.stack([w.grad.norm() for w in parameters]).norm().item()
        rows.append({"step": step, "train_loss": loss.item(), "gradient_norm": norm})
        if snapshot:  # before this step's update, which a resumed program makes again
            state = {"step": step, "rows": rows[:-1], "net": net.state_dict()}
            state |= {"readout": readout.state_dict(), "optimizer": optimizer.state_dict()}
            torch.save(state, snapshot + ".new")
            os.replace(snapshot + ".new", snapshot)  # a kill leaves the old one or the new one
        print(json.dumps(rows[-1]), flush=True)
    optimizer.step()
