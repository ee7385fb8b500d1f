import Records
import Results
import ResultsSupport
import TestSupport
import Testing

/// Makes a file of one trial with a loss under each of three changes.
private func withChanges<Value>(_ body: (String) throws -> Value) throws -> Value {
  try withTemporaryDirectory { folder in
    var layout = ResultsLayout.example(trials: 1)
    let changes = Quantity.Dimension("change", labels: ["lag=9", "lag=11 scale=2", "unchanged"])
    layout.quantities = [
      Quantity("changed_loss", dimensions: [changes], longName: "loss under a change")
    ]
    let path = folder + "/a.h5"
    var writer = try ResultsWriter.create(path, layout)
    try writer.record(trial: 0, checkpoint: 0, step: 0, values: [0.5, 0.25, 0.125])
    try writer.close()
    return try body(path)
  }
}

@Test func `ncdump shows what the places of a dimension are called`() throws {
  try withChanges { path in
    let dump = try run("/usr/bin/ncdump", [path])
    #expect(dump.status == 0, "\(dump.errors)")
    for line in [
      "int change(change) ;", "double changed_loss(trial, checkpoint, change) ;",
      #"change:flag_meanings = "lag_9 lag_11_scale_2 unchanged" ;"#,
      #"change:labels = "[\"lag=9\",\"lag=11 scale=2\",\"unchanged\"]" ;"#, " change = 0, 1, 2 ;",
    ] { #expect(dump.output.contains(line), "\(line) in \(dump.output)") }
  }
}

@Test(arguments: ["h5netcdf", "netcdf4"])
func `xarray reads what the places of a dimension are called`(_ engine: String) throws {
  try withChanges { path in
    let outcome = try python(
      """
      import json, sys, xarray
      d = xarray.open_dataset(sys.argv[1], engine=sys.argv[2]).load()
      labels = json.loads(d.change.attrs['labels'])
      print(labels, d.changed_loss.sel(change=1).values.ravel().tolist())
      """, [path, engine])
    #expect(
      outcome.output == "['lag=9', 'lag=11 scale=2', 'unchanged'] [0.25]\n",
      "\(outcome.output) \(outcome.errors)")
  }
}

@Test func `words of flag_meanings differ where their texts do`() throws {
  try withTemporaryDirectory { folder in
    let path = "\(folder)/a.h5"
    var layout = ResultsLayout.example(trials: 6)
    let texts = ["a b", "a_b", "a/b", "", "_", "a_b_2"]
    layout.axes[2].values = .text(texts)
    try ResultsWriter.create(path, layout).close()
    let reader = try ResultsReader(path)
    let words = try #require(try reader.attribute("flag_meanings", of: "cell"))
      .split(separator: " ").map(String.init)
    #expect(words == ["a_b_3", "a_b", "a_b_4", "__2", "_", "a_b_2"])
    let axis = try #require(try reader.axes().first { $0.name == "cell" })
    #expect(axis.values == .text(texts))
  }
}
