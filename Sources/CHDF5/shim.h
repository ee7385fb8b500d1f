// HDF5 for Swift: <hdf5.h>, plus an accessor for each macro that Swift cannot import.
#pragma once
#include <hdf5.h>
#include <hdf5_hl.h>

static inline hid_t ch5_native_uint8(void) { return H5T_NATIVE_UINT8; }
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
static inline hid_t ch5_group_creation(void) { return H5P_GROUP_CREATE; }
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

// Whether what a link leads to lies in the same file under no other name: a hard link.
static inline int ch5_is_hard_link(hid_t group, const char *_Nonnull name) {
  H5L_info_t info;
  if (H5Lget_info(group, name, &info, H5P_DEFAULT) < 0) return -1;
  return info.type == H5L_TYPE_HARD;
}

// HDF5's own file locks, as far as the file system has any; HDF5_USE_FILE_LOCKING overrules both.
static inline herr_t ch5_file_locks(hid_t access, int are_used) {
#if H5_VERSION_GE(1, 10, 7)
  return H5Pset_file_locking(access, are_used != 0, 1);
#else
  (void)access;
  (void)are_used;
  return 0;
#endif
}

// A file that is in memory alone. The size is a step by which it would grow.
static inline herr_t ch5_in_memory(hid_t access) { return H5Pset_fapl_core(access, 65536, 0); }

// Calls `visit` with the name of each link of a group, in the order of their making where that is known.
typedef void (*ch5_visitor)(const char *_Nullable name, void *_Nullable context);
struct ch5_visit {
  ch5_visitor _Nonnull visitor;
  void *_Nullable context;
};

static inline herr_t ch5_visit_link(
    hid_t group, const char *name, const H5L_info_t *info, void *data) {
  (void)group;
  (void)info;
  struct ch5_visit *visit = (struct ch5_visit *)data;
  visit->visitor(name, visit->context);
  return 0;
}

static inline herr_t ch5_visit_links(
    hid_t object, ch5_visitor _Nonnull visitor, void *_Nullable context) {
  struct ch5_visit visit = {visitor, context};
  hid_t group = H5Gopen2(object, ".", H5P_DEFAULT);
  if (group < 0) return -1;
  unsigned order = 0;
  hid_t creation = H5Gget_create_plist(group);
  if (creation >= 0) {
    H5Pget_link_creation_order(creation, &order);
    H5Pclose(creation);
  }
  // The native order is the index's own: no list of all links is made.
  H5_index_t index = order & H5P_CRT_ORDER_TRACKED ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME;
  herr_t status = H5Literate(group, index, H5_ITER_NATIVE, NULL, ch5_visit_link, &visit);
  H5Gclose(group);
  return status;
}
