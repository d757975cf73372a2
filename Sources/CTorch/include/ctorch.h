// SPDX-License-Identifier: Apache-2.0
//
// LibTorch behind a few C functions: tensors as opaque handles, one generic call that reaches any ATen operator by name.
//
// Rules of this border:
// - Every function that can fail returns NULL, or a message owned by the caller (ct_free_message). No exception passes.
// - A ct_tensor handed out is owned by its receiver (ct_release). Arguments are borrowed for the length of the call.
// - Host memory is copied, never shared.

#ifndef ROTUNDA_CTORCH_H
#define ROTUNDA_CTORCH_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CT_CHECKED __attribute__((warn_unused_result))

/// A tensor on some device.
typedef struct ct_tensor_s *ct_tensor;

/// A TorchScript program with its weights, on some device.
typedef struct ct_script_s *ct_script;

/// Kinds of numbers; ctorch.cpp ties them to c10::ScalarType.
typedef enum { CT_FLOAT32, CT_FLOAT64, CT_BFLOAT16, CT_INT64 } ct_dtype;

/// What an argument of ct_call holds.
typedef enum {
  CT_ARG_NONE,
  CT_ARG_TENSOR,
  CT_ARG_INT,
  CT_ARG_DOUBLE,
  CT_ARG_BOOL,
  CT_ARG_INTS,
  CT_ARG_TENSORS,
  CT_ARG_STRING
} ct_argument_kind;

/// One argument; `ints` and `tensors` point to `count` elements.
typedef struct {
  ct_argument_kind kind;
  int64_t integer;
  double number;
  ct_tensor tensor;
  const int64_t *ints;
  const ct_tensor *tensors;
  const char *string;
  int64_t count;
} ct_argument;

/// Calls the operator `name` (as "aten::elu") of `overload` (as "" or "Scalar"). Arguments that are not given take their
/// defaults from the operator's schema. Tensors that it returns, also those inside lists, go to `results` in order.
CT_CHECKED char *ct_call(const char *name, const char *overload, const ct_argument *arguments, int64_t count,
                         ct_tensor *results, int64_t capacity, int64_t *result_count);

/// `[N, C, H, W]` with even W continued over the sphere by up to H rows above and below, from the opposite meridian, and
/// up to W columns left and right, which wrap; differentiable.
CT_CHECKED char *ct_sphere_pad(ct_tensor map, int64_t rows, int64_t columns, ct_tensor *result);

/// Copies `product(extents)` numbers from host memory into a new tensor on `device` ("cpu", "cuda:0", "mps").
CT_CHECKED char *ct_make(const void *numbers, ct_dtype type, const int64_t *extents, int64_t rank, const char *device,
                         ct_tensor *result);
/// Copies a tensor's `count` numbers, converted to `type`, to host memory.
CT_CHECKED char *ct_read(ct_tensor tensor, ct_dtype type, void *numbers, int64_t count);
/// The tensor on another device and as another type; differentiable, and the tensor itself where nothing changes.
CT_CHECKED char *ct_move(ct_tensor tensor, const char *device, ct_dtype type, ct_tensor *result);
/// Loads what torch.jit.save wrote, to compute and not to train. A ct_script handed out is owned by its receiver.
CT_CHECKED char *ct_script_load(const char *path, const char *device, ct_script *result);
/// Calls a program's `forward` with one tensor, without recording. Tensors that it returns, also those inside tuples, lists
/// and dictionaries, go to `results` in order, single ones of each; other values are left out.
CT_CHECKED char *ct_script_run(ct_script script, ct_tensor input, ct_tensor *results, int64_t capacity,
                               int64_t *result_count);
void ct_script_release(ct_script script);
int64_t ct_rank(ct_tensor tensor);
int64_t ct_extent(ct_tensor tensor, int64_t dimension);
void ct_release(ct_tensor tensor);

/// Whether gradients with respect to this leaf are wanted.
CT_CHECKED char *ct_track(ct_tensor tensor, bool tracked);
/// Adds the gradients of a scalar to all tracked leaves that it depends on.
CT_CHECKED char *ct_backward(ct_tensor scalar);
/// The gradients of a scalar with respect to `count` tensors that it depends on, to `results`; nothing is collected in
/// leaves. Where `recorded`, they can be differentiated themselves.
CT_CHECKED char *ct_gradients(ct_tensor scalar, const ct_tensor *tensors, int64_t count, bool recorded, ct_tensor *results);
/// The gradient collected in a leaf; NULL where there is none.
CT_CHECKED char *ct_gradient(ct_tensor leaf, ct_tensor *result);
/// Forgets the gradient collected in a leaf.
CT_CHECKED char *ct_clear_gradient(ct_tensor leaf);
/// Called on the thread that computes gradients.
typedef void (*ct_gradient_listener)(void *context, int64_t index);
/// Calls `listener(context, index)` each time the gradient collected in this leaf has grown; NULL ends it.
CT_CHECKED char *ct_on_gradient(ct_tensor leaf, ct_gradient_listener listener, void *context, int64_t index);
/// Switches the recording of operations for gradients on this thread; returns what it was.
bool ct_set_recording(bool recording);

/// Threads within one operator; at least one.
CT_CHECKED char *ct_set_threads(int64_t count);
/// CUDA devices that can be used now. The first call loads LibTorch's CUDA library where the wheel has one.
int64_t ct_cuda_devices(void);
bool ct_has_mps(void);
/// LibTorch's version, as "2.11.0"; static memory.
const char *ct_version(void);
/// Tensors handed out less those released, on the calling thread: for tests of ownership.
int64_t ct_live_tensors(void);
void ct_free_message(char *message);

#ifdef __cplusplus
}
#endif

#endif
