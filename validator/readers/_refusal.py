"""Why an input cannot be read, and what to do about it, in both languages."""

from __future__ import annotations

from validator.model.errors import UnreadableInputError
from validator.model.text import Text

_SAVE_AS = Text(
    "用 Word 或 WPS 打开，另存为 .docx、.html 或 .txt 后再检查",
    "open it in a word processor, save it as .docx, .html or .txt, and check that",
)
_TRUE_TEXT = Text(
    "转存为 .png 或 .jpg；或者换用 Word 或网页原件（.docx、.html、.txt）",
    "save it as .png or .jpg, or take the original Word file or web page (.docx, .html, .txt)",
)
_UNPACK = Text(
    "先解压，再检查里面的 .docx、.html 或 .txt 文件", "unpack it and check the .docx, .html or .txt files inside"
)
_UNLOCK = Text(
    "用 Word 或 WPS 打开，去掉密码，另存为 .docx 后再检查",
    "open it in a word processor, take the password off, save it as .docx, and check that",
)
_GET_AGAIN = Text(
    "重新下载或复制一次；能在 Word 或 WPS 中打开的话，另存一份再检查",
    "fetch or copy it again; if a word processor still opens it, save a copy and check that",
)
_CHECK_PATH = Text("核对路径和文件名", "check the path and the name of the file")

_KINDS = {
    "ofd": (Text("OFD 文件", "an OFD file"), _SAVE_AS),
    "slides": (Text("演示文稿", "a presentation"), _SAVE_AS),
    "mhtml": (Text("单个文件的网页（.mht）", "a single-file web page (.mht)"), _SAVE_AS),
    "xml": (Text("XML 文件", "an XML file"), _SAVE_AS),
    "ole": (Text("旧版 Office 或 WPS 文件", "an old office file"), _SAVE_AS),
    "image": (Text("这种格式的图片", "a picture in this format"), _TRUE_TEXT),
    "archive": (Text("压缩包", "an archive"), _UNPACK),
}


_BROKEN = {"broken-zip": "the zip archive breaks off", "broken-ole": "the compound file breaks off"}


def unsupported(path: str, kind: str) -> UnreadableInputError:
    """For a file that no reader takes; `kind` as in `sniff.py`."""
    if kind == "encrypted":
        return encrypted(path)
    if kind in _BROKEN:
        return damaged(path, _BROKEN[kind])
    if kind not in _KINDS:
        reason = Text("既不是文字，也不是能识别的文件类型", "it is neither text nor any known kind of file")
        return UnreadableInputError(path, reason, _SAVE_AS)
    name, hint = _KINDS[kind]
    return UnreadableInputError(
        path, Text(f"这是{name.zh}，目前还不能读取", f"this is {name.en}, which cannot be read yet"), hint
    )


def missing(path: str) -> UnreadableInputError:
    """For a path where there is nothing."""
    return UnreadableInputError(path, Text("文件不存在", "there is no such file"), _CHECK_PATH)


def directory(path: str) -> UnreadableInputError:
    """For a folder given where a file is needed."""
    return UnreadableInputError(
        path,
        Text("这是文件夹，不是文件", "this is a folder, not a file"),
        Text("给出文件夹里的文件", "name the files inside it"),
    )


def forbidden(path: str) -> UnreadableInputError:
    """For a file that the user may not read."""
    return UnreadableInputError(
        path,
        Text("没有读取这个文件的权限", "there is no permission to read this file"),
        Text("请文件的所有者开放读取权限", "ask the owner for the right to read it"),
    )


def in_use(path: str) -> UnreadableInputError:
    """For a file that another program has open and lets nobody else read."""
    return UnreadableInputError(
        path,
        Text(
            "文件正在 Word、WPS 或 Excel 中打开，读不了",
            "the file is open in an office program, which lets nobody read it",
        ),
        Text("保存并关闭后再检查，或者检查它的副本", "save and close it, or check a copy of it"),
    )


def not_opened(path: str, reason: Text) -> UnreadableInputError:
    """For anything else that keeps the system from opening a file, `reason`."""
    return UnreadableInputError(path, Text(f"打不开：{reason.zh}", f"it cannot be opened: {reason.en}"), _CHECK_PATH)


def empty(path: str) -> UnreadableInputError:
    """For a file without content."""
    return UnreadableInputError(path, Text("文件是空的", "the file is empty"), _GET_AGAIN)


def too_large(path: str, megabytes: int) -> UnreadableInputError:
    """For a file above the limit."""
    return UnreadableInputError(
        path,
        Text(f"文件超过 {megabytes} MB", f"the file is larger than {megabytes} MB"),
        Text(
            "年报一般不到 1 MB；核对是不是拿错了文件",
            "a report has less than 1 MB as a rule; see whether it is the right file",
        ),
    )


def encrypted(path: str) -> UnreadableInputError:
    """For a file under a password."""
    return UnreadableInputError(path, Text("文件有密码保护", "the file is protected by a password"), _UNLOCK)


def damaged(path: str, what: str) -> UnreadableInputError:
    """For a Word file or archive that is broken; `what` is a short clause in English."""
    return UnreadableInputError(
        path, Text("文件已损坏或不完整", f"the file is damaged or incomplete: {what}"), _GET_AGAIN
    )


def suspicious(path: str, what: Text) -> UnreadableInputError:
    """For a file made to exhaust the machine or to reach outside; `what` says by which sign it is known."""
    return UnreadableInputError(
        path,
        Text(f"文件内容异常，为安全起见没有读取：{what.zh}", f"the file was not read for safety: {what.en}"),
        _GET_AGAIN,
    )
