// SPDX-License-Identifier: Apache-2.0

import RotundaSphere
import Testing

@Suite struct SplitMix64Tests {
  /// The output of the authors' C program (prng.di.unimi.it/splitmix64.c) for this seed.
  @Test func `the numbers of a seed are the published ones`() {
    var generator = SplitMix64(seed: 1_234_567)
    let numbers = (0..<5).map { _ in generator.next() }
    #expect(
      numbers == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
      ])
  }

  @Test func `a seed has one stream a number, and each gives the same numbers again`() {
    func numbers(_ seed: UInt64, _ stream: UInt64) -> [UInt64] {
      var generator = SplitMix64(seed: seed, stream: stream)
      return (0..<4).map { _ in generator.next() }
    }
    let streams = (0..<4).flatMap { seed in (0..<4).map { numbers(seed, $0) } }
    #expect(Set(streams.joined()).count == 64)
    #expect(numbers(2, 3) == streams[11])
  }
}
