#include "norms.h"

#include "vector_math_common.h"

// Partial sums side by side: one after the other would wait for each addition.
#define VM_SUM_OF_SQUARES(NAME, TYPE)                                              \
  VM_CLONES double NAME(size_t n, const void *numbers) {                           \
    enum { lanes = 32 };                                                           \
    const TYPE *x = numbers;                                                       \
    double sums[lanes] = {0};                                                      \
    size_t i = 0;                                                                  \
    for (; i + lanes <= n; i += lanes)                                             \
      for (size_t l = 0; l < lanes; l++) sums[l] += (double)x[i + l] * (double)x[i + l]; \
    for (size_t l = 0; i < n; i++, l++) sums[l] += (double)x[i] * (double)x[i];    \
    for (size_t half = lanes / 2; half > 0; half /= 2)                             \
      for (size_t l = 0; l < half; l++) sums[l] += sums[l + half];                 \
    return sums[0];                                                                \
  }

VM_SUM_OF_SQUARES(vm_sum_of_squares_f32, float)
VM_SUM_OF_SQUARES(vm_sum_of_squares_f64, double)
