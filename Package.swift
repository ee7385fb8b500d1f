// swift-tools-version: 6.1
import Foundation
import PackageDescription

// One target a room; dependencies point downward only, so that the compiler holds the walls.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
]

/// The first of `names` that pkg-config would find; the first at all where none is, so that its absence is reported.
/// A folder of PKG_CONFIG_PATH, which a user has chosen, comes before all names of the next folder.
func pkgConfig(_ names: String...) -> String {
  let environment = ProcessInfo.processInfo.environment["PKG_CONFIG_PATH"] ?? ""
  let folders =
    environment.split(separator: ":").map(String.init)
    + ["x86_64-linux-gnu/", "aarch64-linux-gnu/", ""].map { "/usr/lib/\($0)pkgconfig" }
    + ["/usr/lib64/pkgconfig", "/usr/local/lib/pkgconfig", "/usr/share/pkgconfig"]
  let found = folders.lazy.compactMap { folder in
    names.first { FileManager.default.fileExists(atPath: "\(folder)/\($0).pc") }
  }
  return found.first ?? names[0]
}

func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: fixtures[name] ?? [],
    swiftSettings: strict)
}

/// A program that tests start.
func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: "Tests/Support/\(name)", swiftSettings: strict)
}

/// Files beside tests that are read by path, not built.
let fixtures = [
  "CommandsTests": ["Fixtures"],
  "EndToEndTests": ["Reference"],
  "FaultTests": ["Fixtures"],
  "LinearAlgebraTests": ["Fixtures/exponential.py"],
  "NetworksTests": ["Fixtures"],
  "ObservablesTests": ["Fixtures"],
  "TrainingTests": ["Fixtures"],
]

let numerics: Target.Dependency = .product(name: "Numerics", package: "swift-numerics")
let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let heap: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "dynsweep",
  products: [.executable(name: "dynsweep", targets: ["dynsweep"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    // C at the edge: declarations, shims and vector kernels.
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(
      name: "CMPI", pkgConfig: pkgConfig("ompi-c", "mpich", "mpi"),
      providers: [.apt(["libopenmpi-dev"])]),
    .systemLibrary(
      name: "CHDF5", pkgConfig: pkgConfig("hdf5-serial", "hdf5"),
      providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "CVectorMath",
      // Optimised in debug builds too: an unoptimised kernel would be a hundred times slower.
      cSettings: [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=fast"])]),

    .target(
      name: "CMatrixKernels", dependencies: ["CVectorMath"],
      cSettings: [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=fast"])]),

    // The rooms, lowest first.
    room("Schema", []),
    room("HDF5", ["CHDF5"]),
    room("MessagePassing", ["CMPI"]),
    room("LinearAlgebra", ["COpenBLAS", "CVectorMath", "CMatrixKernels", numerics]),
    room("Graph", ["LinearAlgebra", "CVectorMath"]),
    room("Networks", ["Graph", "LinearAlgebra", "Schema"]),
    room("Tasks", ["LinearAlgebra", "Schema", "CZlib"]),
    room("Training", ["Graph", "Networks", "Tasks", "LinearAlgebra", "Schema", "CVectorMath"]),
    room("Observables", ["Training", "Networks", "Tasks", "Graph", "LinearAlgebra", "Schema"]),
    room("Theories", ["Observables", "Training", "LinearAlgebra", "Schema"]),
    room(
      "Experiment",
      [
        "Theories", "Observables", "Training", "Networks", "Tasks", "Graph", "LinearAlgebra",
        "Schema",
      ]),
    room("Sweep", ["Schema", yams, deque, heap]),
    room("Results", ["HDF5", "Sweep", "Observables"]),
    room(
      "Orchestration",
      [
        "Results", "Sweep", "Experiment", "Training", "Observables", "MessagePassing", "Schema",
        deque, heap,
      ]),
    room("Figures", []),
    room("Findings", ["Figures", "Results", "Sweep", "Schema"]),
    room("Report", ["Findings", "Figures", "Results", "Sweep"]),
    .executableTarget(
      name: "dynsweep",
      dependencies: [
        "Report", "Findings", "Figures", "Orchestration", "Results", "Sweep", "Experiment",
        "Observables", "Networks", "Tasks", "Training", "Graph", "LinearAlgebra", "MessagePassing",
        "HDF5", "Schema", arguments,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "dynsweep-bench",
      dependencies: [
        "Orchestration", "Results", "Sweep", "Experiment", "Observables", "Networks", "Tasks",
        "Training", "Graph", "LinearAlgebra", "MessagePassing", "Schema", "COpenBLAS",
      ],
      swiftSettings: strict),

    // Tests, one folder a room, and the programs that some of them start.
    .target(
      name: "TestSupport", dependencies: ["Schema"], path: "Tests/TestSupport",
      swiftSettings: strict),
    program("NoWorkSweep", ["Orchestration", "MessagePassing", "Sweep"]),
    .target(
      name: "ResultsSupport", dependencies: ["Results", "Sweep", "Observables"],
      path: "Tests/Support/ResultsSupport", swiftSettings: strict),
    program("ResultsCrashWriter", ["Results", "Sweep", "ResultsSupport"]),
    .target(name: "CAllocationCount", path: "Tests/Support/CAllocationCount"),
    program(
      "TrainingAllocations",
      ["CAllocationCount", "Experiment", "Training", "Sweep", "LinearAlgebra"]),
    tests("SchemaTests", ["Schema"]),
    tests("LinearAlgebraTests", ["LinearAlgebra", "CVectorMath", numerics]),
    tests("GraphTests", ["Graph", "LinearAlgebra"]),
    tests("NetworksTests", ["Networks", "Graph", "LinearAlgebra", "Schema", numerics]),
    tests("TasksTests", ["Tasks", "CZlib", "LinearAlgebra", "Schema"]),
    tests(
      "TrainingTests",
      [
        "Training", "Networks", "Tasks", "Graph", "LinearAlgebra", "Schema", "TrainingAllocations",
      ]),
    tests(
      "ObservablesTests",
      ["Observables", "Networks", "Graph", "LinearAlgebra", "HDF5", "Schema", numerics]),
    tests("TheoriesTests", ["Theories", "Observables", "Schema"]),
    tests(
      "ExperimentTests",
      [
        "Experiment", "Observables", "Training", "Networks", "Tasks", "Schema", "Sweep",
        "Graph", "LinearAlgebra", numerics,
      ]),
    tests("SweepTests", ["Sweep", "Schema"]),
    tests("SchedulerTests", ["Sweep", heap, deque]),
    tests("FiguresTests", ["Figures"]),
    tests(
      "ReportTests",
      ["Report", "Findings", "Figures", "Results", "ResultsSupport", "Observables", "Sweep"]),
    tests("FindingsTests", ["Findings", "Figures", "Schema", "Sweep"]),
    tests("HDF5Tests", ["HDF5", "CHDF5"]),
    tests(
      "ResultsTests",
      ["Results", "HDF5", "Sweep", "Observables", "ResultsSupport", "ResultsCrashWriter"]),
    tests("MessagePassingTests", ["MessagePassing"]),
    tests(
      "OrchestrationTests",
      ["Orchestration", "MessagePassing", "Observables", "Results", "Sweep", "NoWorkSweep"]),
    tests(
      "CommandsTests",
      [
        "dynsweep", "Experiment", "Findings", "Results", "ResultsSupport", "Observables",
        "Orchestration", "HDF5", "Schema", "Sweep",
      ]),
    tests(
      "EndToEndTests",
      ["Orchestration", "Results", "Observables", "Experiment", "Sweep", "dynsweep"]),
    tests(
      "FaultTests", ["Orchestration", "Results", "Experiment", "Schema", "Sweep", "dynsweep"]),
  ]
)
