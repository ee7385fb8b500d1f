// Preloaded, it stands for an HDF5 library that fails on what it reads: its H5Dread does what READ_FAULT names.
//
//   crash   reads where nothing is
//   abort   ends as on a failed assertion
//   mute    does so in a process that was started with SIGABRT blocked, as abort() of glibc 2.41 does
//   stack   calls itself until the stack is used up
//   loop    goes round for ever
//   slow    takes 3 s of processor time, and then works
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static volatile int zero;

static int descend(volatile int *above) {
  volatile int here[1024];
  here[0] = *above + 1;
  return descend(here) + here[0];
}

static void work(double seconds) {
  struct timespec begin, now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
  do {
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  } while ((double)(now.tv_sec - begin.tv_sec) + 1e-9 * (double)(now.tv_nsec - begin.tv_nsec) < seconds);
}

static void set_abort_mask(int how) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGABRT);
  sigprocmask(how, &set, NULL);
}

__attribute__((constructor)) static void start(void) {
  const char *fault = getenv("READ_FAULT");
  if (fault && strcmp(fault, "mute") == 0) set_abort_mask(SIG_BLOCK);
}

static void abort_as_of_late(void) {
  raise(SIGABRT);
  signal(SIGABRT, SIG_DFL);
  set_abort_mask(SIG_UNBLOCK);
  raise(SIGABRT);
}

static void fail(const char *fault) {
  if (strcmp(fault, "crash") == 0) zero = *(volatile int *)(uintptr_t)zero;
  if (strcmp(fault, "abort") == 0) abort();
  if (strcmp(fault, "mute") == 0) abort_as_of_late();
  if (strcmp(fault, "stack") == 0) zero = descend(&zero);
  if (strcmp(fault, "loop") == 0) {
    while (zero == 0) continue;
  }
  if (strcmp(fault, "slow") == 0) work(3);
}

int H5Dread(int64_t set, int64_t type, int64_t memory, int64_t file, int64_t properties, void *values) {
  int (*real)(int64_t, int64_t, int64_t, int64_t, int64_t, void *) = dlsym(RTLD_NEXT, "H5Dread");
  const char *fault = getenv("READ_FAULT");
  if (fault) fail(fault);
  return real(set, type, memory, file, properties, values);
}
