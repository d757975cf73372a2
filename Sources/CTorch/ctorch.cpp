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
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>
#include <torch/version.h>

#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

struct ct_tensor_s {
  at::Tensor value;
};

struct ct_script_s {
  torch::jit::Module module;
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

/// Appends the tensors inside a value, in order.
void collect_tensors(const c10::IValue &value, std::vector<at::Tensor> &found) {
  if (value.isTensor()) {
    found.push_back(value.toTensor());
  } else if (value.isTuple()) {
    for (const auto &element : value.toTupleRef().elements()) collect_tensors(element, found);
  } else if (value.isTensorList()) {
    for (const at::Tensor &element : value.toTensorVector()) found.push_back(element);
  } else if (value.isList()) {
    for (const c10::IValue &element : value.toListRef()) collect_tensors(element, found);
  } else if (value.isGenericDict()) {
    for (const auto &entry : value.toGenericDict()) collect_tensors(entry.value(), found);
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

/// The same rows seen from beyond the pole: on the opposite meridian, in opposite order.
at::Tensor across_pole(const at::Tensor &rows) { return rows.flip(2).roll(rows.size(3) / 2, 3); }

/// A map continued over the sphere. A function of its own, because cutting and joining with LibTorch's operators passes
/// over every map four times on the way back; this does once.
struct SpherePadding final : torch::autograd::Function<SpherePadding> {
  static at::Tensor forward(torch::autograd::AutogradContext *context, const at::Tensor &map, int64_t rows, int64_t columns) {
    context->saved_data["rows"] = rows;
    context->saved_data["columns"] = columns;
    const int64_t height = map.size(2), width = map.size(3);
    const at::Tensor padded = at::empty({map.size(0), map.size(1), height + 2 * rows, width + 2 * columns},
                                        map.options().memory_format(map.suggest_memory_format()));
    const at::Tensor middle = padded.narrow(3, columns, width);
    middle.narrow(2, rows, height).copy_(map);
    if (rows > 0) {
      middle.narrow(2, 0, rows).copy_(across_pole(map.narrow(2, 0, rows)));
      middle.narrow(2, rows + height, rows).copy_(across_pole(map.narrow(2, height - rows, rows)));
    }
    if (columns > 0) {
      padded.narrow(3, 0, columns).copy_(padded.narrow(3, width, columns));
      padded.narrow(3, columns + width, columns).copy_(padded.narrow(3, columns, columns));
    }
    return padded;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                 torch::autograd::variable_list gradients) {
    const at::Tensor &gradient = gradients[0];
    const int64_t rows = context->saved_data["rows"].toInt(), columns = context->saved_data["columns"].toInt();
    const int64_t height = gradient.size(2) - 2 * rows, width = gradient.size(3) - 2 * columns;
    const auto unwrapped = [&](int64_t first, int64_t count) {
      const at::Tensor band = gradient.narrow(2, first, count);
      const at::Tensor sum = band.narrow(3, columns, width).clone();
      if (columns > 0) {
        sum.narrow(3, width - columns, columns).add_(band.narrow(3, 0, columns));
        sum.narrow(3, 0, columns).add_(band.narrow(3, columns + width, columns));
      }
      return sum;
    };
    const at::Tensor sum = unwrapped(rows, height);
    if (rows > 0) {
      sum.narrow(2, 0, rows).add_(across_pole(unwrapped(0, rows)));
      sum.narrow(2, height - rows, rows).add_(across_pole(unwrapped(rows + height, rows)));
    }
    return {sum, at::Tensor(), at::Tensor()};
  }
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

char *ct_sphere_pad(ct_tensor map, int64_t rows, int64_t columns, ct_tensor *result) {
  return checked([&] {
    const at::Tensor &value = map->value;
    TORCH_CHECK(value.dim() == 4 && value.size(3) % 2 == 0, "only maps [N, C, H, W] with even W lie on a sphere");
    TORCH_CHECK(0 <= rows && rows <= value.size(2) && 0 <= columns && columns <= value.size(3),
                "padding reaches around the sphere more than once");
    *result = own(SpherePadding::apply(value, rows, columns));
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

char *ct_script_load(const char *path, const char *device, ct_script *result) {
  return checked([&] {
    auto module = torch::jit::load(path, device_named(device));
    module.eval();
    *result = new ct_script_s{std::move(module)};
  });
}

char *ct_script_run(ct_script script, ct_tensor input, ct_tensor *results, int64_t capacity, int64_t *result_count) {
  return checked([&] {
    c10::NoGradGuard no_gradients;
    std::vector<at::Tensor> found;
    collect_tensors(script->module.forward({input->value}), found);
    // Bound: `results` has room for `capacity` handles.
    int64_t count = std::min<int64_t>(capacity, static_cast<int64_t>(found.size()));
    for (int64_t index = 0; index < count; ++index) results[index] = own(std::move(found[index]));
    *result_count = count;
  });
}

void ct_script_release(ct_script script) { delete script; }

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

char *ct_gradients(ct_tensor scalar, const ct_tensor *tensors, int64_t count, bool recorded, ct_tensor *results) {
  return checked([&] {
    torch::autograd::variable_list inputs;
    // Bound: the caller's array of `count` handles.
    for (int64_t i = 0; i < count; ++i) inputs.push_back(tensors[i]->value);
    const auto gradients = torch::autograd::grad({scalar->value}, inputs, {}, /*retain_graph=*/recorded, recorded);
    // Bound: one gradient a tensor, in the caller's array of as many.
    for (int64_t i = 0; i < count; ++i) results[i] = own(gradients[static_cast<size_t>(i)]);
  });
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
