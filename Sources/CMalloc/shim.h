// SPDX-License-Identifier: Apache-2.0

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

// Returns freed memory to the system. glibc keeps it otherwise, for each thread that ever worked, in case that thread wants
// as much again; the allocators of other systems need no telling.
static inline void rotunda_give_memory_back(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}
