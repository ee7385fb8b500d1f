/// Which dynsweep this is.
package enum ProgramVersion {
  package static let number = "0.1.0"

  /// As results files and runs record it.
  package static var software: String { "dynsweep \(number)" }
}
