@testable import Figures
import Testing

@Suite struct AxisTicksTests {
  private func commands(_ range: ClosedRange<Double>) -> String? {
    AxisTicks(FigureAxis("x", isLogarithmic: true), over: range).commands
  }

  @Test func `a range between two ticks of ours has gnuplot's own`() {
    #expect(commands(2.1...2.9) == nil && commands(3.2...4.8) == nil)
  }

  @Test func `a decade has ticks with labels at some digits`() {
    #expect(commands(1...10)?.contains("'2' 2") == true)
    #expect(commands(1...10)?.contains("\"\" 4 1") == true)
  }
}
