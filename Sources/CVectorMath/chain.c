#include "chain.h"

#include <math.h>
#include <string.h>

#include "vector_math.h"

// Rare enough for the library's scalar one.
#define vm_erfc_f32 erfcf
#define vm_erfc_f64 erfc

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

#define REAL float
#define NAME(x) JOIN(x, _f32)
#define MATH(x) JOIN(JOIN(vm_, x), _f32)
#define SQUARE_ROOT sqrtf
#include "chain.inc"
#undef REAL
#undef NAME
#undef MATH
#undef SQUARE_ROOT

#define REAL double
#define NAME(x) JOIN(x, _f64)
#define MATH(x) JOIN(JOIN(vm_, x), _f64)
#define SQUARE_ROOT sqrt
#include "chain.inc"
