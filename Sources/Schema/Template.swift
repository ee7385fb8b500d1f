/// Checked settings in which some values are still open: all configurations of a sweep in one value.
///
/// An open value has one alternative for each value of its axis. Where the axis chooses a variant,
/// each alternative brings its own keys.
package struct Template: Hashable, Sendable {
  struct Open: Hashable, Sendable {
    let key: String
    let axis: Int
    let values: [SettingValue]
  }

  struct Branch: Hashable, Sendable {
    let axis: Int
    /// The keys that each value of the axis brings.
    let alternatives: [Template]
  }

  struct Subsection: Hashable, Sendable {
    let key: String
    let template: Template
  }

  /// A section with settings changed: the same section's template, read again with the changes in it.
  struct Change: Hashable, Sendable {
    let label: String
    let template: Template
  }

  var fixed = Settings()
  var open: [Open] = []
  var branches: [Branch] = []
  /// The sections in which something is open; all others are among the fixed settings.
  var sections: [Subsection] = []
  /// Lists of changes of a section in which something is open, by their keys.
  var changes: [String: [Change]] = [:]

  var isFixed: Bool {
    open.isEmpty && branches.isEmpty && sections.isEmpty && changes.isEmpty
  }

  /// The settings at one point of the sweep.
  ///
  /// - Parameter choice: The position of the chosen value on the axis with this number.
  package func settings(choosing choice: (Int) -> Int) -> Settings {
    var settings = fixed
    fill(&settings, choosing: choice)
    return settings
  }

  private func fill(_ settings: inout Settings, choosing choice: (Int) -> Int) {
    for value in open { settings.values[value.key] = value.values[choice(value.axis)] }
    for section in sections {
      settings.sections[section.key] = section.template.settings(choosing: choice)
    }
    for (key, list) in changes {
      settings.changes[key] = list.map {
        ChangedSettings(label: $0.label, settings: $0.template.settings(choosing: choice))
      }
    }
    for branch in branches {
      let chosen = branch.alternatives[choice(branch.axis)]
      settings.values.merge(chosen.fixed.values) { $1 }
      settings.sections.merge(chosen.fixed.sections) { $1 }
      settings.changes.merge(chosen.fixed.changes) { $1 }
      chosen.fill(&settings, choosing: choice)
    }
  }

  /// Adds the keys of a variant that is chosen in every trial.
  mutating func merge(_ other: Template) {
    fixed.values.merge(other.fixed.values) { $1 }
    fixed.sections.merge(other.fixed.sections) { $1 }
    fixed.changes.merge(other.fixed.changes) { $1 }
    open += other.open
    branches += other.branches
    sections += other.sections
    changes.merge(other.changes) { $1 }
  }

  mutating func add(_ list: [Change], under key: String) {
    if list.allSatisfy(\.template.isFixed) {
      fixed.changes[key] = list.map {
        ChangedSettings(label: $0.label, settings: $0.template.fixed)
      }
    } else {
      changes[key] = list
    }
  }

  mutating func add(_ template: Template, under key: String) {
    if template.isFixed {
      fixed.sections[key] = template.fixed
    } else {
      sections.append(Subsection(key: key, template: template))
    }
  }
}

/// An axis as the schema reads it: which setting it varies, and through which values.
package struct AxisReading: Hashable, Sendable {
  /// The setting's keys from the root, joined by points (`model.width`).
  package let path: String
  /// The setting's values along the axis, in its order.
  package let values: [SettingValue]
  /// The place in the file at which the axis is written.
  package let location: Location
}

/// The result of reading a tree against a schema.
package struct SectionReading: Sendable {
  /// The settings, which are complete only where there are no problems.
  package let template: Template
  /// The axes that were read, by the numbers that the tree gives them.
  package let axes: [Int: AxisReading]
  /// Every mistake found, in the order of the file.
  package let problems: [Diagnostic]
}
