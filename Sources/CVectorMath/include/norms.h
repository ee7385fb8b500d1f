// Sums over flat vectors, for float and double.
#ifndef NORMS_H
#define NORMS_H

#include <stddef.h>

/// The sum of the squares of n numbers, in double precision.
double vm_sum_of_squares_f32(size_t n, const void *x);
double vm_sum_of_squares_f64(size_t n, const void *x);

#endif
