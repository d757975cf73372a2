// SPDX-License-Identifier: Apache-2.0

/// Whether this build is optimised: the reference and the making of weights are a hundred times slower otherwise.
var isOptimised: Bool {
  #if DEBUG
    false
  #else
    true
  #endif
}
