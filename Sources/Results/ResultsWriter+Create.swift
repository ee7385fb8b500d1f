package import FileOwnership
import Foundation
import HDF5
import Platform
import Records
import Wording

/// The conventions that a file follows beside CF: the word of its attribute `Conventions` by which it is known.
let ownConvention = "dynsweep-1"

/// The attribute that holds the sweep's name where `title` may hold another text.
let sweepNameAttribute = "sweep_name"

extension ResultsLayout {
  /// The conventions that the file follows. Checkers of ACDD want commas between them where it is among them.
  fileprivate var conventions: String {
    about == nil ? "CF-1.11 \(ownConvention)" : "CF-1.11, ACDD-1.3, \(ownConvention)"
  }

  /// What the sweep file tells about the sweep, with what ACDD asks for beside it.
  fileprivate var furtherAttributes: [(name: String, text: String)] {
    guard let about else { return [] }
    return about + [("source", software), ("date_created", created), (sweepNameAttribute, name)]
  }
}

extension ResultsWriter {
  /// Makes a results file of `layout`, in its final size and with every trial pending.
  ///
  /// It gets its name only when it is complete.
  ///
  /// - Throws: `ResultsError.exists`, `.busy` where another run is about to make it, `.inUse` where another program has
  ///   just opened it, or `.cannotCreate` with the reason.
  package static func create(
    _ path: String, _ layout: ResultsLayout, policy: FlushPolicy = FlushPolicy()
  ) throws(ResultsError) -> ResultsWriter {
    try requireDirectory(of: path)
    let lock = try FileLock(for: path)
    try requireFreeName(path)
    try requireRoom(for: layout, at: path)
    try PartialFile.make(for: path, isNew: true) { partial in try build(partial, layout) }
    do {
      let claim = try FileClaim(path)
      let file = try openForWriting(path, .writeAmongReaders, claim)
      return ResultsWriter(
        lock: lock, claim: claim, file: file, layout: layout, policy: policy,
        statuses: Array(repeating: .pending, count: layout.trialCount), runs: layout.runLog)
    } catch {
      throw error as? ResultsError
        ?? .cannotCreate(path: path, reason: (error as? HDF5Error)?.reason ?? "\(error)")
    }
  }

  static func requireFreeName(_ path: String) throws(ResultsError) {
    guard OwnFile.isTaken(path) else { return }
    guard FileManager.default.fileExists(atPath: path) else {
      throw .cannotCreate(path: path, reason: "it is a symbolic link to what is not there")
    }
    var information = stat()
    guard stat(path, &information) != 0 || information.st_mode & S_IFMT != S_IFDIR else {
      throw .cannotCreate(path: path, reason: "it is a folder; name a file: -o \(path)/FILE.h5")
    }
    throw .exists(path: path)
  }

  /// Makes the whole file: attributes, variables and their dimensions.
  static func build(_ path: String, _ layout: ResultsLayout) throws(HDF5Error) {
    let further = layout.furtherAttributes
    let file = try File(creating: path, attributes: 8 + further.count)
    try file.setAttribute("title", layout.title)
    try file.setAttribute("Conventions", layout.conventions)
    try file.setAttribute("sweep", layout.sweep)
    try file.setAttribute("sweep_sha256", sha256(layout.sweep))
    try file.setAttribute("software", layout.software)
    try file.setAttribute("created", layout.created)
    try file.setAttribute("environment", layout.environment)
    // Written once, since attributes cannot change among readers: later runs stand in the variable `runs`.
    // `LiveCopy.isOwn` looks among the bytes of the object's header, in which all attributes have room.
    try file.setAttribute("history", "\(layout.created): \(layout.software)")
    for attribute in further { try file.setAttribute(attribute.name, attribute.text) }
    let variables = layout.variables
    for name in layout.groupNames { try file.createGroup(name) }
    for variable in variables { try variable.create(in: file) }
    try nameDimensions(of: variables, in: file)
    try file.close()
  }

  /// Makes the dimension scales and attaches them. netCDF's own attributes repeat this for readers that do not follow
  /// HDF5's references (kerchunk).
  private static func nameDimensions(
    of variables: [Variable], in file: borrowing File
  ) throws(HDF5Error) {
    let scales = variables.filter(\.isScale)
    for (number, scale) in scales.enumerated() {
      let dataset = try file.dataset(scale.dataset.name)
      try dataset.becomeScale()
      try dataset.setAttribute("_Netcdf4Dimid", Int32(number))
      for variable in variables where !variable.isScale {
        guard let position = variable.dimensions.firstIndex(of: dataset.name) else { continue }
        try file.dataset(variable.dataset.name).attach(dataset, at: position)
      }
    }
    for variable in variables where !variable.isScale && !variable.dimensions.isEmpty {
      let numbers = variable.dimensions.compactMap { name in
        scales.firstIndex { $0.dataset.name == name }.map { Int32($0) }
      }
      try file.dataset(variable.dataset.name).setAttribute("_Netcdf4Coordinates", numbers)
    }
  }

  static func requireDirectory(of path: String) throws(ResultsError) {
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory)
    guard exists, isDirectory.boolValue else {
      throw .cannotCreate(path: path, reason: "there is no directory \(directory)")
    }
    guard access(directory, W_OK | X_OK) == 0 else {
      throw .cannotCreate(
        path: path, reason: "the directory \(directory): \(String(cString: strerror(errno)))")
    }
  }

  /// Throws before a byte is written if the file would not fit, since HDF5 handles a full disk badly.
  static func requireRoom(
    for layout: ResultsLayout, at path: String
  ) throws(ResultsError) {
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var system = statvfs()
    guard statvfs(directory, &system) == 0 else { return }
    let free = Double(system.f_bavail) * Double(system.f_frsize)
    guard layout.byteCount < free else {
      let (needed, left) = (NumberFormat.bytes(layout.byteCount), NumberFormat.bytes(free))
      throw .cannotCreate(path: path, reason: "it takes \(needed), and \(left) are free")
    }
  }
}
