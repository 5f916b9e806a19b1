"""The two system calls that Python does not offer, through ctypes.

Both say False where the system has no such call, so that callers can take the next best way.
"""

import ctypes
import errno
import os
import platform
import sys
from typing import Final

_LIBC: Final = ctypes.CDLL(None, use_errno=True)
_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2  # Linux, linux/fs.h
_RENAME_SWAP: Final = 2  # macOS, sys/stdio.h
_RENAMEAT2: Final = {"x86_64": 316, "aarch64": 276, "riscv64": 276}
"""The call's number, for a C library without the function (musl)."""

# EPERM is what sandboxes of old answer to calls they do not know; a real one strikes again.
_UNSUPPORTED: Final = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}


def exchange(first: str, second: str) -> bool:
    """Swap two folders in one step, or say False where the system or file system cannot.

    Raises:
        OSError: If the system can, but not these two; then nothing has changed.
    """
    a, b = os.fsencode(first), os.fsencode(second)
    if sys.platform == "darwin":
        failed = _LIBC.renamex_np(a, b, _RENAME_SWAP)
    elif hasattr(_LIBC, "renameat2"):
        failed = _LIBC.renameat2(_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE)
    elif platform.machine() in _RENAMEAT2:
        here, number = ctypes.c_long(_AT_FDCWD), ctypes.c_long(_RENAMEAT2[platform.machine()])
        failed = _LIBC.syscall(number, here, a, here, b, ctypes.c_long(_RENAME_EXCHANGE))
    else:
        return False
    code = ctypes.get_errno()
    if failed and code not in _UNSUPPORTED:
        raise OSError(code, os.strerror(code), second)
    return not failed


def sync_file_system(folder: str) -> bool:
    """Bring everything on `folder`'s file system to the disk, or say False without such a call.

    Raises:
        OSError: If the disk did not take it all.
    """
    if not hasattr(_LIBC, "syncfs"):
        return False
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if _LIBC.syncfs(fd):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), folder)
    finally:
        os.close(fd)
    return True
