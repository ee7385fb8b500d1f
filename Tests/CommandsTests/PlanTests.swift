import Foundation
import TestSupport
import Testing

private let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

private let hasValidator = (try? python("import jsonschema, yaml").status) == 0

@Suite struct PlanTests {
  @Test(.enabled(if: hasValidator))
  func `every shipped sweep is valid by the schema that plan prints`() throws {
    try withTemporaryDirectory { folder in
      let schema = try dynsweep("plan", "--schema")
      #expect(schema.status == 0)
      try schema.output.write(toFile: "\(folder)/a.json", atomically: true, encoding: .utf8)
      let outcome = try python(
        """
        import glob, json, re, sys, yaml, jsonschema
        # YAML 1.2, as editors read it: 1e-3 is a number.
        yaml.SafeLoader.add_implicit_resolver('tag:yaml.org,2002:float',
          re.compile(r'^[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)[eE][-+]?[0-9]+$'), list('-+.0123456789'))
        schema = json.load(open(sys.argv[1]))
        assert schema['$schema'] == jsonschema.Draft7Validator.META_SCHEMA['$id'], schema['$schema']
        jsonschema.Draft7Validator.check_schema(schema)
        files = glob.glob(sys.argv[2] + '/sweeps/**/*.yaml', recursive=True)
        assert len(files) > 20, files
        for file in files:
            sweep = yaml.safe_load(open(file))
            for error in jsonschema.Draft7Validator(schema).iter_errors(sweep):
                print(file, list(error.path), error.message[:300])
            for path in sweep:
                broken = {**sweep, path + 'x': sweep[path]}
                assert not jsonschema.Draft7Validator(schema).is_valid(broken), (file, path)
        """, ["\(folder)/a.json", repository.path])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.isEmpty, "\(outcome.output)")
    }
  }

  @Test func `a design is told with its kind, its points and its axes`() throws {
    try withTemporaryDirectory { folder in
      try """
      task: copy
      design: {sobol: 16, over: [learning_rate, width], scramble: false}
      model: {width: {log: [4, 8]}}
      training: {learning_rate: {log: [1e-3, 1e-1]}}
      """.write(toFile: "\(folder)/a.yaml", atomically: true, encoding: .utf8)
      let json = try parsed(dynsweep("plan", "\(folder)/a.yaml", "--json").output)
      #expect(json["trials"] as? Int == 16)
      let design = json["design"] as? [String: Any]
      #expect(design?["kind"] as? String == "sobol")
      #expect(design?["points"] as? Int == 16)
      #expect(design?["scramble"] as? Bool == false)
      #expect(design?["over"] as? [String] == ["training.learning_rate", "model.width"])
      let text = try dynsweep("plan", "\(folder)/a.yaml").output
      #expect(
        text.contains(
          "design       16 points of sobol, not scrambled, over training.learning_rate and model.width\n"
        ))
      let full = try dynsweep("plan", "\(folder)/a.yaml", "--full").output
      #expect(full.contains("design: {sobol: 16, over: [learning_rate, width], scramble: false}"))
    }
  }

  @Test func `the settings of one path are explained once, whichever variants have them`() throws {
    let activation = try dynsweep("plan", "--settings", "model.activation")
    #expect(activation.status == 0)
    // Once with each default that cells have for it.
    #expect(activation.output.components(separatedBy: "`family`").count == 3)
    #expect(activation.output.hasPrefix("With cell: rnn or rate:\n\n- `activation` (a section)"))
    #expect(activation.output.contains("`saturation`"))
    #expect(!activation.output.contains("`cell`"))
    let seed = try dynsweep("plan", "--settings", "seed").output
    #expect(seed.hasPrefix("- `seed` (a whole number of at least 0; default 0): "))
    let wrong = try dynsweep("plan", "--settings", "model.activaton")
    #expect(wrong.status == 64)
    #expect(
      wrong.errors.contains(
        "no setting \"model.activaton\"; did you mean \"model.activation\"?"))
  }
}
