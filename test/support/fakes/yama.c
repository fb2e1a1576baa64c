/* What Yama answers to process_vm_readv, for programs that are run with this in front of libc. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define PTRACE_BIT 19

static unsigned long long field(long pid, const char *name, int base) {
  char path[64], line[256];
  unsigned long long value = 0;
  snprintf(path, sizeof path, "/proc/%ld/status", pid);
  FILE *file = fopen(path, "r");
  if (file == NULL) return 0;
  while (fgets(line, sizeof line, file) != NULL) {
    if (strncmp(line, name, strlen(name)) == 0) sscanf(line + strlen(name), base == 16 ? ":\t%llx" : ":\t%llu", &value);
  }
  fclose(file);
  return value;
}

static int is_descendant(long pid) {
  for (; pid > 1; pid = (long)field(pid, "PPid", 10)) {
    if ((long)field(pid, "Tgid", 10) == getpid()) return 1;
  }
  return 0;
}

static int may_read(long pid) {
  int scope = 0;
  FILE *file = fopen("/proc/sys/kernel/yama/ptrace_scope", "r");
  if (file != NULL) {
    if (fscanf(file, "%d", &scope) != 1) scope = 0;
    fclose(file);
  }
  if (scope == 0 || (long)field(pid, "Tgid", 10) == getpid()) return 1;
  if (scope == 3) return 0;
  if ((field(getpid(), "CapEff", 16) >> PTRACE_BIT) & 1) return 1;
  return scope == 1 && is_descendant(pid);
}

ssize_t process_vm_readv(pid_t pid, const struct iovec *local, unsigned long locals, const struct iovec *remote,
                         unsigned long remotes, unsigned long flags) {
  if (may_read(pid)) return syscall(SYS_process_vm_readv, pid, local, locals, remote, remotes, flags);
  errno = EPERM;
  return -1;
}
