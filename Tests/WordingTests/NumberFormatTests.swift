import Testing
import Wording

@Test(arguments: [
  (0.0, "0"), (12, "12"), (-3, "-3"), (0.812345, "0.8123"), (0.5, "0.5"), (12.3456, "12.35"),
  (1234.56, "1235"), (99999.7, "100000"), (0.00123456, "0.001235"), (0.000123456, "1.235e-04"),
  (1.5e12, "1.5e+12"), (9.9996, "10"), (.nan, "–"), (.infinity, "inf"), (-.infinity, "-inf"),
])
func `a number in a table has four significant digits`(_ number: Double, _ text: String) {
  #expect(NumberFormat.table(number) == text)
}

@Test(arguments: [
  (0.5, "0.5"), (3, "3"), (-2, "-2"), (0.001, "0.001"), (1e-5, "10⁻⁵"), (2.5e-7, "2.5·10⁻⁷"),
  (123456, "1.2·10⁵"), (1234.5, "1230"), (12_345.6, "12300"), (-999.6, "-1000"),
  (996_000, "10⁶"),
  (9.96e-4, "10⁻³"), (9.4e-4, "9.4·10⁻⁴"), (9.96e-7, "10⁻⁶"), (99_960.5, "10⁵"),
  (Double.nan, "–"), (-Double.infinity, "−∞"), (0.12345, "0.123"),
])
func `a number in a figure has three digits and powers of ten in print`(
  _ number: Double, _ text: String
) {
  #expect(NumberFormat.figure(number) == text)
}

@Test(arguments: [(3.0, "3"), (0.1, "0.1"), (1e-5, "1e-05"), (-2.5, "-2.5"), (1e20, "1e+20")])
func `a setting is written as it was typed`(_ number: Double, _ text: String) {
  #expect(NumberFormat.exact(number) == text && Double(text) == number)
}

@Test func `a share is a percentage, rounded as asked`() {
  #expect(NumberFormat.percent(0.996) == "100 %")
  #expect(NumberFormat.percent(0.996, rounded: .down) == "99 %")
}
