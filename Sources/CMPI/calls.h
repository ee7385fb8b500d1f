// The calls of one binary interface, compiled once for each: whoever includes this has declared, as that interface has them,
// the types `MPI_Comm`, `MPI_Datatype`, `MPI_Errhandler`, `MPI_Request`, `MPI_Message` and `MPI_Status`, and the values
// `WORLD`, `BYTE`, `ERRORS_RETURN`, `STATUS_IGNORE`, `ANY_SOURCE`, `ANY_TAG`, `THREAD_FUNNELED`, `INTERFACE`,
// `PROC_FAILED` and `PROC_FAILED_PENDING` (0 where there are none).
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>
#include "table.h"

_Static_assert(sizeof(MPI_Request) <= sizeof(uint64_t), "a request fits");
_Static_assert(sizeof(MPI_Message) <= sizeof(uint64_t), "a message fits");

// Each call: what it returns is always a code.
#define CALLS(call)                                                                            \
  call(Initialized, (int *))                                                                   \
  call(Init_thread, (int *, char ***, int, int *))                                             \
  call(Finalize, (void))                                                                       \
  call(Abort, (MPI_Comm, int))                                                                 \
  call(Comm_set_errhandler, (MPI_Comm, MPI_Errhandler))                                        \
  call(Comm_rank, (MPI_Comm, int *))                                                           \
  call(Comm_size, (MPI_Comm, int *))                                                           \
  call(Send, (const void *, int, MPI_Datatype, int, int, MPI_Comm))                            \
  call(Isend, (const void *, int, MPI_Datatype, int, int, MPI_Comm, MPI_Request *))            \
  call(Test, (MPI_Request *, int *, MPI_Status *))                                             \
  call(Improbe, (int, int, MPI_Comm, int *, MPI_Message *, MPI_Status *))                      \
  call(Imrecv, (void *, int, MPI_Datatype, MPI_Message *, MPI_Request *))                      \
  call(Get_count, (const MPI_Status *, MPI_Datatype, int *))                                   \
  call(Error_class, (int, int *))                                                              \
  call(Error_string, (int, char *, int *))                                                     \
  call(Get_library_version, (char *, int *))

#define DECLARE(name, arguments) static int(*name) arguments;
CALLS(DECLARE)

/// Not of the standard; NULL where the library lacks it.
static int (*acknowledge)(MPI_Comm);

static int is_started(int *isStarted) { return Initialized(isStarted); }

static int start(void) {
  int provided;
  return Init_thread(NULL, NULL, THREAD_FUNNELED, &provided);
}

static int finalize(void) { return Finalize(); }
static int abort_all(int code) { return Abort(WORLD, code); }
static int return_errors(void) { return Comm_set_errhandler(WORLD, ERRORS_RETURN); }
static int rank(int *rank) { return Comm_rank(WORLD, rank); }
static int size(int *size) { return Comm_size(WORLD, size); }

static int send_bytes(const void *bytes, int count, int destination, int tag) {
  return Send(bytes, count, BYTE, destination, tag, WORLD);
}

static int start_send(const void *bytes, int count, int destination, int tag,
                      cmpi_request *request) {
  MPI_Request handle;
  int code = Isend(bytes, count, BYTE, destination, tag, WORLD, &handle);
  memcpy(&request->handle, &handle, sizeof handle);
  return code;
}

static int test(cmpi_request *request, int *isDone) {
  MPI_Request handle;
  memcpy(&handle, &request->handle, sizeof handle);
  int code = Test(&handle, isDone, STATUS_IGNORE);
  memcpy(&request->handle, &handle, sizeof handle);
  return code;
}

static int find(int *isFound, cmpi_message *message) {
  MPI_Status status;
  MPI_Message handle;
  int code = Improbe(ANY_SOURCE, ANY_TAG, WORLD, isFound, &handle, &status);
  if (code != 0 || !*isFound) return code;
  memcpy(&message->handle, &handle, sizeof handle);
  message->source = status.MPI_SOURCE;
  message->tag = status.MPI_TAG;
  return Get_count(&status, BYTE, &message->count);
}

static int start_receive(void *bytes, cmpi_message *message, cmpi_request *request) {
  MPI_Message handle;
  MPI_Request transfer;
  memcpy(&handle, &message->handle, sizeof handle);
  int code = Imrecv(bytes, message->count, BYTE, &handle, &transfer);
  memcpy(&message->handle, &handle, sizeof handle);
  memcpy(&request->handle, &transfer, sizeof transfer);
  return code;
}

static int is_process_loss(int code) {
  if (PROC_FAILED == 0 || acknowledge == NULL || code == 0) return 0;
  int class = 0;
  Error_class(code, &class);
  return class == PROC_FAILED || class == PROC_FAILED_PENDING;
}

static int acknowledge_losses(void) { return acknowledge ? acknowledge(WORLD) : 0; }

static int error_text(int code, char *text, int *length) {
  return Error_string(code, text, length);
}

static int library_version(char *text, int *length) { return Get_library_version(text, length); }

static const cmpi_table table = {
    INTERFACE, is_started,    start,           finalize,           abort_all,  return_errors,
    rank,      size,          send_bytes,      start_send,         test,       find,
    start_receive, is_process_loss, acknowledge_losses, error_text, library_version};

/// Looks all calls up.
static const cmpi_table *bind(void *library, const char **missing) {
#define LOOK_UP(name, arguments)                                                               \
  *(void **)&name = dlsym(library, "MPI_" #name);                                              \
  if (name == NULL) {                                                                          \
    *missing = "MPI_" #name;                                                                   \
    return NULL;                                                                               \
  }
  CALLS(LOOK_UP)
  *(void **)&acknowledge = dlsym(library, "MPIX_Comm_failure_ack");
  return &table;
}
