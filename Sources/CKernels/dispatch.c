#include "CKernels.h"
const char *ck_isa_name(void) { return "portable"; }
