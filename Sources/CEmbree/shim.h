// SPDX-License-Identifier: Apache-2.0
//
// Embree's C API. The two major versions differ in how arguments of a query are passed; these few functions are all that
// queries need, and the same for both. A ray of a query has its reach in `tfar`; packets hold eight rays, field by field.
#include <stdbool.h>
#if __has_include(<embree4/rtcore.h>)
#include <embree4/rtcore.h>
#else
#include <embree3/rtcore.h>
#endif

#if RTC_VERSION_MAJOR >= 4
#define ROTUNDA_INTERSECT(call, ...)               \
  struct RTCIntersectArguments arguments;          \
  rtcInitIntersectArguments(&arguments);           \
  if (coherent) arguments.flags |= RTC_RAY_QUERY_FLAG_COHERENT; \
  call(__VA_ARGS__, &arguments)
#define ROTUNDA_OCCLUDED(call, ...)                \
  struct RTCOccludedArguments arguments;           \
  rtcInitOccludedArguments(&arguments);            \
  call(__VA_ARGS__, &arguments)
#endif

/// Nearest hit of a ray with a scene; what the ray already holds stays where it is nearer.
static inline void rotunda_intersect(RTCScene scene, struct RTCRayHit *ray, bool coherent) {
#if RTC_VERSION_MAJOR >= 4
  ROTUNDA_INTERSECT(rtcIntersect1, scene, ray);
#else
  struct RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  if (coherent) context.flags = RTC_INTERSECT_CONTEXT_FLAG_COHERENT;
  rtcIntersect1(scene, &context, ray);
#endif
}

/// Whether anything is in a ray's way.
static inline bool rotunda_occluded(RTCScene scene, struct RTCRay *ray) {
#if RTC_VERSION_MAJOR >= 4
  ROTUNDA_OCCLUDED(rtcOccluded1, scene, ray);
#else
  struct RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  rtcOccluded1(scene, &context, ray);
#endif
  return ray->tfar < 0;
}

/// Nearest hits of those of eight rays whose entry in `valid` is -1.
static inline void rotunda_intersect8(const int *valid, RTCScene scene, struct RTCRayHit8 *rays, bool coherent) {
#if RTC_VERSION_MAJOR >= 4
  ROTUNDA_INTERSECT(rtcIntersect8, valid, scene, rays);
#else
  struct RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  if (coherent) context.flags = RTC_INTERSECT_CONTEXT_FLAG_COHERENT;
  rtcIntersect8(valid, scene, &context, rays);
#endif
}

/// Marks with a negative `tfar` those of eight rays that something is in the way of.
static inline void rotunda_occluded8(const int *valid, RTCScene scene, struct RTCRay8 *rays) {
#if RTC_VERSION_MAJOR >= 4
  ROTUNDA_OCCLUDED(rtcOccluded8, valid, scene, rays);
#else
  struct RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  rtcOccluded8(valid, scene, &context, rays);
#endif
}
