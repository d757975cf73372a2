// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

#if LibTorch
  import RotundaTraining
#endif

/// What a run minimises, where each option changes what the preset says; a term of weight 0 is not computed.
struct TrainingLossOptions: ParsableArguments {
  @Option(help: "Distance of depths: squared (metres, as in the paper), relative, berHu or scaleInvariantLog.")
  var depthLoss: String?

  @Option(help: "Weight of the distance of depths, beta_depth.")
  var depthWeight: Double?

  @Option(help: "Weight of smoothness, beta_smooth.")
  var smoothWeight: Double?

  @Option(help: "Weight of surface normals, beta_normal.")
  var normalWeight: Double?

  @Option(help: "Weight of gradient matching, over four sizes; not the paper's.")
  var gradientWeight: Double?

  @Option(help: "Weight of virtual normals, of planes through distant points; not the paper's.")
  var virtualNormalWeight: Double?

  @Option(help: "Pixels that are farther than so many metres do not count.")
  var maxDepth: Double?

  @Option(help: "Which terms count pixels by the solid angle they see: none, normal or all.")
  var latitudeWeights: String?

  @Flag(
    name: .customLong("omnidepth-mask"),
    help: "Average depth errors over all pixels, also where nothing is known, as OmniDepth's public code does.")
  var omniDepthMask = false
}

#if LibTorch
  extension TrainingLossOptions {
    func apply(to settings: inout TrainingSettings) throws {
      set(&settings.loss.depth, try depthLoss.map { try choice("--depth-loss", $0) })
      set(&settings.loss.depthWeight, depthWeight)
      set(&settings.loss.smoothWeight, smoothWeight)
      set(&settings.loss.normalWeight, normalWeight)
      set(&settings.loss.gradientWeight, gradientWeight)
      set(&settings.loss.virtualNormalWeight, virtualNormalWeight)
      set(&settings.loss.maximumDepth, maxDepth)
      set(&settings.loss.latitudeWeights, try latitudeWeights.map { try choice("--latitude-weights", $0) })
      if omniDepthMask { settings.loss.omniDepthMask = true }
    }
  }
#endif
