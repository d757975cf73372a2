// SPDX-License-Identifier: Apache-2.0

// Whoever imports Rotunda gets panoramas and depth maps, weights and sizes, and rotations: its interface is made of them;
// and how exact the engine is.
@_exported public import RotundaEngine
@_exported public import RotundaImaging
@_exported public import RotundaNetworks
@_exported public import RotundaSphere
