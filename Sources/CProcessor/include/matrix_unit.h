// SPDX-License-Identifier: Apache-2.0
#ifndef ROTUNDA_MATRIX_UNIT_H
#define ROTUNDA_MATRIX_UNIT_H

// Products of single-precision numbers on a matrix unit that multiplies bfloat16 (Intel AMX): Swift has no words for its
// instructions.
//
// A number is split into parts, x1 = bfloat16(x), x2 = bfloat16(x - x1), x3 = bfloat16(x - x1 - x2), of which two hold 17 bits
// of its 24, and three all. Then
//
//     a b = a1 b1 + a1 b2 + a2 b1                          within 2^-16, of two parts,
//     a b = a1 b1 + a1 b2 + a2 b1 + a1 b3 + a2 b2 + a3 b1  within 2^-24, of three,
//
// summed in single precision.
// Source: Henry, Tang, Heinecke, "Leveraging the bfloat16 artificial intelligence datatype for higher-precision computations",
// ARITH 2019.
//
// Numbers lie in groups of 32: their first parts of 2 bytes each, then their second ones, then their third ones, in the place
// of 16 floats a part.

// Whether this processor has such a unit and the system lets this process use it; asks for that once.
int rotunda_matrix_unit_is_usable(void);

// Prepares the unit's registers for this thread, and gives them up again. Between the two this thread may multiply.
void rotunda_matrix_unit_begin(void);
void rotunda_matrix_unit_end(void);

// Splits `count` floats of each of `rows` rows, `step` floats apart, and zeros up to a whole group, where they lie.
// Bound: a row has room for the groups, and for `count` floats rounded up to 32.
void rotunda_matrix_unit_split(float *values, long count, long rows, long step, int parts);

// Splits pixels whose first channels, 16 at most, lie in one plane and whose next ones, as many or none, in another: groups
// of 32 that follow each other, zeros where there are fewer.
// Bound: the planes hold `pixels` pixels so many floats apart, and `groups` has room for as many groups.
typedef struct {
  const float *first;   // the first pixel's first channels
  const float *second;  // its next ones; not looked at where there are none
  long first_count, second_count;
  long first_step, second_step;  // floats between neighbouring pixels
  long pixels;
  int parts;
  float *groups;
} RotundaMatrixPixels;
void rotunda_matrix_unit_gather(const RotundaMatrixPixels *pixels);

// Splits weights `[inputs][32 outputs]` and zeros up to a whole group of inputs.
// Bound: `packed` has room for `inputs` rounded up to 32, times 16 floats a part; the two do not overlap.
void rotunda_matrix_unit_pack(const float *weights, long inputs, float *packed, int parts);

// sums[p][n] (+)= sum over groups t and their channels c of source[p step + offsets[t] + c] weights[t][c][n], n in 0..<32.
typedef struct {
  const float *source;   // split pixels
  long step;             // floats between neighbouring pixels
  const long *offsets;   // of each group, in floats
  long groups;           // how many
  const float *weights;  // packed, one group after another
  float *sums;           // [pixels][32], at a multiple of 64 bytes
  long pixels;           // a multiple of 16
  int parts;             // of a number: 2 or 3
  int accumulates;       // whether to add to `sums`
  const float *ahead;    // what later products will read, brought nearer meanwhile; any address will do
  long ahead_count;      // floats of it
} RotundaMatrixProduct;

// Bound: source, weights and sums hold what the sum above names.
void rotunda_matrix_unit_multiply(const RotundaMatrixProduct *product);

#endif
