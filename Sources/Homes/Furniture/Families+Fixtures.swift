// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Families {
  /// What belongs to the building and what people put on, at and around furniture.
  static let fixtures: [Family] =
    kitchens + bathrooms + lights + plants + windows + walls + equipment + smallThings + floorThings
}

extension [RoomKind: Float] {
  /// The same number in every room where people live.
  static func homes(_ number: Float) -> Self {
    .init(uniqueKeysWithValues: [.living, .bedroom, .dining, .study, .studio].map { ($0, number) })
  }

  /// The same number in every room where people work.
  static func work(_ number: Float) -> Self {
    .init(uniqueKeysWithValues: [.office, .meeting, .study, .studio].map { ($0, number) })
  }

  /// The same number in every room.
  static func everywhere(_ number: Float) -> Self {
    .init(uniqueKeysWithValues: RoomKind.allCases.map { ($0, number) })
  }

  /// These numbers, and others for some kinds.
  func but(_ others: Self) -> Self { merging(others) { $1 } }
}
