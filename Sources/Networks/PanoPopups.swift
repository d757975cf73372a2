// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// RectNet's encoder on colours and geodesic coordinates, with one decoder for depth and one for surface normals and
  /// plane boundaries.
  ///
  /// 13,563,098 parameters at full width. Outputs `depth` and `depthHalf`, metres; `normals`, unit vectors; `boundary`, a
  /// probability. Our reconstruction: no code and no layer table was published.
  /// - Source: Eder, Moulon, Guan, "Pano Popups: indoor 3D reconstruction with a plane-aware network", 3DV 2019.
  static func popups(widthDivisor: Int, padding: Padding) -> Network {
    var net = NetworkBuilder(padding: padding)
    let image = net.image()
    let places = net.append("", .coordinates(.longitudeAndLatitude), image)
    let features = net.rectNetEncoder(net.concatenation(image, places), widthDivisor: widthDivisor)
    let depth = net.rectNetDecoder(features, prefix: "depth.", widthDivisor: widthDivisor)
    let surface = net.rectNetDecoder(features, prefix: "surface.", channels: 4, widthDivisor: widthDivisor)
    let normals = net.append("", .unitLength, net.append("", .channels(0..<3), surface.full))
    let boundary = net.sigmoid(net.append("", .channels(3..<4), surface.full))
    return net.network(
      Architecture(.popups, widthDivisor: widthDivisor, padding: padding),
      outputs: [
        ("depth", depth.full, 1), ("normals", normals, 1), ("boundary", boundary, 1), ("depthHalf", depth.half, 2),
      ])
  }
}
