import Foundation

/// Something that is repeated and timed.
protocol Benchmark: AnyObject {
  /// Does it once.
  func run()
  /// How many steps one run takes.
  var count: Int { get }
}

/// What is read as the time.
enum MeasuredClock {
  case wall
  /// This process's processor time: where others use the machine too, the fairer one for a single thread.
  case processor

  var seconds: Double {
    var time = timespec()
    clock_gettime(self == .wall ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}

extension Benchmark {
  var count: Int { 1 }

  /// Seconds that one step takes: the median over as many as fill `seconds`, after one that is not counted.
  func time(filling seconds: Double, on clock: MeasuredClock) -> Double {
    run()
    var times: [Double] = []
    var total = 0.0
    repeat {
      let start = clock.seconds
      run()
      times.append(clock.seconds - start)
      total += times[times.count - 1]
    } while total < seconds || times.count < 3
    times.sort()
    return (times[(times.count - 1) / 2] + times[times.count / 2]) / Double(2 * count)
  }
}
