// The inner kernel of Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008): a tile of C,
// some rows by two vectors, stays in registers while rows of B pass; A's elements are broadcast from where they lie.
#include "matrix_product.h"

#include <string.h>

enum {
  // Columns of a packed matrix that lie together, row after row.
  panel_bytes = 128,
  // Of A and C, so that they stay in a second-level cache while panels pass.
  rows_at_once = 64,
  // Terms of a sum, so that the rows of B that they take stay in a cache while A's pass.
  run_length = 64,
};

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
#define PANEL (panel_bytes / sizeof(REAL))

#define REAL float
#define NAME(x) JOIN(x, _f32)
#include "products.inc"
#undef REAL
#undef NAME

#define REAL double
#define NAME(x) JOIN(x, _f64)
#include "products.inc"
#undef REAL
#undef NAME
