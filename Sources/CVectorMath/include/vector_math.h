// Elementary functions for loops that clang vectorises: branch-free, inlined, in float and double.
//
// Call them in a plain loop of a function marked VM_CLONES, compiled with -O3 -fno-math-errno. NaN in gives NaN out;
// infinities give limits. Method: reduction to a small interval (Cody & Waite 1980), then a polynomial
// interpolated at Chebyshev nodes. Largest errors measured, float / double, in units in the last place:
// exp 1.0/1.0, expm1 1.3/1.4, log 0.9/0.9, log1p 1.1/1.1, tanh 2.4/2.6, sigmoid 2.4/2.4, softplus 2.1/2.1;
// sin and cos absolute: 7e-8/2e-16 for |x| < 1e5 (then, slowly worse; always within [-1, 1]).
#ifndef VECTOR_MATH_H
#define VECTOR_MATH_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__)
/// Compiles a function for AVX-512, AVX2 and plain x86-64; the loader picks one.
#define VM_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VM_CLONES
#endif
#define VM_INLINE static inline __attribute__((always_inline))

// ---- double ----

VM_INLINE uint64_t vm_bits_f64(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}
VM_INLINE double vm_from_bits_f64(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}
/// 2^n for the exponent of a normal number.
VM_INLINE double vm_power_of_two_f64(int64_t n) { return vm_from_bits_f64((uint64_t)(n + 1023) << 52); }

/// Splits x into n ln 2 + r, |r| <= (ln 2)/2, and returns e^r - 1.
VM_INLINE double vm_reduced_expm1_f64(double x, int64_t *n) {
  const double shifter = 0x1.8p52;
  double shifted = x * 0x1.71547652b82fep+0 + shifter;
  double whole = shifted - shifter;
  *n = (int64_t)(vm_bits_f64(shifted) - vm_bits_f64(shifter));
  double r = x - whole * 0x1.62e42fefa38p-1;
  r = r - whole * 0x1.ef35793c7673p-45;
  double p = 0.5 + r * (0.16666666666666671074 + r * (0.041666666666666669814 + r * (0.0083333333333260249508 + r * (0.0013888888888883669627 + r * (0.00019841269875205076848 + r * (2.480158732582228205e-5 + r * (2.7557254913486702019e-6 + r * (2.7557273295539724343e-7 + r * (2.5105419192016336433e-8 + r * (2.0914831351380410561e-9))))))))));
  return r + r * r * p;
}
/// e^x; in two factors, so that it overflows to infinity and underflows through the subnormals.
VM_INLINE double vm_exp_f64(double x) {
  int64_t n;
  x = x > 710.5 ? 710.5 : x;
  x = x < -760.0 ? -760.0 : x;
  double p = vm_reduced_expm1_f64(x, &n) + 1;
  int64_t half = n >> 1;
  return p * vm_power_of_two_f64(half) * vm_power_of_two_f64(n - half);
}
/// e^x for x <= 0, with 0 for what would be subnormal.
VM_INLINE double vm_exp_negative_f64(double x) {
  int64_t n;
  double clamped = x < -708.3 ? -708.3 : x;
  double p = (vm_reduced_expm1_f64(clamped, &n) + 1) * vm_power_of_two_f64(n);
  return x < -708.3 ? 0 : p;
}
/// e^x - 1, exact to rounding for small x too.
VM_INLINE double vm_expm1_f64(double x) {
  int64_t n;
  double y = x > 709.9 ? 709.9 : x;
  y = y < -60.0 ? -60.0 : y;
  double q = vm_reduced_expm1_f64(y, &n);
  double half = vm_power_of_two_f64(n - 1);  // Half of 2^n, which may overflow where the result does not.
  return 2 * (half * q + (half - (double)0.5));
}

/// log((1 + f) 2^e), for 1 + f in [sqrt(1/2), sqrt(2)], as 2 artanh(f / (2 + f)) with f split off.
VM_INLINE double vm_log_reduced_f64(double f, double e) {
  double s = f / (2 + f);
  double z = s * s;
  double p = 0.66666666666666666463 + z * (0.40000000000000883236 + z * (0.28571428570799785031 + z * (0.22222222392581045097 + z * (0.18181795547521136235 + z * (0.15386244737621666606 + z * (0.13268638369266823879 + z * (0.1308803485092755383)))))));
  double square = 0.5 * f * f;
  double tail = s * (square + z * p) + e * 0x1.ef35793c7673p-45;
  return e * 0x1.62e42fefa38p-1 - ((square - tail) - f);
}

/// The exponent e with x / 2^e in [sqrt(1/2), sqrt(2)), for a normal x > 0.
VM_INLINE int64_t vm_exponent_f64(double x) {
  return ((int64_t)(vm_bits_f64(x) - 0x3fe6a09e667f3bcdu)) >> 52;
}
VM_INLINE double vm_log_f64(double x) {
  double normal = x < 0x1p-1022 ? x * 0x1p54 : x;
  double lift = x < 0x1p-1022 ? (double)54 : 0;
  int64_t e = vm_exponent_f64(normal);
  double f = vm_from_bits_f64(vm_bits_f64(normal) - ((uint64_t)e << 52)) - 1;
  double y = vm_log_reduced_f64(f, (double)e - lift);
  y = x == 0 ? -INFINITY : y;
  y = x < 0 ? NAN : y;
  return x < INFINITY ? y : x;  // Infinity and NaN as they are.
}
/// log(1 + x): the rounding error of 1 + x is given back to the fraction.
VM_INLINE double vm_log1p_f64(double x) {
  double u = 1 + x;
  double lost = u >= 2 ? 1 - (u - x) : x - (u - 1);
  int64_t e = vm_exponent_f64(u);
  double f = vm_from_bits_f64(vm_bits_f64(u) - ((uint64_t)e << 52)) - 1;
  double y = vm_log_reduced_f64(f + lost * vm_power_of_two_f64(e < 1023 ? -e : 1 - 1023), (double)e);
  y = u == 0 ? -INFINITY : y;
  y = u < 0 ? NAN : y;
  return x < INFINITY ? y : x;
}

VM_INLINE double vm_tanh_f64(double x) {
  int64_t n;
  double a = fabs(x);
  a = a > 20.0 ? 20.0 : a;
  double q = vm_reduced_expm1_f64(2 * a, &n);
  double scale = vm_power_of_two_f64(n);
  double m = scale * q + (scale - 1);
  return copysign(m / (m + 2), x);
}
/// 1 / (1 + e^-x).
VM_INLINE double vm_sigmoid_f64(double x) {
  double e = vm_exp_negative_f64(-fabs(x));
  return (x < 0 ? e : 1) / (1 + e);
}
/// log(1 + e^x).
VM_INLINE double vm_softplus_f64(double x) {
  double e = vm_exp_negative_f64(-fabs(x));
  double f = e > 0.41421356237309505 ? 0.5 * e - 0.5 : e;  // 1 + e = (1 + f) 2^n, n = 0 or 1.
  return (x > 0 ? x : 0) + vm_log_reduced_f64(f, e > 0.41421356237309505 ? 1 : 0);
}
/// 1 - tanh^2 x, to full relative accuracy where tanh has saturated.
VM_INLINE double vm_sech2_f64(double x) {
  double e = vm_exp_negative_f64(-2 * fabs(x));
  double d = 1 + e;
  return 4 * e / (d * d);
}

/// Sine and cosine of x less its multiple of pi/2 (in parts of 33 bits), and that multiple's last bits.
VM_INLINE uint64_t vm_quadrant_f64(double x, double *sine, double *cosine) {
  const double shifter = 0x1.8p52;
  double shifted = x * 0x1.45f306dc9c883p-1 + shifter;
  double whole = shifted - shifter;
  double r = x - whole * 0x1.921fb544p+0;
  r = r - whole * 0x1.0b4611a6p-34;
  r = r - whole * 0x1.3198a2e037073p-69;
  r = r > 0.79 ? 0.79 : r;  // Where x is so large that its multiple is lost.
  r = r < -0.79 ? -0.79 : r;
  double z = r * r;
  *sine = r + r * z * (-0.16666666666666666666 + z * (0.0083333333333333314899 + z * (-0.00019841269841265060174 + z * (2.7557319219335453429e-6 + z * (-2.5052106231157905487e-8 + z * (1.6058531414589010757e-10 + z * (-7.5866850700912671596e-13)))))));
  double fourth = z * z * (0.041666666666666665387 + z * (-0.0013888888888887395746 + z * (0.000024801587298763433164 + z * (-2.7557317270560324065e-7 + z * (2.0876146024689746601e-9 + z * (-1.1382614868556324576e-11))))));
  double head = 1 - 0.5 * z;
  *cosine = head + (((1 - head) - 0.5 * z) + fourth);
  return vm_bits_f64(shifted);
}
VM_INLINE double vm_sin_f64(double x) {
  double sine, cosine;
  uint64_t quadrant = vm_quadrant_f64(x, &sine, &cosine);
  double y = quadrant & 1 ? cosine : sine;
  return quadrant & 2 ? -y : y;
}
VM_INLINE double vm_cos_f64(double x) {
  double sine, cosine;
  uint64_t quadrant = vm_quadrant_f64(x, &sine, &cosine);
  double y = quadrant & 1 ? sine : cosine;
  return (quadrant + 1) & 2 ? -y : y;
}

// ---- float ----

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
VM_INLINE float vm_power_of_two_f32(int32_t n) { return vm_from_bits_f32((uint32_t)(n + 127) << 23); }

/// Splits x into n ln 2 + r, |r| <= (ln 2)/2, and returns e^r - 1.
VM_INLINE float vm_reduced_expm1_f32(float x, int32_t *n) {
  const float shifter = 0x1.8p23f;
  float shifted = x * 0x1.715476p+0f + shifter;
  float whole = shifted - shifter;
  *n = (int32_t)(vm_bits_f32(shifted) - vm_bits_f32(shifter));
  float r = x - whole * 0x1.62e4p-1f;
  r = r - whole * 0x1.7f7d1cp-20f;
  float p = 0.5000000014f + r * (0.1666666668f + r * (0.04166646339f + r * (0.008333310755f + r * (0.001393382049f + r * (0.0001989118016f)))));
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
  float half = vm_power_of_two_f32(n - 1);  // Half of 2^n, which may overflow where the result does not.
  return 2 * (half * q + (half - (float)0.5));
}

/// log((1 + f) 2^e), for 1 + f in [sqrt(1/2), sqrt(2)].
VM_INLINE float vm_log_reduced_f32(float f, float e) {
  float p = 0.3333333118f + f * (-0.2499999696f + f * (0.2000071575f + f * (-0.1666780232f + f * (0.1424905765f + f * (-0.1242568733f + f * (0.1168541992f + f * (-0.1147973385f + f * (0.06971611471f))))))));
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
  float y = vm_log_reduced_f32(f + lost * vm_power_of_two_f32(e < 127 ? -e : 1 - 127), (float)e);
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
  float f = e > 0.41421356f ? 0.5f * e - 0.5f : e;  // 1 + e = (1 + f) 2^n, n = 0 or 1.
  return (x > 0 ? x : 0) + vm_log_reduced_f32(f, e > 0.41421356f ? 1 : 0);
}
/// 1 - tanh^2 x, to full relative accuracy where tanh has saturated.
VM_INLINE float vm_sech2_f32(float x) {
  float e = vm_exp_negative_f32(-2 * fabsf(x));
  float d = 1 + e;
  return 4 * e / (d * d);
}

/// Sine and cosine of x less its multiple of pi/2 (taken in double), and that multiple's last bits.
VM_INLINE uint32_t vm_quadrant_f32(float x, float *sine, float *cosine) {
  const double shifter = 0x1.8p52;
  double shifted = (double)x * 0x1.45f306dc9c883p-1 + shifter;
  float r = (float)((double)x - (shifted - shifter) * 0x1.921fb54442d18p+0);
  r = r > 0.79f ? 0.79f : r;  // Where x is so large that its multiple is lost.
  r = r < -0.79f ? -0.79f : r;
  float z = r * r;
  *sine = r + r * z * (-0.1666666666f + z * (0.008333331874f + z * (-0.0001984008626f + z * (2.724986466e-6f))));
  *cosine = 1 - 0.5f * z + z * z * (0.04166666466f + z * (-0.00138883028f + z * (2.454789162e-5f)));
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

// ---- arrays: y[i] = f(x[i]) for i < n; x and y may be the same ----

void vm_exp_array_f32(const float *x, float *y, size_t n);
void vm_exp_array_f64(const double *x, double *y, size_t n);
void vm_expm1_array_f32(const float *x, float *y, size_t n);
void vm_expm1_array_f64(const double *x, double *y, size_t n);
void vm_log_array_f32(const float *x, float *y, size_t n);
void vm_log_array_f64(const double *x, double *y, size_t n);
void vm_log1p_array_f32(const float *x, float *y, size_t n);
void vm_log1p_array_f64(const double *x, double *y, size_t n);
void vm_tanh_array_f32(const float *x, float *y, size_t n);
void vm_tanh_array_f64(const double *x, double *y, size_t n);
void vm_sigmoid_array_f32(const float *x, float *y, size_t n);
void vm_sigmoid_array_f64(const double *x, double *y, size_t n);
void vm_softplus_array_f32(const float *x, float *y, size_t n);
void vm_softplus_array_f64(const double *x, double *y, size_t n);
void vm_sech2_array_f32(const float *x, float *y, size_t n);
void vm_sech2_array_f64(const double *x, double *y, size_t n);
void vm_sin_array_f32(const float *x, float *y, size_t n);
void vm_sin_array_f64(const double *x, double *y, size_t n);
void vm_cos_array_f32(const float *x, float *y, size_t n);
void vm_cos_array_f64(const double *x, double *y, size_t n);

#endif
