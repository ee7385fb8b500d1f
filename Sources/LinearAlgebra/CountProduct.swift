/// The product of counts that settings or files ask for, as a number that cannot overflow; exact up to 2⁵³.
///
/// For estimates of operations and memory, which are there to refuse what no machine holds.
package func countProduct(_ counts: Int...) -> Double {
  counts.reduce(1) { $0 * Double($1) }
}
