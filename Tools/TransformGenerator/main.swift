// SPDX-License-Identifier: Apache-2.0

// Prints Sources/Kernels/Transforms.swift from exact fractions: `swift run TransformGenerator > FILE`.

import RotundaEngine

print(TransformSource.text, terminator: "")
