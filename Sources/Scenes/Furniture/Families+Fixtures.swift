// SPDX-License-Identifier: Apache-2.0

extension Families {
  /// What belongs to the building and what people put on, at and around furniture.
  static let fixtures: [Family] = []
}
