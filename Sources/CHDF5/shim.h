// HDF5 for Swift: <hdf5.h>, plus an accessor for each macro that Swift cannot import.
#pragma once
#include <hdf5.h>
#include <hdf5_hl.h>

static inline hid_t ch5_native_int8(void) { return H5T_NATIVE_INT8; }
static inline hid_t ch5_native_int32(void) { return H5T_NATIVE_INT32; }
static inline hid_t ch5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t ch5_native_uint64(void) { return H5T_NATIVE_UINT64; }
static inline hid_t ch5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t ch5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t ch5_c_string(void) { return H5T_C_S1; }
static inline size_t ch5_variable_length(void) { return H5T_VARIABLE; }

static inline hid_t ch5_default(void) { return H5P_DEFAULT; }
static inline hid_t ch5_all(void) { return H5S_ALL; }
static inline hid_t ch5_error_stack(void) { return H5E_DEFAULT; }
static inline hid_t ch5_file_creation(void) { return H5P_FILE_CREATE; }
static inline hid_t ch5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t ch5_dataset_creation(void) { return H5P_DATASET_CREATE; }

static inline unsigned ch5_new(void) { return H5F_ACC_EXCL; }
static inline unsigned ch5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned ch5_read_write(void) { return H5F_ACC_RDWR; }
static inline unsigned ch5_swmr_read(void) { return H5F_ACC_RDONLY | H5F_ACC_SWMR_READ; }
static inline unsigned ch5_swmr_write(void) { return H5F_ACC_RDWR | H5F_ACC_SWMR_WRITE; }
static inline unsigned ch5_creation_order(void) {
  return H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
}

// Automatic printing of errors is a setting of each thread where the library is thread-safe.
static inline void ch5_print_no_errors(void) {
  static _Thread_local int done = 0;
  if (done) return;
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  done = 1;
}

// File locks are ours to take: HDF5's fail on many cluster file systems and stop readers on others.
static inline herr_t ch5_no_file_locks(hid_t access) {
#if H5_VERSION_GE(1, 10, 7)
  return H5Pset_file_locking(access, 0, 1);
#else
  (void)access;
  return 0;
#endif
}
