// What the elementary functions of vector_math.h stand on.
#ifndef VECTOR_MATH_COMMON_H
#define VECTOR_MATH_COMMON_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__)
/// Compiles a function for AVX-512, AVX2 and plain x86-64; the loader picks one.
#define VM_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VM_CLONES
#endif
#define VM_INLINE static inline __attribute__((always_inline))

#endif
