// SPDX-License-Identifier: Apache-2.0
//
// MPI behind a few C functions, because its constants are casts that Swift cannot import. Every function that can fail
// returns NULL, or a message owned by the caller (rmpi_free_message).

#ifndef ROTUNDA_MPI_H
#define ROTUNDA_MPI_H

#include <stdint.h>

#define RMPI_CHECKED __attribute__((warn_unused_result))

/// Joins the processes that mpirun started; calls may then come from any thread, one at a time.
RMPI_CHECKED char *rmpi_join(int32_t *rank, int32_t *count);
/// Replaces each of `count` numbers by its sum over all processes.
RMPI_CHECKED char *rmpi_sum_floats(float *numbers, int64_t count);
RMPI_CHECKED char *rmpi_sum_doubles(double *numbers, int64_t count);
/// Replaces each of `count` numbers by the largest over all processes.
RMPI_CHECKED char *rmpi_maximum_doubles(double *numbers, int64_t count);
/// Waits for the others and parts from them.
void rmpi_leave(void);
/// Ends all processes at once.
void rmpi_abort(int32_t status);
void rmpi_free_message(char *message);

#endif
