import HDF5

extension String {
  /// The text as the name of a file in the current folder: letters, digits, `-`, `_` and `.` are kept, and every other
  /// character becomes `-`. No name begins with a point, which hides a file, or a hyphen, which makes it an option.
  var fileName: String {
    let kept = map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" }
      .drop { $0 == "." || $0 == "-" }
    let name = Text.cut(String(kept), bytes: 200)
    return name.isEmpty ? "sweep" : name
  }
}
