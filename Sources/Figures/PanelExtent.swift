import Foundation

/// One of a panel's axes.
enum PanelSide {
  case x, y, secondY
}

extension Panel {
  /// The part of an axis that shows all points, with a margin; nil where there is nothing to show.
  func extent(of side: PanelSide) -> ClosedRange<Double>? {
    let axis = side == .x ? x : side == .y ? y : (secondY ?? y)
    if let range = axis.range { return range }
    // Beyond these bounds differences and ratios would be infinite.
    let all = numbers(along: side).filter {
      abs($0) < 1e300 && (!axis.isLogarithmic || $0 > 1e-300)
    }
    guard let least = all.min(), let most = all.max() else { return nil }
    if case .map = content { return nil }
    guard axis.isLogarithmic else {
      let margin = side == .x ? 0.02 : 0.05
      let span = most > least ? most - least : max(abs(most), 1) * 0.2
      return (least - margin * span)...(most + margin * span)
    }
    let ratio = most > least ? exp((log(most) - log(least)) * (side == .x ? 0.02 : 0.05)) : 1.3
    return (least / ratio)...(most * ratio)
  }

  private func numbers(along side: PanelSide) -> [Double] {
    switch content {
    case .map(let map): side == .x ? map.x : map.y
    case .series(let series):
      series.flatMap { one -> [Double] in
        switch side {
        case .x: one.points.map(\.x)
        case .y, .secondY:
          one.isOnSecondY != (side == .secondY)
            ? []
            : one.points.flatMap { point in
              [point.y] + (point.band.map { [$0.lowerBound, $0.upperBound] } ?? [])
            }
        }
      }
    }
  }
}
