// SPDX-License-Identifier: Apache-2.0
#include "matrix_unit.h"

#if defined(__x86_64__) && defined(__linux__)
#include <immintrin.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MATRIX __attribute__((target("amx-tile,amx-bf16,avx512f,avx512bw,avx512vl,avx512bf16")))

// arch_prctl(2): tiles are large, and a process has to ask before its threads may keep them.
static const long request_permission = 0x1023;
static const long tile_data = 18;

static int is_usable;

static void find_out(void) {
  __builtin_cpu_init();
  is_usable = __builtin_cpu_supports("amx-tile") && __builtin_cpu_supports("amx-bf16") &&
              __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512bw") &&
              __builtin_cpu_supports("avx512vl") && syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
}

int rotunda_matrix_unit_is_usable(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, find_out);
  return is_usable;
}

// What LDTILECFG reads.
typedef struct {
  uint8_t palette, start, reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
} TileConfiguration;

MATRIX void rotunda_matrix_unit_begin(void) {
  TileConfiguration tiles = {.palette = 1};
  for (int tile = 0; tile < 8; tile++) {
    tiles.row_bytes[tile] = 64;
    tiles.rows[tile] = 16;
  }
  _tile_loadconfig(&tiles);
}

MATRIX void rotunda_matrix_unit_end(void) { _tile_release(); }

// The bits of 32 numbers that are one part, and what is left of them.
MATRIX static inline __m512i part(__m512 *first, __m512 *second) {
  __m512i bits = (__m512i)_mm512_cvtne2ps_pbh(*second, *first);
  __m512i low = _mm512_cvtepu16_epi32(_mm512_castsi512_si256(bits));
  __m512i high = _mm512_cvtepu16_epi32(_mm512_extracti64x4_epi64(bits, 1));
  *first = _mm512_sub_ps(*first, _mm512_castsi512_ps(_mm512_slli_epi32(low, 16)));
  *second = _mm512_sub_ps(*second, _mm512_castsi512_ps(_mm512_slli_epi32(high, 16)));
  return bits;
}

MATRIX static inline void split_group(__m512 first, __m512 second, float *group, int parts) {
  for (int p = 0; p < parts; p++) _mm512_storeu_si512(group + 16 * p, part(&first, &second));
}

MATRIX void rotunda_matrix_unit_split(float *values, long count, long rows, long step, int parts) {
  for (long row = 0; row < rows; row++) {
    float *floats = values + row * step;
    // From the end: groups of three parts are longer than the floats that they come from.
    for (long first = (count - 1) / 32 * 32; first >= 0; first -= 32) {
      long left = count - first;
      __mmask16 one = left >= 16 ? 0xffff : (1u << left) - 1;
      __mmask16 two = left >= 32 ? 0xffff : left > 16 ? (1u << (left - 16)) - 1 : 0;
      split_group(
          _mm512_maskz_loadu_ps(one, floats + first), _mm512_maskz_loadu_ps(two, floats + first + 16),
          floats + first / 2 * parts, parts);
    }
  }
}

MATRIX void rotunda_matrix_unit_gather(const RotundaMatrixPixels *p) {
  __mmask16 one = (1u << p->first_count) - 1;
  __mmask16 two = (1u << p->second_count) - 1;
  float *group = p->groups;
  for (long pixel = 0; pixel < p->pixels; pixel++, group += 16 * p->parts) {
    split_group(
        _mm512_maskz_loadu_ps(one, p->first + pixel * p->first_step),
        _mm512_maskz_loadu_ps(two, p->second + pixel * p->second_step), group, p->parts);
  }
}

MATRIX void rotunda_matrix_unit_pack(const float *weights, long inputs, float *packed, int parts) {
  for (long first = 0; first < inputs; first += 32) {
    float *group = packed + first * 16 * parts;
    // A register's row holds two inputs of 16 outputs, side by side.
    for (int pair = 0; pair < 16; pair++) {
      long input = first + 2 * pair;
      for (int side = 0; side < 2; side++) {
        const float *outputs = weights + input * 32 + side * 16;
        __m512 even = input < inputs ? _mm512_loadu_ps(outputs) : _mm512_setzero_ps();
        __m512 odd = input + 1 < inputs ? _mm512_loadu_ps(outputs + 32) : _mm512_setzero_ps();
        for (int p = 0; p < parts; p++) {
          __m512i bits = part(&even, &odd);
          __m512i low = _mm512_cvtepu16_epi32(_mm512_castsi512_si256(bits));
          __m512i high = _mm512_cvtepu16_epi32(_mm512_extracti64x4_epi64(bits, 1));
          _mm512_storeu_si512(
              group + 512 * p + side * 256 + pair * 16, _mm512_or_si512(low, _mm512_slli_epi32(high, 16)));
        }
      }
    }
  }
}

// Sums of 32 pixels in tiles 0 to 3, pixels above and below, outputs left and right; tiles 4 and 5 hold a part of the
// pixels, 6 and 7 of the weights.
#define LOAD_PIXELS(p) (_tile_loadd(4, above + 16 * (p), step), _tile_loadd(5, below + 16 * (p), step))
#define LOAD_WEIGHTS(p) (_tile_loadd(6, weights + 512 * (p), 64), _tile_loadd(7, weights + 512 * (p) + 256, 64))
#define MULTIPLY() \
  (_tile_dpbf16ps(0, 4, 6), _tile_dpbf16ps(1, 4, 7), _tile_dpbf16ps(2, 5, 6), _tile_dpbf16ps(3, 5, 7))

MATRIX static inline void multiply_two_rows(const RotundaMatrixProduct *p, long pixel) {
  float *sums = p->sums + pixel * 32;
  const long step = p->step * 4;
  if (p->accumulates) {
    _tile_loadd(0, sums, 128);
    _tile_loadd(1, sums + 16, 128);
    _tile_loadd(2, sums + 512, 128);
    _tile_loadd(3, sums + 528, 128);
  } else {
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
  }
  const float *source = p->source + pixel * p->step;
  const float *weights = p->weights;
  if (p->parts == 2) {
    for (long group = 0; group < p->groups; group++, weights += 1024) {
      const float *above = source + p->offsets[group];
      const float *below = above + 16 * p->step;
      LOAD_PIXELS(0);
      LOAD_WEIGHTS(0);
      MULTIPLY();
      LOAD_WEIGHTS(1);
      MULTIPLY();
      LOAD_PIXELS(1);
      LOAD_WEIGHTS(0);
      MULTIPLY();
    }
  } else {
    for (long group = 0; group < p->groups; group++, weights += 1536) {
      const float *above = source + p->offsets[group];
      const float *below = above + 16 * p->step;
      LOAD_PIXELS(0);
      LOAD_WEIGHTS(0);
      MULTIPLY();
      LOAD_WEIGHTS(1);
      MULTIPLY();
      LOAD_WEIGHTS(2);
      MULTIPLY();
      LOAD_PIXELS(1);
      LOAD_WEIGHTS(1);
      MULTIPLY();
      LOAD_WEIGHTS(0);
      MULTIPLY();
      LOAD_PIXELS(2);
      MULTIPLY();
    }
  }
  _tile_stored(0, sums, 128);
  _tile_stored(1, sums + 16, 128);
  _tile_stored(2, sums + 512, 128);
  _tile_stored(3, sums + 528, 128);
}

// The last 16 pixels: part p of them by part q of the weights, for all p + q < parts.
MATRIX static inline void multiply_one_row(const RotundaMatrixProduct *p, long pixel) {
  float *sums = p->sums + pixel * 32;
  const long step = p->step * 4;
  if (p->accumulates) {
    _tile_loadd(0, sums, 128);
    _tile_loadd(1, sums + 16, 128);
  } else {
    _tile_zero(0);
    _tile_zero(1);
  }
  const float *source = p->source + pixel * p->step;
  const float *weights = p->weights;
  for (long group = 0; group < p->groups; group++, weights += 512 * p->parts) {
    for (int first = 0; first < p->parts; first++) {
      _tile_loadd(4, source + p->offsets[group] + 16 * first, step);
      for (int second = 0; first + second < p->parts; second++) {
        LOAD_WEIGHTS(second);
        _tile_dpbf16ps(0, 4, 6);
        _tile_dpbf16ps(1, 4, 7);
      }
    }
  }
  _tile_stored(0, sums, 128);
  _tile_stored(1, sums + 16, 128);
}

MATRIX void rotunda_matrix_unit_multiply(const RotundaMatrixProduct *product) {
  long brought = 0;
  long pixel = 0;
  for (; pixel + 32 <= product->pixels; pixel += 32) {
    // The share of what comes next that falls to these pixels.
    long end = product->ahead_count * (pixel + 32) / product->pixels;
    for (; brought < end; brought += 16) __builtin_prefetch(product->ahead + brought, 0, 2);
    multiply_two_rows(product, pixel);
  }
  if (pixel < product->pixels) multiply_one_row(product, pixel);
}

#else

int rotunda_matrix_unit_is_usable(void) { return 0; }
void rotunda_matrix_unit_begin(void) {}
void rotunda_matrix_unit_end(void) {}
void rotunda_matrix_unit_split(float *values, long count, long rows, long step, int parts) {
  (void)values, (void)count, (void)rows, (void)step, (void)parts;
}
void rotunda_matrix_unit_gather(const RotundaMatrixPixels *pixels) { (void)pixels; }
void rotunda_matrix_unit_pack(const float *weights, long inputs, float *packed, int parts) {
  (void)weights, (void)inputs, (void)packed, (void)parts;
}
void rotunda_matrix_unit_multiply(const RotundaMatrixProduct *product) { (void)product; }

#endif
