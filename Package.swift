// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

// Rotunda's rooms, from the ground up. An arrow (a dependency) may only point down: ARCHITECTURE.md has the picture.
// `swift build` needs neither Python nor LibTorch; `--traits LibTorch` adds training and GPUs, `--traits Server` the web
// application.

import Foundation
import PackageDescription

// MARK: - Settings every room shares

let sharedSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
  // Lets a source ask `#if LibTorch`, `#if MPI`, `#if Server` whether this build has it.
  .define("LibTorch", .when(traits: ["LibTorch"])),
  .define("MPI", .when(traits: ["MPI"])),
  .define("Server", .when(traits: ["Server"])),
]

/// A room of the house: target `Rotunda<name>` in folder `Sources/<name>`.
///
/// The prefix keeps a user's own target `Engine` or `Sphere` from clashing with ours.
func room(
  _ name: String, _ imports: [Target.Dependency] = [], settings: [SwiftSetting] = [],
  linker: [LinkerSetting]? = nil, resources: [Resource]? = nil
) -> Target {
  .target(
    name: "Rotunda\(name)", dependencies: imports, path: "Sources/\(name)", resources: resources,
    swiftSettings: sharedSettings + settings, linkerSettings: linker)
}

/// The tests of a room: target `<name>Tests` in folder `Tests/<name>Tests`.
func tests(_ name: String, _ imports: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: ["RotundaTestSupport"] + imports, path: "Tests/\(name)Tests",
    resources: resources, swiftSettings: sharedSettings)
}

// MARK: - Processors

/// One source, one object an instruction set: the folders hold symbolic links to `Sources/Kernels`.
/// The variant is chosen at run time, so these flags never reach code that an older processor runs.
#if arch(x86_64)
  let kernelVariants: [(name: String, flags: [String], defines: [String])] = [
    ("KernelsAVX2", ["-Xcc", "-mavx2", "-Xcc", "-mfma"], ["FMA", "AVX2"]),
    (
      "KernelsAVX512",
      ["avx512f", "avx512vl", "avx512dq", "avx512bw", "fma"].flatMap { ["-Xcc", "-m\($0)"] }, ["FMA", "AVX512"]
    ),
  ]
#else
  let kernelVariants: [(name: String, flags: [String], defines: [String])] = []
#endif
/// Vector loops are optimised in debug builds too: tests would take hours otherwise.
let optimised = SwiftSetting.unsafeFlags(["-O"])
let kernelRooms = kernelVariants.map { variant in
  room(
    variant.name, ["RotundaKernels", "CRotundaProcessor"],
    settings: [optimised, .unsafeFlags(variant.flags)] + variant.defines.map { SwiftSetting.define($0) })
}
let kernelDependencies: [Target.Dependency] =
  ["RotundaKernels"] + kernelVariants.map { .target(name: "Rotunda\($0.name)") }

/// The renderer's vector loops, likewise, of which AVX2 is the widest.
let smoothingRooms = kernelVariants.filter { $0.name == "KernelsAVX2" }.map { variant in
  room(
    "SmoothingAVX2", ["RotundaSmoothing"],
    settings: [optimised, .unsafeFlags(variant.flags)] + variant.defines.map { SwiftSetting.define($0) })
}
let smoothingDependencies: [Target.Dependency] =
  ["RotundaSmoothing"] + smoothingRooms.map { .target(name: $0.name) }

// MARK: - Embree

/// Debian 12 has Embree 3; later releases, Ubuntu 24.04 and Homebrew have Embree 4, under another name.
#if os(macOS)
  let embree = "embree4"
#else
  let embree = FileManager.default.fileExists(atPath: "/usr/include/embree4/rtcore.h") ? "embree4" : "embree3"
#endif

// MARK: - LibTorch, only with its trait

/// The LibTorch of a PyTorch wheel: `LIBTORCH`, else `.libtorch` beside this file (made by `make libtorch`).
let libtorch = Context.environment["LIBTORCH"] ?? "\(Context.packageDirectory)/.libtorch"
let withLibTorch = BuildSettingCondition.when(traits: ["LibTorch"])

/// The shim; its one C++ file is empty without the trait, because `swift build` compiles every target.
let torchShim = Target.target(
  name: "CRotundaTorch", path: "Sources/CTorch",
  cxxSettings: [
    .define("ROTUNDA_LIBTORCH", withLibTorch),
    .unsafeFlags(["-I\(libtorch)/include", "-I\(libtorch)/include/torch/csrc/api/include"], withLibTorch),
  ],
  linkerSettings: [
    // The wheel's CPU library names CUDA's profiler and runtime, which lie in other wheels.
    .unsafeFlags(
      [
        "-L\(libtorch)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(libtorch)/lib", "-Xlinker", "--allow-shlib-undefined",
      ],
      withLibTorch),
    .linkedLibrary("torch_cpu", withLibTorch),
    .linkedLibrary("c10", withLibTorch),
  ])

// MARK: - MPI, only with its trait

/// The shim; its one C file is empty without the trait.
let mpiShim = Target.target(
  name: "CRotundaMPI", path: "Sources/CMPI",
  cSettings: [.define("ROTUNDA_MPI", .when(traits: ["MPI"]))],
  linkerSettings: [.linkedLibrary("mpi", .when(traits: ["MPI"]))])

// MARK: - Hummingbird, only with the trait Server

/// What the server is made of.
///
/// SwiftPM neither fetches nor builds packages that only a trait needs, unless it is on.
let serverPackages: [Target.Dependency] = [
  ("Hummingbird", "hummingbird"), ("HTTPTypes", "swift-http-types"), ("NIOCore", "swift-nio"),
  ("NIOHTTPTypes", "swift-nio-extras"), ("Logging", "swift-log"), ("ServiceLifecycle", "swift-service-lifecycle"),
  ("UnixSignals", "swift-service-lifecycle"),
].map { .product(name: $0, package: $1, condition: .when(traits: ["Server"])) }

// MARK: - The package

let package = Package(
  name: "rotunda",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Rotunda", targets: ["Rotunda", "RotundaExport"]),
    .executable(name: "rotunda", targets: ["rotunda"]),
  ],
  traits: [
    .trait(name: "LibTorch", description: "Training, and prediction on GPUs, through the LibTorch of a PyTorch wheel."),
    .trait(
      name: "MPI", description: "Training in several processes that mpirun starts.", enabledTraits: ["LibTorch"]),
    .trait(name: "Server", description: "The web application `rotunda serve`, over Hummingbird."),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
  ],
  targets: [
    // Ground: the sphere, which imports nothing; on it pictures, and what a network is.
    room("Sphere"),
    .systemLibrary(
      name: "CRotundaTurboJPEG", path: "Sources/CTurboJPEG", pkgConfig: "libturbojpeg",
      providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(
      name: "CRotundaSpng", path: "Sources/CSpng", pkgConfig: "spng",
      providers: [.apt(["libspng-dev"]), .brew(["libspng"])]),
    .systemLibrary(
      name: "CRotundaWebP", path: "Sources/CWebP", pkgConfig: "libwebp",
      providers: [.apt(["libwebp-dev"]), .brew(["webp"])]),
    .systemLibrary(
      name: "CRotundaOpenEXR", path: "Sources/COpenEXR", pkgConfig: "OpenEXR",
      providers: [.apt(["libopenexr-dev"]), .brew(["openexr"])]),
    room(
      "Imaging",
      ["RotundaSphere", "CRotundaTurboJPEG", "CRotundaSpng", "CRotundaWebP", "CRotundaOpenEXR"]),
    room("Networks", ["RotundaSphere"]),

    // Machines: two ways to run the same network.
    room("Kernels", ["CRotundaProcessor"], settings: [optimised]),
  ] + kernelRooms + smoothingRooms + [
    .target(name: "CRotundaProcessor", path: "Sources/CProcessor"),
    room("Engine", ["RotundaSphere", "RotundaNetworks", "CRotundaProcessor"] + kernelDependencies),
    torchShim,
    mpiShim,
    room("Torch", ["RotundaNetworks", "CRotundaTorch"]),

    // The estimator: what other programs import.
    .target(
      name: "Rotunda",
      dependencies: [
        "RotundaSphere", "RotundaImaging", "RotundaNetworks", "RotundaEngine",
        .target(name: "RotundaTorch", condition: .when(traits: ["LibTorch"])),
      ],
      path: "Sources/Rotunda", resources: [.copy("Weights")], swiftSettings: sharedSettings),

    // Files for other programs, and a viewer.
    room("Export", ["RotundaSphere", "RotundaImaging"], resources: [.copy("Viewer/Page")]),

    // Workshops: rooms to look at, numbers to judge by, networks to train.
    room("Datasets", ["RotundaSphere", "RotundaImaging", .product(name: "Yams", package: "Yams")]),
    .systemLibrary(
      name: "CRotundaEmbree", path: "Sources/CEmbree",
      providers: [.apt(["libembree-dev"]), .brew(["embree"])]),
    room("Solids", ["RotundaSphere", "RotundaImaging"]),
    room("Smoothing", settings: [optimised]),
    room("Homes", ["RotundaSolids"]),
    room(
      "Rendering",
      ["RotundaSphere", "RotundaImaging", "RotundaSolids", "CRotundaEmbree", "CRotundaProcessor"]
        + smoothingDependencies,
      linker: [.linkedLibrary(embree)]),
    room(
      "Scenes",
      ["RotundaSphere", "RotundaImaging", "RotundaDatasets", "RotundaSolids", "RotundaHomes", "RotundaRendering"]),
    room("Evaluation", ["RotundaSphere", "RotundaImaging", "RotundaDatasets"]),
    room(
      "Training",
      [
        "RotundaSphere", "RotundaNetworks", "RotundaTorch", "RotundaDatasets", "RotundaEvaluation", "RotundaImaging",
        .target(name: "CRotundaMPI", condition: .when(traits: ["MPI"])), .product(name: "Yams", package: "Yams"),
      ]),

    // The doors: the web application, and the command.
    .systemLibrary(name: "CRotundaMalloc", path: "Sources/CMalloc"),
    room(
      "Server",
      ["CRotundaMalloc", "Rotunda", "RotundaExport", "RotundaSphere", "RotundaImaging", "RotundaNetworks"]
        + serverPackages,
      resources: [.copy("Page"), .copy("openapi.json")]),
    .target(
      name: "RotundaCommands",
      dependencies: [
        "Rotunda", "RotundaSphere", "RotundaImaging", "RotundaNetworks", "RotundaEngine", "RotundaDatasets",
        "RotundaRendering", "RotundaScenes", "RotundaSolids", "RotundaEvaluation", "RotundaExport",
        .target(name: "RotundaTorch", condition: .when(traits: ["LibTorch"])),
        .target(name: "RotundaTraining", condition: .when(traits: ["LibTorch"])),
        .target(name: "RotundaServer", condition: .when(traits: ["Server"])),
        .product(name: "ArgumentParser", package: "swift-argument-parser"), .product(name: "Yams", package: "Yams"),
      ],
      path: "Sources/RotundaCommands", swiftSettings: sharedSettings),
    .executableTarget(
      name: "rotunda", dependencies: ["RotundaCommands"], path: "Sources/CommandLine", swiftSettings: sharedSettings),

    // Writes Sources/Kernels/Transforms.swift.
    .executableTarget(
      name: "TransformGenerator", dependencies: ["RotundaEngine"], path: "Tools/TransformGenerator",
      swiftSettings: sharedSettings),

    // Not a product: what Benchmarks/peers measures against other programs.
    .executableTarget(
      name: "EngineBenchmark", dependencies: ["RotundaEngine", "RotundaNetworks"], path: "Benchmarks/Engine",
      swiftSettings: sharedSettings),
    // Not a product: the engine on small shapes, which `make sanitize` builds with sanitizers.
    .executableTarget(
      name: "EngineCheck",
      dependencies: ["RotundaEngineTestSupport", "RotundaTestSupport", "RotundaEngine", "RotundaNetworks"],
      path: "Tests/EngineCheck", swiftSettings: sharedSettings),
    .executableTarget(
      name: "RenderingBenchmark",
      dependencies: ["RotundaSolids", "RotundaRendering", "RotundaScenes", "RotundaImaging"],
      path: "Benchmarks/Rendering", swiftSettings: sharedSettings),
    // How distances and brightness lie in random rooms.
    .executableTarget(
      name: "RoomStatistics",
      dependencies: [
        "RotundaSolids", "RotundaHomes", "RotundaRendering", "RotundaScenes", "RotundaEvaluation", "RotundaImaging",
      ],
      path: "Benchmarks/Rooms", swiftSettings: sharedSettings),
    .executableTarget(
      name: "LoadingBenchmark", dependencies: ["RotundaDatasets", "RotundaImaging", "RotundaSphere"],
      path: "Benchmarks/Loading", swiftSettings: sharedSettings),

    // Training steps a second; without LibTorch it says that it needs it.
    .executableTarget(
      name: "TrainingBenchmark",
      dependencies: [
        "RotundaNetworks",
        .target(name: "RotundaTorch", condition: .when(traits: ["LibTorch"])),
        .target(name: "RotundaTraining", condition: .when(traits: ["LibTorch"])),
      ],
      path: "Benchmarks/Training", swiftSettings: sharedSettings),

    // Tests mirror the rooms.
    .target(
      name: "RotundaTestSupport", dependencies: ["RotundaSphere", "RotundaNetworks"], path: "Tests/TestSupport",
      swiftSettings: sharedSettings),
    .target(
      name: "RotundaEngineTestSupport",
      dependencies: ["RotundaTestSupport", "RotundaEngine", "RotundaNetworks", "RotundaKernels"],
      path: "Tests/EngineTestSupport", swiftSettings: sharedSettings),
    tests("Sphere", ["RotundaSphere"]),
    tests("Imaging", ["RotundaImaging", "RotundaSphere"], resources: [.copy("Fixtures")]),
    tests("Networks", ["RotundaNetworks"]),
    tests("Engine", ["RotundaEngineTestSupport", "RotundaEngine", "RotundaNetworks"] + kernelDependencies),
    tests("Torch", ["RotundaTorch", "RotundaEngine", "RotundaNetworks"]),
    tests(
      "Rotunda",
      [
        "Rotunda", "RotundaImaging", "RotundaNetworks", "RotundaSphere", "RotundaEngine", "RotundaDatasets",
        "RotundaScenes",
      ]),
    tests("Datasets", ["RotundaDatasets", "RotundaImaging", "RotundaSphere"]),
    tests(
      "Scenes",
      [
        "RotundaScenes", "RotundaRendering", "RotundaHomes", "RotundaSolids", "RotundaSphere", "RotundaImaging",
        "RotundaDatasets",
      ],
      resources: [.copy("Fixtures")]),
    tests(
      "Evaluation", ["RotundaEvaluation", "RotundaImaging", "RotundaSphere", "RotundaDatasets"],
      resources: [.copy("Twins")]),
    tests("Export", ["RotundaExport", "RotundaImaging", "RotundaSphere"]),
    tests(
      "Server",
      ["RotundaServer", "Rotunda", "RotundaImaging"] + serverPackages + [
        .product(name: "NIOEmbedded", package: "swift-nio", condition: .when(traits: ["Server"]))
      ]),
    tests("Smoothing", ["CRotundaProcessor"] + smoothingDependencies),
    tests(
      "Training",
      [
        "RotundaTraining", "RotundaTorch", "RotundaScenes", "RotundaDatasets", "RotundaNetworks", "RotundaImaging",
        "RotundaSphere",
      ]),
    tests(
      "Commands",
      ["RotundaCommands", "RotundaImaging", "RotundaNetworks", "RotundaDatasets", "RotundaScenes", "Rotunda"]),
  ],
  cxxLanguageStandard: .cxx17
)
