// SPDX-License-Identifier: Apache-2.0

extension Architecture.Family {
  /// What a network's picture is, and what its first output means.
  public enum Convention: Sendable, Hashable {
    /// An equirectangular panorama; distance along the ray, metres.
    case panorama
    /// The picture of a pinhole camera; what `PerspectiveConvention` says.
    case perspective(PerspectiveConvention)
  }

  /// What the pictures of the published weights were.
  ///
  /// - Source: the focal lengths of NYU Depth v2 (518.86 pixels at 640x480) and of KITTI (721.54 pixels at 1242x375,
  ///   cameras 0.54 m apart), in the sizes at which each system reads its pictures.
  public var convention: Convention {
    switch self {
    case .rectnet, .uresnet, .svs, .popups, .mappedrectnet:
      .panorama
    case .monodepthvgg, .monodepthresnet50:
      .perspective(.init(quantity: .disparity(baseline: 0.54), focalLength: .widths(721.5377 / 1242), size: 256))
    case .fcrn:
      .perspective(.init(quantity: .depth, focalLength: .pixels(518.8579 / 2), size: 256))
    case .dcnf:
      .perspective(.init(quantity: .unaryOfSuperpixels, focalLength: .pixels(518.8579), size: 480))
    case .bts:
      .perspective(.init(quantity: .depth, focalLength: .pixels(518.8579), size: 480))
    case .vnl:
      .perspective(.init(quantity: .depth, focalLength: .pixels(519), size: 385))
    }
  }
}

/// What a perspective network was trained on, so that its answers to other cameras can be put right.
///
/// A network that learnt sizes at one focal length sees everything nearer through a longer one: its depths are to be
/// multiplied by the picture's focal length over the one of training, both in pixels of its input.
public struct PerspectiveConvention: Sendable, Hashable {
  /// What the first output is.
  public enum Quantity: Sendable, Hashable {
    /// Depth along the optical axis, metres.
    case depth
    /// The shift between two cameras side by side, a fraction of the picture's width: depth = focal length in widths times
    /// `baseline`, metres, over the disparity. The first of its channels is the left camera's, which took the picture.
    case disparity(baseline: Double)
    /// What a conditional random field over superpixels begins with.
    case unaryOfSuperpixels
  }

  /// A camera's focal length.
  public enum FocalLength: Sendable, Hashable {
    /// Pixels of the network's input, whatever its size.
    case pixels(Double)
    /// Widths of the network's input.
    case widths(Double)
  }

  /// What the first output is.
  public let quantity: Quantity
  /// The focal length of training.
  public let focalLength: FocalLength
  /// Rows and columns of a face of the cube at which it is best asked.
  public let size: Int

  /// A convention; the properties say what each argument is.
  public init(quantity: Quantity, focalLength: FocalLength, size: Int) {
    (self.quantity, self.focalLength, self.size) = (quantity, focalLength, size)
  }

  /// The focal length of training over the width of its pictures.
  public var focalWidths: Double { focalLength(width: size) / Double(size) }

  /// The focal length of training, in pixels of inputs of `width` columns.
  public func focalLength(width: Int) -> Double {
    switch focalLength {
    case .pixels(let pixels): pixels
    case .widths(let widths): widths * Double(width)
    }
  }

  /// What the network's numbers are multiplied by for 1 / depth, 1 / metres, where they are disparities; else 1.
  ///
  /// depth = f baseline / disparity, f and disparity in widths.
  /// - `width`: columns of the network's input.
  public func inverseDepthPerNumber(width: Int) -> Double {
    guard case .disparity(let baseline) = quantity else { return 1 }
    return Double(width) / (focalLength(width: width) * baseline)
  }

  /// What the depths of a picture with this focal length, in pixels of the network's input, are to be multiplied by.
  ///
  /// - `width`: columns of the network's input.
  public func correction(focalLength actual: Double, width: Int) -> Double { actual / focalLength(width: width) }
}
