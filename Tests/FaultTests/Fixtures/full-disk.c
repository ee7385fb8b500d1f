// Preloaded, it makes writes to results files fail, as a full or a broken disk does, while the file named by
// FULL_DISK_WHILE exists; FULL_DISK_ERROR is the errno (28 ENOSPC, 5 EIO, 30 EROFS).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_refused(int descriptor) {
  const char *flag = getenv("FULL_DISK_WHILE");
  if (!flag || access(flag, F_OK) != 0) return 0;
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 3 || strncmp(path + length - 3, ".h5", 3) != 0) return 0;
  errno = atoi(getenv("FULL_DISK_ERROR"));
  return 1;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  static ssize_t (*next)(int, const void *, size_t, off_t);
  if (!next) next = (ssize_t (*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
  return is_refused(descriptor) ? -1 : next(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
  return pwrite(descriptor, bytes, count, offset);
}
