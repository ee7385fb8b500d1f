// Counts what a program asks of malloc and its kin, by standing in for them.
#pragma once
#include <stdint.h>

// Requests so far, of all threads.
int64_t allocation_count(void);
