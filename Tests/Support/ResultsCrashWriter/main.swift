import Results
import Observables
func main() throws {
let n = Int(CommandLine.arguments[2])!
let layout = ResultsLayout(title: "t", sweep: "name: x\n", software: "dynsweep 0", environment: "{}", created: "2026-01-01T00:00:00Z",
 axes: [Axis(name: "width", path: "model.width", values: .integer((0..<n).map(Int64.init))), Axis(name:"cell", path:"model.cell", values: .text((0..<n).map{ $0 % 2 == 0 ? "rnn":"é"})),Axis(name:"flag", path:"model.flag", values: .boolean((0..<n).map{ $0 % 2 == 0}))], seeds: (0..<UInt64(n)).map{ $0 << 33}, replicates: Array(repeating: 0, count: n), checkpointCount: 1,
 quantities: ["a","b","c"].map { Quantity($0, longName: "q \($0)") } + (n < 1000 ? [Quantity("lyapunov_spectrum", dimensions: [.init("exponent", size: 4)], units: "nat step-1", longName: "spectrum", references: "Benettin 1980")]: []))
let clock = ContinuousClock()
let t0 = clock.now
var w = try ResultsWriter.create(CommandLine.arguments[1], layout)
print("create", t0.duration(to: clock.now))
let t1 = clock.now
var order = Array(0..<n)
if CommandLine.arguments.count > 3 { order.shuffle() }
for t in order {
  try w.record(trial: t, checkpoint: 0, step: 10, values: (0..<layout.rowWidth).map { Double($0 + t) })
  try w.setStatus(trial: t, TrialUpdate(.complete, attempts: 1, worker: 1, seconds: 0.1, parameterCount: 4))
}
try w.flush()
let d = t1.duration(to: clock.now)
print("rate", Double(n) / (Double(d.components.seconds) + Double(d.components.attoseconds) * 1e-18), "size", layout.byteCount)
try w.close()
}
try main()
