package import Tasks

extension TaskCatalogue {
  /// Tasks without time: examples of one step, of which a set is made once and lies in memory.
  package static let staticTasks: [TaskDescription] = [
    CurvedClusters.description,
    NoisyLinearTeacher.description,
    FunctionFit.description,
    PoissonTask.description,
    TwoMoonsTask.description,
    DiskTask.description,
    GlyphTask.description,
    ColoredImageTask.glyphs,
    ColoredImageTask.fashion,
  ]
}
