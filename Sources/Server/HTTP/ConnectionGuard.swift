// SPDX-License-Identifier: Apache-2.0

#if Server
  import HTTPTypes
  import NIOCore
  import NIOHTTPTypes

  /// Closes connections whose clients keep them waiting: without a request, with a body that trickles, with a body that
  /// is not wanted any more, or with an answer that they do not read.
  ///
  /// It looks once a second. It also tells clients that ask first (`Expect: 100-continue`) to send their body, unless
  /// the body is too large.
  final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long clients may take.
    struct Patience: Sendable {
      /// From the connection to the end of the first request's header.
      var firstHeader = TimeAmount.seconds(10)
      /// Between an answer and the next request.
      var nextHeader = TimeAmount.seconds(60)
      /// For each `leastBodyBytes` of a body, where they are to come.
      var body = TimeAmount.seconds(10)
      /// For the rest of a body whose request is answered already.
      var unwantedBody = TimeAmount.seconds(3)
      /// Without taking a byte of an answer.
      var answer = TimeAmount.seconds(30)
      /// Fewest bytes of a body in `body` seconds.
      var leastBodyBytes = 16 << 10
    }

    /// What comes from the client, and until when.
    private enum Incoming {
      /// Between two requests; without a deadline while an answer is owed.
      case nothing(deadline: NIODeadline?)
      case body(deadline: NIODeadline, missing: Int)
      /// The rest of a body whose request is answered.
      case unwantedBody(deadline: NIODeadline)
    }

    private let patience: Patience
    private let bodyLimit: Int
    private var incoming = Incoming.nothing(deadline: nil)
    private var unansweredRequests = 0
    private var unwrittenParts = 0
    private var lastWrite = NIODeadline.uptimeNanoseconds(0)
    private var check: Scheduled<Void>?

    init(patience: Patience, bodyLimit: Int) {
      self.patience = patience
      self.bodyLimit = bodyLimit
    }

    // MARK: - Looking once a second

    func handlerAdded(context: ChannelHandlerContext) {
      incoming = .nothing(deadline: context.eventLoop.now + patience.firstHeader)
      scheduleCheck(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { check?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
      check?.cancel()
      context.fireChannelInactive()
    }

    private func scheduleCheck(_ context: ChannelHandlerContext) {
      check = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) { [self] in
        guard isOverdue(at: context.eventLoop.now) else { return scheduleCheck(context) }
        context.close(promise: nil)
      }
    }

    private func isOverdue(at now: NIODeadline) -> Bool {
      if unwrittenParts > 0, now > lastWrite + patience.answer { return true }
      switch incoming {
      case .nothing(let deadline): return deadline.map { now > $0 } ?? false
      case .body(let deadline, _), .unwantedBody(let deadline): return now > deadline
      }
    }

    // MARK: - Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let now = context.eventLoop.now
      switch unwrapInboundIn(data) {
      case .head(let head):
        unansweredRequests += 1
        incoming = .body(deadline: now + patience.body, missing: patience.leastBodyBytes)
        if head.headerFields[.expect]?.lowercased() == "100-continue" { invite(head, context) }
      case .body(let bytes): count(bytes.readableBytes, now)
      case .end: end(now)
      }
      context.fireChannelRead(data)
    }

    private func invite(_ head: HTTPRequest, _ context: ChannelHandlerContext) {
      guard (head.headerFields[.contentLength].flatMap { Int($0) } ?? 0) <= bodyLimit else { return }
      context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
    }

    private func count(_ bytes: Int, _ now: NIODeadline) {
      guard case .body(let deadline, let missing) = incoming else { return }
      incoming =
        bytes < missing
        ? .body(deadline: deadline, missing: missing - bytes)
        : .body(deadline: now + patience.body, missing: patience.leastBodyBytes)
    }

    private func end(_ now: NIODeadline) {
      incoming = .nothing(deadline: unansweredRequests == 0 ? now + patience.nextHeader : nil)
    }

    // MARK: - Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
      let loop = context.eventLoop
      if case .end = unwrapOutboundIn(data) { endAnswer(loop.now) }
      if unwrittenParts == 0 { lastWrite = loop.now }
      unwrittenParts += 1
      let written = promise ?? loop.makePromise(of: Void.self)
      written.futureResult.assumeIsolated().whenComplete { [self] _ in
        unwrittenParts -= 1
        lastWrite = loop.now
      }
      context.write(data, promise: written)
    }

    private func endAnswer(_ now: NIODeadline) {
      unansweredRequests -= 1
      guard unansweredRequests == 0 else { return }
      switch incoming {
      case .nothing: incoming = .nothing(deadline: now + patience.nextHeader)
      case .body: incoming = .unwantedBody(deadline: now + patience.unwantedBody)
      case .unwantedBody: break
      }
    }
  }
#endif
