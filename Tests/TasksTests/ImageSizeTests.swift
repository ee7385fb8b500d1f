import Schema
import Tasks
import TestSupport
import Testing

@Test func `images read at a size have the pixels at even places, on the scale of the whole set`()
  throws
{
  let folder = try DataFolder()
  try writeSmallImages(count: 20, to: folder)
  func images(_ size: SettingValue) throws -> Batch {
    let task = try makeTask(
      "fashion-pixels",
      [
        "path": .text(folder.path), "batch": .integer(4), "validation_samples": .integer(5),
        "order": .text("reading"), "size": size,
      ])
    return task.validation(0)
  }
  let whole = try images(.text("original"))
  for size in [1, 2, 3, 5] {
    let found = try images(.integer(size))
    #expect(found.targets == whole.targets)
    for (place, number) in found.inputs.enumerated() {
      let (step, column) = (place / 4, place % 4)
      let (i, j) = (step / size * 3 / size, step % size * 2 / size)
      #expect(number == whole.inputs[(i * 2 + j) * 4 + column])
    }
  }
}
