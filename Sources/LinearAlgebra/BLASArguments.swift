import COpenBLAS

func transposition(_ transposes: Bool) -> CBLAS_TRANSPOSE { transposes ? CblasTrans : CblasNoTrans }

extension Triangle {
  var cblas: CBLAS_UPLO { self == .lower ? CblasLower : CblasUpper }
}

extension Side {
  var cblas: CBLAS_SIDE { self == .left ? CblasLeft : CblasRight }
}

/// Calls a LAPACK routine twice: first to ask for the sizes of its workspaces, then to run with them.
///
/// - Parameters:
///   - integers: The length of the integer workspace, for routines whose query does not return it.
///   - routine: The call. It is given the real workspace, its length (−1 asks for the best one), the integer workspace
///     and its length, and returns whether it succeeded.
/// - Returns: Whether both calls succeeded.
func withWorkspaces<Element: Scalar>(
  of type: Element.Type, integers: Int = 1,
  _ routine: (
    UnsafeMutablePointer<Element>, UnsafePointer<blasint>, UnsafeMutablePointer<blasint>,
    UnsafePointer<blasint>
  ) -> Bool
) -> Bool {
  var best: Element = 0
  var query: blasint = -1
  var integerBest = [blasint](repeating: 0, count: max(integers, 1))
  guard routine(&best, &query, &integerBest, &query) else { return false }
  // A large length does not fit a Float exactly.
  var count = blasint(best.nextUp.rounded(.up))
  var integerCount = max(integerBest[0], blasint(integers), 1)
  var work = [Element](repeating: 0, count: max(Int(count), 1))
  var integerWork = [blasint](repeating: 0, count: Int(integerCount))
  return routine(&work, &count, &integerWork, &integerCount)
}
