import Rules
package import Schema

/// The text for people that explains the part of a sweep file at `path` (`model.activation`).
///
/// - Throws: `Diagnostic` where there is no such part, with the nearest path.
package func sweepReference(schema: Section, at path: String) throws(Diagnostic) -> String {
  let rule = Entry(
    "rule", .optional(Rule.section), "Which trials go on, by what they have recorded.")
  return try settingsReference(
    Section(PlanBuilder.ownSection.entries + [rule] + schema.entries), at: path)
}

/// The text for people that explains sweep files: the sweep's own keys, how settings become axes, and every setting of
/// `schema`.
package func sweepReference(schema: Section) -> String {
  let selectors = PlanBuilder.selectors.map { "- `\($0)`: \($1)\n" }.joined()
  let derived = schema.derived.map { "`\($0.name)` (\($0.summary))" }
  return """
    The sweep:

    \(settingsReference(PlanBuilder.ownSection))\(selectors)
    Any setting that is not a section can be an axis:

    - `{grid: [a, b, …]}`: these values, each once.
    - `{linear: [lo, hi, n]}`: n values in equal steps, both ends among them; lo may be the larger.
    - `{log: [lo, hi, n]}`: n positive values in equal ratios, both ends among them.
    - `{random: {uniform: [lo, hi]}, samples: n}`: n draws, lo ≤ x < hi; on whole-number settings
      lo ≤ x ≤ hi, each number equally often.
    - `{random: {log_uniform: [lo, hi]}, samples: n}`: n draws whose logarithms are uniform; on
      whole-number settings from lo to hi, k as often as a real draw lies between k and k + 1.
    - `{random: {integer: [lo, hi]}, samples: n}`: n whole draws, lo ≤ x ≤ hi.
    - `{random: {choice: [a, b, …]}, samples: n}`: n draws among these values, none a second time
      (zipped: with the same values of the other axes) before all have come.

    Axes of the design have ranges in place of values, and all of them together as many points as it says:

    - `{linear: [lo, hi]}`, `{log: [lo, hi]}`: from lo to below hi; whole-number settings as with `uniform` and
      `log_uniform` above.
    - `{integer: [lo, hi]}`: whole numbers, lo ≤ x ≤ hi, in equal shares.
    - `{choice: [a, b, …]}`: these values, in equal shares.

    `sobol` (at most 21 axes; best with a power of two of points) can be given more points later: the first ones stay.
    So can all other axes, and replicates: `run --resume` keeps the trials of a file whose sweep has become a larger one.
    `latin_hypercube` has a point in each of n slices of every range. Points run slowest of all axes.

    Points of linear and log axes are rounded to 12 significant digits, on whole-number settings to
    the nearest. Every axis multiplies the trials, a random one too, unless
    `zip: [[width, steps], …]` lets axes of equal length move together. Replicates run slowest, then
    the axes in the order of the file, the last one fastest.

    A condition of `exclude` or `only` maps axes to a value, to a list of values, or to comparisons:
    `above`, `below`, `at_least`, `at_most`, `equals`, `not`. All of one condition must hold; any
    condition of a list suffices. An axis is named by its path, or by the end of its path where no
    other axis ends so. An expression of axes is a condition, too: `width * layers <= 512 and not cell == 'lstm'`.\
    \(derived.isEmpty ? "" : "\nBeside axes it may name \(listed(derived)).")
    It has numbers, texts in quotes, `true`, `false`, `+ - * / % ^`, `< <= > >= == !=` (also in chains), `and`, `or`,
    `not` and parentheses. Numbers are equal where whole ones are the same, and others in twelve digits. An axis of
    words and numbers (`clip`) is one of texts.

    Settings under `rule`, of which one stands there:

    \(settingsReference(Rule.section))
    Settings:

    \(settingsReference(schema))
    """
}
