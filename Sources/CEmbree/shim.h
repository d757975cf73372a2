// SPDX-License-Identifier: Apache-2.0
//
// Embree's C API. The two major versions differ in how arguments of a query are passed; the macro says which one is here.
#if __has_include(<embree4/rtcore.h>)
#include <embree4/rtcore.h>
#else
#include <embree3/rtcore.h>
#endif
