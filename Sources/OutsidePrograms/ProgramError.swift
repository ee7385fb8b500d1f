/// Why an outside program cannot be part of a sweep, in words for the author of the sweep file.
package enum ProgramError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The command is empty.
  case noCommand
  /// There is no executable file of that name here.
  case notFound(String)
  /// A quantity has a name that stands for something else.
  case reserved(String)
  /// A dimension has the name of a quantity, or one that stands for something else.
  case takenDimension(String, quantity: String)
  /// A row would have too many numbers.
  case tooManyNumbers(Int)

  package var description: String {
    switch self {
    case .noCommand:
      "program.command names no program; expected a list such as [python3, train.py]"
    case .notFound(let name) where name.contains("/"):
      "\(name) is no executable file on this machine; expected the path of one, or a name on the PATH"
    case .notFound(let name):
      "no program \(name) on this machine's PATH; expected one, or the path of an executable file"
    case .reserved(let name):
      "a quantity is called \(name), which stands for something else; expected another name"
    case .takenDimension(let name, let quantity):
      "the dimension of \(quantity) is called \(name), which stands for something else; expected another name"
    case .tooManyNumbers(let count):
      "the quantities have \(count) numbers together; expected at most \(OutsideProgram.mostNumbers)"
    }
  }

  /// The setting at fault, below `program`.
  package var path: String {
    switch self {
    case .noCommand, .notFound: "command"
    case .reserved(let name): "quantities.\(name)"
    case .takenDimension(_, let quantity): "quantities.\(quantity).dimension"
    case .tooManyNumbers: "quantities"
    }
  }
}
