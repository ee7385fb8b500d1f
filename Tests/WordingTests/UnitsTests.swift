import Testing
import Wording

@testable import Wording

@Test(arguments: [
  (0.0, "0 FLOP"), (850, "850 FLOP"), (1.2e9, "1.2 GFLOP"), (999.6e9, "1 TFLOP"),
  (21.5e12, "21.5 TFLOP"), (3.456e15, "3.46 PFLOP"),
])
func `operations read with three digits and a prefix`(count: Double, text: String) {
  #expect(NumberFormat.operations(count) == text)
}

@Test(arguments: [
  (0.0, "0 ms"), (0.0352, "35.2 ms"), (4.24, "4.24 s"), (59.99, "1 min"), (200, "3 min 20 s"),
  (3599.7, "1 h"), (7500, "2 h 5 min"), (86400 * 3 + 3600 * 4, "3 d 4 h"), (.infinity, "for ever"),
])
func `durations read in their two largest units`(seconds: Double, text: String) {
  #expect(NumberFormat.duration(seconds) == text)
}

@Test(arguments: [(14e6, "14 MB"), (512, "512 B"), (1.25e10, "12.5 GB")])
func `bytes read in powers of a thousand`(count: Double, text: String) {
  #expect(NumberFormat.bytes(count) == text)
}
