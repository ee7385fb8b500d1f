#include "attention.h"

#include <string.h>

#include "vector_math.h"

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

#define REAL float
#define NAME(x) JOIN(x, _f32)
#define MATH(x) JOIN(JOIN(vm_, x), _f32)
#include "attention.inc"
#undef REAL
#undef NAME
#undef MATH

#define REAL double
#define NAME(x) JOIN(x, _f64)
#define MATH(x) JOIN(JOIN(vm_, x), _f64)
#include "attention.inc"
