// The threshold.
extension RuleEngine {
  mutating func judge(_ trial: Int, _ threshold: Threshold) {
    let course = members[trial].course
    // At its last checkpoint a trial is at its end anyway.
    guard members[trial].end == nil, let checkpoint = course.indices.last,
      checkpoint <= rungs[trial].last ?? -1,
      let bound = threshold.crossing(course, by: rule.measure)
    else { return }
    decide(
      trial, value: value(of: trial, at: checkpoint), threshold: bound, place: 0, isStop: true,
      checkpoint: checkpoint)
  }
}
