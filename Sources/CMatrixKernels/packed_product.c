// The inner kernel of Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008): B lies in panels
// of 128 bytes' columns that are read straight through; a tile of C, some rows by two vectors, stays in registers
// meanwhile. A is small enough to be read where it lies.
#include "packed_product.h"

#include <string.h>

enum {
  panel_bytes = 128,
  // Of A and C, so that they stay in a second-level cache while the panels pass.
  rows_at_once = 64,
};

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
#define PANEL (panel_bytes / sizeof(REAL))

#define REAL float
#define NAME(x) JOIN(x, _f32)
#include "packing.inc"
#undef REAL
#undef NAME

#define REAL double
#define NAME(x) JOIN(x, _f64)
#include "packing.inc"
#undef REAL
#undef NAME
