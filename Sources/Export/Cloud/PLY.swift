// SPDX-License-Identifier: Apache-2.0

/// A point cloud as a file: binary little-endian PLY with the property names that CloudCompare, MeshLab and Blender know.
///
/// Source: Greg Turk, "The PLY Polygon File Format", 1994.
struct PLY {
  private let cloud: PointCloud

  init(_ cloud: PointCloud) { self.cloud = cloud }

  private var header: String {
    let confidence = cloud.hasConfidence ? "property float confidence\n" : ""
    return """
      ply
      format binary_little_endian 1.0
      comment Rotunda: metres, y up, the camera at the origin
      element vertex \(cloud.points.count)
      property float x
      property float y
      property float z
      property float nx
      property float ny
      property float nz
      property uchar red
      property uchar green
      property uchar blue
      \(confidence)end_header

      """
  }

  /// The file's bytes.
  var bytes: [UInt8] {
    var bytes = Array(header.utf8)
    let length = cloud.hasConfidence ? 31 : 27
    bytes.reserveCapacity(bytes.count + length * cloud.points.count)
    for point in cloud.points {
      for vector in [point.position, point.normal] {
        bytes.append(littleEndian: vector.x.bitPattern)
        bytes.append(littleEndian: vector.y.bitPattern)
        bytes.append(littleEndian: vector.z.bitPattern)
      }
      bytes.append(point.colour.x)
      bytes.append(point.colour.y)
      bytes.append(point.colour.z)
      if cloud.hasConfidence { bytes.append(littleEndian: point.confidence.bitPattern) }
    }
    return bytes
  }
}
