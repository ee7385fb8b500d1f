// One update of a flat vector of parameters, in place: the loops of torch.optim's rules, for float and double.
#ifndef OPTIMIZERS_H
#define OPTIMIZERS_H

#include <stddef.h>

/// What an update's rule multiplies by; each rule reads what it names.
typedef struct {
  double rate;       ///< Learning rate, bias correction included.
  double decay;      ///< Times the parameter, added to its derivative: d = g + decay p.
  double shrinkage;  ///< Of the parameter before the step.
  double kept;       ///< Of the first moment or velocity.
  double added;      ///< Of the derivative, to the first moment.
  double kept_square, added_square;  ///< The same of the second moment.
  double root;       ///< Square root of the second moment's bias correction.
  double epsilon;    ///< Added to the root mean square.
} vm_update;

/// A rule: n parameters, n derivatives and the rule's state, of float or double alike. They must not overlap.
typedef void vm_rule(size_t n, void *parameters, const void *gradient, void *state, vm_update by);

/// p -= rate d.
vm_rule vm_descend_f32, vm_descend_f64;
/// v = kept v + d, p -= rate v; state v.
vm_rule vm_momentum_f32, vm_momentum_f64;
/// v = kept v + d, p -= rate (d + kept v); state v.
vm_rule vm_nesterov_f32, vm_nesterov_f64;
/// v = kept_square v + added_square d^2, p -= rate d / (sqrt v + epsilon); state v.
vm_rule vm_rmsprop_f32, vm_rmsprop_f64;
/// m += added (d - m), v = kept_square v + added_square d^2,
/// p = shrinkage p - rate m / (sqrt v / root + epsilon); state m, then v.
vm_rule vm_adam_f32, vm_adam_f64;

/// The sum of the squares of n numbers, in double precision.
double vm_sum_of_squares_f32(size_t n, const void *x);
double vm_sum_of_squares_f64(size_t n, const void *x);

#endif
