// OpenBLAS for Swift: <cblas.h>, plus the LAPACK routines that we call (Debian's build has no LAPACKE).
//
// LAPACK is Fortran: everything by address, matrices column-major, and the length of each character argument
// as a hidden last argument.
#pragma once
#include <cblas.h>
#include <stddef.h>

// Householder QR: factorisation and explicit Q.
void sgeqrf_(const blasint *m, const blasint *n, float *a, const blasint *lda, float *tau,
             float *work, const blasint *lwork, blasint *info);
void dgeqrf_(const blasint *m, const blasint *n, double *a, const blasint *lda, double *tau,
             double *work, const blasint *lwork, blasint *info);
void sorgqr_(const blasint *m, const blasint *n, const blasint *k, float *a, const blasint *lda,
             const float *tau, float *work, const blasint *lwork, blasint *info);
void dorgqr_(const blasint *m, const blasint *n, const blasint *k, double *a, const blasint *lda,
             const double *tau, double *work, const blasint *lwork, blasint *info);

// Cholesky factorisation and the inverse of a triangle.
void spotrf_(const char *uplo, const blasint *n, float *a, const blasint *lda, blasint *info,
             size_t uploLength);
void dpotrf_(const char *uplo, const blasint *n, double *a, const blasint *lda, blasint *info,
             size_t uploLength);
void strtri_(const char *uplo, const char *diag, const blasint *n, float *a, const blasint *lda,
             blasint *info, size_t uploLength, size_t diagLength);
void dtrtri_(const char *uplo, const char *diag, const blasint *n, double *a, const blasint *lda,
             blasint *info, size_t uploLength, size_t diagLength);

// LU factorisation.
void sgetrf_(const blasint *m, const blasint *n, float *a, const blasint *lda, blasint *pivots,
             blasint *info);
void dgetrf_(const blasint *m, const blasint *n, double *a, const blasint *lda, blasint *pivots,
             blasint *info);

// Eigenvalues and vectors of a symmetric matrix (divide and conquer).
void ssyevd_(const char *jobz, const char *uplo, const blasint *n, float *a, const blasint *lda,
             float *w, float *work, const blasint *lwork, blasint *iwork, const blasint *liwork,
             blasint *info, size_t jobzLength, size_t uploLength);
void dsyevd_(const char *jobz, const char *uplo, const blasint *n, double *a, const blasint *lda,
             double *w, double *work, const blasint *lwork, blasint *iwork, const blasint *liwork,
             blasint *info, size_t jobzLength, size_t uploLength);

// Singular values (divide and conquer).
void sgesdd_(const char *jobz, const blasint *m, const blasint *n, float *a, const blasint *lda,
             float *s, float *u, const blasint *ldu, float *vt, const blasint *ldvt, float *work,
             const blasint *lwork, blasint *iwork, blasint *info, size_t jobzLength);
void dgesdd_(const char *jobz, const blasint *m, const blasint *n, double *a, const blasint *lda,
             double *s, double *u, const blasint *ldu, double *vt, const blasint *ldvt,
             double *work, const blasint *lwork, blasint *iwork, blasint *info,
             size_t jobzLength);

// Eigenvalues of a general matrix.
void sgeev_(const char *jobvl, const char *jobvr, const blasint *n, float *a, const blasint *lda,
            float *wr, float *wi, float *vl, const blasint *ldvl, float *vr, const blasint *ldvr,
            float *work, const blasint *lwork, blasint *info, size_t jobvlLength,
            size_t jobvrLength);
void dgeev_(const char *jobvl, const char *jobvr, const blasint *n, double *a, const blasint *lda,
            double *wr, double *wi, double *vl, const blasint *ldvl, double *vr,
            const blasint *ldvr, double *work, const blasint *lwork, blasint *info,
            size_t jobvlLength, size_t jobvrLength);

// Schur form of a general matrix.
void dgees_(const char *jobvs, const char *sort,
            blasint (*select)(const double *real, const double *imaginary), const blasint *n,
            double *a, const blasint *lda, blasint *sdim, double *wr, double *wi, double *vs,
            const blasint *ldvs, double *work, const blasint *lwork, blasint *bwork, blasint *info,
            size_t jobvsLength, size_t sortLength);

/// Bits of the widest vectors that this CPU and its operating system offer.
static inline int openblas_shim_vector_width(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) return 512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return 256;
#endif
  return 128;
}
