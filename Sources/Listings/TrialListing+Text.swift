import Schema
import Wording

extension [TrialListing.Column] {
  /// The columns as a table for people: numbers rounded, missing ones as a dash.
  package var textTable: TextTable {
    TextTable(
      columns: map { column in
        TextTable.Column(
          title: column.name,
          cells: column.cells.map { cell in
            if case .number(let value) = cell { NumberFormat.table(value) } else { cell.csvField }
          })
      })
  }
}
