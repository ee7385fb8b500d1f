import MessagePassing
@testable import Orchestration
import Records
import Scheduling
import Snapshots
import Testing

/// What trials keep, on its way from workers.
@Suite struct KeptRecordTests {
  private let assignment = Assignment(trial: 3, attempt: 1)

  @Test(arguments: [
    nil, KeptNumbers.float32([1, -0.0, .infinity, .leastNonzeroMagnitude]),
    .float64([0.1, -.infinity, .leastNonzeroMagnitude]),
  ])
  func `records arrive with what they keep, among others`(kept: KeptNumbers?) throws {
    let record = CheckpointRecord(checkpoint: 2, step: 10, values: [1.5, -2], kept: kept)
    var message = MessageEncoder()
    message.append(WorkerMessage.record(assignment, record))
    message.append(WorkerMessage.interrupted)
    var reader = MessageDecoder(message.bytes)
    #expect(try reader.workerMessage(from: 1) == .record(assignment, record))
    #expect(try reader.workerMessage(from: 1) == .interrupted)
    #expect(try reader.workerMessage(from: 1) == nil)
    for count in 0..<message.bytes.count - 1 where count > 0 {
      var cut = MessageDecoder(Array(message.bytes[..<count]))
      #expect(throws: MessagePassingError.self) { _ = try cut.workerMessage(from: 1) }
    }
  }

  @Test func `numbers of another size than there is are told`() throws {
    var message = MessageEncoder()
    message.append(UInt8(2))
    var reader = MessageDecoder(message.bytes)
    #expect(
      throws: MessagePassingError.invalid(reading: "kept numbers", found: "size 2", offset: 0)
    ) { _ = try reader.kept() }
  }

  private func array(_ name: String, _ size: Int, isAlways: Bool) -> KeptArray {
    KeptArray(
      Quantity(name, dimensions: [.init("row_\(size)", size: size)], longName: name),
      isAlways: isAlways)
  }

  @Test func `each form has a group, in the order of the first kinds that have it`() {
    let forms = [
      KeptForm(.float32, [array("a", 2, isAlways: false)]),
      KeptForm(.float64, [array("a", 2, isAlways: false)]),
    ]
    var kept = KeptForms()
    for form in [nil, forms[1], forms[0], forms[1]] { kept.add(form) }
    let groups = kept.groups(trials: 8) { $0.number % 4 }
    #expect(
      groups == [
        KeptGroup(forms[1], trials: [1, 3, 5, 7]), KeptGroup(forms[0], trials: [2, 6]),
      ])
    #expect(KeptForms().groups(trials: 8) { _ in 0 } == [])
  }

  @Test func `a record holds all arrays at the end, and before it those that are always kept`() {
    let form = KeptForm(
      .float32,
      [
        array("a", 2, isAlways: true), array("b", 3, isAlways: false),
        array("c", 4, isAlways: true),
      ]
    )
    #expect(form.places(in: 9)?.map(\.range) == [0..<2, 2..<5, 5..<9])
    #expect(form.places(in: 6)?.map(\.range) == [0..<2, 2..<6])
    #expect(form.places(in: 6)?.map(\.array.name) == ["a", "c"])
    #expect(form.places(in: 5) == nil)
    let numbers = KeptNumbers.float32([Float](repeating: 1, count: 6))
    #expect(KeptForm.fits(numbers, form, isLast: false))
    #expect(!KeptForm.fits(numbers, form, isLast: true))
    #expect(!KeptForm.fits(.float64([Double](repeating: 1, count: 6)), form, isLast: false))
    #expect(!KeptForm.fits(nil, form, isLast: false))
    #expect(KeptForm.fits(nil, nil, isLast: true) && !KeptForm.fits(numbers, nil, isLast: true))
  }
}
