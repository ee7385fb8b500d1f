import LinearAlgebra

extension LabeledStates {
  /// The share of `tests`, 0 to 1, whose class is the most frequent one among their `neighbors` nearest states here.
  ///
  /// Distances are Euclidean. Among classes with equally many votes the smallest wins, among equal distances the
  /// earlier row.
  package func neighborAccuracy(on tests: LabeledStates, neighbors: Int) -> Double {
    let k = min(neighbors, count)
    // These are ‖a − b‖² without ‖a‖², which is the same for all neighbours b of a.
    var distances = (-2) * tests.states.times(states, transposingOther: true)
    let squares = (0..<count).map { row in states[row: row].reduce(0) { $0 + $1 * $1 } }
    for row in 0..<tests.count {
      for column in 0..<count { distances.elements[row * count + column] += squares[column] }
    }
    let right = (0..<tests.count).count { row in
      let nearest = Self.smallest(
        k, of: distances.elements.span.extracting((row * count)..<((row + 1) * count)))
      return vote(nearest) == tests.labels[row]
    }
    return Double(right) / Double(tests.count)
  }

  /// The indices of the k smallest numbers, in ascending order of the numbers.
  package static func smallest(_ k: Int, of numbers: Span<Double>) -> [Int] {
    var places: [Int] = []
    places.reserveCapacity(k + 1)
    var largest = Double.infinity
    for place in numbers.indices where numbers[place] < largest || places.count < k {
      var position = places.count
      while position > 0, numbers[place] < numbers[places[position - 1]] { position -= 1 }
      places.insert(place, at: position)
      if places.count > k { places.removeLast() }
      if places.count == k { largest = numbers[places[k - 1]] }
    }
    return places
  }

  private func vote(_ rows: [Int]) -> Int {
    var votes = [Int](repeating: 0, count: classes)
    for row in rows { votes[labels[row]] += 1 }
    return votes.indices.reduce(0) { votes[$1] > votes[$0] ? $1 : $0 }
  }
}
