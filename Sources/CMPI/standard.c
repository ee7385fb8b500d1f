// The standard ABI (MPI 5.0, chapter 20 and appendix A): handles are small integers in pointers' clothes.
typedef struct MPI_ABI_Comm *MPI_Comm;
typedef struct MPI_ABI_Datatype *MPI_Datatype;
typedef struct MPI_ABI_Errhandler *MPI_Errhandler;
typedef struct MPI_ABI_Request *MPI_Request;
typedef struct MPI_ABI_Message *MPI_Message;

typedef struct {
  int MPI_SOURCE;
  int MPI_TAG;
  int MPI_ERROR;
  int internal[5];
} MPI_Status;

#define WORLD ((MPI_Comm)0x101)
#define BYTE ((MPI_Datatype)0x247)
#define ERRORS_RETURN ((MPI_Errhandler)0x143)
#define STATUS_IGNORE ((MPI_Status *)0)
#define ANY_SOURCE (-1)
#define ANY_TAG (-2)
#define THREAD_FUNNELED 1024
#define INTERFACE CMPI_STANDARD
#define PROC_FAILED 0
#define PROC_FAILED_PENDING 0
#include "calls.h"

const cmpi_table *cmpi_standard(void *library, const char **missing) {
  return bind(library, missing);
}
