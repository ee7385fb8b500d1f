// The elementary functions of vector_math.h for double.
#ifndef VECTOR_MATH_F64_H
#define VECTOR_MATH_F64_H

#include "vector_math_common.h"

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
VM_INLINE double vm_power_of_two_f64(int64_t n) {
  return vm_from_bits_f64((uint64_t)(n + 1023) << 52);
}

/// Splits x into n ln 2 + r, |r| <= (ln 2)/2, and returns e^r - 1.
VM_INLINE double vm_reduced_expm1_f64(double x, int64_t *n) {
  const double shifter = 0x1.8p52;
  double shifted = x * 0x1.71547652b82fep+0 + shifter;
  double whole = shifted - shifter;
  *n = (int64_t)(vm_bits_f64(shifted) - vm_bits_f64(shifter));
  double r = x - whole * 0x1.62e42fefa38p-1;
  r = r - whole * 0x1.ef35793c7673p-45;
  double p = 0.5 + r * (0.16666666666666671074 + r * (0.041666666666666669814 + r *
      (0.0083333333333260249508 + r * (0.0013888888888883669627 + r *
      (0.00019841269875205076848 + r * (2.480158732582228205e-5 + r *
      (2.7557254913486702019e-6 + r * (2.7557273295539724343e-7 + r *
      (2.5105419192016336433e-8 + r * 2.0914831351380410561e-9)))))))));
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
  // Half of 2^n, which may overflow where the result does not.
  double half = vm_power_of_two_f64(n - 1);
  return 2 * (half * q + (half - (double)0.5));
}

/// log((1 + f) 2^e), for 1 + f in [sqrt(1/2), sqrt(2)], as 2 artanh(f / (2 + f)) with f split off.
VM_INLINE double vm_log_reduced_f64(double f, double e) {
  double s = f / (2 + f);
  double z = s * s;
  double p = 0.66666666666666666463 + z * (0.40000000000000883236 + z *
      (0.28571428570799785031 + z * (0.22222222392581045097 + z * (0.18181795547521136235 + z *
      (0.15386244737621666606 + z * (0.13268638369266823879 + z * 0.1308803485092755383))))));
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
  double unit = vm_power_of_two_f64(e < 1023 ? -e : -1022);
  double y = vm_log_reduced_f64(f + lost * unit, (double)e);
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
  double s = e / (2 + e);  // log(1 + e) = 2 artanh s, s <= 1/3.
  double z = s * s + 1e-300;  // Never subnormal, which would be slow; too little to matter.
  double p = 0.33333333333333333443 + z * (0.19999999999999761253 + z *
      (0.14285714285800049646 + z * (0.11111111099118385279 + z *
      (0.090909099489813571913 + z * (0.076922719824302746434 + z *
      (0.066675893157246279183 + z * (0.0586713953065159873 + z * (0.05422589197440007411 + z *
      (0.037460718977753836504 + z * 0.078152889004614252231)))))))));
  return (x > 0 ? x : 0) + 2 * s * (1 + z * p);
}
/// 1 - tanh^2 x, to full relative accuracy where tanh has saturated.
VM_INLINE double vm_sech2_f64(double x) {
  double e = vm_exp_negative_f64(-2 * fabs(x));
  double d = 1 + e;
  return 4 * e / (d * d);
}

/// Sine and cosine of x less its multiple of pi/2 (in parts of 33 bits), and its last bits.
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
  *sine = r + r * z * (-0.16666666666666666666 + z * (0.0083333333333333314899 + z *
      (-0.00019841269841265060174 + z * (2.7557319219335453429e-6 + z *
      (-2.5052106231157905487e-8 + z *
      (1.6058531414589010757e-10 + z * -7.5866850700912671596e-13))))));
  double fourth = z * z * (0.041666666666666665387 + z * (-0.0013888888888887395746 + z *
      (0.000024801587298763433164 + z * (-2.7557317270560324065e-7 + z *
      (2.0876146024689746601e-9 + z * -1.1382614868556324576e-11)))));
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

#endif
