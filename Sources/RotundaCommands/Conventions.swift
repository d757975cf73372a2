// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// `rotunda conventions`.
struct Conventions: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print what axes, pixels, units and files mean here.")

  func run() {
    for (subject, rule) in Self.rules {
      Console.current.say(subject.padding(toLength: 17, withPad: " ", startingAt: 0) + rule)
    }
  }

  private static let rules = [
    ("axes", "right-handed, +x right, +y up, -z forward (glTF)"),
    ("equirectangular", "width = 2 height; longitude = 2 pi (u + 1/2) / width - pi, grows to the right"),
    ("", "latitude = pi/2 - pi (v + 1/2) / height; u, v are pixel indices from the top left"),
    ("", "the image's centre looks along -z; direction = (cos lat sin lon, sin lat, -cos lat cos lon)"),
    ("depth", "distance along the ray from the camera, metres; 0 is invalid; never NaN, infinite or negative"),
    ("PNG (16 bits)", "millimetres; 0 is invalid; 65535 is farther than 65.534 m"),
    ("EXR, NPY, PFM", "float32 metres; 0 is invalid; EXR has one channel Y; R, Y, Z and depth are read"),
    ("sidecar", "JSON beside every depth file: conventions, network, weights, scale, source"),
    ("normals", "unit vectors in the camera's axes, facing the camera"),
    ("colour", "8-bit sRGB; networks see sRGB in [0, 1]"),
    ("cube faces", "order +x -x +y -y +z -z; ray distance = z-depth sqrt(1 + a^2 + b^2)"),
    ("pose", "GPano: pitch raises the view, roll is positive where the right side lies lower; in degrees"),
    ("sphere padding", "columns wrap; a row beyond a pole is that of the opposite meridian (half-turn and flip)"),
    ("randomness", "one seed in, same bits out on the same machine and thread count"),
    ("files", "written beside their target and renamed: a killed run leaves a whole file or none"),
    ("exit status", "0 done, 1 some inputs failed, 64 usage, 65 bad data, 66 input missing, 73 cannot write, 74 I/O"),
  ]
}
