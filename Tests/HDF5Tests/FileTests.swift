import Foundation
import HDF5
import TestSupport
import Testing

@Test func `a file in a missing folder cannot be created, and the system's reason is told`() {
  #expect {
    try File(creating: "/no/such/folder/a.h5").close()
  } throws: { error in
    guard let error = error as? HDF5Error else { return false }
    return error.systemError == ENOENT
      && error.description == "/no/such/folder/a.h5: No such file or directory (H5Fcreate)"
  }
}

@Test func `an existing file is never overwritten`() throws {
  try withTemporaryDirectory { folder in
    try File(creating: folder + "/a.h5").close()
    #expect(throws: HDF5Error.self) { try File(creating: folder + "/a.h5").close() }
  }
}

@Test func `what is not HDF5 is an error`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    try Data("not HDF5".utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: HDF5Error.self) { try File(path, .read).close() }
    #expect(throws: HDF5Error.self) { try File(path, .readAnyFormat).close() }
  }
}

@Test func `members come in the order in which they were made`() throws {
  try withTemporaryDirectory { folder in
    let file = try File(creating: folder + "/a.h5")
    for name in ["z", "a", "m"] { try file.create(DatasetDescription(name, .int8, shape: [1])) }
    try file.createGroup("b")
    #expect(try file.memberNames() == ["z", "a", "m", "b"])
    #expect(try file.hasMember("m"))
    #expect(try !file.hasMember("n"))
  }
}

@Test func `each failure tells its own reason, not one left behind`() throws {
  #expect {
    try File("/no/such/file.h5", .read).close()
  } throws: { error in
    (error as? HDF5Error)?.systemError == ENOENT
  }
  #expect {
    try File("/", .readWrite).close()
  } throws: { error in
    (error as? HDF5Error)?.systemError == EISDIR
  }
}
