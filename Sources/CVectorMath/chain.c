#include "chain.h"

#include <math.h>
#include <string.h>

#include "vector_math.h"

// Rare enough for the library's scalar one.
#define vm_erfc_f32 erfcf
#define vm_erfc_f64 erfc

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

enum { CVM_MAXIMUM_REGISTERS = 128 };

// The forms of an operation over tiles: a carried operand, and whether b is one number for the whole row.
enum { CARRIED_A = 1, CARRIED_B = 2, CARRIED_C = 3, UNIFORM_B = 4, FORMS = 8 };

// Whether an operation takes only what a processor does on whole vectors.
static inline int cvm_is_arithmetic(int32_t operation) {
  return operation <= CVM_AFFINE || (operation >= CVM_SQUARE_ROOT && operation < CVM_SOFTPLUS_AND_SIGMOID);
}

// Whether it has a second operand.
static inline int cvm_reads_b(int32_t operation) { return operation >= CVM_ADD; }

// Whether its first two operands may change places.
static inline int cvm_commutes(int32_t operation) {
  return operation == CVM_ADD || operation == CVM_MULTIPLY || operation == CVM_ADD3 || operation == CVM_MULTIPLY_ADD;
}

#define REAL float
#define NAME(x) JOIN(x, _f32)
#define MATH(x) JOIN(JOIN(vm_, x), _f32)
#define SQUARE_ROOT sqrtf
#include "tiles.inc"
#include "chain.inc"
#undef REAL
#undef NAME
#undef MATH
#undef SQUARE_ROOT

#define REAL double
#define NAME(x) JOIN(x, _f64)
#define MATH(x) JOIN(JOIN(vm_, x), _f64)
#define SQUARE_ROOT sqrt
#include "tiles.inc"
#include "chain.inc"
