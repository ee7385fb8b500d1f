// Matrix products of the shapes of training, for which a BLAS is a tenth to a third slower than the
// processor allows: it packs its operands at every call, or reads them with strides. Here operands
// are read where they lie; or the right one is packed once for many products, as a recurrent weight
// is for all steps.
//
// Sums go over k in ascending order, by fused multiply-add where the processor has it: an element's
// bits depend on its row of A and its column of B alone, not on the width of vectors.
#ifndef MATRIX_PRODUCT_H
#define MATRIX_PRODUCT_H

#include <stdbool.h>
#include <stddef.h>

/// C = alpha op(A) B + beta C, with op(A) m x k, where it lies or transposed; with beta = 0, C is not
/// read. Sums are taken in runs of 64 terms. At its best while C stays in a second-level cache.
void matrix_product_f32(bool transpose_a, size_t m, size_t n, size_t k, float alpha, const float *a,
                        size_t lda, const float *b, size_t ldb, float beta, float *c, size_t ldc);
void matrix_product_f64(bool transpose_a, size_t m, size_t n, size_t k, double alpha,
                        const double *a, size_t lda, const double *b, size_t ldb, double beta,
                        double *c, size_t ldc);

/// How many elements a packed k x n matrix takes: its columns are filled up to whole panels.
size_t packed_count_f32(size_t k, size_t n);
size_t packed_count_f64(size_t k, size_t n);

/// Packs B, k x n, or stored as its transpose, n x k.
void pack_f32(bool transposed, size_t k, size_t n, const float *b, size_t ldb, float *packed);
void pack_f64(bool transposed, size_t k, size_t n, const double *b, size_t ldb, double *packed);

/// C = A B, with A m x k and B packed; each sum in one run.
void packed_product_f32(size_t m, size_t n, size_t k, const float *a, size_t lda,
                        const float *packed, float *c, size_t ldc);
void packed_product_f64(size_t m, size_t n, size_t k, const double *a, size_t lda,
                        const double *packed, double *c, size_t ldc);

#endif
