import Foundation

/// The method by which Open MPI judges whether two network addresses reach each other.
enum Reachability {
  private static let variable = "OMPI_MCA_reachable"

  /// Sets the method that `choice` returns. It must be called before MPI starts, and before any other thread reads the
  /// environment.
  static func prepare() {
    guard let choice = choice(environment: ProcessInfo.processInfo.environment) else { return }
    setenv(variable, choice, 1)
  }

  /// The method to ask for; nil where Open MPI's own choice, or the user's, is right.
  ///
  /// Open MPI's own choice is to ask the kernel for the route from one address to the other. On one host such a route
  /// leads through no network card, so that Open MPI 5 judges that no two ranks reach each other, and finds no way
  /// between them where shared memory fails. Its other method compares the addresses. On several hosts the route is
  /// what counts, and nothing is changed.
  static func choice(environment: [String: String]) -> String? {
    guard environment[variable] == nil, LaunchContext.isOnOneHost(environment: environment)
    else { return nil }
    return "weighted"
  }
}
