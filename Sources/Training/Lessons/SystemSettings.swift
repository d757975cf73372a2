// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  /// How a system learns that has a way of its own: view synthesis, and networks of perspective pictures.
  public struct SystemSettings: Sendable, Hashable, Codable {
    /// What a network of panoramas may be judged by instead of the terms of `LossSettings`.
    public enum Evidence: String, Sendable, Hashable, Codable, CaseIterable {
      /// A panorama from above.
      case vertical
      /// A panorama from the right.
      case horizontal
      /// Both.
      case trinocular
      /// The true distances.
      case supervised
    }

    /// What a network of panoramas is judged by; nil for the terms of `LossSettings`.
    public var evidence: Evidence?
    /// What the panorama from above counts of a trinocular judgement, from 0 to 1; the one from the right counts the rest.
    public var upShare = 0.8
    /// Focal length of perspective pictures, in widths of these; nil for that of the published weights.
    public var focalLength: Double?
    /// Columns of the panoramas that perspective pictures are cut from.
    public var panoramaWidth = 512
    /// Whether mistakes of the published code are made too.
    public var faithful = false

    /// The settings above.
    public init() {}

    /// Throws `TrainingError.impossibleSetting` for the first setting that no run can have.
    func check() throws(TrainingError) {
      guard (0...1).contains(upShare) else { throw .impossibleSetting(name: "--up-share", value: String(upShare)) }
      if let focalLength, !(0.05...20).contains(focalLength) {
        throw .impossibleSetting(name: "--focal-length", value: String(focalLength))
      }
      guard panoramaWidth >= 4, panoramaWidth % 2 == 0 else {
        throw .impossibleSetting(name: "--panorama-width", value: String(panoramaWidth))
      }
    }
  }
#endif
