#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>
#include "table.h"

static const cmpi_table *table;
static char file[4096];

/// Which interface a library has. Names deceive: `libmpi.so.12` has been Open MPI's too, once.
static const cmpi_table *table_of(void *library, const char *name, const char **missing) {
  if (dlsym(library, "ompi_mpi_comm_world")) return cmpi_open_mpi(library, missing);
  const char *last = strrchr(name, '/');
  if (strncmp(last ? last + 1 : name, "libmpi_abi", 10) == 0) {
    return cmpi_standard(library, missing);
  }
  return cmpi_mpich(library, missing);
}

const char *cmpi_load(const char *name) {
  static char words[512];
  if (table != NULL) return NULL;
  // Open MPI's plugins look for its symbols among all that are loaded.
  void *library = dlopen(name, RTLD_NOW | RTLD_GLOBAL);
  if (library == NULL) {
    snprintf(words, sizeof words, "%s", dlerror());
    return words;
  }
  const char *missing = "a call";
  const cmpi_table *found = table_of(library, name, &missing);
  if (found == NULL) {
    snprintf(words, sizeof words, "%s has no %s: it is no MPI 3 or later", name, missing);
    dlclose(library);
    return words;
  }
  struct link_map *map = NULL;
  dlinfo(library, RTLD_DI_LINKMAP, &map);
  snprintf(file, sizeof file, "%s", map != NULL && map->l_name[0] ? map->l_name : name);
  table = found;
  return NULL;
}

const char *cmpi_library(void) { return table == NULL ? NULL : file; }
cmpi_interface cmpi_loaded_interface(void) { return table->interface; }

int cmpi_is_started(int *isStarted) { return table->is_started(isStarted); }
int cmpi_start(void) { return table->start(); }
int cmpi_finalize(void) { return table->finalize(); }
int cmpi_abort(int code) { return table->abort(code); }
int cmpi_return_errors(void) { return table->return_errors(); }
int cmpi_rank(int *rank) { return table->rank(rank); }
int cmpi_size(int *size) { return table->size(size); }

int cmpi_send(const void *bytes, int count, int destination, int tag) {
  return table->send(bytes, count, destination, tag);
}

int cmpi_start_send(const void *bytes, int count, int destination, int tag,
                    cmpi_request *request) {
  return table->start_send(bytes, count, destination, tag, request);
}

int cmpi_test(cmpi_request *request, int *isDone) { return table->test(request, isDone); }
int cmpi_find(int *isFound, cmpi_message *message) { return table->find(isFound, message); }

int cmpi_start_receive(void *bytes, cmpi_message *message, cmpi_request *request) {
  return table->start_receive(bytes, message, request);
}

int cmpi_is_process_loss(int code) { return table->is_process_loss(code); }
int cmpi_acknowledge_losses(void) { return table->acknowledge_losses(); }
int cmpi_error_text(int code, char *text, int *length) {
  return table->error_text(code, text, length);
}
int cmpi_library_version(char *text, int *length) { return table->library_version(text, length); }

int cmpi_fork(void) {
  pid_t child = fork();
  if (child == 0) prctl(PR_SET_PDEATHSIG, SIGKILL);
  return child;
}
