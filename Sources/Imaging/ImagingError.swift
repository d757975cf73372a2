// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// What can go wrong between a file and a picture or a depth map.
public enum ImagingError: Error, Sendable, Hashable {
  /// Nothing lies at the path.
  case notFound(path: String)
  /// A folder lies where a file was expected.
  case directory(path: String)
  /// A device, pipe or socket lies where a file was expected.
  case notRegularFile(path: String)
  /// The file cannot be read; `code` is the system's `errno`.
  case unreadable(path: String, code: Int32)
  /// The file has no bytes.
  case empty(path: String)
  /// The first bytes belong to no format that is read.
  case unknownFormat(path: String, firstBytes: [UInt8])
  /// The format is read, but not this use of it; `feature` names what is not.
  case unsupported(path: String, format: ImageFormat, feature: String)
  /// The file ends before its content does.
  case truncated(path: String, format: ImageFormat)
  /// The content contradicts its format; `detail` is what was found.
  case corrupt(path: String, format: ImageFormat, detail: String)
  /// The file asks for more pixels than the limit allows.
  case tooManyPixels(path: String, width: Int, height: Int, limit: Int)
  /// The file is longer than any picture within the limit.
  case tooManyBytes(path: String, count: Int, limit: Int)
  /// The picture is not twice as wide as it is high.
  case notEquirectangular(path: String, width: Int, height: Int)
  /// The picture's metadata names another projection than the equirectangular one.
  case otherProjection(path: String, name: String)
  /// The GPano crop does not fit the picture, which does not cover a sphere by itself either.
  case inconsistentCrop(path: String, crop: SphereCrop, width: Int, height: Int)
  /// The format holds numbers, not a picture.
  case notPicture(path: String, format: ImageFormat)
  /// The file holds a picture, not depth.
  case notDepth(path: String, format: ImageFormat, reason: NotDepthReason)
  /// The picture is larger than the format to write it in can hold.
  case tooLargeForFormat(path: String, format: ImageFormat, width: Int, height: Int)
  /// The file cannot be written; `code` is the system's `errno`.
  case unwritable(path: String, code: Int32)

  /// Why a readable file cannot be depth.
  public enum NotDepthReason: Sendable, Hashable {
    /// The format only ever holds pictures.
    case pictureFormat
    /// A PNG with fewer than 16 bits a sample.
    case bitDepth(Int)
    /// A file with several values a pixel, none of them named as depth.
    case channels([String])
  }
}

extension ImagingError: CustomStringConvertible {
  /// What happened, to which file, and what to do.
  public var description: String {
    switch self {
    case .notFound(let path): "\(path): there is no such file"
    case .directory(let path): "\(path): is a folder; name a file in it"
    case .notRegularFile(let path): "\(path): is a device or a pipe; name a file"
    case .unreadable(let path, let code): "\(path): cannot be read: \(systemText(code))"
    case .empty(let path): "\(path): is empty (0 bytes); copy or download it again"
    case .unknownFormat(let path, let firstBytes):
      "\(path): is none of \(ImageFormat.allNames) (first bytes \(hexadecimal(firstBytes))); convert it to one of these"
    case .unsupported(let path, let format, let feature):
      "\(path): \(format.name) with \(feature) is not supported; convert it to a plain PNG or JPEG, or EXR for depth"
    case .truncated(let path, let format):
      "\(path): ends too early for a \(format.name) file; copy or download it again"
    case .corrupt(let path, let format, let detail):
      "\(path): is damaged or not a valid \(format.name) file: \(detail); copy, download or convert it again"
    case .tooManyPixels(let path, let width, let height, let limit):
      "\(path): \(width) x \(height) is more than the limit of \(limit) pixels; shrink it first"
    case .tooManyBytes(let path, let count, let limit):
      "\(path): \(count) bytes is more than a picture within the limit needs (\(limit)); shrink it first"
    case .notEquirectangular(let path, let width, let height):
      "\(path): \(width) x \(height) is \(ratio(width, height)):1, not 2:1 "
        + "(\(deviation(width, height))); an equirectangular panorama of the full sphere is twice as wide as high; "
        + "use --force to accept it as it is"
    case .otherProjection(let path, let name):
      "\(path): its metadata says the projection is \(name); only equirectangular is read; "
        + "convert it, or use --force if the metadata is wrong"
    case .inconsistentCrop(let path, let crop, let width, let height):
      "\(path): its GPano crop (\(crop)) does not fit a picture of \(width) x \(height); "
        + "correct the metadata, or use --force to ignore it"
    case .notPicture(let path, let format): "\(path): \(format.name) holds numbers, not a picture; name a photo"
    case .notDepth(let path, let format, let reason): "\(path): \(notDepthText(format, reason))"
    case .tooLargeForFormat(let path, let format, let width, let height):
      "\(path): \(format.name) cannot hold \(width) x \(height); choose another format"
    case .unwritable(let path, let code): "\(path): cannot be written: \(systemText(code))"
    }
  }

  private func notDepthText(_ format: ImageFormat, _ reason: NotDepthReason) -> String {
    switch reason {
    case .pictureFormat:
      "\(format.name) holds pictures, not depth; depth is read from PNG (16-bit), EXR, NPY, PFM and DPT"
    case .bitDepth(let bits):
      "a \(bits)-bit PNG is a picture or a preview, too coarse for depth; depth is a grey PNG of 16 bits"
    case .channels(let names):
      "none of its channels (\(names.joined(separator: ", "))) is depth; depth is one channel: grey, Y, Z, depth or R"
    }
  }

  private func systemText(_ code: Int32) -> String { String(cString: strerror(code)) }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }

  private func ratio(_ width: Int, _ height: Int) -> String {
    String(format: "%.3f", Double(width) / Double(max(height, 1)))
  }

  private func deviation(_ width: Int, _ height: Int) -> String {
    let excess = width - 2 * height
    return excess > 0 ? "\(excess) columns too wide" : "\(-excess) columns too narrow"
  }
}

extension ImagingError: LocalizedError {
  /// The same text, where Foundation asks for it.
  public var errorDescription: String? { description }
}
