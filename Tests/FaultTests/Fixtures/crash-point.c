// Preloaded, it ends the process at the n-th operation that changes a file whose path begins with CRASH_PREFIX: a write,
// a sync, a change of length, a change of name, a removal. SIGKILL, before the operation: nothing is flushed or closed.
//
//   CRASH_AT      n, counted from 1; 0 or unset only counts
//   CRASH_CLOSES  operations count from the k-th call of H5Fclose on; 0 or unset: all
//   CRASH_STOP    it does not end, but stops (SIGSTOP) before every operation, for someone to look at its files
//   CRASH_COUNT   a file where the count is kept (8 bytes), for all processes together
//   CRASH_TORN    only writes across pages of a file count, and are made up to the last page: as a kernel that is told
//                 to kill a process leaves them
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct tally {
  uint64_t operations;
  uint64_t closes;
};

static struct tally own;
static struct tally *tally = &own;
static const char *prefix;
static uint64_t target, closes;
static int is_torn, is_stopping;

static uint64_t number(const char *name) {
  const char *text = getenv(name);
  return text ? strtoull(text, NULL, 10) : 0;
}

__attribute__((constructor)) static void prepare(void) {
  prefix = getenv("CRASH_PREFIX");
  target = number("CRASH_AT");
  closes = number("CRASH_CLOSES");
  is_torn = getenv("CRASH_TORN") != NULL;
  is_stopping = getenv("CRASH_STOP") != NULL;
  const char *path = getenv("CRASH_COUNT");
  int file = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666) : -1;
  if (file < 0) return;
  syscall(SYS_ftruncate, file, (long)sizeof own);
  void *shared = mmap(NULL, sizeof own, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (shared != MAP_FAILED) tally = shared;
  close(file);
}

static int concerns(const char *path) {
  return prefix && path && strncmp(path, prefix, strlen(prefix)) == 0;
}

static int concerns_file(int descriptor) {
  if (!prefix) return 0;
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return concerns(path);
}

static int is_due(void) {
  if (__atomic_load_n(&tally->closes, __ATOMIC_SEQ_CST) < closes) return 0;
  uint64_t number = __atomic_add_fetch(&tally->operations, 1, __ATOMIC_SEQ_CST);
  return is_stopping || number == target;
}

static void end(void) {
  if (is_stopping) {
    raise(SIGSTOP);
    return;
  }
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static void pass(int does_concern) {
  if (does_concern && !is_torn && is_due()) end();
}

// The part of a write that comes before the last page it touches; 0 where it touches one.
static off_t first_part(off_t start, size_t count) {
  off_t last_page = (start + (off_t)count - 1) & ~(off_t)4095;
  return last_page > start ? last_page - start : 0;
}

// A write of `count` bytes at `offset`; -1 where the file's own position counts.
static void pass_write(int descriptor, const void *bytes, size_t count, off_t offset) {
  if (!concerns_file(descriptor)) return;
  off_t start = offset >= 0 ? offset : lseek(descriptor, 0, SEEK_CUR);
  off_t part = first_part(start, count);
  if ((is_torn && part == 0) || !is_due()) return;
  if (is_torn) syscall(SYS_pwrite64, descriptor, bytes, part, start);
  end();
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int descriptor, const void *bytes, size_t count) {
  pass_write(descriptor, bytes, count, -1);
  return NEXT(write)(descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  pass_write(descriptor, bytes, count, offset);
  return NEXT(pwrite)(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
  pass_write(descriptor, bytes, count, offset);
  return NEXT(pwrite64)(descriptor, bytes, count, offset);
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  pass(concerns_file(descriptor));
  return NEXT(writev)(descriptor, parts, count);
}

ssize_t pwritev(int descriptor, const struct iovec *parts, int count, off_t offset) {
  pass(concerns_file(descriptor));
  return NEXT(pwritev)(descriptor, parts, count, offset);
}

int ftruncate(int descriptor, off_t length) {
  pass(concerns_file(descriptor));
  return NEXT(ftruncate)(descriptor, length);
}

int ftruncate64(int descriptor, off64_t length) {
  pass(concerns_file(descriptor));
  return NEXT(ftruncate64)(descriptor, length);
}

int fsync(int descriptor) {
  pass(concerns_file(descriptor));
  return NEXT(fsync)(descriptor);
}

int fdatasync(int descriptor) {
  pass(concerns_file(descriptor));
  return NEXT(fdatasync)(descriptor);
}

int rename(const char *from, const char *to) {
  pass(concerns(from) || concerns(to));
  return NEXT(rename)(from, to);
}

int unlink(const char *path) {
  pass(concerns(path));
  return NEXT(unlink)(path);
}

int mkdir(const char *path, mode_t mode) {
  pass(concerns(path));
  return NEXT(mkdir)(path, mode);
}

int rmdir(const char *path) {
  pass(concerns(path));
  return NEXT(rmdir)(path);
}

// HDF5's, with its identifiers of 64 bits.
int H5Fclose(int64_t file) {
  __atomic_add_fetch(&tally->closes, 1, __ATOMIC_SEQ_CST);
  int (*next)(int64_t) = (int (*)(int64_t))dlsym(RTLD_NEXT, "H5Fclose");
  return next(file);
}
