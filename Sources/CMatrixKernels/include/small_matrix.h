// The inverse of a small matrix's Cholesky factor, vectorised along rows.
#ifndef SMALL_MATRIX_H
#define SMALL_MATRIX_H

#include <stddef.h>

/// The largest order taken.
enum { small_matrix_limit = 64 };

/// X = L^-1, where G = L L^T is n x n, n <= 64; matrices are row-major with their leading dimensions.
///
/// Reads the lower triangle of g; writes that of x, with zeros above it, and L's diagonal.
/// Stops before the first row whose L_ii^2 is not above least[i] (>= 0), as is any NaN. Returns how
/// many rows it took: so many rows of x and elements of the diagonal are then defined.
size_t small_cholesky_inverse_f32(size_t n, const float *g, size_t ldg, const float *least,
                                  float *x, size_t ldx, float *diagonal);
size_t small_cholesky_inverse_f64(size_t n, const double *g, size_t ldg, const double *least,
                                  double *x, size_t ldx, double *diagonal);

#endif
