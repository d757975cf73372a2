// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks
import Testing

@Suite("Maps of names")
struct NameMapTests {
  private static let map = """
    # What a checkpoint of another program calls its layers.
    net.encoder.*.w   encoder.*.weight
    net.*.block*.b    *.*.bias     # two texts
    optimizer*        -
    exact             other
    """

  @Test(
    "Rules rename, drop and leave alone",
    arguments: [
      ("net.encoder.conv1.w", "encoder.conv1.weight"), ("net.decoder.block3.b", "decoder.3.bias"),
      ("optimizer.state", nil), ("exact", "other"), ("exactly", "exactly"), ("encoder.conv1.w", "encoder.conv1.w"),
      ("net.encoder.w", "net.encoder.w"), ("net.encoder..w", "encoder..weight"),
    ] as [(String, String?)])
  func rules(old: String, new: String?) throws {
    #expect(try NameMap(Self.map).name(of: old) == new)
  }

  @Test("Lines that are no rules are told with their number")
  func malformed() {
    for (text, line) in [("a b c", 1), ("a *\n", 1), ("# well\n\nalone", 3)] {
      #expect {
        try NameMap(text)
      } throws: { error in
        guard case .malformedNameMap(line, _)? = error as? NetworkError else { return false }
        return true
      }
    }
  }

  @Test("Two arrays never get one name")
  func repeated() throws {
    let array = Weights.Array(shape: [1], values: [1])
    let weights = Weights(arrays: ["a.1": array, "b.1": array])
    #expect(throws: NetworkError.repeatedName("x")) { try NameMap("*.1 x").applied(to: weights) }
    #expect(try NameMap("a.* x.*").applied(to: weights).arrays.keys.sorted() == ["b.1", "x.1"])
  }
}
