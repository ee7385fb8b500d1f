// Attention of a recurrence's step to its past states: softmax of score . tanh(query + key), weights over the states.
#pragma once
#include <stdint.h>

// A past state d steps back lies d - 1 blocks of batch x units before the newest, in the keys and in the values.
typedef struct {
  int64_t batch, units;
  int64_t recent;    // how many of the last states, or -1 for all
  int64_t relevant;  // how many older ones, which the ledger names
  int64_t length;    // steps of the whole recurrence
} cvm_attention;

// What a step reads. A ledger's row: the number of past states; of each recent state, the nearest first, the weights
// that it has had; the distances of the relevant ones, 0 for an empty place; the weights that these had.
typedef struct {
  const void *query, *keys, *values, *score, *ledger;
} cvm_past;

// attended[batch x (units + 1 + weights)]: the context, the log of the weights' sum, and the weights of recent and
// relevant states where there are relevant ones. `scratch`: units, and for each sequence two
// numbers and as many as states may be attended to.
void cvm_attend_f32(const cvm_attention *a, cvm_past past, float *attended, float *scratch);
void cvm_attend_f64(const cvm_attention *a, cvm_past past, double *attended, double *scratch);

// pulled[batch x 4 units]: cotangents of the query, of the score by rows, of the newest key and of the newest state.
// Steps must come from the last to the first; `pending`, ((2 x length + 1) x units + 2) x batch, holds what earlier states
// are due, and scratch.
void cvm_pull_attention_f32(
    const cvm_attention *a, cvm_past past, const float *attended, const float *cotangent, float *pending, float *pulled);
void cvm_pull_attention_f64(
    const cvm_attention *a, cvm_past past, const double *attended, const double *cotangent, double *pending,
    double *pulled);

// The ledger after a step.
void cvm_screen_f32(const cvm_attention *a, const float *attended, const float *ledger, float *next);
void cvm_screen_f64(const cvm_attention *a, const double *attended, const double *ledger, double *next);
