// HDF5 for Swift: <hdf5.h>, plus an accessor for each macro that Swift cannot import.
#pragma once
#include <hdf5.h>
#include <hdf5_hl.h>

static inline hid_t ch5_native_double(void) { return H5T_NATIVE_DOUBLE; }
