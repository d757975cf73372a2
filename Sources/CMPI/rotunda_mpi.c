// SPDX-License-Identifier: Apache-2.0
//
// Without the package trait MPI this file is empty.

#ifdef ROTUNDA_MPI

#include "rotunda_mpi.h"

// Debian keeps MPI's headers in a folder of their own, Homebrew does not.
#if __has_include(<mpi/mpi.h>)
#include <mpi/mpi.h>
#else
#include <mpi.h>
#endif

#include <stdlib.h>
#include <string.h>

static char *message(int status) {
  if (status == MPI_SUCCESS) return NULL;
  char text[MPI_MAX_ERROR_STRING];
  int length = 0;
  MPI_Error_string(status, text, &length);
  return strdup(text);
}

char *rmpi_join(int32_t *rank, int32_t *count) {
  int provided = 0;
  char *failure = message(MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &provided));
  if (failure) return failure;
  if (provided < MPI_THREAD_SERIALIZED) return strdup("this MPI serves one thread only");
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  int number = 0;
  int size = 1;
  failure = message(MPI_Comm_rank(MPI_COMM_WORLD, &number));
  if (!failure) failure = message(MPI_Comm_size(MPI_COMM_WORLD, &size));
  *rank = number;
  *count = size;
  return failure;
}

static char *reduce(void *numbers, int64_t count, size_t size, MPI_Datatype type, MPI_Op operation) {
  // MPI counts in int.
  const int64_t most = 1 << 28;
  for (int64_t start = 0; start < count; start += most) {
    const int64_t part = count - start < most ? count - start : most;
    // Bound: the caller's array of `count` numbers of `size` bytes.
    char *failure = message(MPI_Allreduce(MPI_IN_PLACE, (char *)numbers + (size_t)start * size, (int)part, type, operation,
                                          MPI_COMM_WORLD));
    if (failure) return failure;
  }
  return NULL;
}

char *rmpi_sum_floats(float *numbers, int64_t count) {
  return reduce(numbers, count, sizeof *numbers, MPI_FLOAT, MPI_SUM);
}

char *rmpi_sum_doubles(double *numbers, int64_t count) {
  return reduce(numbers, count, sizeof *numbers, MPI_DOUBLE, MPI_SUM);
}

char *rmpi_maximum_doubles(double *numbers, int64_t count) {
  return reduce(numbers, count, sizeof *numbers, MPI_DOUBLE, MPI_MAX);
}

void rmpi_leave(void) { MPI_Finalize(); }

void rmpi_abort(int32_t status) { MPI_Abort(MPI_COMM_WORLD, status); }

void rmpi_free_message(char *text) { free(text); }

#endif
