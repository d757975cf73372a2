// SPDX-License-Identifier: Apache-2.0

#if Server
  import HTTPTypes
  import NIOCore
  import NIOEmbedded
  import NIOHTTPTypes
  import Testing

  @testable import RotundaServer

  /// Time passes by hand in these tests.
  struct ConnectionGuardTests {
    private let channel: EmbeddedChannel
    private let get = HTTPRequestPart.head(HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/"))
    private let ok = HTTPResponsePart.head(HTTPResponse(status: .ok))

    init() throws {
      channel = EmbeddedChannel(handler: ConnectionGuard(patience: .init(), bodyLimit: 1000))
      try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    private func wait(_ seconds: Int64) { channel.embeddedEventLoop.advanceTime(by: .seconds(seconds)) }

    private func body(_ count: Int) -> HTTPRequestPart { .body(ByteBuffer(repeating: 0, count: count)) }

    private func answer() throws {
      try channel.writeOutbound(ok)
      try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    @Test func aConnectionWithoutARequestIsClosed() {
      wait(9)
      #expect(channel.isActive)
      wait(3)
      #expect(!channel.isActive)
    }

    @Test func aConnectionIsKeptForAWhileBetweenRequests() throws {
      try channel.writeInbound(get)
      try channel.writeInbound(HTTPRequestPart.end(nil))
      try answer()
      wait(58)
      #expect(channel.isActive)
      wait(4)
      #expect(!channel.isActive)
    }

    @Test func anAnswerMayTakeItsTime() throws {
      try channel.writeInbound(get)
      try channel.writeInbound(HTTPRequestPart.end(nil))
      try channel.writeOutbound(ok)
      wait(3600)
      #expect(channel.isActive)
    }

    @Test func aBodyThatTricklesIsNotWaitedForOneThatFlowsIs() throws {
      try channel.writeInbound(get)
      for _ in 0..<20 {
        try channel.writeInbound(body(20_000))
        wait(8)
      }
      #expect(channel.isActive)
      for _ in 0..<12 {
        try channel.writeInbound(body(1))
        wait(1)
      }
      #expect(!channel.isActive)
    }

    @Test func theRestOfABodyThatIsAnsweredAlreadyHasAMoment() throws {
      try channel.writeInbound(get)
      try answer()
      wait(2)
      try channel.writeInbound(HTTPRequestPart.end(nil))
      wait(30)
      #expect(channel.isActive)
      try channel.writeInbound(get)
      try answer()
      for _ in 0..<5 {
        try channel.writeInbound(body(50_000))
        wait(1)
      }
      #expect(!channel.isActive)
    }

    @Test func aSecondRequestThatCameEarlyIsAnsweredInPeace() throws {
      for _ in 0..<2 {
        try channel.writeInbound(get)
        try channel.writeInbound(HTTPRequestPart.end(nil))
      }
      try answer()
      wait(300)
      #expect(channel.isActive)
      try answer()
      wait(62)
      #expect(!channel.isActive)
    }

    @Test(arguments: [("10", true), ("1001", false)])
    func whoAsksBeforeSendingABodyIsToldToUnlessItIsTooLarge(length: String, isInvited: Bool) throws {
      var head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/v1/depth")
      head.headerFields = [.expect: "100-continue", .contentLength: length]
      try channel.writeInbound(HTTPRequestPart.head(head))
      let invitation = try channel.readOutbound(as: HTTPResponsePart.self)
      #expect(invitation == (isInvited ? .head(HTTPResponse(status: .continue)) : nil))
    }
  }
#endif
