import COpenBLAS

func transposition(_ transposes: Bool) -> CBLAS_TRANSPOSE { transposes ? CblasTrans : CblasNoTrans }

extension Triangle {
  var cblas: CBLAS_UPLO { self == .lower ? CblasLower : CblasUpper }
}

extension Side {
  var cblas: CBLAS_SIDE { self == .left ? CblasLeft : CblasRight }
}

/// Calls a LAPACK routine twice: to ask for its workspaces, then to run with them.
///
/// - Parameters:
///   - integers: Length of the integer workspace, for routines that do not tell.
///   - routine: Given real workspace, its length (−1 asks), integer workspace, its length; returns success.
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
