// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// For every layer the position of the last layer that reads its result; `layers.count` for outputs, and its own
  /// position where nobody does.
  public var lastReaders: [Int] {
    var readers = Array(layers.indices)
    for (index, layer) in layers.enumerated() {
      for input in layer.inputs { readers[input.index] = index }
    }
    for output in outputs { readers[output.value.index] = layers.count }
    return readers
  }
}
