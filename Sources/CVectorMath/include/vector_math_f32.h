// The elementary functions of vector_math.h for float.
#ifndef VECTOR_MATH_F32_H
#define VECTOR_MATH_F32_H

#include "vector_math_common.h"
#include "vector_math_f64.h"

VM_INLINE uint32_t vm_bits_f32(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}
VM_INLINE float vm_from_bits_f32(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}
/// 2^n for the exponent of a normal number.
VM_INLINE float vm_power_of_two_f32(int32_t n) {
  return vm_from_bits_f32((uint32_t)(n + 127) << 23);
}

/// Splits x into n ln 2 + r, |r| <= (ln 2)/2, and returns e^r - 1.
VM_INLINE float vm_reduced_expm1_f32(float x, int32_t *n) {
  const float shifter = 0x1.8p23f;
  float shifted = x * 0x1.715476p+0f + shifter;
  float whole = shifted - shifter;
  *n = (int32_t)(vm_bits_f32(shifted) - vm_bits_f32(shifter));
  float r = x - whole * 0x1.62e4p-1f;
  r = r - whole * 0x1.7f7d1cp-20f;
  float p = 0.5000000014f + r * (0.1666666668f + r * (0.04166646339f + r *
      (0.008333310755f + r * (0.001393382049f + r * 0.0001989118016f))));
  return r + r * r * p;
}
/// e^x; in two factors, so that it overflows to infinity and underflows through the subnormals.
VM_INLINE float vm_exp_f32(float x) {
  int32_t n;
  x = x > 89.5f ? 89.5f : x;
  x = x < -110.0f ? -110.0f : x;
  float p = vm_reduced_expm1_f32(x, &n) + 1;
  int32_t half = n >> 1;
  return p * vm_power_of_two_f32(half) * vm_power_of_two_f32(n - half);
}
/// e^x for x <= 0, with 0 for what would be subnormal.
VM_INLINE float vm_exp_negative_f32(float x) {
  int32_t n;
  float clamped = x < -87.3f ? -87.3f : x;
  float p = (vm_reduced_expm1_f32(clamped, &n) + 1) * vm_power_of_two_f32(n);
  return x < -87.3f ? 0 : p;
}
/// e^x - 1, exact to rounding for small x too.
VM_INLINE float vm_expm1_f32(float x) {
  int32_t n;
  float y = x > 88.8f ? 88.8f : x;
  y = y < -30.0f ? -30.0f : y;
  float q = vm_reduced_expm1_f32(y, &n);
  // Half of 2^n, which may overflow where the result does not.
  float half = vm_power_of_two_f32(n - 1);
  return 2 * (half * q + (half - (float)0.5));
}

/// log((1 + f) 2^e), for 1 + f in [sqrt(1/2), sqrt(2)].
VM_INLINE float vm_log_reduced_f32(float f, float e) {
  float p = 0.3333333118f + f * (-0.2499999696f + f * (0.2000071575f + f *
      (-0.1666780232f + f * (0.1424905765f + f * (-0.1242568733f + f * (0.1168541992f + f *
      (-0.1147973385f + f * 0.06971611471f)))))));
  float z = f * f;
  float tail = e * 0x1.7f7d1cp-20f + f * z * p - 0.5f * z;
  return e * 0x1.62e4p-1f + (f + tail);
}

/// The exponent e with x / 2^e in [sqrt(1/2), sqrt(2)), for a normal x > 0.
VM_INLINE int32_t vm_exponent_f32(float x) {
  return ((int32_t)(vm_bits_f32(x) - 0x3f3504f3u)) >> 23;
}
VM_INLINE float vm_log_f32(float x) {
  float normal = x < 0x1p-126f ? x * 0x1p25f : x;
  float lift = x < 0x1p-126f ? (float)25 : 0;
  int32_t e = vm_exponent_f32(normal);
  float f = vm_from_bits_f32(vm_bits_f32(normal) - ((uint32_t)e << 23)) - 1;
  float y = vm_log_reduced_f32(f, (float)e - lift);
  y = x == 0 ? -INFINITY : y;
  y = x < 0 ? NAN : y;
  return x < INFINITY ? y : x;  // Infinity and NaN as they are.
}
/// log(1 + x): the rounding error of 1 + x is given back to the fraction.
VM_INLINE float vm_log1p_f32(float x) {
  float u = 1 + x;
  float lost = u >= 2 ? 1 - (u - x) : x - (u - 1);
  int32_t e = vm_exponent_f32(u);
  float f = vm_from_bits_f32(vm_bits_f32(u) - ((uint32_t)e << 23)) - 1;
  float unit = vm_power_of_two_f32(e < 127 ? -e : -126);
  float y = vm_log_reduced_f32(f + lost * unit, (float)e);
  y = u == 0 ? -INFINITY : y;
  y = u < 0 ? NAN : y;
  return x < INFINITY ? y : x;
}

VM_INLINE float vm_tanh_f32(float x) {
  int32_t n;
  float a = fabsf(x);
  a = a > 10.0f ? 10.0f : a;
  float q = vm_reduced_expm1_f32(2 * a, &n);
  float scale = vm_power_of_two_f32(n);
  float m = scale * q + (scale - 1);
  return copysignf(m / (m + 2), x);
}
/// 1 / (1 + e^-x).
VM_INLINE float vm_sigmoid_f32(float x) {
  float e = vm_exp_negative_f32(-fabsf(x));
  return (x < 0 ? e : 1) / (1 + e);
}
/// log(1 + e^x).
VM_INLINE float vm_softplus_f32(float x) {
  float e = vm_exp_negative_f32(-fabsf(x));
  float s = e / (2 + e);  // log(1 + e) = 2 artanh s, s <= 1/3.
  float z = s * s + 1e-30f;  // Never subnormal, which would be slow; too little to matter.
  float p = 0.3333333366f + z * (0.1999985317f + z * (0.14296179f + z *
      (0.108532879f + z * 0.1161216461f)));
  return (x > 0 ? x : 0) + 2 * s * (1 + z * p);
}
/// 1 - tanh^2 x, to full relative accuracy where tanh has saturated.
VM_INLINE float vm_sech2_f32(float x) {
  float e = vm_exp_negative_f32(-2 * fabsf(x));
  float d = 1 + e;
  return 4 * e / (d * d);
}

/// Sine and cosine of x less its multiple of pi/2 (taken in double), and its last bits.
VM_INLINE uint32_t vm_quadrant_f32(float x, float *sine, float *cosine) {
  const double shifter = 0x1.8p52;
  double shifted = (double)x * 0x1.45f306dc9c883p-1 + shifter;
  float r = (float)((double)x - (shifted - shifter) * 0x1.921fb54442d18p+0);
  r = r > 0.79f ? 0.79f : r;  // Where x is so large that its multiple is lost.
  r = r < -0.79f ? -0.79f : r;
  float z = r * r;
  *sine = r + r * z * (-0.1666666666f + z * (0.008333331874f + z *
      (-0.0001984008626f + z * 2.724986466e-6f)));
  *cosine = 1 - 0.5f * z + z * z * (0.04166666466f + z * (-0.00138883028f + z * 2.454789162e-5f));
  return (uint32_t)vm_bits_f64(shifted);
}
VM_INLINE float vm_sin_f32(float x) {
  float sine, cosine;
  uint32_t quadrant = vm_quadrant_f32(x, &sine, &cosine);
  float y = quadrant & 1 ? cosine : sine;
  return quadrant & 2 ? -y : y;
}
VM_INLINE float vm_cos_f32(float x) {
  float sine, cosine;
  uint32_t quadrant = vm_quadrant_f32(x, &sine, &cosine);
  float y = quadrant & 1 ? sine : cosine;
  return (quadrant + 1) & 2 ? -y : y;
}

#endif
