// SPDX-License-Identifier: Apache-2.0

#if AVX2 || AVX512
  public import RotundaKernels
#endif

/// The kernels of this module.
///
/// Each instruction set's module has an enum of this name.
public enum Kernels {
  /// The table; made on request, so that loading the module runs none of its instructions.
  public static var table: KernelTable {
    KernelTable(
      lanes: lanes, multiply: { multiplyRow($0) }, innerProduct: { innerProductRow($0) },
      finish: { finishRectangle($0) },
      tileInputs: [
        4: { transformTile(Inputs4.self, $0) }, 6: { transformTile(Inputs6.self, $0) },
        8: { transformTile(Inputs8.self, $0) }, 10: { transformTile(Inputs10.self, $0) },
      ],
      tileOutputs: [
        shape(Outputs2Of4.self): { transformTile(Outputs2Of4.self, $0) },
        shape(Outputs3Of4.self): { transformTile(Outputs3Of4.self, $0) },
        shape(Outputs2Of6.self): { transformTile(Outputs2Of6.self, $0) },
        shape(Outputs4Of6.self): { transformTile(Outputs4Of6.self, $0) },
        shape(Outputs5Of6.self): { transformTile(Outputs5Of6.self, $0) },
        shape(Outputs4Of8.self): { transformTile(Outputs4Of8.self, $0) },
        shape(Outputs6Of8.self): { transformTile(Outputs6Of8.self, $0) },
        shape(Outputs7Of8.self): { transformTile(Outputs7Of8.self, $0) },
        shape(Outputs6Of10.self): { transformTile(Outputs6Of10.self, $0) },
        shape(Outputs8Of10.self): { transformTile(Outputs8Of10.self, $0) },
      ],
      activate: { activateArray($0, $1, $2, $3) }, add: { addArrays($0, $1, $2, $3, $4) }, scale: { scaleRow($0) },
      multiplyAddChains: { multiplyAddChains($0) })
  }
}

private func shape<Transform: OutputTransform>(_: Transform.Type) -> TileShape {
  TileShape(inputs: Transform.inputs, outputs: Transform.outputs)
}
