// SPDX-License-Identifier: Apache-2.0

import RotundaCommands

await RotundaCommand.main()
