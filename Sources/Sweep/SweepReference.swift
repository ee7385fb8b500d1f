public import Schema

/// The sweep file explained: the sweep's own keys, how settings become axes, and every setting of
/// `schema`.
public func sweepReference(schema: Section) -> String {
  let selectors = Draft.selectors.map { "- `\($0)`: \($1)\n" }.joined()
  return """
    The sweep:

    \(settingsReference(Draft.ownSection))\(selectors)
    Any setting that is not a section can be an axis:

    - `{grid: [a, b, …]}`: these values, each once.
    - `{linear: [lo, hi, n]}`: n values in equal steps, both ends among them; lo may be the larger.
    - `{log: [lo, hi, n]}`: n positive values in equal ratios, both ends among them.
    - `{random: {uniform: [lo, hi]}, samples: n}`: n draws, lo ≤ x < hi.
    - `{random: {log_uniform: [lo, hi]}, samples: n}`: n draws whose logarithms are uniform.
    - `{random: {integer: [lo, hi]}, samples: n}`: n whole draws, lo ≤ x ≤ hi.
    - `{random: {choice: [a, b, …]}, samples: n}`: n draws among these values.

    Points of linear and log axes are rounded to 12 significant digits, on whole-number settings to
    the nearest. Every axis multiplies the trials, a random one too, unless
    `zip: [[width, steps], …]` lets axes of equal length move together. Replicates run slowest, then
    the axes in the order of the file, the last one fastest.

    A condition of `exclude` or `only` maps axes to a value, to a list of values, or to comparisons:
    `above`, `below`, `at_least`, `at_most`, `equals`, `not`. All of one condition must hold; any
    condition of a list suffices. An axis is named by its path, or by the end of its path where no
    other axis ends so.

    Settings:

    \(settingsReference(schema))
    """
}
