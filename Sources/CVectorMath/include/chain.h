// Fused elementwise programs: a chain of steps over registers, run block by block inside the first-level cache.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Where a matrix lies: a slot of the caller's pointer table and a byte offset from there.
typedef struct {
  int64_t slot;
  int64_t offset;
} cvm_reference;

// A matrix that is read, with the broadcast that brings it to the chain's shape.
typedef struct {
  cvm_reference at;
  int64_t row_repeat;  // each of its rows serves this many rows of the chain in a run
  int64_t is_wide;     // 1: as many columns as the chain; 0: one column for all
  int64_t stride;      // elements from one of its rows to the next
} cvm_operand;

// A matrix of the chain's shape that is written.
typedef struct {
  cvm_reference at;
  int64_t stride;  // elements from one of its rows to the next
} cvm_result;

enum {
  CVM_COPY, CVM_AFFINE, CVM_EXP, CVM_EXPM1, CVM_LOG, CVM_TANH, CVM_SECH2, CVM_SIGMOID, CVM_SOFTPLUS,
  CVM_SINE, CVM_COSINE, CVM_ERFC, CVM_SQUARE_ROOT, CVM_RECIPROCAL, CVM_SQUARE, CVM_ABSOLUTE, CVM_SIGN,
  CVM_STEP, CVM_POSITIVE_PART, CVM_ADD, CVM_SUBTRACT, CVM_MULTIPLY, CVM_DIVIDE,
  // Compounds of the above that backward passes are full of.
  CVM_ADD3,                       // a + b + c
  CVM_MULTIPLY_ADD,               // a b + c
  CVM_MULTIPLY_ONE_MINUS_SQUARE,  // a (1 - b^2): through tanh
  CVM_MULTIPLY_LOGISTIC_SLOPE,    // a b (1 - b): through the logistic function
  CVM_ONE_MINUS_SQUARE_ADD,       // a (1 - b^2) + c
  CVM_LOGISTIC_SLOPE_ADD,         // a b (1 - b) + c
  CVM_SOFTPLUS_AND_SIGMOID,       // softplus a to the destination, sigmoid a to the second one: one exponential
};

// destination := operation(a, b, c), elementwise over one block; x and y are the affine's factor and offset.
typedef struct {
  int32_t operation, destination, a, b, c, second;
  int32_t carried;  // which operand is the result of the step before: 1 for a, 2 for b, 3 for c; 0 for none
  int32_t is_kept;  // whether the result is read otherwise than as the next step's carried operand
  double x, y;
} cvm_step;

// Registers 0… are the operands, then come the results, then temporaries.
typedef struct {
  int64_t rows, columns;
  int64_t operand_count, result_count, step_count, register_count;
  int64_t block;  // elements of one register
  const cvm_operand *operands;
  const cvm_result *results;
  const cvm_step *steps;
  void *scratch;  // register_count * block elements
} cvm_chain;

void cvm_run_chain_f32(const cvm_chain *chain, void *const *slots);
void cvm_run_chain_f64(const cvm_chain *chain, void *const *slots);

// y[r x c] := sums of x[rows x columns] over runs of rows/r rows and, where c is 1, over the columns.
void cvm_sum_f32(const float *x, int64_t rows, int64_t columns, float *y, int64_t r, int64_t c);
void cvm_sum_f64(const double *x, int64_t rows, int64_t columns, double *y, int64_t r, int64_t c);

// y[r] := log of the sum of exp over row r.
void cvm_log_sum_exp_f32(const float *x, int64_t rows, int64_t columns, float *y);
void cvm_log_sum_exp_f64(const double *x, int64_t rows, int64_t columns, double *y);
