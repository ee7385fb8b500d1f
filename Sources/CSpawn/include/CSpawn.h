// Calls of Linux that Swift's headers hide or that must be made between fork and exec.
#pragma once
#include <stddef.h>
#include <sys/types.h>

// Starts the program at `path` as the leader of a process group of its own, with the three streams as its standard
// input, output and error, no other open files, and the default handling of signals. The kernel kills it when the
// calling thread ends, so that it does not outlive a process that is killed.
//
// Returns 0, or the number of the error.
int cspawn_start(const char *_Nonnull path, char *_Nullable const *_Nonnull arguments,
                 char *_Nullable const *_Nonnull environment, const int *_Nonnull streams,
                 pid_t *_Nonnull identifier);

// A file in memory that holds `count` bytes and is read from its beginning; its descriptor, or the negative number of
// the error.
int cspawn_file(const void *_Nullable bytes, size_t count);

// A pipe whose ends no other program inherits: `ends[0]` is read, without waiting, `ends[1]` written. Returns 0, or the
// number of the error.
int cspawn_pipe(int *_Nonnull ends);
