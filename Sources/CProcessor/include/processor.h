// SPDX-License-Identifier: Apache-2.0
#ifndef ROTUNDA_PROCESSOR_H
#define ROTUNDA_PROCESSOR_H

// Bits of rotunda_processor_features.
enum {
  ROTUNDA_HAS_AVX2 = 1,    // AVX2 and FMA
  ROTUNDA_HAS_AVX512 = 2,  // AVX-512 F, VL, DQ and BW, and FMA
};

// What this processor and its operating system can run; 0 where it is not an x86-64.
unsigned rotunda_processor_features(void);

// Asks the system for large pages under `size` bytes at `address`, both multiples of 2 MiB, before they are first touched:
// the engine's maps and weights are read at strides that would miss the translation buffer at every page of 4 KiB.
// A system that has no such pages or refuses them changes nothing.
void rotunda_advise_large_pages(void *address, unsigned long size);

// Asks for the line of memory at an address before it is read; any address will do.
static inline void rotunda_prefetch(const void *address) { __builtin_prefetch(address); }

// The same, into the second-level cache only.
static inline void rotunda_prefetch_far(const void *address) { __builtin_prefetch(address, 0, 2); }

#endif
