// The binary interface of MPICH and of those that agree with it: handles are integers.
typedef int MPI_Comm;
typedef int MPI_Datatype;
typedef int MPI_Errhandler;
typedef int MPI_Request;
typedef int MPI_Message;

typedef struct {
  int count_low;
  int count_high_and_cancelled;
  int MPI_SOURCE;
  int MPI_TAG;
  int MPI_ERROR;
} MPI_Status;

#define WORLD 0x44000000
#define BYTE 0x4c00010d
#define ERRORS_RETURN 0x54000001
#define STATUS_IGNORE ((MPI_Status *)1)
#define ANY_SOURCE (-2)
#define ANY_TAG (-1)
#define THREAD_FUNNELED 1
#define INTERFACE CMPI_MPICH
#define PROC_FAILED 101
#define PROC_FAILED_PENDING 102
#include "calls.h"

const cmpi_table *cmpi_mpich(void *library, const char **missing) {
  return bind(library, missing);
}
