// SPDX-License-Identifier: Apache-2.0

import RotundaDatasets
import RotundaNetworks

#if LibTorch
  import RotundaTorch
  import RotundaTraining

  /// One training run: its settings, its folder, and what it learns from.
  struct TrainingStage {
    let settings: TrainingSettings
    let folder: RunFolder
    private let architecture: Architecture
    private let data: any SampleSource
    private let photographs: (any SampleSource)?
    private let validation: any SampleSource

    /// Photographs below which an adaptation is to them rather than to what they are examples of.
    private static let fewPhotographs = 10

    /// Opens what a run learns from; nothing is written yet.
    ///
    /// - `open`: opens several addresses as one source of panoramas of a size.
    /// - Throws: `TrainingError.impossibleSetting`, `CommandError` and `DatasetsError` for what no run can have.
    init(
      _ settings: TrainingSettings, folder: RunFolder,
      open: ([String], _ width: Int, _ height: Int) throws -> any SampleSource = SampleSources.open
    ) throws {
      (self.settings, self.folder) = (settings, folder)
      guard let architecture = Architecture(settings.architecture) else {
        throw CommandError.unknownNetwork(settings.architecture)
      }
      self.architecture = architecture
      try settings.check()
      let size = settings.panoramaSize(for: architecture.family)
      let (width, height) = (size.width, size.height)
      data = try open(settings.data, width, height)
      photographs = try settings.adversarial.map { RememberedSource(try open($0.real, width, height)) }
      validation = try open([settings.validation], width, height)
      guard validation.count != nil else {
        throw CommandError.unknownData(uri: "\(settings.validation) without count=N")
      }
    }

    /// Notes in the folder what the run is.
    ///
    /// - Throws: `TrainingError.runExists`, `.cannotWrite`.
    func begin() throws {
      try folder.create(record)
      guard let count = photographs?.count, count < Self.fewPhotographs else { return }
      Console.current.complain(
        "only \(count) photograph\(count == 1 ? "" : "s") to adapt to: the discriminator will know each by heart, and the "
          + "network learns to please it on \(count == 1 ? "this one" : "these") rather than on photographs like "
          + "\(count == 1 ? "it" : "them"); some dozens of different rooms are better")
    }

    /// Notes that the run goes on, and says where its data are others than they were.
    func goOn(from stored: RunRecord) throws {
      let now = record
      let pairs = [
        (stored.data, now.data), (stored.validation, now.validation), (stored.photographs, now.photographs),
      ]
      for (before, after) in pairs where before != after {
        Console.current.complain(
          "\(after?.uri ?? "a source") does not hold what it held when the run began; it goes on, but not bit by bit")
      }
      var record = stored
      record.settings = settings
      try folder.write(record)
    }

    private var record: RunRecord {
      RunRecord(
        settings: settings, version: programVersion, libTorch: LibTorch.version, data: Fingerprint(of: data),
        validation: Fingerprint(of: validation), photographs: photographs.map { Fingerprint(of: $0) })
    }

    /// Trains to the end, or until `isStopped` says so; returns whether the end was reached.
    ///
    /// - `report`: is told what happens, in the first process.
    func run(
      device: TorchDevice, processes: Processes = .alone, isStopped: () -> Bool, report: (Trainer.Event) -> Void
    ) throws -> Bool {
      let speak = processes.isFirst
      var trainer = try Trainer(
        settings: settings, architecture: architecture, data: data, photographs: photographs, validation: validation,
        folder: folder, device: device, processes: processes, warn: { if speak { Console.current.complain($0) } })
      try trainer.run(isStopped: isStopped) { if speak { report($0) } }
      return trainer.isFinished
    }
  }
#endif
