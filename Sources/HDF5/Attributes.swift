import CHDF5

extension Object where Self: ~Copyable {
  /// Adds the attribute `name`: one text of fixed length, UTF-8.
  ///
  /// - Throws: `HDF5Error` where there is such an attribute already or the file cannot be written.
  package func setAttribute(_ name: String, _ text: String) throws(HDF5Error) {
    var bytes = Array(text.utf8)
    if bytes.isEmpty { bytes = [0] }
    try setAttribute(name, bytes, .text(bytes: bytes.count), shape: [])
  }

  /// Adds the attribute `name`: a one-dimensional array of numbers, as netCDF has them.
  ///
  /// - Throws: `HDF5Error` where there is such an attribute already or the file cannot be written.
  package func setAttribute<Number: Element>(
    _ name: String, _ numbers: [Number]
  ) throws(HDF5Error) {
    try setAttribute(name, numbers, Number.elementType, shape: [numbers.count])
  }

  /// Adds the attribute `name`: one number.
  ///
  /// - Throws: `HDF5Error` where there is such an attribute already or the file cannot be written.
  package func setAttribute(_ name: String, _ number: Int32) throws(HDF5Error) {
    try setAttribute(name, [number], .int32, shape: [])
  }

  private func setAttribute<Storage: BitwiseCopyable>(
    _ name: String, _ storage: [Storage], _ type: ElementType, shape: [Int]
  ) throws(HDF5Error) {
    let subject = "attribute \(name) of \(subject)"
    let datatype = try type.datatype()
    if case .text = type {
      try check(H5Tset_cset(datatype.id, H5T_CSET_UTF8), "H5Tset_cset", subject)
    }
    let space = try dataspace(shape)
    let attribute = try Handle(
      H5Acreate2(
        identifier.value, name, datatype.id, space.id, ch5_default(), ch5_default()),
      "H5Acreate2", subject)
    try check(H5Awrite(attribute.id, datatype.id, storage), "H5Awrite", subject)
  }

  /// Whether it carries the attribute `name`.
  ///
  /// - Throws: `HDF5Error` where the file cannot be read.
  package func hasAttribute(_ name: String) throws(HDF5Error) -> Bool {
    try check(H5Aexists(identifier.value, name), "H5Aexists", subject) > 0
  }

  /// What kind of value the attribute `name` holds.
  ///
  /// - Throws: `HDF5Error` where there is no such attribute or it cannot be read.
  package func attributeKind(_ name: String) throws(HDF5Error) -> Kind {
    let attribute = try openAttribute(name)
    return Kind(of: try Handle(H5Aget_type(attribute.id), "H5Aget_type", subject))
  }

  /// The text of attribute `name`, whether of fixed or of variable length; the first where there are several.
  ///
  /// - Throws: `HDF5Error` where there is no such attribute, it is not a text, or it cannot be read.
  package func textAttribute(_ name: String) throws(HDF5Error) -> String {
    let subject = "attribute \(name) of \(subject)"
    let attribute = try openAttribute(name)
    let id = attribute.id
    let type = try Handle(H5Aget_type(id), "H5Aget_type", subject)
    let space = try Handle(H5Aget_space(id), "H5Aget_space", subject)
    let found = try texts(of: type, space, subject) { memory, buffer in
      H5Aread(id, memory, buffer)
    }
    return found.first ?? ""
  }

  /// The numbers of attribute `name`, converted to `Number`, row-major.
  ///
  /// - Throws: `HDF5Error` where there is no such attribute, it does not hold numbers, or it cannot be read.
  package func attribute<Number: Element>(
    _ name: String, _ type: Number.Type = Number.self
  ) throws(HDF5Error) -> [Number] {
    let subject = "attribute \(name) of \(subject)"
    let attribute = try openAttribute(name)
    let id = attribute.id
    let space = try Handle(H5Aget_space(id), "H5Aget_space", subject)
    let count = try elementCount(shape(of: space, subject), subject)
    let memory = try Number.elementType.datatype()
    var values = [Number](repeating: .zero, count: count)
    try check(H5Aread(id, memory.id, &values), "H5Aread", subject)
    return values
  }

  /// The names of its attributes, in alphabetical order.
  ///
  /// - Throws: `HDF5Error` where the file cannot be read.
  package func attributeNames() throws(HDF5Error) -> [String] {
    // A file has no count of its attributes; its root, opened as an object, has.
    let object = try Handle(H5Oopen(identifier.value, ".", ch5_default()), "H5Oopen", subject)
    let count = try check(H5Aget_num_attrs(object.id), "H5Aget_num_attrs", subject)
    var names: [String] = []
    for position in 0..<hsize_t(count) {
      let attribute = try Handle(
        H5Aopen_by_idx(
          object.id, ".", H5_INDEX_NAME, H5_ITER_INC, position, ch5_default(),
          ch5_default()), "H5Aopen_by_idx", subject)
      names.append(try attributeName(attribute))
    }
    return names
  }

  private func attributeName(_ attribute: borrowing Handle) throws(HDF5Error) -> String {
    let id = attribute.id
    let length = try check(H5Aget_name(id, 0, nil), "H5Aget_name", subject)
    var bytes = [CChar](repeating: 0, count: length + 1)
    try check(H5Aget_name(id, bytes.count, &bytes), "H5Aget_name", subject)
    return String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private func openAttribute(_ name: String) throws(HDF5Error) -> Handle {
    try Handle(
      H5Aopen(identifier.value, name, ch5_default()), "H5Aopen", "attribute \(name) of \(subject)")
  }
}
