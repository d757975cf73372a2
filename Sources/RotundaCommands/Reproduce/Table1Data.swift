// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaDatasets
  import RotundaScenes

  /// What the rows of a table learn from, choose their best step by, and are judged on.
  struct Table1Data: Sendable, Hashable {
    let learning: String
    let validation: String
    let test: String

    /// Seeds of rooms to validate and to test on are so far from those to learn from.
    private static let seedStep: UInt64 = 1_000_000

    /// The parts of `uri`: rooms of other seeds, or the splits of files.
    ///
    /// - `validation`, `test`: stand above what follows from `uri`.
    /// - Throws: `DatasetsError`, `ScenesError` where the address is none.
    init(_ uri: String, validation: String?, test: String?, budget: Table1Budget) throws {
      let parsed = try DataURI(parsing: uri)
      if parsed.scheme == "rooms" {
        let rooms = try RoomsAddress(parsing: parsed.path)
        func other(_ step: UInt64, count: Int) -> String {
          RoomsAddress(seed: rooms.seed &+ step * Self.seedStep, count: count, look: rooms.look).uri
        }
        var learning = rooms
        learning.count = rooms.count ?? budget.samples
        learning.hasPartners = true
        self.learning = learning.uri
        self.validation = validation ?? other(1, count: budget.validationSamples)
        self.test = test ?? other(2, count: budget.testSamples)
      } else {
        // Where both other parts are given, the data are to learn from as they stand.
        let isSplit =
          parsed.options["split"] == nil && parsed.options["list"] == nil && (validation == nil || test == nil)
        func part(_ split: String) -> DataURI { isSplit ? parsed.setting("split", to: split) : parsed }
        let hasPartners = parsed.scheme == "3d60" && parsed.options["partners"] == nil
        let learning = part("train")
        self.learning = (hasPartners ? learning.setting("partners", to: "yes") : learning).description
        self.validation = validation ?? part("val").description
        self.test = test ?? part("test").description
      }
    }
  }
#endif
