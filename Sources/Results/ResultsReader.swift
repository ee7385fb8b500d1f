import HDF5

/// What a results file says about itself as a whole.
package struct ResultsHeader: Equatable, Sendable {
  package let title: String
  /// The sweep file, verbatim.
  package let sweep: String
  package let sweepSHA256: String
  package let software: String
  /// ISO 8601.
  package let created: String
  /// JSON.
  package let environment: String
  package let trialCount: Int
  package let checkpointCount: Int
  /// In the order of the file: dimensions, axes, then the rest.
  package let variableNames: [String]

  init(of file: borrowing File) throws(HDF5Error) {
    title = try file.textAttribute("title")
    sweep = try file.textAttribute("sweep")
    sweepSHA256 = try file.textAttribute("sweep_sha256")
    software = try file.textAttribute("software")
    created = try file.textAttribute("created")
    environment = try file.textAttribute("environment")
    trialCount = try file.dataset("trial").shape().first ?? 0
    checkpointCount = try file.dataset("checkpoint").shape().first ?? 0
    var names: [String] = []
    for name in try file.memberNames() where try !Self.isBareDimension(name, in: file) {
      names.append(name)
    }
    variableNames = names
  }

  /// Whether a member is a dimension without numbers of its own: xarray's h5netcdf engine adds one for each length of text.
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
/// Every call reads the file again, so that it sees what a writer has flushed meanwhile.
package struct ResultsReader: ~Copyable {
  package let path: String
  let file: File
  package let header: ResultsHeader

  package var trialCount: Int { header.trialCount }
  package var checkpointCount: Int { header.checkpointCount }
  package var variableNames: [String] { header.variableNames }

  /// Opens `path`.
  ///
  /// - Throws: `missing`, `unreadable`, `notHDF5`, `foreign` or `damaged`.
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

  /// Reads all that a run needs to go on with the file.
  ///
  /// - Throws: What is wrong with it.
  package func checkReadable() throws(ResultsError) {
    for name in variableNames { _ = try shape(of: name) }
    _ = try statuses()
    _ = try failures()
    _ = try values(of: "attempts")
  }
}
