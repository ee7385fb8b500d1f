import Foundation
import Schema
import TestSupport
import Testing

@testable import SweepFiles

/// Whether Python's validator is there (python3-jsonschema, python3-yaml).
private let hasValidator =
  (try? python("import jsonschema, yaml").status) == 0

/// Reads YAML as editors do (1.2: `1e-3` is a number, `no` a text) and tells of each text whether `schema` accepts it.
private let validator = #"""
  import json, re, sys, yaml, jsonschema
  class Loader(yaml.SafeLoader): pass
  Loader.yaml_implicit_resolvers = {}
  for tag, pattern, first in [
    ('null', r'~|null|Null|NULL|', '~nN'), ('bool', r'true|True|TRUE|false|False|FALSE', 'tTfF'),
    ('int', r'[-+]?[0-9]+', '-+0123456789'),
    ('float', r'[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?', '-+.0123456789'),
    ('merge', '<<', '<')]:
    Loader.add_implicit_resolver('tag:yaml.org,2002:' + tag, re.compile('^(?:' + pattern + ')$'), list(first) + ([''] if tag == 'null' else []))
  Loader.add_constructor('tag:yaml.org,2002:int', lambda l, n: int(n.value))
  Loader.add_constructor('tag:yaml.org,2002:float', lambda l, n: float(n.value))
  given = json.load(open(sys.argv[1]))
  jsonschema.Draft7Validator.check_schema(given['schema'])
  checker = jsonschema.Draft7Validator(given['schema'])
  def verdict(text):
    try: value = yaml.load(text, Loader)
    except yaml.YAMLError: return 'no YAML'
    errors = sorted(checker.iter_errors(value), key=str)
    return '; '.join(e.message[:200] for e in errors) if errors else 'valid'
  print(json.dumps([verdict(text) for text in given['texts']]))
  """#

/// What the validator says of each text.
private func verdicts(_ texts: [String], schema: JSONValue) throws -> [String] {
  try withTemporaryDirectory { folder in
    let given = JSONValue.object(["schema": schema, "texts": .list(texts.map { .text($0) })])
    try given.text().write(toFile: "\(folder)/a.json", atomically: true, encoding: .utf8)
    let outcome = try python(validator, ["\(folder)/a.json"])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try JSONDecoder().decode([String].self, from: Data(outcome.output.utf8))
  }
}

private let exampleJSONSchema = sweepJSONSchema(schema: exampleSchema, findings: [])

/// What no schema sees: one value against another, forms of numbers on which readers of YAML disagree.
private let unseen = [
  "twice", "two points", "differ in length", "goes from", "no trial is left", "which", "is never",
  "is not an axis", "may be", "becomes", "become", "has no numbers", "trials", "is an axis in",
  "together", "family: tanh and gamma", "line separator", "in the over of a design",
]

@Test(.enabled(if: hasValidator))
func `the JSON Schema refuses the broken files, but for what depends on several values`() throws {
  let files = brokenKeys + brokenSettings + brokenWriting + brokenAxes + brokenRandomAxes
  let found = try verdicts(files.map(\.text), schema: exampleJSONSchema)
  for (file, verdict) in zip(files, found) where verdict == "valid" {
    #expect(unseen.contains { file.message.contains($0) }, "\(file.message)\n\(file.text)")
  }
  // Far more are seen than not.
  #expect(found.count { $0 != "valid" } > files.count * 3 / 4, "\(found)")
}

@Test(.enabled(if: hasValidator))
func `the JSON Schema accepts what the program accepts`() throws {
  let texts = [
    exampleText, "task: copy", "task: {grid: [copy, fashion-rows]}",
    "task: copy\nmodel:\nobserve: {lyapunov: }\nname: 12",
    "task: copy\nmodel: {cell: lstm, forget_bias: 2}",
    "task: copy\nmodel: {cell: {grid: [lstm, rnn]}, forget_bias: 2, activation: {random: "
      + "{choice: [tanh, relu]}, samples: 3}}",
    "task: copy\nmodel: {layers: {grid: [[3, 4], []]}, width: {log: [1, 64, 3]}}",
    "task: copy\ntraining: {clip: {grid: [none, 0.5]}, steps: 1e3}\nzip: [[a, b]]",
    "task: copy\ndesign: {sobol: 8, over: [width, activation.family], scramble: false}\n"
      + "model: {width: {log: [1, 8]}, activation: {family: {choice: [tanh, relu]}}}",
    "task: copy\nmodel: {width: {grid: [1, 2]}}\nexclude: {width: {above: 1}}\nseed: 7",
    "task: copy\nabout: {title: T, authors: [{name: A, orcid: 0000-0002-1825-0097}], keywords: [a]}",
    "task: copy\nabout:",
  ]
  for text in texts where !text.contains("zip") { _ = try plan(text) }
  #expect(try verdicts(texts, schema: exampleJSONSchema) == texts.map { _ in "valid" })
  let full = try plan(exampleText).fullText()
  #expect(try verdicts([full], schema: exampleJSONSchema) == ["valid"])
}
