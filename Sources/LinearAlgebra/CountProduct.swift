/// The product of counts that settings or files ask for, as a number that cannot overflow; exact up to 2⁵³.
///
/// Estimates of operations and memory are made with it, by which a trial that no machine could hold is refused.
package func countProduct(_ counts: Int...) -> Double {
  counts.reduce(1) { $0 * Double($1) }
}
