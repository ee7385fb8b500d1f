// Preloaded, it stands for an HDF5 library whose clean-up at the end of a process meets what a damaged file has spoilt.
#include <stdlib.h>

void H5_term_library(void) { abort(); }
