// SPDX-License-Identifier: Apache-2.0

#if AVX2 || AVX512
  import RotundaKernels
#endif

/// Channels in a block of a feature map.
let blockChannels = 16

/// `RowInnerProduct` for one row.
@inline(__always)
func innerProductRow(_ product: RowInnerProduct) {
  var pixel = 0
  while pixel &+ 8 <= product.pixels {
    innerProduct(Pair<Pair<Pair<OnePixel>>>.self, product, pixel)
    pixel &+= 8
  }
  while pixel < product.pixels {
    innerProduct(OnePixel.self, product, pixel)
    pixel &+= 1
  }
}

@inline(__always)
private func innerProduct<Group: Pixels>(_: Group.Type, _ product: RowInnerProduct, _ pixel: Int) {
  var sums = Group()
  let source = product.source + pixel &* product.step
  var weights = product.weights
  for term in 0..<product.terms {
    let input = source + product.offsets[term]
    var channel = 0
    while channel < blockChannels {
      sums.add(Group(loading: input + channel, step: product.step), times: vector(at: weights))
      weights += lanes
      channel &+= lanes
    }
  }
  sums.storeLaneSums(to: product.sums + pixel &* product.sumStep, step: product.sumStep)
}
