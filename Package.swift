// swift-tools-version: 6.2
import PackageDescription

/// One row a module: its floor, its name, what it may import (lower floors only), and packages from outside.
/// Floors are explained in README.md ("Map of the house"); `make lint` refuses an import that is not in its row.
let modules: [(floor: Int, name: String, imports: [String], packages: [Target.Dependency])] = [
  (0, "Bytes", ["CXXHash"], []),

  (1, "Parallelism", ["Bytes", "CKernels"], []),
  (1, "Files", ["Bytes", "CZlib", "CZstd"], []),
  (1, "Ranking", ["Bytes"], []),
  (1, "Text", ["Bytes"], []),
  (1, "Storage", ["Bytes", "CLMDB", "CZstd", "CXXHash"], []),
  (1, "Tensors", ["CKernels", "COpenBLAS"], []),
  (1, "Plots", [], []),

  (2, "Corpora", ["Bytes", "Files", "Ranking"], []),
  (2, "Lexical", ["Bytes", "CKernels", "Parallelism", "Ranking", "Text", "Storage"], []),
  (2, "Dense", ["Bytes", "CKernels", "Parallelism", "Ranking", "Storage", "Tensors"], []),
  (2, "Transformers", ["Bytes", "Parallelism", "Files", "Text", "Tensors"], []),
  (2, "Evaluation", ["Bytes", "Parallelism", "Files", "Ranking"], []),

  (
    3, "Training",
    ["Bytes", "Parallelism", "Files", "Ranking", "Tensors", "Corpora", "Transformers", "Evaluation"], []
  ),

  (3, "Geometry", ["Bytes", "Parallelism", "Tensors"], []),

  (
    4, "Pipelines",
    [
      "Bytes", "Parallelism", "Files", "Ranking", "Text", "Storage", "Tensors", "Corpora", "Lexical", "Dense",
      "Transformers", "Evaluation", "Training", "Plots", "Geometry",
    ],
    [.product(name: "Yams", package: "Yams")]
  ),
]

for module in modules {
  for case let other? in module.imports.map({ name in modules.first { $0.name == name } })
  where other.floor >= module.floor {
    fatalError("\(module.name) (floor \(module.floor)) may not import \(other.name) (floor \(other.floor))")
  }
}

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableExperimentalFeature("Lifetimes"),
  .strictMemorySafety(),
]

/// System libraries: a module map and a shim header each. OpenBLAS is opened at run time (see Tensors), so only its types stand here.
let systems: [(name: String, package: String)] = [
  ("CLMDB", "liblmdb-dev"), ("CZstd", "libzstd-dev"), ("CZlib", "zlib1g-dev"), ("CXXHash", "libxxhash-dev"),
  ("COpenBLAS", "libopenblas0-pthread"),
]

func dependencies(_ names: [String]) -> [Target.Dependency] { names.map { .byName(name: $0) } }

let library = modules.map {
  Target.target(name: $0.name, dependencies: dependencies($0.imports) + $0.packages, swiftSettings: settings)
}
let tests = modules.map {
  Target.testTarget(
    name: "\($0.name)Tests",
    dependencies: dependencies([$0.name, "TestSupport"] + $0.imports.filter { !$0.hasPrefix("C") || $0 == "Corpora" }),
    exclude: ["Goldens"], swiftSettings: settings)
}

let package = Package(
  name: "Winnow",
  products: [.executable(name: "winnow", targets: ["Command"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: systems.map { .systemLibrary(name: $0.name, providers: [.apt([$0.package])]) }
    + [.target(name: "CKernels")]
    + library
    + [
      .executableTarget(
        name: "Command",
        dependencies: dependencies(modules.map(\.name)) + [.product(name: "ArgumentParser", package: "swift-argument-parser")],
        swiftSettings: settings),
      .target(
        name: "TestSupport", dependencies: ["Bytes", "CZlib", "CZstd"], path: "Tests/TestSupport", swiftSettings: settings),
    ] + tests
    + [
      .testTarget(name: "CommandTests", dependencies: dependencies(["Command", "TestSupport"]), swiftSettings: settings)
    ])
