// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// The two domains that the same rooms exist in.
public enum RoomLook: String, Sendable, Hashable, CaseIterable, Codable {
  /// As rendered datasets look: plain materials and light, a perfect camera.
  case synthetic
  /// As photographs look: dirt, gloss, sun and lamps of all colours, a real camera.
  case photo
}
