#include "frame_measures.h"

#include <math.h>
#include <vector_math_common.h>

#define FRAME_MEASURES(type, suffix)                                                               \
  VM_CLONES void column_magnitudes_##suffix(size_t k, size_t n, const type *z, type *magnitudes) { \
    for (size_t j = 0; j < n; j++) magnitudes[j] = 0;                                              \
    for (size_t i = 0; i < k; i++) {                                                               \
      const type *row = z + i * n;                                                                 \
      for (size_t j = 0; j < n; j++) {                                                             \
        type a = row[j] < 0 ? -row[j] : row[j];                                                    \
        magnitudes[j] = a > magnitudes[j] ? a : magnitudes[j];                                     \
      }                                                                                            \
    }                                                                                              \
  }                                                                                                \
  VM_CLONES type weighted_magnitude_##suffix(size_t n, const type *q, const type *weights) {       \
    type sums[16] = {0};                                                                           \
    size_t j = 0;                                                                                  \
    for (; j + 16 <= n; j += 16)                                                                   \
      for (size_t l = 0; l < 16; l++) {                                                            \
        type a = q[j + l] < 0 ? -q[j + l] : q[j + l];                                              \
        sums[l] += a * weights[j + l];                                                             \
      }                                                                                            \
    type sum = 0;                                                                                  \
    for (; j < n; j++) sum += (q[j] < 0 ? -q[j] : q[j]) * weights[j];                              \
    for (size_t l = 0; l < 16; l++) sum += sums[l];                                                \
    return sum;                                                                                    \
  }

FRAME_MEASURES(float, f32)
FRAME_MEASURES(double, f64)
