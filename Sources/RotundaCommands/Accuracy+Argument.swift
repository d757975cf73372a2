// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import RotundaEngine

extension Accuracy: ExpressibleByArgument {}
