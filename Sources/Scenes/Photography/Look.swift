// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging
public import RotundaRendering
import RotundaSolids

/// How a camera turns light into bytes.
///
/// Depth and normals are never changed by it, and nothing in it depends on depth but where the two lenses of a real camera
/// see near things displaced.
public struct Look: Sendable, Hashable {
  /// How brightness above the camera's range is compressed.
  public enum Curve: Sendable, Hashable, CaseIterable {
    /// Cut off at white.
    case clipped
    /// x (1 + x / 16) / (1 + x): four is white (Reinhard and others, 2002, equation 4).
    case soft
    /// S-shaped, as film.
    case film
  }

  /// Mean brightness that exposure aims at, linear; nil takes light as it is.
  public var brightness: Float? = 0.18
  /// Compression of highlights.
  public var curve = Curve.clipped
  /// Gains of red, green, blue.
  public var whiteBalance = SIMD3<Float>(repeating: 1)
  /// Share of the light's mean colour that automatic white balance takes out.
  public var balancing: Float = 0
  /// 0 is grey, 1 as it is.
  public var saturation: Float = 1
  /// Steepness around middle grey, 1 as it is.
  public var contrast: Float = 1
  /// Sensor noise.
  public var noise = SensorNoise()
  /// Lens errors.
  public var lens = Lens()
  /// Strength of sharpening, which leaves halos; 1 doubles the difference to the neighbours' mean.
  public var sharpening: Float = 0
  /// Where two lenses' pictures are joined, if there are two.
  public var stitching: Stitching?
  /// What is seen below the camera instead of the floor, if anything.
  public var nadir: Nadir?
  /// Quality from 1 to 100 of the JPEG that the picture went through; nil for none.
  public var jpegQuality: Int?
  /// Seed of the noise.
  public var seed: UInt64 = 0

  /// A plain camera with automatic exposure.
  public init() {}

  /// As rendered data sets look: well exposed, plain, without errors.
  public static let synthetic: Look = {
    var look = Look()
    look.brightness = 0.22
    look.curve = .soft
    return look
  }()

  /// Light as it is, up to white: for scans whose pictures hold it.
  public static let unaltered: Look = {
    var look = Look()
    look.brightness = nil
    return look
  }()

  /// The photograph of an exposure.
  ///
  /// - Throws: `ImagingError` where the picture is too large for the JPEG that it shall go through.
  public func developed(_ exposure: Exposure) throws(ImagingError) -> Panorama {
    var map = LightMap(exposure)
    if let stitching { stitching.join(&map, depth: exposure.depth.values) }
    lens.distort(&map)
    nadir?.cover(&map)
    expose(&map)
    lens.shade(&map)
    stitching?.mismatch(&map)
    var random = RandomStream(seed: seed)
    noise.add(to: &map, &random)
    encode(&map)
    if sharpening > 0 { sharpen(&map) }
    let picture = RGBImage(width: exposure.width, height: exposure.height, pixels: bytes(map))
    guard let jpegQuality else {
      return Panorama(width: picture.width, height: picture.height, pixels: picture.pixels)
    }
    let compressed = try picture.afterJPEG(quality: jpegQuality)
    return Panorama(width: compressed.width, height: compressed.height, pixels: compressed.pixels)
  }

  private func bytes(_ map: LightMap) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 3 * map.pixels.count)
    for (pixel, colour) in map.pixels.enumerated() {
      for channel in 0..<3 { bytes[3 * pixel + channel] = UInt8(min(max(colour[channel] * 255 + 0.5, 0), 255)) }
    }
    return bytes
  }
}
