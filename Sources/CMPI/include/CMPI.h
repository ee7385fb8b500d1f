// MPI for Swift, through whichever library of it a run finds.
//
// MPIs differ in more than their libraries' names: a communicator is a pointer in Open MPI and an integer in MPICH, and a
// status has other fields in each. So nothing here is linked to one of them or needs its header: a library is loaded when
// the program runs, and its calls go through a table of functions that are compiled once for each binary interface.
#pragma once
#include <stdint.h>

typedef enum {
  /// Open MPI 4 and 5.
  CMPI_OPEN_MPI,
  /// MPICH 3.1 and later, Intel MPI, MVAPICH, Cray MPICH, which agree since the MPICH ABI compatibility initiative.
  CMPI_MPICH,
  /// The standard ABI of MPI 5 (`libmpi_abi`).
  CMPI_STANDARD,
} cmpi_interface;

/// A message under way.
typedef struct {
  uint64_t handle;
} cmpi_request;

/// A message that was found but not yet received.
typedef struct {
  uint64_t handle;
  int source;
  int count;
  int tag;
} cmpi_message;

/// Loads a library once and for all.
///
/// - Returns: NULL, or what is wrong, in the loader's words; these hold until the next call.
const char *cmpi_load(const char *library);

/// The file that was loaded, as the loader found it; NULL where none was.
const char *cmpi_library(void);

/// The interface of what was loaded.
cmpi_interface cmpi_loaded_interface(void);

// The rest may be called only once a library is loaded. Each returns MPI's code: 0 where all is well.

int cmpi_is_started(int *isStarted);
int cmpi_start(void);
int cmpi_finalize(void);
int cmpi_abort(int code);
/// Has the errors of the world's calls returned, which are fatal otherwise.
int cmpi_return_errors(void);
int cmpi_rank(int *rank);
int cmpi_size(int *size);

int cmpi_send(const void *bytes, int count, int destination, int tag);
int cmpi_start_send(const void *bytes, int count, int destination, int tag,
                    cmpi_request *request);
int cmpi_test(cmpi_request *request, int *isDone);
/// Finds a message from any process without waiting; `*isFound` says whether there was one, `*message` which.
int cmpi_find(int *isFound, cmpi_message *message);
int cmpi_start_receive(void *bytes, cmpi_message *message, cmpi_request *request);

/// Whether `code` only says that some process is gone (ULFM); never so where MPI has no such notice.
int cmpi_is_process_loss(int code);
/// Lets probes on any source go on after a loss (ULFM); nothing elsewhere.
int cmpi_acknowledge_losses(void);

enum { CMPI_TEXT_CAPACITY = 8192 };
/// What a code means; `text` has room for `CMPI_TEXT_CAPACITY`.
int cmpi_error_text(int code, char *text, int *length);
int cmpi_library_version(char *text, int *length);

/// Splits the process: 0 in the child, which ends with its parent; the child's number in the parent; −1 where it fails.
int cmpi_fork(void);
