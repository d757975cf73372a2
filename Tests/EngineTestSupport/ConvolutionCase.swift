// SPDX-License-Identifier: Apache-2.0

package import RotundaNetworks
import RotundaTestSupport

/// One convolution with all that can vary.
package struct ConvolutionCase: Sendable, CustomStringConvertible {
  package var inputs: Int
  package var outputs: Int
  package var kernel: Extent
  package var stride: Int
  package var dilation: Int
  package var padding: Padding
  package var size: Extent
  package var activates: Bool

  /// A convolution; the properties say what each argument is.
  package init(
    inputs: Int, outputs: Int, kernel: Extent, stride: Int = 1, dilation: Int = 1, padding: Padding, size: Extent,
    activates: Bool = false
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.size = size
    self.activates = activates
  }

  package var description: String {
    "\(inputs)->\(outputs) \(kernel.height)x\(kernel.width) stride \(stride) dilation \(dilation) \(padding) "
      + "\(size.width)x\(size.height)\(activates ? " elu" : "")"
  }

  /// As the network declares it.
  package var declaration: Network.Convolution {
    Network.Convolution(
      inputChannels: inputs, outputChannels: outputs, kernel: kernel, stride: stride, dilation: dilation,
      padding: padding)
  }

  package var network: Network {
    var sketch = Sketch(channels: inputs, padding: padding)
    let layer = sketch.add(.convolution(declaration), 0)
    if activates { sketch.add(.activation(.elu), layer) }
    return sketch.network()
  }

  /// Whether a 1x1 convolution may follow in the same step.
  package var isFusible: Bool { stride == 1 && max(kernel.height, kernel.width) > 1 }

  /// Multiply-accumulates of its definition.
  package var products: Int {
    inputs * outputs * kernel.height * kernel.width * (size.height / stride) * (size.width / stride)
  }

  /// Shapes drawn from a seed: channel counts around the vectors' widths, every kind of window, sizes down to one.
  package static func random(_ seed: UInt64) -> ConvolutionCase {
    var generator = SeededGenerator(seed: seed)
    func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &generator)] }
    let stride = pick([1, 1, 2])
    let padding = pick([Padding.zero, .sphere])
    let multiple = padding == .sphere ? 2 * stride : stride
    return ConvolutionCase(
      inputs: pick([1, 2, 3, 4, 8, 15, 16, 17, 31, 32, 33, 48, 65]),
      outputs: pick([1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 40, 64, 65]),
      kernel: Extent(height: pick([1, 1, 3, 5, 7]), width: pick([1, 3, 3, 5, 9, 11])), stride: stride,
      dilation: pick([1, 1, 2, 3, 16]), padding: padding,
      size: Extent(
        height: stride * pick([1, 2, 3, 8, 13]), width: multiple * pick([1, 2, 3, 5, 6, 7, 11, 12, 13, 25])),
      activates: pick([true, false]))
  }
}
