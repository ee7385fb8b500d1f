// Open MPI's binary interface, the same in its versions 4 and 5: handles point to objects, of which the predefined ones are
// symbols of the library.
typedef struct ompi_communicator_t *MPI_Comm;
typedef struct ompi_datatype_t *MPI_Datatype;
typedef struct ompi_errhandler_t *MPI_Errhandler;
typedef struct ompi_request_t *MPI_Request;
typedef struct ompi_message_t *MPI_Message;

typedef struct {
  int MPI_SOURCE;
  int MPI_TAG;
  int MPI_ERROR;
  int cancelled;
  unsigned long count;
} MPI_Status;

static MPI_Comm WORLD;
static MPI_Datatype BYTE;
static MPI_Errhandler ERRORS_RETURN;
#define STATUS_IGNORE ((MPI_Status *)0)
#define ANY_SOURCE (-1)
#define ANY_TAG (-1)
#define THREAD_FUNNELED 1
#define INTERFACE CMPI_OPEN_MPI
#define PROC_FAILED 75
#define PROC_FAILED_PENDING 76
#include "calls.h"

const cmpi_table *cmpi_open_mpi(void *library, const char **missing) {
  WORLD = dlsym(library, "ompi_mpi_comm_world");
  BYTE = dlsym(library, "ompi_mpi_byte");
  ERRORS_RETURN = dlsym(library, "ompi_mpi_errors_return");
  if (WORLD == NULL || BYTE == NULL || ERRORS_RETURN == NULL) {
    *missing = "ompi_mpi_comm_world, ompi_mpi_byte or ompi_mpi_errors_return";
    return NULL;
  }
  return bind(library, missing);
}
