// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// ResNeXt-101 32x4d with an output stride of 16, lateral blocks, and a decoder that says for each pixel how likely each of
  /// 150 bins of log depth is.
  ///
  /// 90,436,054 parameters at full width. Outputs `depth`, z-depth in metres at the focal length of training, and `logits`
  /// of the bins. Takes sRGB in [0, 1]. Layer names are those of the public checkpoints.
  /// - Source: Yin, Liu, Shen, Yan, "Enforcing geometric constraints of virtual normal for depth prediction", ICCV 2019.
  static func vnl(widthDivisor: Int) -> Network {
    func wide(_ channels: Int) -> Int { channels / widthDivisor }
    let bins = DepthBins.virtualNormal
    var net = NetworkBuilder(padding: .zero)
    let stages = net.resNeXtStages("depth_model.encoder_modules.bottomup", widthDivisor: widthDivisor)

    let encoder = "depth_model.encoder_modules"
    let laterals = zip(stages.reversed(), [512, 256, 256, 256]).enumerated().map { index, stage in
      net.transferBlock("\(encoder).topdown_lateral_modules.\(index).lateral", stage.0, to: wide(stage.1))
    }
    let context = net.pyramidPooling("\(encoder).bottomup_top", stages[3], to: wide(512), denominator: 16)

    let decoder = "depth_model.decoder_modules"
    var x = net.plainConvolution("\(decoder).top.0", context, to: wide(512), kernel: .square(1), hasBias: false)
    // The published code passes a momentum of 0.5 where epsilon is expected.
    x = net.normalised("\(decoder).top.1", x, epsilon: 0.5)
    for (index, lateral) in laterals.enumerated() {
      let name = "\(decoder).topdown_fcn\(index + 1)"
      let top = index < 2 ? x : net.append("", .bilinearResizing(denominator: [16, 16, 8, 4][index]), x)
      let merged = net.attentionMerged("\(name).afa_block", lateral, top)
      x = net.transferBlock("\(name).ftb_block", merged, to: wide(256))
    }
    x = net.append("", .bilinearResizing(denominator: 2), x)
    x = net.transferBlock("\(decoder).topdown_fcn5.ftb", x, to: wide(256))
    x = net.append("", .bilinearResizing(denominator: 1), x)
    let logits = net.plainConvolution(
      "\(decoder).topdown_predict.conv1", x, to: bins.count, kernel: .square(3), dilation: 2)
    let depth = net.append("", .logarithmicBins(bins), net.append("", .softmax, logits))
    return net.network(
      Architecture(.vnl, widthDivisor: widthDivisor), outputs: [("depth", depth, 1), ("logits", logits, 1)])
  }
}

extension NetworkBuilder {
  /// Stages 2 to 5 of ResNeXt-101 32x4d; the last has stride 1 and dilation 2.
  fileprivate mutating func resNeXtStages(_ name: String, widthDivisor: Int) -> [Network.Value] {
    var x = standardised(image(), mean: imageNetMean, deviation: imageNetDeviation)
    x = plainConvolution(
      "\(name).res1.conv1", x, to: 64 / widthDivisor, kernel: .square(7), stride: 2, hasBias: false)
    x = halvedByMaximum(relu(normalised("\(name).res1.bn1", x)))
    return [3, 4, 23, 3].enumerated().map { stage, blocks in
      for block in 0..<blocks {
        x = resNeXtBlock(
          "\(name).res\(stage + 2).\(block)", x, to: (256 << stage) / widthDivisor,
          stride: block == 0 && (1...2).contains(stage) ? 2 : 1, dilation: stage == 3 ? 2 : 1,
          groupSize: 4 << stage)
      }
      return x
    }
  }

  private mutating func resNeXtBlock(
    _ name: String, _ input: Network.Value, to outputs: Int, stride: Int, dilation: Int, groupSize: Int
  ) -> Network.Value {
    let inner = outputs / 2
    var x = plainConvolution("\(name).conv1", input, to: inner, kernel: .square(1), hasBias: false)
    x = relu(normalised("\(name).bn1", x))
    x = plainConvolution(
      "\(name).conv2", x, to: inner, kernel: .square(3), stride: stride, dilation: dilation, groups: inner / groupSize,
      hasBias: false)
    x = relu(normalised("\(name).bn2", x))
    x = normalised("\(name).bn3", plainConvolution("\(name).conv3", x, to: outputs, kernel: .square(1), hasBias: false))
    guard channelCount(of: input) != outputs else { return relu(sum(x, input)) }
    let shortcut = plainConvolution(
      "\(name).shortcut.conv", input, to: outputs, kernel: .square(1), stride: stride, hasBias: false)
    return relu(sum(x, normalised("\(name).shortcut.bn", shortcut)))
  }

  /// Three convolutions, the last two around a residual.
  fileprivate mutating func transferBlock(_ name: String, _ input: Network.Value, to outputs: Int) -> Network.Value {
    let x = plainConvolution("\(name).conv1", input, to: outputs, kernel: .square(1), hasBias: false)
    var y = plainConvolution("\(name).conv2", x, to: outputs, kernel: .square(3), dilation: 2)
    y = relu(normalised("\(name).bn1", y, momentum: 0.5))
    y = plainConvolution("\(name).conv3", y, to: outputs, kernel: .square(3), dilation: 2, hasBias: false)
    return relu(sum(y, x))
  }

  /// Convolutions of growing reach and the mean over all pixels, side by side.
  fileprivate mutating func pyramidPooling(
    _ name: String, _ input: Network.Value, to outputs: Int, denominator: Int
  ) -> Network.Value {
    var parts: [Network.Value] = []
    for (suffix, dilation) in [("1x1", 1), ("3_1", 2), ("3_2", 4), ("3_3", 6)] {
      let x = plainConvolution(
        "\(name).aspp_conv\(suffix)", input, to: outputs, kernel: .square(suffix == "1x1" ? 1 : 3), dilation: dilation,
        hasBias: false)
      parts.append(normalised("\(name).aspp_bn\(suffix)", x, momentum: 0.5))
    }
    let mean = append("", .globalAverage, input)
    let pooled = plainConvolution("\(name).globalpool_conv1x1", mean, to: outputs, kernel: .square(1), hasBias: false)
    let normal = normalised("\(name).globalpool_bn", pooled, momentum: 0.5)
    parts.append(append("", .bilinearResizing(denominator: denominator), normal))
    return concatenation(of: parts)
  }

  /// The lateral map, weighted channel by channel by what both maps are on average, plus the other.
  fileprivate mutating func attentionMerged(
    _ name: String, _ lateral: Network.Value, _ top: Network.Value
  ) -> Network.Value {
    let channels = channelCount(of: lateral)
    let mean = append("", .globalAverage, concatenation(lateral, top))
    let narrow = relu(
      plainConvolution("\(name).conv1", mean, to: channels / 8, kernel: .square(1), hasBias: false))
    let weights = sigmoid(
      plainConvolution("\(name).conv2", narrow, to: channels, kernel: .square(1), hasBias: false))
    return sum(append("", .channelScaling, lateral, weights), top)
  }
}

/// Means of ImageNet's red, green and blue, of pictures in [0, 1].
let imageNetMean = [0.485, 0.456, 0.406]
/// Their standard deviations.
let imageNetDeviation = [0.229, 0.224, 0.225]
