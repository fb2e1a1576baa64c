// Prints the table that a runtime of 3.14 or newer begins with, from CPython's headers alone; so the tables of builds
// that cannot be had are known:
//
//   cc -DPy_GIL_DISABLED=1 -I$headers -I$headers/internal offsets.c && ./a.out > ../fixtures/offsets-3.14t.txt
#define Py_BUILD_CORE 1
#include <Python.h>
#include <internal/pycore_debug_offsets.h>
#include <internal/pycore_genobject.h>
#include <internal/pycore_interp.h>
#include <internal/pycore_interpframe.h>
#include <internal/pycore_runtime.h>

int main(void) {
  const struct _Py_DebugOffsets table = _Py_DebugOffsets_INIT(_Py_Debug_Cookie);
  const unsigned long long* words = (const void*)&table;
  for (size_t i = 1; i < sizeof table / sizeof *words; i++) printf("%llu\n", words[i]);
}
