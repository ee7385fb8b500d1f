// The elementary functions over arrays.
#include "vector_math.h"

#define VM_ARRAY(function, type, suffix)                                            \
  VM_CLONES void vm_##function##_array_##suffix(const type *x, type *y, size_t n) { \
    for (size_t i = 0; i < n; i++) y[i] = vm_##function##_##suffix(x[i]);           \
  }
#define VM_ARRAYS(function)      \
  VM_ARRAY(function, float, f32) \
  VM_ARRAY(function, double, f64)

VM_ARRAYS(exp)
VM_ARRAYS(expm1)
VM_ARRAYS(log)
VM_ARRAYS(log1p)
VM_ARRAYS(tanh)
VM_ARRAYS(sigmoid)
VM_ARRAYS(softplus)
VM_ARRAYS(sech2)
VM_ARRAYS(sin)
VM_ARRAYS(cos)
