/// A number of things in words: `1 trial`, `3 trials`.
///
/// - Parameter many: The word for more than one; `one` with an s where left out.
func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  "\(count) \(count == 1 ? one : many ?? one + "s")"
}
