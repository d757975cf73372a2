// SPDX-License-Identifier: Apache-2.0

/// How a panorama is read from a file.
public struct ReadingOptions: Sendable, Hashable {
  /// Columns of the full sphere that are enough; nil reads every pixel.
  ///
  /// A JPEG is decoded at 1/2, 1/4 or 1/8 of its size where that still leaves this many; other formats are read whole.
  public var minimumWidth: Int?
  /// Whether a picture that is not 2:1, or whose metadata contradicts it, is taken as it is.
  public var acceptsAnyAspect: Bool
  /// Largest number of pixels of the file and of the full sphere, checked before either is allocated.
  public var maximumPixels: Int

  /// 16384 x 8192.
  public static let defaultMaximumPixels = 16_384 * 8_192

  /// Every pixel of a 2:1 picture of at most 16384 x 8192, unless told otherwise.
  public init(
    minimumWidth: Int? = nil, acceptsAnyAspect: Bool = false, maximumPixels: Int = Self.defaultMaximumPixels
  ) {
    self.minimumWidth = minimumWidth
    self.acceptsAnyAspect = acceptsAnyAspect
    self.maximumPixels = maximumPixels
  }
}
