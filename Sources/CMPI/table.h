// What each binary interface of MPI offers to `cmpi.c`.
#pragma once
#include "CMPI.h"

typedef struct {
  cmpi_interface interface;
  int (*is_started)(int *);
  int (*start)(void);
  int (*finalize)(void);
  int (*abort)(int);
  int (*return_errors)(void);
  int (*rank)(int *);
  int (*size)(int *);
  int (*send)(const void *, int, int, int);
  int (*start_send)(const void *, int, int, int, cmpi_request *);
  int (*test)(cmpi_request *, int *);
  int (*find)(int *, cmpi_message *);
  int (*start_receive)(void *, cmpi_message *, cmpi_request *);
  int (*is_process_loss)(int);
  int (*acknowledge_losses)(void);
  int (*error_text)(int, char *, int *);
  int (*library_version)(char *, int *);
} cmpi_table;

/// The table of a loaded library; NULL where it lacks a call, which `*missing` then names.
const cmpi_table *cmpi_open_mpi(void *library, const char **missing);
const cmpi_table *cmpi_mpich(void *library, const char **missing);
const cmpi_table *cmpi_standard(void *library, const char **missing);
