// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import RotundaImaging

/// A run's curves and pictures for TensorBoard: a file of events in the run's folder.
///
/// Every run and every resumption of it writes a file of its own, because the end of a killed run's file may be damaged;
/// TensorBoard reads the files of a folder as one run, in the order of their names. What a killed run noted after the step
/// from which it goes on is dropped there.
///
/// This file needs no LibTorch, and is compiled and tested without it.
public struct TensorBoardLog: Sendable {
  /// The file that this log writes.
  public let url: URL
  private let file: FileHandle

  private static let namePrefix = "events.out.tfevents."
  /// What readers take for the format with purged steps.
  private static let formatVersion = "brain.Event:2"

  /// A new file in `folder`, which exists.
  ///
  /// - `step`: the last step that counts where the run is resumed; nil where it starts.
  /// - Throws: `ImagingError.unwritable`.
  public init(folder: URL, resumedAt step: Int?) throws {
    url = folder.appending(path: Self.name(after: try? FileManager.default.contentsOfDirectory(atPath: folder.path)))
    guard FileManager.default.createFile(atPath: url.path, contents: nil) else {
      throw ImagingError.unwritable(path: url.path, code: errno)
    }
    file = try FileHandle(forWritingTo: url)
    try append(EventMessage.fileVersion(Self.formatVersion))
    // Readers drop what earlier files have from the step of a session's start on.
    if let step { try append(EventMessage.sessionStart, step: step + 1) }
  }

  /// A name that sorts behind those that are there, whatever the clock says.
  private static func name(after names: [String]?) -> String {
    let seconds = (names ?? []).compactMap { name in
      name.hasPrefix(namePrefix) ? Int(name.dropFirst(namePrefix.count).prefix { $0.isNumber }) : nil
    }
    let now = Int(Date().timeIntervalSince1970)
    return namePrefix + String(format: "%010d", max(now, (seconds.max() ?? 0) + 1)) + ".rotunda"
  }

  /// Notes numbers by their tags, as `loss/depth`: tags with the same beginning are shown together.
  ///
  /// - Throws: `ImagingError.unwritable`.
  public mutating func add(scalars: [String: Double], step: Int) throws {
    let values = scalars.sorted { $0.key < $1.key }.map { EventMessage.scalar($0.value, tag: $0.key) }
    try append(EventMessage.summary(values), step: step)
  }

  /// Notes how often numbers fell into equal bins from one bound to another.
  ///
  /// - `counts`: as many as there are bins; shares will do.
  /// - Throws: `ImagingError.unwritable`.
  public mutating func add(
    histogram counts: [Double], from first: Double, to last: Double, tag: String, step: Int
  ) throws {
    let value = EventMessage.histogram(counts, from: first, to: last, tag: tag)
    try append(EventMessage.summary([value]), step: step)
  }

  /// Notes a picture, as PNG.
  ///
  /// - Throws: `ImagingError.unwritable`.
  public mutating func add(image: RGBImage, tag: String, step: Int) throws {
    let value = EventMessage.picture(try image.png(), width: image.width, height: image.height, tag: tag)
    try append(EventMessage.summary([value]), step: step)
  }

  /// Returns when all that was noted lies on the disk.
  ///
  /// - Throws: `ImagingError.unwritable`.
  public mutating func flush() throws {
    do { try file.synchronize() } catch { throw failure(error) }
  }

  private func append(_ content: ProtocolBuffer, step: Int = 0) throws {
    let event = EventMessage.event(content, step: step, time: Date().timeIntervalSince1970)
    do { try file.write(contentsOf: TensorFlowRecord.framed(event.bytes)) } catch { throw failure(error) }
  }

  private func failure(_ error: any Error) -> ImagingError {
    let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    return .unwritable(path: url.path, code: Int32(truncatingIfNeeded: cause?.code ?? Int(EIO)))
  }
}
