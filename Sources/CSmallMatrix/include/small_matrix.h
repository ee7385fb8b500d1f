// The inverse of a small matrix's Cholesky factor, vectorised along rows.
#ifndef SMALL_MATRIX_H
#define SMALL_MATRIX_H

#include <stddef.h>

/// The largest order taken.
enum { small_matrix_limit = 64 };

/// X = L^-1, where G = L L^T is n x n, n <= 64; matrices are row-major with their leading dimensions.
///
/// Reads the lower triangle of g; writes that of x, with zeros above it, and L's diagonal.
/// Returns 1, or 0 where G is not positive definite to rounding (x and diagonal are then undefined).
int small_cholesky_inverse_f32(size_t n, const float *g, size_t ldg, float *x, size_t ldx,
                               float *diagonal);
int small_cholesky_inverse_f64(size_t n, const double *g, size_t ldg, double *x, size_t ldx,
                               double *diagonal);

#endif
