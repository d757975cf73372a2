// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import Synchronization

  /// What has happened since the server started, in the text format of Prometheus.
  ///
  /// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
  final class ServerMetrics: Sendable {
    private let start = Date()
    private let counts = Mutex(Counts())

    private struct Counts {
      /// By route and status, both of which are few.
      var requests: [Label: Int] = [:]
      var ended: [Job.State: Int] = [:]
      var jobSeconds = 0.0
      var uploadBytes = 0
    }

    private struct Label: Hashable, Comparable {
      let method: String
      let route: String
      let status: Int

      static func < (left: Label, right: Label) -> Bool {
        (left.route, left.method, left.status) < (right.route, right.method, right.status)
      }
    }

    func answered(method: String, route: String, status: Int) {
      counts.withLock { $0.requests[Label(method: method, route: route, status: status), default: 0] += 1 }
    }

    func received(bytes: Int) { counts.withLock { $0.uploadBytes += bytes } }

    func ended(_ state: Job.State, seconds: Double) {
      counts.withLock {
        $0.ended[state, default: 0] += 1
        $0.jobSeconds += seconds
      }
    }

    /// The text, with the store's figures of this moment.
    func text(jobs: [Job.State: Int], diskBytes: Int) -> String {
      let counts = counts.withLock { $0 }
      var text = MetricsText()
      text.family("rotunda_jobs", .gauge, "Jobs in the data folder.")
      for state in Job.State.allCases { text.sample(jobs[state] ?? 0, ["state": state.rawValue]) }
      text.family("rotunda_disk_bytes", .gauge, "Bytes of uploads and results, those still to be written included.")
      text.sample(diskBytes)
      text.family("rotunda_jobs_ended_total", .counter, "Jobs that ended since the start.")
      for state in Job.State.allCases where state.isFinished {
        text.sample(counts.ended[state] ?? 0, ["state": state.rawValue])
      }
      text.family("rotunda_job_seconds_total", .counter, "Seconds that ended jobs took.")
      text.sample(counts.jobSeconds)
      text.family("rotunda_upload_bytes_total", .counter, "Bytes of pictures received.")
      text.sample(counts.uploadBytes)
      text.family("rotunda_http_requests_total", .counter, "Requests answered.")
      for (label, count) in counts.requests.sorted(by: { $0.key < $1.key }) {
        text.sample(count, ["method": label.method, "route": label.route, "status": "\(label.status)"])
      }
      text.family("process_start_time_seconds", .gauge, "When the process started, since 1970.")
      text.sample(start.timeIntervalSince1970)
      if let bytes = Self.residentBytes {
        text.family("process_resident_memory_bytes", .gauge, "Memory of the process.")
        text.sample(bytes)
      }
      return text.lines
    }

    /// Pages of the process in memory, as Linux tells; nil elsewhere.
    private static var residentBytes: Int? {
      let statistics = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
      let pages = statistics?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
      return pages.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    }
  }

  private struct MetricsText {
    private(set) var lines = ""
    private var name = ""

    enum Kind: String {
      case gauge, counter
    }

    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
      self.name = name
      lines += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func sample(_ value: some Numeric & LosslessStringConvertible, _ labels: [String: String] = [:]) {
      let inside = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",")
      lines += name + (inside.isEmpty ? "" : "{\(inside)}") + " \(value)\n"
    }
  }
#endif
