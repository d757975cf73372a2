#include "ctorch.h"
int rotunda_torch_placeholder(void) { return 0; }
