#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

// What the new process does before its program; it shares this process's memory until then. Returns only on an error.
static int become(const char *path, char *const *arguments, char *const *environment,
                  const int *streams, pid_t parent) {
  struct sigaction standard = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &standard, NULL);
  if (setpgid(0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
  if (getppid() != parent) return ESRCH;
  for (int stream = 0; stream < 3; stream++)
    if (dup2(streams[stream], stream) < 0) return errno;
  if (close_range(3, ~0U, 0) != 0)
    for (int file = 3; file < 4096; file++) close(file);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execve(path, arguments, environment);
  return errno;
}

int cspawn_start(const char *path, char *const *arguments, char *const *environment,
                 const int *streams, pid_t *identifier) {
  sigset_t all, before;
  sigfillset(&all);
  // A handler of this process must not run in the new one.
  pthread_sigmask(SIG_SETMASK, &all, &before);
  volatile int error = 0;
  pid_t parent = getpid();
  pid_t child = vfork();
  if (child == 0) {
    error = become(path, arguments, environment, streams, parent);
    _exit(127);
  }
  if (child < 0) error = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (child > 0 && error != 0) {
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
  }
  *identifier = child;
  return error;
}

// The file under a number that is none of the three standard ones.
static int above_standard(int file) {
  if (file < 0 || file > 2) return file;
  int higher = fcntl(file, F_DUPFD_CLOEXEC, 3);
  int error = errno;
  close(file);
  errno = error;
  return higher;
}

int cspawn_file(const void *bytes, size_t count) {
  int file = above_standard(memfd_create("input", MFD_CLOEXEC));
  if (file < 0) return -errno;
  for (size_t written = 0; written < count;) {
    ssize_t more = write(file, (const char *)bytes + written, count - written);
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) {
      int error = errno;
      close(file);
      return -error;
    }
    written += (size_t)more;
  }
  lseek(file, 0, SEEK_SET);
  return file;
}

int cspawn_pipe(int *ends) {
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  for (int end = 0; end < 2; end++) ends[end] = above_standard(ends[end]);
  if (ends[0] < 0 || ends[1] < 0) return errno;
  return fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0 ? 0 : errno;
}
