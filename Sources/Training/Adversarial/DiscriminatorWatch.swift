// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  /// Notices when a discriminator is of no more use to the network that learns against it.
  struct DiscriminatorWatch {
    private enum State {
      case useful, winning, indifferent
    }

    /// Reports in a row after which a state is believed.
    private static let patience = 5
    /// Accuracy on both domains from which the discriminator wins.
    private static let winningAccuracy = 0.95

    private var state = State.useful
    private var reports = 0
    private var isSaid = false

    /// What to tell the user after a report; nil where nothing is new.
    mutating func warning(after report: DiscriminatorReport) -> String? {
      let now = Self.state(report)
      if now != state { (state, reports, isSaid) = (now, 0, false) }
      reports += 1
      guard reports >= Self.patience, !isSaid else { return nil }
      isSaid = true
      switch state {
      case .useful: return nil
      case .winning:
        return
          "the discriminator wins: it tells nearly all maps apart, and what it then tells the network means little; "
          + "try --label-smoothing 0.1, --gradient-penalty 1, --spectral-norm or a larger --adversarial-weight"
      case .indifferent:
        return
          "the discriminator says the same of every map, so the network learns nothing from it; "
          + "try a larger --rate or --head-start, or look whether photographs are being read at all"
      }
    }

    private static func state(_ report: DiscriminatorReport) -> State {
      let accuracies = (report.accuracyOnRendered, report.accuracyOnReal)
      if min(accuracies.0, accuracies.1) >= winningAccuracy { return .winning }
      let isOneSided = max(accuracies.0, accuracies.1) >= winningAccuracy
      return isOneSided && min(accuracies.0, accuracies.1) <= 1 - winningAccuracy ? .indifferent : .useful
    }
  }
#endif
