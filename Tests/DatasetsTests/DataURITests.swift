// SPDX-License-Identifier: Apache-2.0

import RotundaDatasets
import Testing

@Suite struct DataURITests {
  @Test func `a scheme, a path and options are told apart`() throws {
    let uri = try DataURI(parsing: "360D:/data/360D?split=test&suncg=no")
    #expect(uri.scheme == "360d" && uri.path == "/data/360D")
    #expect(uri.options == ["split": "test", "suncg": "no"])
    #expect(try DataURI(parsing: "rooms:seed=7,count=2").path == "seed=7,count=2")
  }

  @Test func `characters of a path may be written in hexadecimal`() throws {
    #expect(try DataURI(parsing: "folder:/my%20rooms/a%3Fb:c").path == "/my rooms/a?b:c")
    #expect(try DataURI(parsing: "folder:/Räume").path == "/Räume")
  }

  @Test(arguments: [
    "360d:/data/360D?list=eccv18/caffe_test&split=test", "folder:/a%3Fb%25c d/ü", "folder:../pictures",
    "360d:/x?list=a%26b",
  ])
  func `the text of a URI names the same again`(text: String) throws {
    let uri = try DataURI(parsing: text)
    #expect(uri.description == text)
    #expect(try DataURI(parsing: uri.description) == uri)
  }

  @Test(arguments: [
    ("/data/360D", "no scheme"), ("", "no scheme"), ("data/a:b", "no scheme"), ("360d:/100%", "%25"),
    ("360d:/a?split", "split is not an option with a value"), ("360d:/a?split=", "not an option with a value"),
    ("360d:/a?cap=8&cap=9", "cap is set twice"), ("folder:/a%00b", "%00"),
  ])
  func `what cannot be read says why`(text: String, reason: String) {
    #expect { try DataURI(parsing: text) } throws: { "\($0)".contains(reason) && "\($0)".contains(text) }
  }

  @Test func `one option can be set`() throws {
    let uri = try DataURI(parsing: "360d:/a?suncg=yes&split=val").setting("suncg", to: "no")
    #expect(uri.description == "360d:/a?split=val&suncg=no")
  }
}
