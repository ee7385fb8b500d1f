import Experiment
import Schema
import Tasks
import Testing
import Training

@Test func `the settings of all rooms fit together`() {
  #expect(ExperimentSchema.section.faults() == [])
}

@Test func `every catalogue's entry says what it means`() {
  func check(_ entries: [Entry]) {
    for entry in entries {
      #expect(entry.summary.count > 3, "\(entry.key)")
      switch entry.kind {
      case .section(let section), .optional(let section), .named(let section):
        check(section.entries)
      case .variant(let variants, _): for variant in variants { check(variant.entries) }
      default: break
      }
    }
  }
  check(ExperimentSchema.section.entries)
}
