// swift-tools-version: 6.3
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

func room(
  _ name: String, _ dependencies: [Target.Dependency], plugins: [Target.PluginUsage] = []
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict, plugins: plugins)
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
  "SweepFilesTests": ["Fixtures"],
  "EndToEndTests": ["Reference"],
  "FaultTests": ["Fixtures"],
  "FindingsTests": ["Fixtures"],
  "LayersTests": ["Fixtures"],
  "NetworksTests": ["Fixtures"],
  "DynamicsTests": ["Fixtures"],
  "ObservablesTests": ["Fixtures"],
  "RepresentationsTests": ["Fixtures"],
  "SimilaritiesTests": ["Fixtures"],
  "TheoriesTests": ["Fixtures"],
  "TrainingTests": ["Fixtures"],
]

let numerics: Target.Dependency = .product(name: "Numerics", package: "swift-numerics")
let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let heap: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "dynsweep",
  products: [.executable(name: "dynsweep", targets: ["dynsweep"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    // C at the edge: declarations, shims and vector kernels.
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    // Links with no MPI: a library is loaded at run time.
    .target(name: "CMPI", linkerSettings: [.linkedLibrary("dl")]),
    .systemLibrary(
      name: "CHDF5", pkgConfig: pkgConfig("hdf5-serial", "hdf5"),
      providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    // What happens between fork and exec.
    .target(name: "CSpawn"),
    .target(
      name: "CVectorMath",
      // Optimised in debug builds too: an unoptimised kernel would be a hundred times slower.
      cSettings: [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=fast"])]),

    .target(
      name: "CMatrixKernels", dependencies: ["CVectorMath"],
      cSettings: [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=fast"])]),

    // Which commit the program is built from.
    .plugin(
      name: "RecordCommit", capability: .buildTool(), path: "Sources/RecordCommit",
      exclude: ["record-commit.sh"]),

    // The rooms, lowest first.
    room("Records", []),
    room("Wording", []),
    room("Summaries", []),
    room("RandomStreams", []),
    room("Platform", ["CSpawn", "CZlib"]),
    room("Schema", ["Wording"]),
    room("Expressions", ["Schema"]),
    room("Rules", ["Schema"]),
    room("Attribution", ["Schema"]),
    room("YAMLText", ["Schema", yams]),
    room("HDF5", ["CHDF5"]),
    room("MessagePassing", ["CMPI"]),
    room(
      "LinearAlgebra", ["RandomStreams", "CVectorMath", "COpenBLAS", "CMatrixKernels", numerics]),
    room("Programs", []),
    room("Plans", ["Programs", "LinearAlgebra", "CVectorMath"]),
    room("Layers", ["Plans", "Programs", "LinearAlgebra", "Schema", "RandomStreams"]),
    room("Networks", ["Layers", "Programs", "LinearAlgebra", "Schema", "RandomStreams"]),
    room("DataSets", ["HDF5", "Platform", "CZlib"]),
    room("Readings", ["LinearAlgebra", "Schema", "RandomStreams"]),
    room("Tasks", ["Readings", "DataSets", "LinearAlgebra", "Schema", "RandomStreams"]),
    room("StaticTasks", ["Tasks", "DataSets", "LinearAlgebra", "Schema", "RandomStreams"]),
    room("CognitiveTasks", ["StaticTasks", "Tasks", "LinearAlgebra", "Schema", "RandomStreams"]),
    room(
      "Training",
      [
        "Tasks", "Networks", "Layers", "Plans", "Programs", "LinearAlgebra", "Schema",
        "RandomStreams", "Records", "CVectorMath",
      ]),
    room("Dynamics", ["Plans", "Programs", "LinearAlgebra", "RandomStreams"]),
    room("Representations", ["Plans", "LinearAlgebra"]),
    room(
      "Observing",
      [
        "Representations", "Dynamics", "Training", "Tasks", "Networks", "Layers", "Plans",
        "Programs", "LinearAlgebra", "Schema", "Records",
      ]),
    room(
      "DynamicsObservables",
      [
        "Observing", "Dynamics", "Training", "Tasks", "Networks", "Layers", "Plans", "Programs",
        "LinearAlgebra", "Schema", "RandomStreams", "Records",
      ]),
    room(
      "RepresentationObservables",
      [
        "Observing", "Representations", "Dynamics", "Training", "Tasks", "Networks", "Layers",
        "Plans", "LinearAlgebra", "Schema", "Records",
      ]),
    room(
      "FunctionObservables",
      [
        "Observing", "Representations", "Training", "Tasks", "Networks", "Layers", "Plans",
        "Programs", "LinearAlgebra", "Schema", "Summaries", "RandomStreams", "Records",
      ]),
    room(
      "Observables",
      [
        "FunctionObservables", "RepresentationObservables", "DynamicsObservables", "Observing",
        "Representations", "Training", "Tasks", "Networks", "Layers", "Plans", "Programs",
        "LinearAlgebra", "Schema", "RandomStreams", "Summaries", "Records",
      ]),
    room("Theories", ["LinearAlgebra", "Schema", "RandomStreams", "Records", numerics]),
    room("OutsidePrograms", ["Schema", "Platform", "Records"]),
    room(
      "Experiment",
      [
        "OutsidePrograms", "Theories", "Observables", "Observing", "Training", "CognitiveTasks",
        "Tasks", "Networks", "Layers", "Plans", "Programs", "LinearAlgebra", "Schema", "Records",
      ]),
    room(
      "SweepFiles", ["Attribution", "Rules", "Expressions", "YAMLText", "Schema", "RandomStreams"]),
    room("Scheduling", ["Records", deque, heap]),
    room("FileOwnership", ["HDF5", "Platform", "Wording"]),
    room("Results", ["FileOwnership", "Rules", "HDF5", "Platform", "Wording", "Records"]),
    room("Reruns", ["Results", "FileOwnership", "HDF5", "Records"]),
    room(
      "Replays", ["Rules", "Results", "SweepFiles", "YAMLText", "Schema", "Wording", "Records"]),
    room("Launching", ["MessagePassing", "Platform"]),
    room(
      "Snapshots",
      ["Scheduling", "Experiment", "MessagePassing", "Schema", "Platform", "Records"]),
    room(
      "Orchestration",
      [
        "Snapshots", "Reruns", "Results", "Scheduling", "SweepFiles", "Rules", "Experiment",
        "Training",
        "LinearAlgebra", "MessagePassing", "Schema", "Platform", "Records", deque, logging,
      ]),
    room("Similarities", ["Representations", "LinearAlgebra", "RandomStreams", numerics]),
    room("Figures", ["Platform", "Wording"]),
    room(
      "Judging",
      [
        "Figures", "Results", "FileOwnership", "SweepFiles", "Schema", "Summaries", "Wording",
        "Records",
      ]),
    room(
      "RecurrentFindings",
      ["Judging", "Similarities", "Figures", "LinearAlgebra", "Schema", "Summaries", "Wording"]),
    room("LearningFindings", ["Judging", "Figures", "Schema", "Summaries", "Wording"]),
    room("Findings", ["LearningFindings", "RecurrentFindings", "Judging", "Schema"]),
    room(
      "Report",
      ["Judging", "Figures", "Results", "FileOwnership", "SweepFiles", "Wording", "Records"]),
    room(
      "ForeignModels",
      [
        "Dynamics", "DataSets", "Networks", "Layers", "Plans", "Programs", "LinearAlgebra", "HDF5",
        "Schema",
      ]),
    room(
      "Runs",
      [
        "Findings", "Judging", "Orchestration", "Snapshots", "Launching", "Replays", "Reruns",
        "Results",
        "FileOwnership", "Scheduling", "SweepFiles", "Attribution", "Rules", "Experiment",
        "LinearAlgebra", "MessagePassing", "HDF5", "Schema", "Platform", "Wording", "Records",
        logging,
      ], plugins: ["RecordCommit"]),
    room(
      "Publishing",
      [
        "Runs", "Results", "FileOwnership", "SweepFiles", "Attribution", "Experiment", "Schema",
        "Wording", "Records",
      ]),
    room(
      "Listings",
      [
        "Runs", "Similarities", "Judging", "Results", "FileOwnership", "Rules", "SweepFiles",
        "Expressions", "Experiment", "DataSets", "LinearAlgebra", "Schema", "Wording", "Records",
      ]),
    .executableTarget(
      name: "dynsweep",
      dependencies: [
        "Listings", "Publishing", "Runs", "ForeignModels", "Report", "Findings", "Judging",
        "Similarities", "Figures", "Orchestration", "Launching", "Replays", "Results",
        "FileOwnership", "Rules", "SweepFiles", "Experiment", "Dynamics", "Tasks", "DataSets",
        "LinearAlgebra", "MessagePassing", "HDF5", "Schema", "Platform", "RandomStreams", "Wording",
        "Records", arguments,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "dynsweep-bench",
      dependencies: [
        "Orchestration", "Launching", "Results", "Scheduling", "SweepFiles", "Experiment",
        "FunctionObservables", "Dynamics", "Training", "Tasks", "Networks", "Layers", "Plans",
        "Programs", "LinearAlgebra", "MessagePassing", "Schema", "RandomStreams", "Records",
        "COpenBLAS",
      ],
      swiftSettings: strict),

    // Tests, one folder a room, and the programs that some of them start.
    .target(
      name: "TestSupport", dependencies: ["Schema", "CZlib"], path: "Tests/TestSupport",
      swiftSettings: strict),
    program(
      "NoWorkSweep",
      ["Orchestration", "Launching", "Scheduling", "MessagePassing", "Platform", "Records"]),
    .target(
      name: "ResultsSupport", dependencies: ["Results", "Records"],
      path: "Tests/Support/ResultsSupport", swiftSettings: strict),
    program("ResultsCrashWriter", ["ResultsSupport", "Results", "Records"]),
    .target(name: "CAllocationCount", path: "Tests/Support/CAllocationCount"),
    program(
      "TrainingAllocations",
      ["CAllocationCount", "SweepFiles", "Experiment", "Training", "LinearAlgebra"]),
    tests("WordingTests", ["Wording"]),
    tests("SchemaTests", ["Schema"]),
    tests("ExpressionsTests", ["Expressions"]),
    tests("RulesTests", ["Rules", "YAMLText", "Schema"]),
    tests("AttributionTests", ["Attribution", "Schema"]),
    tests("RandomStreamsTests", ["LinearAlgebra", "RandomStreams", numerics]),
    tests("PlatformTests", ["Platform"]),
    tests("LinearAlgebraTests", ["LinearAlgebra", "RandomStreams", "CVectorMath", numerics]),
    tests("PlansTests", ["Plans", "Programs", "LinearAlgebra", "RandomStreams"]),
    tests(
      "LayersTests",
      [
        "Networks", "Layers", "Plans", "Programs", "LinearAlgebra", "Schema", "RandomStreams",
        numerics,
      ]),
    tests(
      "NetworksTests",
      [
        "Networks", "Layers", "Plans", "Programs", "LinearAlgebra", "Schema", "RandomStreams",
        numerics,
      ]),
    tests("DataSetsTests", ["DataSets"]),
    tests("ReadingsTests", ["Readings", "RandomStreams"]),
    tests(
      "TasksTests",
      [
        "CognitiveTasks", "Tasks", "Readings", "DataSets", "LinearAlgebra", "Schema",
        "RandomStreams",
      ]),
    tests(
      "TrainingTests",
      [
        "TrainingAllocations", "Training", "CognitiveTasks", "Tasks", "Networks", "Layers", "Plans",
        "Programs", "LinearAlgebra", "Schema", "RandomStreams", "Records", numerics,
      ]),
    tests(
      "DynamicsTests",
      [
        "DynamicsObservables", "Dynamics", "Networks", "Layers", "Plans", "Programs",
        "LinearAlgebra", "HDF5", "RandomStreams", "Records", numerics,
      ]),
    tests(
      "RepresentationsTests", ["Representations", "LinearAlgebra", "RandomStreams", "Records"]),
    tests(
      "ObservablesTests",
      [
        "Observables", "FunctionObservables", "Observing", "Representations", "Training",
        "CognitiveTasks", "Tasks", "Networks", "Layers", "Plans", "Programs", "LinearAlgebra",
        "Schema", "RandomStreams",
      ]),
    tests(
      "SimilaritiesTests",
      ["Similarities", "LinearAlgebra", "RandomStreams", numerics]),
    tests("TheoriesTests", ["Theories", "Schema", "Records", numerics]),
    tests(
      "OutsideProgramsTests",
      ["OutsidePrograms", "SweepFiles", "Schema", "Platform", "Records"]),
    tests(
      "ExperimentTests",
      [
        "Scheduling", "SweepFiles", "Experiment", "Observing", "Dynamics", "Training", "Tasks",
        "Networks", "Layers", "Plans", "Programs", "LinearAlgebra", "Schema", "RandomStreams",
        "Records", numerics,
      ]),
    tests("SweepFilesTests", ["SweepFiles", "Attribution", "Rules", "Schema"]),
    tests("SchedulingTests", ["Scheduling", "Records", heap]),
    tests("FiguresTests", ["Figures"]),
    tests(
      "ReportTests",
      [
        "ResultsSupport", "Report", "Judging", "Figures", "Results", "Scheduling", "SweepFiles",
        "Platform", "Records",
      ]),
    tests(
      "PublishingTests",
      [
        "Publishing", "Runs", "Results", "FileOwnership", "SweepFiles", "Attribution", "Experiment",
        "Schema", "Platform", "Records",
      ]),
    tests(
      "FindingsTests",
      [
        "Findings", "LearningFindings", "RecurrentFindings", "Judging", "Figures", "LinearAlgebra",
        "RandomStreams", "Results", "Scheduling", "SweepFiles", "Schema", "Summaries", "Records",
      ]),
    tests("HDF5Tests", ["HDF5", "CHDF5"]),
    tests(
      "ResultsTests",
      [
        "ResultsCrashWriter", "ResultsSupport", "Results", "FileOwnership", "Rules", "Scheduling",
        "SweepFiles", "HDF5", "Platform", "Records",
      ]),
    tests("RerunsTests", ["Reruns", "ResultsSupport", "Results", "FileOwnership", "Records"]),
    tests("ReplaysTests", ["Replays", "Rules", "Results", "Records"]),
    tests("MessagePassingTests", ["MessagePassing"]),
    tests("LaunchingTests", ["Launching", "Platform"]),
    tests(
      "OrchestrationTests",
      [
        "NoWorkSweep", "Orchestration", "Snapshots", "Replays", "Results", "Rules", "Scheduling",
        "SweepFiles", "MessagePassing", "Platform", "Records", heap, logging,
      ]),
    tests("ListingsTests", ["Listings", "Schema"]),
    tests(
      "CommandsTests",
      [
        "ResultsSupport", "dynsweep", "Listings", "Runs", "ForeignModels", "Judging",
        "Orchestration", "Results", "Scheduling", "SweepFiles", "Experiment", "HDF5", "Schema",
        "Platform", "Records",
      ]),
    tests(
      "EndToEndTests",
      [
        "dynsweep", "Orchestration", "Launching", "Results", "SweepFiles", "Experiment", "Platform",
        "Records",
      ]),
    tests(
      "FaultTests",
      [
        "dynsweep", "Orchestration", "Snapshots", "Launching", "Results", "Scheduling",
        "SweepFiles", "Experiment", "Schema", "Platform", "Records",
      ]),
  ]
)
