// SPDX-License-Identifier: Apache-2.0
//
// The README's example: one photo, one number.

import Foundation
import Rotunda

let url = URL(filePath: "kitchen.jpg")
let depth = try await DepthEstimator(weights: .builtin).depth(of: Panorama(contentsOf: url))
print("straight ahead: \(depth[column: depth.width / 2, row: depth.height / 2]) m")
