import Schema
import Testing

@Test(arguments: [
  ("", "abc", 3), ("kitten", "sitting", 3), ("gird", "grid", 1), ("abc", "abc", 0),
  // A swap and an insertion between its letters is not one edit: this is the restricted distance.
  ("ca", "abc", 3),
])
func `the distance counts edits and swaps of neighbours`(one: String, other: String, edits: Int) {
  #expect(editDistance(one, other) == edits)
  #expect(editDistance(other, one) == edits)
}

private let names = ["learning_rate", "steps", "optimizer", "width", "modularity", "modules"]

@Test(arguments: [
  ("learningRate", "learning_rate"), ("learning-rate", "learning_rate"), ("setps", "steps"),
  ("optimiser", "optimizer"), ("Width", "width"), ("module", "modules"), ("opt", "optimizer"),
])
func `a near word suggests the name it was meant to be`(word: String, name: String) {
  #expect(nearestName(to: word, among: names) == name)
}

@Test(arguments: ["", "lr", "frobnicate", "___", "x"])
func `a word far from all names suggests none`(word: String) {
  #expect(nearestName(to: word, among: names) == nil)
}
