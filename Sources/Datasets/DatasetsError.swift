// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging

/// What can be wrong with samples and where they come from.
public enum DatasetsError: Error, Hashable, Sendable {
  /// A sample has no depth where one is needed.
  case unlabelled(sample: String)
  /// A sample was not photographed from beside and above where that is needed.
  case unpaired(sample: String)
  /// A URI cannot be read; `reason` says what is wrong with it.
  case malformedURI(String, reason: String)
  /// A URI begins with a scheme that is none of `known`.
  case unknownScheme(uri: String, known: [String])
  /// The dataset is not distributed any more and not supported.
  case withdrawn(uri: String)
  /// A layout has no such option; it has `known`.
  case unknownOption(uri: String, option: String, known: [String])
  /// An option has no such value; `possible` says which.
  case unknownValue(uri: String, option: String, value: String, possible: String)
  /// The dataset's folder is not there.
  case missingFolder(uri: String, path: String)
  /// A folder cannot be listed.
  case unreadableFolder(path: String)
  /// There is no list of the split; `searched` is where it could lie.
  case missingList(uri: String, split: String, searched: [String])
  /// A list cannot be read.
  case unreadableList(path: String)
  /// A list has no rows, or none that are asked for.
  case emptyList(path: String)
  /// A row of a list, counted from 1, is not what it should be.
  case badList(path: String, line: Int, reason: String)
  /// No file in the folder is named as the layout's pictures are.
  case noSamples(uri: String, path: String, expected: String)
  /// A picture or depth map of a sample is missing or damaged.
  case unreadable(sample: String, ImagingError)
  /// A depth map or mask has another shape, `WIDTH x HEIGHT`, than it should.
  case unfitting(sample: String, path: String, shape: String, expected: String)
  /// The source is empty.
  case emptySource(uri: String)
  /// A sample cannot be read, and neither can any that was tried in its place; `first` says what is wrong with it.
  case nothingReadable(uri: String, tried: Int, first: String)
}

extension DatasetsError: CustomStringConvertible {
  /// What happened, to which sample, file or URI, and what to do.
  public var description: String {
    switch self {
    case .unlabelled(let sample):
      "\(sample) has no depth; training and evaluation need a source with depth"
    case .unpaired(let sample):
      "\(sample) was photographed from one place only; stereo pairs come from sources with partners=yes, unturned"
    case .malformedURI(let text, let reason):
      "\(text) names no data: \(reason)"
    case .unknownScheme(let uri, let known):
      "\(uri) names no data; it begins with one of \(known.map { "\($0):" }.joined(separator: ", "))"
    case .withdrawn(let uri):
      "\(uri): PanoSUNCG was withdrawn in May 2025, because SUNCG may not be licensed, and is not read"
    case .unknownOption(let uri, let option, let known):
      "\(uri): there is no option \(option); there "
        + (known.isEmpty ? "are none" : "is \(known.joined(separator: ", "))")
    case .unknownValue(let uri, let option, let value, let possible):
      "\(uri): \(option) is \(possible), not \(value)"
    case .missingFolder(let uri, let path):
      "\(uri): there is no folder \(path)"
    case .unreadableFolder(let path):
      "\(path): the folder cannot be listed; check its permissions"
    case .missingList(let uri, let split, let searched):
      "\(uri): there is no list of \(split); none of these exists: \(searched.joined(separator: ", ")); "
        + "name one with list=FILE"
    case .unreadableList(let path):
      "\(path): the list cannot be read as text; check the file"
    case .emptyList(let path):
      "\(path): the list has no row that is asked for"
    case .badList(let path, let line, let reason):
      "\(path), line \(line): \(reason)"
    case .noSamples(let uri, let path, let expected):
      "\(uri): nothing in \(path) is named \(expected)"
    case .unreadable(let sample, let error):
      "sample \(sample): \(error)"
    case .unfitting(let sample, let path, let shape, let expected):
      "sample \(sample): \(path) is \(shape), not \(expected) as it should be"
    case .emptySource(let uri): "\(uri) has no samples; check what it names"
    case .nothingReadable(let uri, let tried, let first):
      "\(uri): none of \(tried) samples can be read, the first of them because of \(first); `rotunda datasets check` "
        + "lists what is wrong"
    }
  }
}
