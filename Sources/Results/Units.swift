/// The attributes that tell a variable's unit and meaning.
///
/// UDUNITS, by which readers of CF take units, does not know `step` and takes `nat` for a pressure (nano-atmospheres).
/// Such units are numbers there, so that `units` is what remains without them; `long_name` tells them in words, and
/// `unit_name` as the catalogue writes them.
func unitAttributes(
  _ unit: String, _ longName: String
) -> [(name: String, value: Variable.AttributeValue)] {
  guard let words = unitsOfTheField[unit] else {
    return [("units", .text(unit)), ("long_name", .text(longName))]
  }
  return [
    ("units", .text(unit.hasPrefix("rad") ? "rad" : "1")),
    ("long_name", .text("\(longName), in \(words)")), ("unit_name", .text(unit)),
  ]
}

private let unitsOfTheField = [
  "nat": "nats", "nat step-1": "nats per step", "nat2 step-1": "squared nats per step",
  "step-1": "one per step", "rad step-1": "radians per step",
]
