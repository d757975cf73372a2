// SPDX-License-Identifier: Apache-2.0

import CRotundaEmbree
import RotundaSolids

/// A connection to Embree.
///
/// It builds on one thread, so that its trees, and the last bits of what they find, do not depend on how busy the
/// machine is.
final class RayDevice: Sendable {
  // Embree's handles may be used from any thread.
  nonisolated(unsafe) fileprivate let handle: OpaquePointer

  init() throws(RenderingError) {
    guard let handle = rtcNewDevice("threads=1") else {
      throw .rayTracer("start", message: RayDevice.words(rtcGetDeviceError(nil)))
    }
    self.handle = handle
  }

  deinit { rtcReleaseDevice(handle) }

  /// Throws what went wrong since the last call.
  fileprivate func check(_ task: String) throws(RenderingError) {
    let code = rtcGetDeviceError(handle)
    guard code != RTC_ERROR_NONE else { return }
    throw .rayTracer(task, message: RayDevice.words(code))
  }

  private static func words(_ code: RTCError) -> String {
    switch code {
    case RTC_ERROR_OUT_OF_MEMORY: "out of memory"
    case RTC_ERROR_UNSUPPORTED_CPU: "this processor lacks SSE2"
    case RTC_ERROR_INVALID_ARGUMENT: "invalid argument"
    case RTC_ERROR_INVALID_OPERATION: "invalid operation"
    default: "error \(code.rawValue)"
    }
  }
}

/// Triangles and balls in Embree's trees, to be asked what a ray meets.
final class RayScene: Sendable {
  /// What a hit's geometry says: `balls` and `glass` are added up.
  enum Number {
    static let balls: UInt32 = 1
    static let glass: UInt32 = 2
    static let nothing = UInt32.max
  }

  // A committed scene may be asked from any thread.
  nonisolated(unsafe) let handle: OpaquePointer
  private let device: RayDevice

  /// Builds the trees; memory is copied.
  init(
    _ device: RayDevice, positions: [SIMD3<Float>], triangles: [SIMD4<UInt32>], balls: [Ball], isGlass: Bool
  ) throws(RenderingError) {
    guard let handle = rtcNewScene(device.handle) else {
      throw .rayTracer("make a scene", message: "out of memory")
    }
    self.device = device
    self.handle = handle
    rtcSetSceneFlags(handle, RTC_SCENE_FLAG_ROBUST)
    let number = isGlass ? Number.glass : 0
    if !triangles.isEmpty { try add(positions, triangles, number: number) }
    if !balls.isEmpty { try add(balls, number: number + Number.balls) }
    rtcCommitScene(handle)
    try device.check("build its trees")
  }

  deinit { rtcReleaseScene(handle) }

  private func add(
    _ positions: [SIMD3<Float>], _ triangles: [SIMD4<UInt32>], number: UInt32
  ) throws(RenderingError) {
    try attach(RTC_GEOMETRY_TYPE_TRIANGLE, number: number) { geometry in
      RayScene.fill(geometry, RTC_BUFFER_TYPE_VERTEX, RTC_FORMAT_FLOAT3, positions)
        && RayScene.fill(geometry, RTC_BUFFER_TYPE_INDEX, RTC_FORMAT_UINT3, triangles)
    }
  }

  private func add(_ balls: [Ball], number: UInt32) throws(RenderingError) {
    let spheres = balls.map { SIMD4($0.centre, $0.radius) }
    try attach(RTC_GEOMETRY_TYPE_SPHERE_POINT, number: number) { geometry in
      RayScene.fill(geometry, RTC_BUFFER_TYPE_VERTEX, RTC_FORMAT_FLOAT4, spheres)
    }
  }

  private func attach(
    _ type: RTCGeometryType, number: UInt32, _ fill: (OpaquePointer) -> Bool
  ) throws(RenderingError) {
    guard let geometry = rtcNewGeometry(device.handle, type) else {
      throw .rayTracer("make a geometry", message: "out of memory")
    }
    defer { rtcReleaseGeometry(geometry) }
    guard fill(geometry) else {
      try device.check("take over the geometry")
      throw .rayTracer("take over the geometry", message: "out of memory")
    }
    rtcCommitGeometry(geometry)
    rtcAttachGeometryByID(handle, geometry, number)
    try device.check("take over the geometry")
  }

  /// Copies elements of 16 bytes into a new buffer of a geometry.
  private static func fill<Element: BitwiseCopyable>(
    _ geometry: OpaquePointer, _ type: RTCBufferType, _ format: RTCFormat, _ elements: [Element]
  ) -> Bool {
    let stride = MemoryLayout<Element>.stride
    let memory = rtcSetNewGeometryBuffer(geometry, type, 0, format, stride, elements.count)
    guard let memory else { return false }
    // The buffer has room for `count` elements of `stride` bytes.
    elements.withUnsafeBytes {
      memory.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(memory), byteCount: $0.count)
    }
    return true
  }
}
