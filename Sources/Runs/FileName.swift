import HDF5

extension String {
  /// As the name of a file in the current folder, whatever it says: letters, digits, `-`, `_` and `.` are kept, others become
  /// `-`. None begins with a point or a hyphen, which hide a file and make an option of it.
  var fileName: String {
    let kept = map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" }
      .drop { $0 == "." || $0 == "-" }
    let name = Text.cut(String(kept), bytes: 200)
    return name.isEmpty ? "sweep" : name
  }
}
