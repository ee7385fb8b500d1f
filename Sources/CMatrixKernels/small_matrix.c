// Gauss-Jordan elimination of a symmetric matrix without square roots on the way.
//
// In row i > j, column c < j holds D^1/2 L^-1 so far (of G = L L^T, D = diag(L)^2) and column c > j
// the Schur complement, which is symmetric; so one update of the whole row serves both, without a
// branch. The rows are scaled at the end.
#include "small_matrix.h"

#include <math.h>
#include <vector_math_common.h>

// Vectors of 64 bytes, which a narrower processor takes in parts.
typedef float vector_f32 __attribute__((vector_size(64)));
typedef double vector_f64 __attribute__((vector_size(64)));

// `width`, vectors to a row, is a constant where inlined: the pivot row stays in registers.
#define SMALL_ELIMINATE(type, suffix)                                                              \
  VM_INLINE size_t small_eliminate_##suffix(size_t n, size_t width, vector_##suffix *a,            \
                                            const type *least, type *squares) {                    \
    for (size_t j = 0; j < n; j++) {                                                               \
      type *symmetric = (type *)(a + j * width);                                                   \
      type square = symmetric[j];                                                                  \
      if (!(square > least[j])) return j;                                                          \
      squares[j] = square;                                                                         \
      type inverse = 1 / square;                                                                   \
      vector_##suffix pivot[64 / 8];                                                               \
      for (size_t v = 0; v < width; v++) pivot[v] = a[j * width + v];                              \
      for (size_t i = j + 1; i < n; i++) {                                                         \
        vector_##suffix *row = a + i * width;                                                      \
        type factor = symmetric[i] * inverse;                                                      \
        for (size_t v = 0; v < width; v++) row[v] -= factor * pivot[v];                            \
        ((type *)row)[j] = -factor;                                                                \
      }                                                                                            \
      symmetric[j] = 1;                                                                            \
    }                                                                                              \
    return n;                                                                                      \
  }

#define SMALL_CHOLESKY_INVERSE(type, suffix, root)                                                 \
  VM_CLONES size_t small_cholesky_inverse_##suffix(size_t n, const type *g, size_t ldg,            \
                                                   const type *least, type *x, size_t ldx,         \
                                                   type *diagonal) {                               \
    vector_##suffix rows[small_matrix_limit * small_matrix_limit * sizeof(type) / 64];             \
    type *a = (type *)rows;                                                                        \
    size_t width = (n + 15) / 16 * 16;                                                             \
    for (size_t i = 0; i < n; i++) {                                                               \
      for (size_t c = 0; c <= i; c++) a[i * width + c] = g[i * ldg + c];                           \
      for (size_t c = i + 1; c < n; c++) a[i * width + c] = g[c * ldg + i];                        \
      for (size_t c = n; c < width; c++) a[i * width + c] = 0;                                     \
    }                                                                                              \
    const size_t unit = sizeof(type) / 4;                                                          \
    size_t done = width == 16   ? small_eliminate_##suffix(n, 1 * unit, rows, least, diagonal)     \
                  : width == 32 ? small_eliminate_##suffix(n, 2 * unit, rows, least, diagonal)     \
                  : width == 48 ? small_eliminate_##suffix(n, 3 * unit, rows, least, diagonal)     \
                                : small_eliminate_##suffix(n, 4 * unit, rows, least, diagonal);    \
    for (size_t i = 0; i < done; i++) diagonal[i] = root(diagonal[i]);                             \
    for (size_t i = 0; i < done; i++) {                                                            \
      type scale = 1 / diagonal[i];                                                                \
      for (size_t c = 0; c <= i; c++) x[i * ldx + c] = a[i * width + c] * scale;                   \
      for (size_t c = i + 1; c < n; c++) x[i * ldx + c] = 0;                                       \
    }                                                                                              \
    return done;                                                                                   \
  }

SMALL_ELIMINATE(float, f32)
SMALL_ELIMINATE(double, f64)
SMALL_CHOLESKY_INVERSE(float, f32, sqrtf)
SMALL_CHOLESKY_INVERSE(double, f64, sqrt)
