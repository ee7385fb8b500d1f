/// Has Python write a file of arrays, by h5py or by `numpy.savez` where its name ends on `.npz`, in a folder that is gone
/// afterwards.
///
/// - Parameters:
///   - arrays: As Python's keyword arguments, of NumPy's functions and of `changed(numbers, place, number)`:
///     `inputs=zeros((4, 2)), targets=arange(4)`.
///   - body: Is given the file's path.
package func withArrays<Value>(
  _ arrays: String, in name: String = "data.h5", _ body: (String) throws -> Value
) throws -> Value {
  let script = """
    import sys, h5py
    from numpy import *
    def changed(numbers, place, number):
        copy = numbers.copy()
        copy[place] = number
        return copy
    def write(path, **arrays):
        if path.endswith(".npz"):
            savez(path, **arrays)
            return
        with h5py.File(path, "w") as file:
            for name, numbers in arrays.items(): file[name] = numbers
    write(sys.argv[1], \(arrays))
    """
  return try withTemporaryDirectory { folder in
    let path = "\(folder)/\(name)"
    let outcome = try python(script, [path])
    guard outcome.status == 0 else { throw ToolFailure(errors: outcome.errors) }
    return try body(path)
  }
}

/// A program that a test needs has failed.
package struct ToolFailure: Error {
  package let errors: String
}
