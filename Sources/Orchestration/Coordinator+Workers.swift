package import Records

/// What a coordinator knows of its workers.
extension Coordinator {
  /// The workers that have introduced themselves, by number, including those that were lost since.
  package var workers: [WorkerID: WorkerDescription] { registry.descriptions }
  /// Workers whose process is gone, or that were given up for their silence.
  package var lostWorkers: Set<WorkerID> { registry.lost }

  /// Whether every worker has left in good order, so that MPI can be finalized without waiting for the dead.
  package var hasEveryoneLeft: Bool { registry.departed.count == registry.count }

  /// Whether some worker may still run that did not leave when told to: on another host, or in another container.
  package var mayAnyoneLinger: Bool { registry.gone.count < registry.count }

  /// Whether every worker has left or was given up. Workers given up for their silence are not waited for.
  var isNobodyLeft: Bool {
    registry.gone.union(registry.lost).count == registry.count
  }
}
