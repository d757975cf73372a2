// SPDX-License-Identifier: Apache-2.0
//
// Embree's C API. The two major versions differ in how arguments of a query are passed; these few functions are all that
// queries need, and the same for both. A ray of a query has its reach in `tfar`.
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

/// As `rotunda_intersect`, for at most eight rays at once that lie close together; `panes` is asked after `solids` where
/// there are any.
static inline void rotunda_intersect8(RTCScene solids, RTCScene panes, struct RTCRayHit *rays, int count) {
  int valid[8] __attribute__((aligned(32)));
  struct RTCRayHit8 packet;
  for (int i = 0; i < 8; i++) {
    const struct RTCRayHit *one = &rays[i < count ? i : 0];
    valid[i] = i < count ? -1 : 0;
    packet.ray.org_x[i] = one->ray.org_x;
    packet.ray.org_y[i] = one->ray.org_y;
    packet.ray.org_z[i] = one->ray.org_z;
    packet.ray.dir_x[i] = one->ray.dir_x;
    packet.ray.dir_y[i] = one->ray.dir_y;
    packet.ray.dir_z[i] = one->ray.dir_z;
    packet.ray.tnear[i] = one->ray.tnear;
    packet.ray.tfar[i] = one->ray.tfar;
    packet.ray.time[i] = one->ray.time;
    packet.ray.mask[i] = one->ray.mask;
    packet.ray.id[i] = one->ray.id;
    packet.ray.flags[i] = one->ray.flags;
    packet.hit.geomID[i] = one->hit.geomID;
  }
  const bool coherent = true;
  for (int pass = 0; pass < 2; pass++) {
    RTCScene scene = pass == 0 ? solids : panes;
    if (!scene) continue;
#if RTC_VERSION_MAJOR >= 4
    ROTUNDA_INTERSECT(rtcIntersect8, valid, scene, &packet);
#else
    struct RTCIntersectContext context;
    rtcInitIntersectContext(&context);
    if (coherent) context.flags = RTC_INTERSECT_CONTEXT_FLAG_COHERENT;
    rtcIntersect8(valid, scene, &context, &packet);
#endif
  }
  for (int i = 0; i < count; i++) {
    struct RTCRayHit *one = &rays[i];
    one->ray.tfar = packet.ray.tfar[i];
    one->hit.Ng_x = packet.hit.Ng_x[i];
    one->hit.Ng_y = packet.hit.Ng_y[i];
    one->hit.Ng_z = packet.hit.Ng_z[i];
    one->hit.u = packet.hit.u[i];
    one->hit.v = packet.hit.v[i];
    one->hit.primID = packet.hit.primID[i];
    one->hit.geomID = packet.hit.geomID[i];
  }
}
