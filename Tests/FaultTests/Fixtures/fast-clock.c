// Preloaded, it lets timers of processor time run ten times as fast: what is given up after ten seconds of work is then
// given up after one.
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

static struct timeval tenth(struct timeval time) {
  long long microseconds = (1000000LL * time.tv_sec + time.tv_usec) / 10;
  return (struct timeval){microseconds / 1000000, microseconds % 1000000};
}

int setitimer(__itimer_which_t which, const struct itimerval *value, struct itimerval *earlier) {
  struct itimerval faster = {tenth(value->it_interval), tenth(value->it_value)};
  return (int)syscall(SYS_setitimer, which, &faster, earlier);
}
