import Platform
import Testing

@testable import Launching

@Test(arguments: [
  LaunchStatus.began(process: ProcessIdentity(identifier: 12, host: "node1")),
  .starting(process: ProcessIdentity(identifier: 12, host: "node1")),
  .stalled(.loss), .stalled(.time),
  .ending(process: ProcessIdentity(identifier: 12, host: "node1")),
  .ended(code: 0), .ended(code: 65),
  .again(closed: 3),
])
func `a launch note is read as it was written`(note: LaunchStatus) {
  #expect(LaunchStatus(note.text) == note)
}

@Test(arguments: [
  "", "ended", "ended x", "again", "again x", "over 1", "began", "began 12", "ending 75",
  "again 75 x",
  "starting", "starting 12", "stalled", "stalled 75",
])
func `other texts are no launch notes`(text: String) {
  #expect(LaunchStatus(text) == nil)
}
