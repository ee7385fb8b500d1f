#include "optimizers.h"

#include "vector_math.h"

// A rule for one element type: BODY has the parameter p[i], its derivative d, and state.
#define VM_RULE(NAME, TYPE, SETUP, BODY)                                                          \
  VM_CLONES void NAME(size_t n, void *parameters, const void *gradient, void *state,              \
                      vm_update by) {                                                             \
    typedef TYPE real;                                                                            \
    real *restrict p = parameters;                                                                \
    const real *restrict g = gradient;                                                            \
    real *restrict first = state;                                                                 \
    const real rate = (real)by.rate, decay = (real)by.decay;                                      \
    SETUP                                                                                         \
    for (size_t i = 0; i < n; i++) {                                                              \
      const real d = g[i] + decay * p[i];                                                         \
      BODY                                                                                        \
    }                                                                                             \
  }

#define VM_DESCEND_SETUP (void)first;
#define VM_DESCEND p[i] -= rate * d;

#define VM_VELOCITY_SETUP const real kept = (real)by.kept;
#define VM_MOMENTUM              \
  first[i] = kept * first[i] + d; \
  p[i] -= rate * first[i];
#define VM_NESTEROV              \
  first[i] = kept * first[i] + d; \
  p[i] -= rate * (d + kept * first[i]);

#define VM_SQUARE_SETUP                                                                     \
  const real kept_square = (real)by.kept_square, added_square = (real)by.added_square;      \
  const real epsilon = (real)by.epsilon;
#define VM_RMSPROP                                            \
  first[i] = kept_square * first[i] + added_square * d * d;   \
  p[i] -= rate * d / (VM_SQRT(first[i]) + epsilon);

#define VM_ADAM_SETUP                     \
  VM_SQUARE_SETUP                         \
  real *restrict second = first + n;      \
  const real added = (real)by.added;      \
  const real root = (real)by.root;        \
  const real shrinkage = (real)by.shrinkage;
#define VM_ADAM                                                 \
  first[i] += added * (d - first[i]);                           \
  second[i] = kept_square * second[i] + added_square * d * d;   \
  p[i] = shrinkage * p[i] - rate * (first[i] / (VM_SQRT(second[i]) / root + epsilon));

#define VM_SQRT sqrtf
VM_RULE(vm_descend_f32, float, VM_DESCEND_SETUP, VM_DESCEND)
VM_RULE(vm_momentum_f32, float, VM_VELOCITY_SETUP, VM_MOMENTUM)
VM_RULE(vm_nesterov_f32, float, VM_VELOCITY_SETUP, VM_NESTEROV)
VM_RULE(vm_rmsprop_f32, float, VM_SQUARE_SETUP, VM_RMSPROP)
VM_RULE(vm_adam_f32, float, VM_ADAM_SETUP, VM_ADAM)
#undef VM_SQRT

#define VM_SQRT sqrt
VM_RULE(vm_descend_f64, double, VM_DESCEND_SETUP, VM_DESCEND)
VM_RULE(vm_momentum_f64, double, VM_VELOCITY_SETUP, VM_MOMENTUM)
VM_RULE(vm_nesterov_f64, double, VM_VELOCITY_SETUP, VM_NESTEROV)
VM_RULE(vm_rmsprop_f64, double, VM_SQUARE_SETUP, VM_RMSPROP)
VM_RULE(vm_adam_f64, double, VM_ADAM_SETUP, VM_ADAM)
#undef VM_SQRT

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
