"""Why the system did not let us have a file, in both languages: its own words are English on most machines."""

from __future__ import annotations

import errno

from validator.model.text import Text

_SAID = {
    "ENOENT": Text("没有这个文件或文件夹", "there is no such file or folder"),
    "EACCES": Text("没有权限", "permission denied"),
    "EPERM": Text("没有权限", "permission denied"),
    "EEXIST": Text("已经有同名的文件或文件夹", "there is one of that name already"),
    "EISDIR": Text("那是文件夹，不是文件", "that is a folder, not a file"),
    "ENOTDIR": Text("路径中间有一段是文件，不是文件夹", "a part of the path is a file, not a folder"),
    "ENOTEMPTY": Text("文件夹不是空的", "the folder is not empty"),
    "EROFS": Text("那里只能读，不能写", "nothing can be written there"),
    "ENOSPC": Text("磁盘满了", "the disk is full"),
    "EDQUOT": Text("用完了分给您的磁盘空间", "your share of the disk is used up"),
    "EFBIG": Text("文件太大，那里存不下", "the file is too large for what it is written to"),
    "ENAMETOOLONG": Text("文件名或路径太长", "the name or path is too long"),
    "ELOOP": Text("链接绕成了圈", "the links go round in a circle"),
    "EMFILE": Text("打开的文件太多", "too many files are open"),
    "ENFILE": Text("打开的文件太多", "too many files are open"),
    "EBUSY": Text("别的程序正在使用", "another program is using it"),
    "ETXTBSY": Text("别的程序正在使用", "another program is using it"),
    "EIO": Text("读写磁盘时出错", "the disk could not be read or written"),
    "ENODEV": Text("没有这个设备", "there is no such device"),
    "ENXIO": Text("没有这个设备", "there is no such device"),
    "ENOMEM": Text("内存不够", "there is not enough memory"),
    "EAGAIN": Text("同时运行的进程太多", "too many processes are running"),
    "EADDRINUSE": Text("别的程序已经占用", "another program has it already"),
    "EADDRNOTAVAIL": Text("这台电脑没有这个地址", "this machine has no such address"),
    "ETIMEDOUT": Text("等了太久没有回应", "there was no answer in time"),
}
"""What happens to people who check reports; the rest is told in the words of the system."""


def why(error: OSError | ValueError) -> Text:
    """The reason of an error of the system; a ValueError is told by its own words."""
    known = _SAID.get(errno.errorcode.get(error.errno or 0, "")) if isinstance(error, OSError) else None
    if known is not None:
        return known
    words = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Text(words, words)
