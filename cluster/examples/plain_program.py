"""A program for `program:` that needs nothing but Python: gradient descent on a quadratic of many curvatures.

Its sweep file:

    program:
      command: [python3, cluster/examples/plain_program.py]
      quantities:
        train_loss: {long_name: half the weighted sum of squares}
        weights: {length: 4, long_name: where the descent stands}
      checkpoints: 6
    parameters:
      steps: 100
      learning_rate: {log: [0.01, 1, 5]}
    replicates: 2
"""
import json
import os
import random
import sys

trial = json.load(sys.stdin)  # trial, attempt, seed, replicate, checkpoints, parameters, folder
steps, rate = trial["parameters"]["steps"], trial["parameters"]["learning_rate"]
curvatures = [0.1, 0.5, 1, 4]
chance = random.Random(trial["seed"])
state = {"step": 0, "weights": [chance.gauss(0, 1) for _ in curvatures], "rows": []}

snapshot = trial["folder"] and os.path.join(trial["folder"], "state.json")
if snapshot and os.path.exists(snapshot):  # an earlier attempt was cut short: go on where it was
    with open(snapshot) as file:
        state = json.load(file)
for row in state["rows"]:  # every attempt writes its rows from the first
    print(json.dumps(row), flush=True)

for step in range(state["step"], steps + 1):
    if step % (steps // (trial["checkpoints"] - 1)) == 0:
        loss = sum(c * w * w for c, w in zip(curvatures, state["weights"])) / 2
        if loss > 1e6:
            print(json.dumps({"step": step, "diverged": True}), flush=True)
            break
        row = {"step": step, "train_loss": loss, "weights": state["weights"]}
        print(json.dumps(row), flush=True)
        state["rows"].append(row)
    state["weights"] = [w - rate * c * w for c, w in zip(curvatures, state["weights"])]
    state["step"] = step + 1
    if snapshot and step % 10 == 0:  # under another name first, so that a kill leaves the old one or the new one
        with open(snapshot + ".new", "w") as file:
            json.dump(state, file)
        os.replace(snapshot + ".new", snapshot)
