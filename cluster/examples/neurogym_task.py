"""Exports a NeuroGym task for `task: {name: file, path: neurogym.npz}` (pip install neurogym torch; tried with version 2.3.1).

    python3 neurogym_task.py PerceptualDecisionMaking-v0 neurogym.npz
"""
import sys
import gymnasium
import neurogym  # makes its tasks known to gymnasium
import numpy

env = gymnasium.make(sys.argv[1], dt=100).unwrapped
env.seed(1)
trials = []
for _ in range(2000):
    env.new_trial()
    trials.append((env.ob.copy(), env.gt.copy()))  # [time, feature], and the right action at each step
length = numpy.array([len(ob) for ob, _ in trials])
inputs = numpy.zeros((len(trials), length.max(), trials[0][0].shape[1]), numpy.float32)
targets = numpy.full((len(trials), length.max()) + trials[0][1].shape[1:], -1, trials[0][1].dtype)
for i, (ob, gt) in enumerate(trials):
    inputs[i, : len(ob)], targets[i, : len(gt)] = ob, gt
numpy.savez_compressed(sys.argv[2], inputs=inputs, targets=targets, length=length)
