package import FileOwnership
import HDF5

/// The attributes of a results file as a whole, and the names of its variables.
package struct ResultsHeader: Equatable, Sendable {
  /// The title of the results: the sweep's name, or what the sweep file gives in its place.
  package let title: String
  /// The sweep's name.
  package let name: String
  /// The sweep file, verbatim.
  package let sweep: String
  /// The SHA-256 of the sweep file, in hexadecimal digits.
  package let sweepSHA256: String
  /// The program that made the file, with its version and commit.
  package let software: String
  /// The time at which the file was made, in ISO 8601.
  package let created: String
  /// The machine on which the file was made, as a JSON object.
  package let environment: String
  /// How many trials the file has.
  package let trialCount: Int
  /// How many rows each trial has room for.
  package let checkpointCount: Int
  /// The names of the variables in the order of the file: dimensions, axes, then all others.
  package let variableNames: [String]
  /// The names of the variables that hold what trials keep, as `nets_1/weight_hh_l0`, in the order of the file.
  package let keptNames: [String]

  init(of file: borrowing File) throws(HDF5Error) {
    title = try file.textAttribute("title")
    let hasName = try file.hasAttribute(sweepNameAttribute)
    name = try hasName ? file.textAttribute(sweepNameAttribute) : title
    sweep = try file.textAttribute("sweep")
    sweepSHA256 = try file.textAttribute("sweep_sha256")
    software = try file.textAttribute("software")
    created = try file.textAttribute("created")
    environment = try file.textAttribute("environment")
    trialCount = try file.dataset("trial").shape().first ?? 0
    checkpointCount = try file.dataset("checkpoint").shape().first ?? 0
    var names: [String] = []
    for name in try file.memberNames() {
      // Groups that somebody has added are their own.
      guard try file.isDataset(name), try !Self.isBareDimension(name, in: file) else { continue }
      names.append(name)
    }
    variableNames = names
    keptNames = try Self.keptNames(in: file)
  }

  /// The datasets in groups that have such names as this program gives, by name; others are of somebody else.
  private static func keptNames(in file: borrowing File) throws(HDF5Error) -> [String] {
    var names: [String] = []
    for name in try file.memberNames() where ResultsLayout.isGroupName(name) {
      guard !(try file.isDataset(name)) else { continue }
      for member in try file.group(name).memberNames()
      where (try? file.isDataset("\(name)/\(member)")) == true {
        names.append("\(name)/\(member)")
      }
    }
    // HDF5 hands out a group's members in an order that hangs on how many there are.
    return names.sorted()
  }

  /// Whether a member is a dimension without values: xarray's h5netcdf engine adds one for each length of text.
  private static func isBareDimension(
    _ name: String, in file: borrowing File
  ) throws(HDF5Error) -> Bool {
    let member = try file.dataset(name)
    guard try member.hasAttribute("NAME"), try member.attributeKind("NAME") == .text else {
      return false
    }
    return try member.textAttribute("NAME")
      .hasPrefix("This is a netCDF dimension but not a netCDF variable")
  }
}

/// Reads a results file: finished, being written, or left behind by a writer that was killed.
///
/// Every call reads the file again and returns what a writer has flushed until then.
package struct ResultsReader: ~Copyable {
  /// The path by which the file was opened.
  package let path: String
  let file: File
  /// What the file says about itself as a whole, read when it was opened.
  package let header: ResultsHeader

  /// How many trials the file has.
  package var trialCount: Int { header.trialCount }
  /// How many rows each trial has room for.
  package var checkpointCount: Int { header.checkpointCount }
  /// The names of the variables in the order of the file.
  package var variableNames: [String] { header.variableNames }
  /// The names of the variables that hold what trials keep, with their groups' before their own.
  package var keptNames: [String] { header.keptNames }

  /// Opens the file at `path` and checks that its variables fit together.
  ///
  /// - Throws: `ResultsError.missing`, `.unreadable`, `.notHDF5`, `.foreign` or `.damaged`.
  package init(_ path: String) throws(ResultsError) {
    let file = try openResults(path)
    let header: ResultsHeader
    do {
      header = try ResultsHeader(of: file)
    } catch {
      throw .damaged(path: path, reason: "\(error)")
    }
    let reader = ResultsReader(path: path, file: file, header: header)
    try reader.requireConsistency()
    self = reader
  }

  private init(path: String, file: consuming File, header: ResultsHeader) {
    self.path = path
    self.file = file
    self.header = header
  }

  /// Reads everything that a run needs to go on with the file, to find out whether it can be read.
  ///
  /// - Throws: `ResultsError.noVariable`, or `.unreadable` where the file cannot be read.
  package func checkReadable() throws(ResultsError) {
    for name in variableNames { _ = try shape(of: name) }
    _ = try statuses()
    _ = try failures()
    _ = try values(of: "attempts")
  }
}
