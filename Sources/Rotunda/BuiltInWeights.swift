// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging

/// The weights that come with the library, in a folder of resources beside the program.
enum BuiltInWeights {
  /// Mean relative error of their distances on 3000 panoramas of 500 rendered homes (docs/model-card.md).
  static let meanRelativeError = 0.162

  /// The file; nil where the program was moved without its resources.
  static var url: URL? { ProgramResources.url(room: "", path: "Weights/starter.safetensors") }
}
