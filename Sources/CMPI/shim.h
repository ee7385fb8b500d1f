// MPI for Swift: <mpi.h>, plus a function for each macro that Swift cannot import.
//
// MPI handles are pointers in Open MPI and integers in MPICH. Swift sees them wrapped in structs, so that the same Swift
// compiles against either.
#pragma once
#include <mpi.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <unistd.h>
#if defined(OPEN_MPI) && OMPI_MAJOR_VERSION >= 5
#include <mpi-ext.h>
#endif
#if defined(OMPI_HAVE_MPI_EXT_FTMPI) || defined(MPIX_ERR_PROC_FAILED)
#define CMPI_TELLS_LOSSES
#endif

typedef struct {
  MPI_Comm handle;
} cmpi_communicator;

typedef struct {
  MPI_Request handle;
} cmpi_request;

/// A message that was found but not yet received.
typedef struct {
  MPI_Message handle;
  int source;
  int tag;
  int count;
} cmpi_message;

static inline cmpi_communicator cmpi_world(void) {
  return (cmpi_communicator){MPI_COMM_WORLD};
}

static inline int cmpi_any_source(void) { return MPI_ANY_SOURCE; }
static inline int cmpi_any_tag(void) { return MPI_ANY_TAG; }

static inline int cmpi_start(int *provided) {
  return MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, provided);
}

static inline int cmpi_return_errors(cmpi_communicator communicator) {
  return MPI_Comm_set_errhandler(communicator.handle, MPI_ERRORS_RETURN);
}

static inline int cmpi_rank(cmpi_communicator communicator, int *rank) {
  return MPI_Comm_rank(communicator.handle, rank);
}

static inline int cmpi_size(cmpi_communicator communicator, int *size) {
  return MPI_Comm_size(communicator.handle, size);
}

static inline int cmpi_send(const void *bytes, int count, int destination, int tag,
                            cmpi_communicator communicator) {
  return MPI_Send(bytes, count, MPI_BYTE, destination, tag, communicator.handle);
}

static inline int cmpi_start_send(const void *bytes, int count, int destination, int tag,
                                  cmpi_communicator communicator, cmpi_request *request) {
  return MPI_Isend(bytes, count, MPI_BYTE, destination, tag, communicator.handle,
                   &request->handle);
}

static inline int cmpi_test(cmpi_request *request, int *isDone) {
  return MPI_Test(&request->handle, isDone, MPI_STATUS_IGNORE);
}

/// Finds a message without waiting; `*isFound` says whether there was one, `*message` which.
static inline int cmpi_find(int source, int tag, cmpi_communicator communicator, int *isFound,
                            cmpi_message *message) {
  MPI_Status status;
  int code =
      MPI_Improbe(source, tag, communicator.handle, isFound, &message->handle, &status);
  if (code != MPI_SUCCESS || !*isFound) return code;
  message->source = status.MPI_SOURCE;
  message->tag = status.MPI_TAG;
  return MPI_Get_count(&status, MPI_BYTE, &message->count);
}

static inline int cmpi_start_receive(void *bytes, cmpi_message *message, cmpi_request *request) {
  return MPI_Imrecv(bytes, message->count, MPI_BYTE, &message->handle, &request->handle);
}

static inline int cmpi_abort(cmpi_communicator communicator, int code) {
  return MPI_Abort(communicator.handle, code);
}

/// Splits the process: 0 in the child, which ends with its parent; the child's number in the parent; −1 where it fails.
static inline int cmpi_fork(void) {
  pid_t child = fork();
  if (child == 0) prctl(PR_SET_PDEATHSIG, SIGKILL);
  return child;
}

/// Whether `code` only says that some process is gone (ULFM); never so where MPI has no such notice.
static inline int cmpi_is_process_loss(int code) {
#if defined(CMPI_TELLS_LOSSES)
  int errorClass = MPI_SUCCESS;
  MPI_Error_class(code, &errorClass);
  return errorClass == MPIX_ERR_PROC_FAILED || errorClass == MPIX_ERR_PROC_FAILED_PENDING;
#else
  (void)code;
  return 0;
#endif
}

/// Lets probes on any source go on after a loss (ULFM); nothing elsewhere.
static inline int cmpi_acknowledge_losses(cmpi_communicator communicator) {
#if defined(CMPI_TELLS_LOSSES)
  return MPIX_Comm_failure_ack(communicator.handle);
#else
  (void)communicator;
  return MPI_SUCCESS;
#endif
}
