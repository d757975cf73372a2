// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaImaging
  import RotundaTestSupport
  import Testing

  @testable import RotundaCommands

  @Suite(.serialized) struct ReproduceTests {
    private func arguments(_ folder: URL, _ data: String, _ further: String...) throws -> [String] {
      [
        "reproduce", "ablation", "--source", data, "--target", data, "--source-test", data, "--target-test", data,
        "--photographs", try makePhotographs(3, in: folder), "--architecture", "rectnet-w8-sphere", "--size", "64x32",
        "--iterations", "3", "--adapt-iterations", "2", "--batch", "4", "--log-every", "1", "--output",
        folder.appending(path: "ablation").path(percentEncoded: false),
      ] + further
    }

    private func written(_ folder: URL) throws -> [String: Data] {
      let ablation = folder.appending(path: "ablation")
      let names = FileManager.default.enumerator(atPath: ablation.path)?.compactMap { $0 as? String } ?? []
      return Dictionary(
        uniqueKeysWithValues: names.filter { $0.hasSuffix("safetensors") || $0.hasSuffix("report.md") }.compactMap {
          name in
          FileManager.default.contents(atPath: ablation.appending(path: name).path).map { (name, $0) }
        })
    }

    @Test func `an ablation trains every model, judges both domains and draws what they see`() async throws {
      try await withTemporaryFolder { folder in
        let data = try makeData(in: folder)
        let done = await rotunda(arguments: try arguments(folder, data, "--seeds", "1"))
        #expect(done.status == .done, "\(done.complaints)")
        #expect(done.output.contains("+ L_adv (Lee et al. 2020)") && done.output.contains("oracle (target labels)"))
        let ablation = folder.appending(path: "ablation")
        for model in ["smooth", "normal", "adversarial", "adversarial-without-normal", "features", "oracle"] {
          let run = try String(contentsOf: ablation.appending(path: "seed-1/\(model)/run.yaml"), encoding: .utf8)
          #expect(run.contains("\"adversarial\":") == (model.hasPrefix("adv") || model == "features"), "\(model)")
          #expect(FileManager.default.fileExists(atPath: ablation.appending(path: "seed-1/\(model)/scores.json").path))
        }
        let sheet = try RGBImage(contentsOf: ablation.appending(path: "target.png"))
        let photographs = try RGBImage(contentsOf: ablation.appending(path: "photographs.png"))
        // A column more for the truth.
        #expect(sheet.width > photographs.width && sheet.width < 1500)
        let csv = try String(contentsOf: ablation.appending(path: "report.csv"), encoding: .utf8)
        #expect(csv.split(separator: "\n").count == 14)
      }
    }

    @Test func `an ablation that was stopped goes on, and one with other settings is refused`() async throws {
      try await withTemporaryFolder { folder in
        let data = try makeData(in: folder)
        let models = ["--models", "adversarial", "--seeds", "2"]
        let first = await rotunda(arguments: try arguments(folder, data) + models)
        #expect(first.status == .done, "\(first.complaints)")
        let before = try written(folder)
        // As after a kill: one network was not begun, another one not judged.
        let ablation = folder.appending(path: "ablation")
        for name in ["seed-2/adversarial", "seed-1/oracle/scores.json"] {
          try FileManager.default.removeItem(at: ablation.appending(path: name))
        }
        let second = await rotunda(arguments: try arguments(folder, data) + models)
        #expect(second.status == .done, "\(second.complaints)")
        #expect(try written(folder) == before)
        let other = await rotunda(arguments: try arguments(folder, data, "--rate", "0.01") + models)
        #expect(other.status == .cannotWrite && other.complaints.contains("was trained with other settings"))
        let unknown = await rotunda(arguments: try arguments(folder, data, "--models", "best"))
        #expect(unknown.status == .usage && unknown.complaints.contains("gradient-penalty"))
      }
    }
  }
#endif
