// SPDX-License-Identifier: Apache-2.0

#if Server
  import CRotundaMalloc
  import Foundation
  import Hummingbird
  import Logging
  import NIOCore
  public import Rotunda
  import ServiceLifecycle
  import UnixSignals

  /// The web application: a page and an HTTP API that turn panoramas into depth and 3D.
  public struct PanoramaServer: Sendable {
    private let settings: ServerSettings
    private let logger: Logger
    private let metrics: ServerMetrics
    private let store: JobStore
    /// What works on the jobs while the server runs.
    let worker: JobWorker
    let endpoints: [Endpoint]

    /// Takes the data folder, and reads the jobs in it.
    ///
    /// - Throws: `ServerError`.
    public init(settings: ServerSettings, estimator: DepthEstimator) throws(ServerError) {
      try self.init(
        settings: settings, estimator: estimator, logger: Logger(label: "rotunda") { _ in JSONLogHandler() })
    }

    init(settings: ServerSettings, estimator: DepthEstimator, logger: Logger) throws(ServerError) {
      try settings.check()
      let folder = try DataFolder(settings.folder)
      let session = settings.token.map(Session.init)
      let page = try PageRoutes()
      self.settings = settings
      self.logger = logger
      metrics = ServerMetrics()
      store = JobStore(folder, limits: settings.limits, networkSize: estimator.inputSize)
      worker = JobWorker(
        store: store, folder: folder,
        runner: JobRunner(estimator: estimator, version: settings.version, maximumPixels: settings.limits.pixels),
        metrics: metrics, logger: logger)
      let upload = UploadRoute(
        store: store, check: PictureCheck(maximumPixels: settings.limits.pixels), limit: settings.limits.uploadBytes,
        metrics: metrics)
      endpoints =
        page.endpoints + [upload.endpoint] + JobRoutes(store: store).endpoints + EventRoutes(store: store).endpoints
        + SessionRoutes(session: session).endpoints
        + StatusRoutes(store: store, metrics: metrics, version: settings.version, limits: settings.limits).endpoints
    }

    /// Answers requests until the process is asked to end (SIGINT, SIGTERM); a job that runs then has a few seconds, or
    /// goes back into the queue.
    ///
    /// - `whenListening` is called with the address to open.
    /// - Throws: `ServerError.cannotListen`.
    public func run(whenListening: @escaping @Sendable (String) -> Void) async throws(ServerError) {
      // Ends in reverse order: the worker before the application, which answers until the last job is put away.
      var configuration = ServiceGroupConfiguration(
        services: [application(whenListening), worker, Heartbeat(bell: store.bell)],
        gracefulShutdownSignals: [.sigint, .sigterm], logger: logger)
      configuration.maximumGracefulShutdownDuration = .seconds(20)
      rotunda_return_large_blocks()
      do {
        try await ServiceGroup(configuration: configuration).run()
      } catch is CancellationError {
        return
      } catch {
        let reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
        throw .cannotListen(address: settings.address, port: settings.port, reason: reason)
      }
    }

    /// What answers requests.
    var responder: RouterResponder<BasicRequestContext> {
      let open = Set(endpoints.filter(\.isOpen).map(\.path))
      return endpoints.responder(behind: [
        RequestLog(metrics: metrics, logger: logger),
        AccessCheck(session: settings.token.map(Session.init), openPaths: open),
      ])
    }

    private static let longestHeader = 8192
    private static let mostHeaders = 100

    private func application(_ whenListening: @escaping @Sendable (String) -> Void) -> some ApplicationProtocol {
      let limit = settings.limits.uploadBytes + (1 << 20)
      let host = settings.address.contains(":") ? "[\(settings.address)]" : settings.address
      var configuration = ApplicationConfiguration(address: .hostname(settings.address, port: settings.port))
      configuration.availableConnectionsDelegate = .maximum(settings.limits.connections, logger: logger)
      return Application(
        responder: responder,
        server: .http1(
          configuration: .init(
            additionalChannelHandlers: [ConnectionGuard(patience: .init(), bodyLimit: limit)],
            httpDecoderConfiguration: .init(
              maxHeaderFieldSize: Self.longestHeader, maxHeaderListSize: Self.longestHeader,
              maxHeaderFieldCount: Self.mostHeaders))),
        configuration: configuration,
        onServerRunning: { channel in
          whenListening("http://\(host):\(channel.localAddress?.port ?? settings.port)")
        }, logger: logger)
    }
  }

  /// Rings every so often, so that those who listen learn whether their connections still are.
  private struct Heartbeat: Service {
    let bell: Bell

    func run() async {
      try? await cancelWhenGracefulShutdown {
        while true {
          try await Task.sleep(for: .seconds(15))
          bell.ring()
        }
      }
    }
  }
#endif
