// SPDX-License-Identifier: Apache-2.0

public import RotundaSphere

extension Sidecar.Levelling {
  /// The pitch and roll that a photo's metadata tell; nil where they tell none, or impossible ones.
  public init?(of header: PanoramaHeader) {
    guard let pose = header.photoSphere?.pose, pose.pitchDegrees != 0 || pose.rollDegrees != 0,
      abs(pose.pitchDegrees) <= 90, abs(pose.rollDegrees) <= 180
    else { return nil }
    self.init(pitchDegrees: pose.pitchDegrees, rollDegrees: pose.rollDegrees)
  }

  /// The camera's pose without its heading, which neither a network nor a level room need know.
  public var pose: Rotation { .pitch(pitchDegrees * .pi / 180) * .roll(rollDegrees * .pi / 180) }
}
