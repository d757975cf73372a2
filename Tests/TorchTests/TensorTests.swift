// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTestSupport
  import Testing

  @testable import RotundaTorch

  /// The border to LibTorch: numbers go in and come back, complaints become errors, nothing leaks.
  @Suite(.serialized) struct TensorTests {
    @Test func numbersComeBackAsTheyWentIn() throws {
      let numbers: [Float] = [1, -2, 3.5, 0, 7, 1e-30]
      let tensor = try Tensor(numbers, shape: [2, 3])
      #expect(tensor.shape == [2, 3])
      #expect(try tensor.floats() == numbers)
      let doubles = try Tensor(doubles: [0.1, 1e-300], shape: [2])
      #expect(try doubles.doubles() == [0.1, 1e-300])
    }

    @Test func bfloat16KeepsEightBitsOfPrecision() throws {
      let tensor = try Tensor([1 + 1 / 128, 1 + 1 / 512], shape: [2]).moved(to: .cpu, as: .bfloat16)
      #expect(try tensor.floats() == [1 + 1 / 128, 1])
    }

    @Test func aRefusedOperatorBecomesAnErrorThatNamesIt() throws {
      let two = try Tensor([1, 2], shape: [2])
      let three = try Tensor([1, 2, 3], shape: [3])
      #expect {
        _ = try two.adding(three)
      } throws: { error in
        guard case .operatorFailed(let name, let message) = error as? TorchError else { return false }
        return name == "add" && message.contains("size")
      }
    }

    @Test func unknownOperatorsAndArgumentsAreErrors() throws {
      let tensor = try Tensor([1], shape: [1])
      #expect(throws: TorchError.self) { try callOne("no_such_operator", [.tensor(tensor)]) }
      #expect(throws: TorchError.self) { try callOne("elu", []) }
      #expect(throws: TorchError.self) { try callOne("abs", [.tensor(tensor), .int(1), .int(2)]) }
      #expect(throws: TorchError.self) { try callOne("elu", [.string("x")]) }
    }

    @Test func everyTensorIsReleasedAlsoAfterErrors() throws {
      let before = Tensor.liveCount
      try autoreleased {
        let a = try Tensor([1, 2, 3, 4], shape: [1, 1, 2, 2])
        try a.track()
        let b = try a.multiplied(by: a).adding(1).sum()
        try b.backward()
        _ = try a.gradient()
        #expect(throws: TorchError.self) { try a.narrowed(along: 0, from: 5, count: 1) }
      }
      #expect(Tensor.liveCount == before)
    }

    private func autoreleased(_ body: () throws -> Void) rethrows { try body() }

    @Test func devicesThatAreNotThereAreNamed() {
      #expect(throws: TorchError.self) { try TorchDevice(named: "cuda:99") }
      #expect(throws: TorchError.self) { try TorchDevice(named: "abacus") }
    }

    @Test func gradientsAreNotRecordedWhereUnwanted() throws {
      let a = try Tensor([2], shape: [1])
      try a.track()
      let untracked = try withoutRecording { try a.multiplied(by: a).sum() }
      #expect(throws: TorchError.self) { try untracked.backward() }
      let tracked = try a.multiplied(by: a).sum()
      try tracked.backward()
      #expect(try a.gradient()?.floats() == [4])
    }
  }
#endif
