// SPDX-License-Identifier: Apache-2.0
#ifndef ROTUNDA_MATRIX_UNIT_H
#define ROTUNDA_MATRIX_UNIT_H

// Products of single-precision numbers on a matrix unit that multiplies bfloat16 (Intel AMX): Swift has no words for its
// instructions.
//
// A number x is split into high = bfloat16(x) and low = bfloat16(x - high), 17 bits of its 24, and
//
//     a b = high(a) high(b) + low(a) high(b) + high(a) low(b),
//
// summed in single precision. What is left out is below 2^-17 of |a b|.
// Source: Henry, Tang, Heinecke, "Leveraging the bfloat16 artificial intelligence datatype for higher-precision computations",
// ARITH 2019.
//
// Numbers lie in groups of 32: 32 halves of 2 bytes that are high, then 32 that are low, as much memory as 32 floats.

// Whether this processor has such a unit and the system lets this process use it; asks for that once.
int rotunda_matrix_unit_is_usable(void);

// Prepares the unit's registers for this thread, and gives them up again. Between the two this thread may multiply.
void rotunda_matrix_unit_begin(void);
void rotunda_matrix_unit_end(void);

// Splits `count` floats of each of `rows` rows, `step` floats apart, and zeros up to a whole group, where they lie.
// Bound: a row holds `count` floats rounded up to 32.
void rotunda_matrix_unit_split(float *values, long count, long rows, long step);

// Splits pixels whose first channels, 16 at most, lie in one plane and whose next ones, as many or none, in another: groups
// of 32 that follow each other, zeros where there are fewer.
// Bound: the planes hold `pixels` pixels so many floats apart, and `groups` 32 floats for each.
typedef struct {
  const float *first;   // the first pixel's first channels
  const float *second;  // its next ones; not looked at where there are none
  long first_count, second_count;
  long first_step, second_step;  // floats between neighbouring pixels
  long pixels;
  float *groups;
} RotundaMatrixPixels;
void rotunda_matrix_unit_gather(const RotundaMatrixPixels *pixels);

// Splits weights `[inputs][32 outputs]` and zeros up to a whole group of inputs.
// Bound: `packed` holds `inputs` rounded up to 32, times 32 floats; the two do not overlap.
void rotunda_matrix_unit_pack(const float *weights, long inputs, float *packed);

// sums[p][n] (+)= sum over groups t and their channels c of source[p step + offsets[t] + c] weights[t][c][n], n in 0..<32.
typedef struct {
  const float *source;   // split pixels
  long step;             // floats between neighbouring pixels
  const long *offsets;   // of each group, in floats
  long groups;           // how many
  const float *weights;  // packed, one group after another
  float *sums;           // [pixels][32], at a multiple of 64 bytes
  long pixels;           // a multiple of 16
  int accumulates;       // whether to add to `sums`
  const float *ahead;    // what later products will read, brought nearer meanwhile; any address will do
  long ahead_count;      // floats of it
} RotundaMatrixProduct;

// Bound: source, weights and sums hold what the sum above names.
void rotunda_matrix_unit_multiply(const RotundaMatrixProduct *product);

#endif
