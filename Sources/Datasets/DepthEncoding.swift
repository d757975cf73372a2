// SPDX-License-Identifier: Apache-2.0

import RotundaImaging

/// What the numbers of a dataset's depth files mean.
struct DepthEncoding: Sendable, Hashable {
  /// Metres that one step of a 16-bit PNG stands for; files of floats hold metres.
  var step = ScalarMap.defaultStep
  /// Steps that mean "nothing known here", beside 0.
  var invalidSteps: [UInt16] = []
  /// Distances up to this are invalid.
  var nearest: Float = 0
  /// Distances beyond this are invalid: renderers write huge numbers where a ray leaves the model.
  var farthest: Float = 1000

  /// The encoding with the `cap` of a URI.
  func capped(_ uri: DataURI) -> DepthEncoding {
    var copy = self
    if let cap = uri.options["cap"].flatMap(Float.init) { copy.farthest = min(farthest, cap) }
    return copy
  }

  /// Metres of a map that was read with `step`; whatever is invalid is 0.
  func distances(_ map: ScalarMap) -> DepthMap {
    let codes = invalidSteps.map { Float(Double($0) * step) }
    let values = map.values.map { $0 > nearest && $0 <= farthest && !codes.contains($0) ? $0 : 0 }
    return DepthMap(width: map.width, height: map.height, values: values)
  }
}
