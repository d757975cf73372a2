// SPDX-License-Identifier: Apache-2.0

import CRotundaProcessor

#if AVX2 || AVX512
  import RotundaKernels
#endif

/// `RowProduct` for one row: the widest register tiles first, then narrower ones to the end.
@inline(__always)
func multiplyRow(_ product: RowProduct) {
  if product.vectors == 2 {
    multiplyRowTwoVectors(product)
  } else {
    multiplyRowOneVector(product)
  }
}

@inline(__always)
private func multiplyRowTwoVectors(_ product: RowProduct) {
  var pixel = 0
  while pixel &+ 3 &* PixelGroup.count <= product.pixels {
    bringNearer(product.ahead, share: pixel, width: 3 &* PixelGroup.count, of: product.pixels)
    multiplyTwoVectors(PixelGroup.self, product, pixel)
    pixel &+= 3 &* PixelGroup.count
  }
  while pixel &+ PixelGroup.count <= product.pixels {
    multiplyGroupTwoVectors(PixelGroup.self, product, pixel)
    pixel &+= PixelGroup.count
  }
  while pixel < product.pixels {
    multiplyGroupTwoVectors(OnePixel.self, product, pixel)
    pixel &+= 1
  }
}

@inline(__always)
private func multiplyRowOneVector(_ product: RowProduct) {
  var pixel = 0
  while pixel &+ 3 &* PixelGroup.count <= product.pixels {
    multiplyOneVector(PixelGroup.self, product, pixel)
    pixel &+= 3 &* PixelGroup.count
  }
  while pixel &+ PixelGroup.count <= product.pixels {
    multiplyGroupOneVector(PixelGroup.self, product, pixel)
    pixel &+= PixelGroup.count
  }
  while pixel < product.pixels {
    multiplyGroupOneVector(OnePixel.self, product, pixel)
    pixel &+= 1
  }
}

/// Asks for the share of `ahead` that falls to pixels `share..<share + width` of so many.
@inline(__always)
private func bringNearer(_ ahead: RowProduct.Ahead, share: Int, width: Int, of pixels: Int) {
  prefetch(ahead.weights, from: ahead.weightCount &* share / pixels, to: ahead.weightCount &* (share &+ width) / pixels)
  prefetch(ahead.source, from: ahead.sourceCount &* share / pixels, to: ahead.sourceCount &* (share &+ width) / pixels)
}

/// Asks for floats `from..<to`, a line of 16 at a time; addresses need not be readable.
@inline(__always)
private func prefetch(_ base: UnsafePointer<Float>, from: Int, to: Int) {
  var index = from
  while index < to {
    rotunda_prefetch_far(base + index)
    index &+= 16
  }
}

/// Three groups of pixels by two vectors of output channels: the tile where nearly all time goes.
@inline(__always)
private func multiplyTwoVectors<Group: Pixels>(_: Group.Type, _ product: RowProduct, _ pixel: Int) {
  let width = 2 &* lanes
  let rowLength = Group.count &* product.step
  let sums = product.sums + pixel &* width
  var left0 = Group()
  var left1 = Group()
  var left2 = Group()
  var right0 = Group()
  var right1 = Group()
  var right2 = Group()
  if product.accumulates {
    left0 = Group(loading: sums, step: width)
    left1 = Group(loading: sums + Group.count &* width, step: width)
    left2 = Group(loading: sums + 2 &* Group.count &* width, step: width)
    right0 = Group(loading: sums + lanes, step: width)
    right1 = Group(loading: sums + lanes + Group.count &* width, step: width)
    right2 = Group(loading: sums + lanes + 2 &* Group.count &* width, step: width)
  }
  let source = product.source + pixel &* product.step
  var weights = product.weights
  for term in 0..<product.terms {
    var input = source + product.offsets[term]
    let end = input + product.channels
    while input != end {
      // A line of the next groups' pixels each, while this one's are multiplied.
      let next = input + 3 &* rowLength
      for row in 0..<(3 &* Group.count) { rotunda_prefetch(next + row &* product.step) }
      let stop = min(input + 16, end)
      while input != stop {
        let left = vector(at: weights)
        let right = vector(at: weights + lanes)
        let pixels0 = Group(broadcasting: input, step: product.step)
        left0.add(pixels0, times: left)
        right0.add(pixels0, times: right)
        let pixels1 = Group(broadcasting: input + rowLength, step: product.step)
        left1.add(pixels1, times: left)
        right1.add(pixels1, times: right)
        let pixels2 = Group(broadcasting: input + 2 &* rowLength, step: product.step)
        left2.add(pixels2, times: left)
        right2.add(pixels2, times: right)
        weights += width
        input += 1
      }
    }
  }
  left0.store(to: sums, step: width)
  left1.store(to: sums + Group.count &* width, step: width)
  left2.store(to: sums + 2 &* Group.count &* width, step: width)
  right0.store(to: sums + lanes, step: width)
  right1.store(to: sums + lanes + Group.count &* width, step: width)
  right2.store(to: sums + lanes + 2 &* Group.count &* width, step: width)
}

/// One group of pixels by two vectors of output channels.
@inline(__always)
private func multiplyGroupTwoVectors<Group: Pixels>(
  _: Group.Type, _ product: RowProduct, _ pixel: Int
) {
  let width = 2 &* lanes
  let sums = product.sums + pixel &* width
  var left = Group()
  var right = Group()
  if product.accumulates {
    left = Group(loading: sums, step: width)
    right = Group(loading: sums + lanes, step: width)
  }
  let source = product.source + pixel &* product.step
  var weights = product.weights
  for term in 0..<product.terms {
    var input = source + product.offsets[term]
    let end = input + product.channels
    while input != end {
      let pixels = Group(broadcasting: input, step: product.step)
      left.add(pixels, times: vector(at: weights))
      right.add(pixels, times: vector(at: weights + lanes))
      weights += width
      input += 1
    }
  }
  left.store(to: sums, step: width)
  right.store(to: sums + lanes, step: width)
}

/// Three groups of pixels by one vector of output channels.
@inline(__always)
private func multiplyOneVector<Group: Pixels>(_: Group.Type, _ product: RowProduct, _ pixel: Int) {
  let sums = product.sums + pixel &* lanes
  let rowLength = Group.count &* product.step
  var group0 = Group()
  var group1 = Group()
  var group2 = Group()
  if product.accumulates {
    group0 = Group(loading: sums, step: lanes)
    group1 = Group(loading: sums + Group.count &* lanes, step: lanes)
    group2 = Group(loading: sums + 2 &* Group.count &* lanes, step: lanes)
  }
  let source = product.source + pixel &* product.step
  var weights = product.weights
  for term in 0..<product.terms {
    var input = source + product.offsets[term]
    let end = input + product.channels
    while input != end {
      let weight = vector(at: weights)
      group0.add(Group(broadcasting: input, step: product.step), times: weight)
      group1.add(Group(broadcasting: input + rowLength, step: product.step), times: weight)
      group2.add(Group(broadcasting: input + 2 &* rowLength, step: product.step), times: weight)
      weights += lanes
      input += 1
    }
  }
  group0.store(to: sums, step: lanes)
  group1.store(to: sums + Group.count &* lanes, step: lanes)
  group2.store(to: sums + 2 &* Group.count &* lanes, step: lanes)
}

/// One group of pixels by one vector of output channels.
@inline(__always)
private func multiplyGroupOneVector<Group: Pixels>(
  _: Group.Type, _ product: RowProduct, _ pixel: Int
) {
  let sums = product.sums + pixel &* lanes
  var group = Group()
  if product.accumulates { group = Group(loading: sums, step: lanes) }
  let source = product.source + pixel &* product.step
  var weights = product.weights
  for term in 0..<product.terms {
    var input = source + product.offsets[term]
    let end = input + product.channels
    while input != end {
      group.add(Group(broadcasting: input, step: product.step), times: vector(at: weights))
      weights += lanes
      input += 1
    }
  }
  group.store(to: sums, step: lanes)
}
