// SPDX-License-Identifier: Apache-2.0

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

// Lets blocks of a megabyte and more go back to the system as soon as they are freed. glibc begins so by itself, but
// once such blocks were freed it keeps those of up to 32 MB, in a pool for each thread that ever worked. The allocators
// of other systems need no telling.
static inline void rotunda_return_large_blocks(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}
