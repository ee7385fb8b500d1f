import Foundation

/// The processor time in seconds that the calling thread has taken, whatever other tests of the
/// process do meanwhile.
package func threadSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
