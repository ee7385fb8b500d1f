/// Reads a tree against a schema, gathering every mistake instead of stopping at the first.
struct SettingsReader {
  let root: Section
  let tree: Tree
  /// Whether settings may be axes.
  var canVary = true
  var problems: [Diagnostic] = []
  var axes: [Int: AxisReading] = [:]

  init(root: Section, tree: Tree) {
    self.root = root
    self.tree = tree
  }

  mutating func section(
    _ section: Section, _ tree: Tree, path: String, alsoValid: [String] = []
  ) -> Template {
    var template = Template()
    var scope = Scope(path: path, location: tree.location)
    switch tree.content {
    case .mapping(let pairs): scope.pairs = pairs
    case .nothing: break
    default:
      let keys = Section.allEntries(section.entries).map(\.key)
      let expected = "a mapping of \(oneOf(keys.uniqued, limit: 8))"
      problems.append(
        section.onlyVariantKey != nil && tree.elements?.isEmpty == false
          ? .listForValue(path, tree, expected) : .wrongValue(path, tree, expected: expected))
      return template
    }
    read(section.entries, &scope, &template)
    scope.valid += alsoValid
    problems += scope.unknownKeys(root: root)
    return template
  }

  private mutating func read(_ entries: [Entry], _ scope: inout Scope, _ template: inout Template) {
    for entry in entries {
      scope.valid.append(entry.key)
      switch entry.kind {
      case .value(let domain, let standard):
        readValue(entry.key, domain, standard, scope, &template)
      case .list(let domain, let standard):
        readList(entry.key, domain, standard, scope, &template)
      case .section(let section):
        let tree = scope[entry.key] ?? Tree(.nothing, at: scope.location)
        template.add(self.section(section, tree, path: scope.path(entry.key)), under: entry.key)
      case .optional(let section):
        guard let tree = scope[entry.key] else { continue }
        template.add(self.section(section, tree, path: scope.path(entry.key)), under: entry.key)
      case .variant(let variants, let standard):
        readVariant(entry.key, variants, standard, &scope, &template)
      case .changes(let target): readChanges(entry.key, of: target, scope, &template)
      case .free:
        guard let tree = scope[entry.key] else { continue }
        template.add(free(tree, path: scope.path(entry.key)), under: entry.key)
      case .named(let section): readNamed(entry.key, section, scope, &template)
      case .change(let target): readChange(entry.key, of: target, scope, &template)
      case .sections(let section): readSections(entry.key, section, scope, &template)
      }
    }
  }

  private mutating func readSections(
    _ key: String, _ section: Section, _ scope: Scope, _ template: inout Template
  ) {
    let path = scope.path(key)
    var list = Template()
    if let tree = scope[key] {
      guard let elements = tree.elements else {
        let keys = Section.allEntries(section.entries).map(\.key).uniqued
        let expected = "a list of mappings, each of \(oneOf(keys, limit: 8))"
        problems.append(.wrongValue(path, tree, expected: expected))
        return
      }
      for (index, element) in elements.enumerated() {
        let number = "\(index + 1)"
        list.add(
          self.section(section, element, path: path.appending(component: number)), under: number)
      }
    }
    template.add(list, under: key)
  }

  private mutating func readValue(
    _ key: String, _ domain: Domain, _ standard: SettingValue?, _ scope: Scope,
    _ template: inout Template
  ) {
    let path = scope.path(key)
    if let tree = scope[key] {
      read(tree, path, key, &template, domain.expectation) { (tree) throws(Diagnostic) in
        try domain.value(of: tree, path: path)
      }
    } else if let standard {
      template.fixed.values[key] = standard
    } else {
      problems.append(.missing(path, expected: domain.expectation, at: scope.location))
    }
  }

  private mutating func readList(
    _ key: String, _ domain: Domain, _ standard: [SettingValue], _ scope: Scope,
    _ template: inout Template
  ) {
    let path = scope.path(key)
    let expected = "a list of values, each \(domain.expectation)"
    guard let tree = scope[key] else {
      template.fixed.values[key] = .list(standard)
      return
    }
    read(tree, path, key, &template, expected) { (tree) throws(Diagnostic) in
      try domain.list(of: tree, path: path, expected: expected)
    }
  }

  /// One value, or every value of an axis.
  mutating func read(
    _ tree: Tree, _ path: String, _ key: String, _ template: inout Template, _ expected: String,
    with read: (Tree) throws(Diagnostic) -> SettingValue
  ) {
    guard case .axis(let axis, let trees) = tree.content else {
      do throws(Diagnostic) {
        template.fixed.values[key] = try read(tree)
      } catch { problems.append(mistake(error, path, tree, expected, with: read)) }
      return
    }
    var values: [SettingValue] = []
    for tree in trees {
      do throws(Diagnostic) { values.append(try read(tree)) } catch {
        problems.append(error)
        // One computed point out of bounds is enough to see what is wrong with the axis.
        if case .point = tree.content { break }
      }
    }
    axes[axis] = axes[axis] ?? AxisReading(path: path, values: values, location: tree.location)
    guard values.count == trees.count else { return }
    template.open.append(.init(key: key, axis: axis, values: values))
  }

  /// The mistake in `tree`, which is not a value: the axis's where an axis was probably meant, else `error`.
  private func mistake(
    _ error: Diagnostic, _ path: String, _ tree: Tree, _ expected: String,
    with read: (Tree) throws(Diagnostic) -> SettingValue
  ) -> Diagnostic {
    if tree.pairs != nil { return .mistakenAxis(path, tree, expected) }
    let isGrid =
      canVary && tree.elements?.isEmpty == false
      && tree.elements?.allSatisfy { (try? read($0)) != nil } == true
    return isGrid ? .listForValue(path, tree, expected) : error
  }

  private mutating func readVariant(
    _ key: String, _ variants: [Variant], _ standard: String?, _ scope: inout Scope,
    _ template: inout Template
  ) {
    let found = problems.count
    readValue(
      key, Domain(words: variants.map(\.name)), standard.map { .text($0) }, scope, &template)
    guard problems.count == found else {
      // It is not known which variant's keys are valid, so all of them are let pass.
      scope.valid += variants.flatMap { Section.allEntries($0.entries).map(\.key) }
      return
    }
    choose(among: variants, by: key, &scope, &template)
  }

  /// Adds the entries of the variant, or of each variant, that the value under `key` chooses.
  private mutating func choose(
    among variants: [Variant], by key: String, _ scope: inout Scope, _ template: inout Template
  ) {
    var templates: [String: Template] = [:]
    func name(_ value: SettingValue?) -> String {
      if case .text(let name) = value { name } else { "" }
    }
    let open = template.open.last { $0.key == key }
    let chosen = open.map { $0.values.map(name) } ?? [name(template.fixed.values[key])]
    for variant in variants where chosen.contains(variant.name) {
      var branch = Template()
      read(variant.entries, &scope, &branch)
      templates[variant.name] = branch
    }
    scope.noteForeignKeys(of: variants, chooser: key, chosen: chosen)
    let alternatives = chosen.map { templates[$0] ?? Template() }
    if let open {
      template.branches.append(.init(axis: open.axis, alternatives: alternatives))
    } else {
      template.merge(alternatives[0])
    }
  }
}
