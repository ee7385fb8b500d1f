#!/usr/bin/env python3
"""Draws the README's picture: python3 sweeps/quickstart.figure.py quickstart.h5 sweeps/quickstart.svg

Needs h5py, NumPy and gnuplot.
"""
import subprocess
import sys

import h5py
import numpy as np

source, target = sys.argv[1:]
# Okabe and Ito's colours, which colour-blind readers tell apart.
colours = ["#E69F00", "#0072B2", "#009E73"]
panels = [
    ("validation_accuracy", "validation accuracy", ""),
    ("max_lyapunov", "largest Lyapunov exponent (nats a step)", "set arrow 1 from graph 0,first 0 to graph 1,first 0 nohead dt 2 lc rgb '#888888'"),
    ("effective_rank", "effective rank of the hidden state", "unset arrow 1"),
]

with h5py.File(source) as file:
    step = file["step"][:] + 1.0
    width = file["width"][:]
    data = {name: file[name][:] for name, _, _ in panels}
    trials = len(width)

widths = sorted(set(width))
script = [
    "set terminal svg size 1080,340 font 'Helvetica,13' background rgb 'white'",
    f"set output '{target}'",
    "set multiplot layout 1,3",
    f"set logscale x; set xrange [1:{step.max():.0f}]",
    "set xlabel 'training step + 1'",
    "set border 3; set tics nomirror; set key top left samplen 1.5",
]
for name, label, extra in panels:
    script += [f"set ylabel '{label}'", extra or "unset arrow"]
    plots, blocks = [], []
    for k, w in enumerate(widths):
        rows = np.flatnonzero(width == w)
        for row in rows:
            plots.append(f"'-' with lines lw 0.6 lc rgb '#B0{colours[k][1:]}' notitle")
            blocks.append(np.column_stack([step[row], data[name][row]]))
        plots.append(f"'-' with lines lw 3 lc rgb '{colours[k]}' title 'width {w}'")
        blocks.append(np.column_stack([step[rows[0]], np.nanmedian(data[name][rows], axis=0)]))
    script.append("plot " + ", ".join(plots))
    for block in blocks:
        script += [f"{x:.6g} {y:.6g}" for x, y in block if np.isfinite(y)] + ["e"]
    script.append("set nokey")
script.append("unset multiplot")
subprocess.run(["gnuplot"], input="\n".join(script), text=True, check=True)
