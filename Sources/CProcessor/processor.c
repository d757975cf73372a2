// SPDX-License-Identifier: Apache-2.0
// Swift has no cpuid. The compiler's own test also asks whether the operating system saves the wide registers.
#include "processor.h"

unsigned rotunda_processor_features(void) {
  unsigned features = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  int fma = __builtin_cpu_supports("fma");
  if (fma && __builtin_cpu_supports("avx2")) features |= ROTUNDA_HAS_AVX2;
  if (fma && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
    features |= ROTUNDA_HAS_AVX512;
#endif
  return features;
}

#if defined(__linux__)
#include <sys/mman.h>

void rotunda_advise_large_pages(void *address, unsigned long size) { (void)madvise(address, size, MADV_HUGEPAGE); }
#else
void rotunda_advise_large_pages(void *address, unsigned long size) {
  (void)address;
  (void)size;
}
#endif
