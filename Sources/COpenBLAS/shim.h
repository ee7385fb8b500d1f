// OpenBLAS for Swift: <cblas.h>, plus the LAPACK routines that we call (Debian's build has no LAPACKE).
#pragma once
#include <cblas.h>
