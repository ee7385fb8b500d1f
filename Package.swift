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
func pkgConfig(_ names: String...) -> String {
  let environment = ProcessInfo.processInfo.environment["PKG_CONFIG_PATH"] ?? ""
  let folders =
    environment.split(separator: ":").map(String.init)
    + ["x86_64-linux-gnu/", "aarch64-linux-gnu/", ""].map { "/usr/lib/\($0)pkgconfig" }
    + ["/usr/lib64/pkgconfig", "/usr/local/lib/pkgconfig", "/usr/share/pkgconfig"]
  return names.first { name in
    folders.contains { FileManager.default.fileExists(atPath: "\($0)/\(name).pc") }
  } ?? names[0]
}

func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: fixtures[name] ?? [],
    swiftSettings: strict)
}

/// Files beside tests that are read by path, not built.
let fixtures: [String: [String]] = [:]

let numerics: Target.Dependency = .product(name: "Numerics", package: "swift-numerics")
let collections: Target.Dependency = .product(name: "Collections", package: "swift-collections")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
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
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    // C at the edge: declarations, shims and vector kernels.
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CMPI", pkgConfig: "ompi-c", providers: [.apt(["libopenmpi-dev"])]),
    .systemLibrary(
      name: "CHDF5", pkgConfig: pkgConfig("hdf5-serial", "hdf5"),
      providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "CVectorMath",
      // Optimised in debug builds too: an unoptimised kernel would be a hundred times slower.
      cSettings: [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=fast"])]),

    .target(
      name: "CSmallMatrix", dependencies: ["CVectorMath"],
      cSettings: [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=fast"])]),

    // The rooms, lowest first.
    room("Schema", []),
    room("HDF5", ["CHDF5"]),
    room("MessagePassing", ["CMPI"]),
    room("LinearAlgebra", ["COpenBLAS", "CVectorMath", "CSmallMatrix", numerics]),
    room("Graph", ["LinearAlgebra", "CVectorMath"]),
    room("Networks", ["Graph", "LinearAlgebra", "Schema"]),
    room("Tasks", ["LinearAlgebra", "Schema", "CZlib"]),
    room("Training", ["Graph", "Networks", "Tasks", "LinearAlgebra", "Schema", "CVectorMath"]),
    room("Observables", ["Training", "Networks", "Tasks", "Graph", "LinearAlgebra", "Schema"]),
    room(
      "Experiment",
      ["Observables", "Training", "Networks", "Tasks", "Graph", "LinearAlgebra", "Schema"]),
    room("Sweep", ["Experiment", "Observables", "LinearAlgebra", "Schema", yams, collections]),
    room("Results", ["HDF5", "Sweep", "Observables", "Schema", system]),
    room(
      "Orchestration",
      [
        "Results", "Sweep", "Experiment", "Observables", "MessagePassing", "LinearAlgebra",
        collections, logging,
      ]),
    .executableTarget(
      name: "dynsweep",
      dependencies: [
        "Orchestration", "Results", "Sweep", "Experiment", "Observables", "Networks", "Tasks",
        "Training", "Graph", "LinearAlgebra", "MessagePassing", "HDF5", "Schema", arguments,
        logging, system, subprocess,
      ],
      swiftSettings: strict),

    // Tests, one folder a room.
    .target(
      name: "TestSupport", dependencies: ["Schema"], path: "Tests/TestSupport",
      swiftSettings: strict),
  ]
)
