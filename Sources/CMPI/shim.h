// MPI for Swift: <mpi.h>, plus an accessor for each macro that Swift cannot import.
#pragma once
#include <mpi.h>

static inline MPI_Comm _Nonnull cmpi_comm_world(void) { return MPI_COMM_WORLD; }
