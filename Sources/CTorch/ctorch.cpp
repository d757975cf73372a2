// SPDX-License-Identifier: Apache-2.0
//
// The border to LibTorch; ctorch.h has its rules. Without the package trait LibTorch this file is empty.

#ifdef ROTUNDA_LIBTORCH

#include "ctorch.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <ATen/detail/MPSHooksInterface.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/version.h>

#include <dlfcn.h>

#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>

struct ct_tensor_s {
  at::Tensor value;
};

namespace {

/// By thread, so that a test can count its own tensors while others run.
thread_local int64_t live_tensors = 0;

ct_tensor own(at::Tensor value) {
  ++live_tensors;
  return new ct_tensor_s{std::move(value)};
}

/// Runs `body`; what it throws becomes a message, without LibTorch's C++ stack trace.
template <typename Body>
char *checked(Body body) {
  try {
    body();
    return nullptr;
  } catch (const c10::Error &error) {
    return strdup(error.what_without_backtrace());
  } catch (const std::exception &error) {
    return strdup(error.what());
  } catch (...) {
    return strdup("an unknown C++ exception");
  }
}

at::ScalarType scalar_type(ct_dtype type) {
  switch (type) {
  case CT_FLOAT32: return at::kFloat;
  case CT_FLOAT64: return at::kDouble;
  case CT_BFLOAT16: return at::kBFloat16;
  case CT_INT64: return at::kLong;
  }
  TORCH_CHECK(false, "no such type of number");
}

c10::IValue boxed(const ct_argument &argument) {
  switch (argument.kind) {
  case CT_ARG_NONE: return {};
  case CT_ARG_TENSOR: return argument.tensor->value;
  case CT_ARG_INT: return argument.integer;
  case CT_ARG_DOUBLE: return argument.number;
  case CT_ARG_BOOL: return argument.integer != 0;
  case CT_ARG_INTS: {
    c10::List<int64_t> list;
    // Bound: the caller's array of `count` integers.
    for (int64_t i = 0; i < argument.count; ++i) list.push_back(argument.ints[i]);
    return list;
  }
  case CT_ARG_TENSORS: {
    c10::List<at::Tensor> list;
    // Bound: the caller's array of `count` handles.
    for (int64_t i = 0; i < argument.count; ++i) list.push_back(argument.tensors[i]->value);
    return list;
  }
  case CT_ARG_STRING: return std::string(argument.string);
  }
  TORCH_CHECK(false, "no such kind of argument");
}

struct GradientListener final : torch::autograd::PostAccumulateGradHook {
  GradientListener(ct_gradient_listener listener, void *context, int64_t index)
      : listener(listener), context(context), index(index) {}
  void operator()(const torch::autograd::Variable &) override { listener(context, index); }

  const ct_gradient_listener listener;
  void *const context;
  const int64_t index;
};

void collect(const c10::IValue &value, std::vector<at::Tensor> &tensors) {
  if (value.isTensor()) {
    tensors.push_back(value.toTensor());
  } else if (value.isTensorList()) {
    for (const at::Tensor &tensor : value.toTensorVector()) tensors.push_back(tensor);
  }
}

/// Loads the CUDA half of LibTorch once, before anything asks for a device; its library registers its operators itself.
/// Loading late keeps one program good for machines with and without CUDA.
void load_cuda() {
  static const bool attempted = [] {
    dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL);
    return true;
  }();
  (void)attempted;
}

at::Device device_named(const char *name) {
  if (std::strncmp(name, "cuda", 4) == 0) load_cuda();
  return at::Device(name);
}

} // namespace

char *ct_call(const char *name, const char *overload, const ct_argument *arguments, int64_t count, ct_tensor *results,
              int64_t capacity, int64_t *result_count) {
  return checked([&] {
    const auto operation = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
    const auto &expected = operation.schema().arguments();
    TORCH_CHECK(count <= static_cast<int64_t>(expected.size()), name, " takes at most ", expected.size(), " arguments, not ", count);
    torch::jit::Stack stack;
    for (int64_t i = 0; i < count; ++i) stack.push_back(boxed(arguments[i]));
    for (size_t i = static_cast<size_t>(count); i < expected.size(); ++i) {
      const auto &fallback = expected[i].default_value();
      TORCH_CHECK(fallback.has_value(), name, " lacks its argument ", expected[i].name());
      stack.push_back(*fallback);
    }
    operation.callBoxed(&stack);
    std::vector<at::Tensor> tensors;
    for (const auto &value : stack) collect(value, tensors);
    const auto found = static_cast<int64_t>(tensors.size());
    TORCH_CHECK(found <= capacity, name, " returned ", found, " tensors where ", capacity, " fit");
    // Bound: `found` is at most `capacity`, the length of the caller's array.
    for (int64_t i = 0; i < found; ++i) results[i] = own(std::move(tensors[static_cast<size_t>(i)]));
    *result_count = found;
  });
}

char *ct_make(const void *numbers, ct_dtype type, const int64_t *extents, int64_t rank, const char *device, ct_tensor *result) {
  return checked([&] {
    const at::IntArrayRef sizes(extents, static_cast<size_t>(rank));
    const at::Device target = device_named(device);
    // From page-locked memory the copy to a GPU waits for nothing; LibTorch keeps the memory until it is done.
    at::Tensor host = at::empty(sizes, at::TensorOptions().dtype(scalar_type(type)).pinned_memory(target.is_cuda()));
    // Bound: the caller's memory holds product(extents) numbers of this type.
    std::memcpy(host.mutable_data_ptr(), numbers, host.nbytes());
    *result = own(host.to(target, host.scalar_type(), /*non_blocking=*/true));
  });
}

char *ct_read(ct_tensor tensor, ct_dtype type, void *numbers, int64_t count) {
  return checked([&] {
    const at::Tensor host = tensor->value.detach().to(at::kCPU, scalar_type(type)).contiguous();
    TORCH_CHECK(host.numel() == count, "a tensor of ", host.numel(), " numbers was read as ", count);
    // Bound: the caller's memory holds `count` numbers of this type.
    std::memcpy(numbers, host.const_data_ptr(), host.nbytes());
  });
}

char *ct_move(ct_tensor tensor, const char *device, ct_dtype type, ct_tensor *result) {
  return checked([&] { *result = own(tensor->value.to(device_named(device), scalar_type(type))); });
}

int64_t ct_rank(ct_tensor tensor) { return tensor->value.dim(); }
int64_t ct_extent(ct_tensor tensor, int64_t dimension) {
  return dimension >= 0 && dimension < tensor->value.dim() ? tensor->value.size(dimension) : 0;
}

void ct_release(ct_tensor tensor) {
  --live_tensors;
  delete tensor;
}

char *ct_track(ct_tensor tensor, bool tracked) {
  return checked([&] { tensor->value.requires_grad_(tracked); });
}

char *ct_backward(ct_tensor scalar) {
  return checked([&] { scalar->value.backward(); });
}

char *ct_gradient(ct_tensor leaf, ct_tensor *result) {
  return checked([&] {
    const at::Tensor &gradient = leaf->value.grad();
    *result = gradient.defined() ? own(gradient) : nullptr;
  });
}

char *ct_clear_gradient(ct_tensor leaf) {
  return checked([&] { leaf->value.mutable_grad() = at::Tensor(); });
}

char *ct_on_gradient(ct_tensor leaf, ct_gradient_listener listener, void *context, int64_t index) {
  return checked([&] {
    TORCH_CHECK(leaf->value.is_leaf() && leaf->value.requires_grad(), "only a tracked leaf collects gradients");
    torch::autograd::impl::set_post_acc_grad_hooks(
        leaf->value, listener ? std::make_unique<GradientListener>(listener, context, index) : nullptr);
  });
}

bool ct_set_recording(bool recording) {
  const bool before = c10::GradMode::is_enabled();
  c10::GradMode::set_enabled(recording);
  return before;
}

char *ct_set_threads(int64_t count) {
  return checked([&] { at::set_num_threads(static_cast<int>(count)); });
}

int64_t ct_cuda_devices(void) {
  try {
    load_cuda();
    return at::detail::getCUDAHooks().deviceCount();
  } catch (...) {
    return 0;
  }
}

bool ct_has_mps(void) {
  try {
    return at::detail::getMPSHooks().hasMPS();
  } catch (...) {
    return false;
  }
}

const char *ct_version(void) { return TORCH_VERSION; }

int64_t ct_live_tensors(void) { return live_tensors; }

void ct_free_message(char *message) { std::free(message); }

#endif
