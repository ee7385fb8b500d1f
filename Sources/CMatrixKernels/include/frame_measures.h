// What rounding can have done to the rows of a frame.
#ifndef FRAME_MEASURES_H
#define FRAME_MEASURES_H

#include <stddef.h>

/// magnitudes[j] = max over i of |z[i n + j]|, for k rows of n.
void column_magnitudes_f32(size_t k, size_t n, const float *z, float *magnitudes);
void column_magnitudes_f64(size_t k, size_t n, const double *z, double *magnitudes);

/// The sum of |q[j]| weights[j], in sixteen sums side by side on every processor.
float weighted_magnitude_f32(size_t n, const float *q, const float *weights);
double weighted_magnitude_f64(size_t n, const double *q, const double *weights);

#endif
