// Elementary functions for loops that clang vectorises: branch-free, inlined, in float and double.
//
// Call them in a plain loop of a function marked VM_CLONES, compiled with -O3 -fno-math-errno.
// NaN in gives NaN out; infinities give limits. Method: reduction to a small interval (Cody & Waite
// 1980), then a polynomial interpolated at Chebyshev nodes. Largest errors seen, in units in the
// last place, float and double alike: exp 1, log 1, log1p 1.4, expm1 2, tanh 2.5, sigmoid 2.5,
// softplus 3, sech2 4. Of sin and cos, absolute: 1e-7 and 2e-16 for |x| < 1e5, growing slowly from
// there; within [-1, 1] for every finite x.
#ifndef VECTOR_MATH_H
#define VECTOR_MATH_H

#include <stddef.h>

#include "vector_math_f32.h"
#include "vector_math_f64.h"

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
