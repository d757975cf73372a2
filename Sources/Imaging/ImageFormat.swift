// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A file format of pictures or depth, recognised by a file's first bytes and never by its name.
public enum ImageFormat: String, Sendable, Hashable, CaseIterable {
  /// JPEG: baseline or progressive, grey, colour or CMYK.
  case jpeg
  /// PNG: 8-bit pictures, 16-bit depth.
  case png
  /// WebP, lossy or lossless.
  case webp
  /// Radiance RGBE, `.hdr` or `.pic`.
  case radianceHDR
  /// OpenEXR: linear pictures and depth.
  case openEXR
  /// NumPy's array file.
  case npy
  /// Portable float map.
  case pfm
  /// The depth maps of the Matterport3D 360 and Replica 360 datasets.
  case dpt

  /// Bytes at a file's start that are enough to recognise every format.
  static let signatureLength = 12

  /// The format that begins with `bytes`; nil where it is none of these.
  public init?(firstBytes bytes: some Collection<UInt8>) {
    let bytes = Array(bytes.prefix(Self.signatureLength))
    guard let format = Self.allCases.first(where: { $0.isStarted(by: bytes) }) else { return nil }
    self = format
  }

  /// The format of the file at `url`.
  public init(contentsOf url: URL) throws(ImagingError) {
    self = try SourceFile(url).format()
  }

  private func isStarted(by bytes: [UInt8]) -> Bool {
    switch self {
    case .jpeg: bytes.starts(with: [0xFF, 0xD8, 0xFF])
    case .png: bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    case .webp: bytes.starts(with: Array("RIFF".utf8)) && bytes.dropFirst(8).elementsEqual("WEBP".utf8)
    case .radianceHDR: bytes.starts(with: Array("#?".utf8))
    case .openEXR: bytes.starts(with: [0x76, 0x2F, 0x31, 0x01])
    case .npy: bytes.starts(with: [0x93] + Array("NUMPY".utf8))
    case .pfm: bytes.starts(with: Array("Pf\n".utf8)) || bytes.starts(with: Array("PF\n".utf8))
    case .dpt: bytes.starts(with: DPT.magic)
    }
  }

  /// What people call it.
  public var name: String {
    switch self {
    case .jpeg: "JPEG"
    case .png: "PNG"
    case .webp: "WebP"
    case .radianceHDR: "Radiance HDR"
    case .openEXR: "OpenEXR"
    case .npy: "NPY"
    case .pfm: "PFM"
    case .dpt: "DPT"
    }
  }

  static var allNames: String { allCases.map(\.name).joined(separator: ", ") }
}
