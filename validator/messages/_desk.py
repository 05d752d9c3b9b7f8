"""What the page in the browser says around the findings, and the service to those it refuses."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.text import Text

_PAGE: Mapping[str, Text] = {
    "desk-title": Text("年报勾稽检查", "Checking annual reports"),
    "desk-other-language": Text("English", "中文"),
    "desk-local": Text(
        "文件只在这台电脑上检查，不传到别处，原文件不改动。",
        "Files are checked on this computer, go nowhere else, and are not changed.",
    ),
    "desk-served": Text(
        "文件传到本单位的服务器上检查，不存盘，原文件不改动。",
        "Files are checked on the server of your office, which does not keep them on disk; originals are not changed.",
    ),
    "desk-drop": Text("把年报拖到这里", "Drop reports here"),
    "desk-drop-what": Text(
        "文件、整个文件夹或压缩包都可以：Word、WPS、PDF、网页、Excel",
        "Files, whole folders or archives: Word, WPS, PDF, web pages, Excel",
    ),
    "desk-drop-scans": Text(
        "文件、整个文件夹或压缩包都可以：Word、WPS、PDF、网页、Excel、扫描图片",
        "Files, whole folders or archives: Word, WPS, PDF, web pages, Excel, scans",
    ),
    "desk-choose": Text("选择文件", "Choose files"),
    "desk-choose-folder": Text("选择文件夹", "Choose a folder"),
    "desk-beside": Text("一起核对上年年报、下级单位", "Also compare with last year or with the units below"),
    "desk-previous": Text("上年的年报（只用来比较，不检查）", "Last year's reports (to compare with, not checked)"),
    "desk-units": Text("下级单位名单（.csv 或 .yaml）", "List of the units below (.csv or .yaml)"),
    "desk-folders": Text(
        "按文件夹的层次认上下级：里层文件夹里的是下级单位",
        "By folders: what lies in a folder inside is of a unit below",
    ),
    "desk-limits": Text(
        "一次最多 {files} 个文件、共 {megabytes} MB", "At most {files} files and {megabytes} MB at a time"
    ),
    "desk-rules": Text("检查哪些规则", "The rules"),
    "desk-rules-said": Text(
        "共 {count} 条。点开可看依据、理由和例子。", "{count} rules; each with its basis, reason and examples."
    ),
    "desk-back": Text("返回检查页", "Back to the desk"),
    "desk-quit": Text("退出程序", "Quit"),
    "desk-has-quit": Text("程序已退出，可以关闭这个页面。", "The program has ended; this page can be closed."),
    "desk-needs-script": Text("这个页面要启用 JavaScript。", "This page needs JavaScript."),
    "desk-progress": Text("正在检查", "Checking"),
    "desk-busy": Text("正在检查：{name}", "Checking {name}"),
    "desk-sending": Text("正在读取文件", "Reading the files"),
    "desk-stop": Text("停止", "Stop"),
    "desk-lost": Text(
        "程序没有应答，可能已经退出。请重新打开程序再试。",
        "The program does not answer; it may have ended. Open it again and try once more.",
    ),
    "desk-gone": Text(
        "这一轮结果已经不在内存里了，请把文件再拖进来。", "These results are no longer kept; drop the files again."
    ),
    "desk-stopped": Text("已停止，结果没有变化。", "Stopped; nothing has changed."),
    "desk-nothing": Text("没有收到文件。", "No file has come."),
    "desk-none-left": Text("没有文件。", "There are no files."),
    "desk-too-slow": Text(
        "检查超过 {seconds} 秒，已停止。请分几次拖入。",
        "Checking took more than {seconds} seconds and was stopped; try fewer files at a time.",
    ),
    "desk-skipped": Text("略过 {count} 个不是年报文件的文件", "{count} file(s) that are no documents were passed over"),
}

_RESULTS: Mapping[str, Text] = {
    "desk-results": Text("结果", "Results"),
    "desk-clear": Text("全部清除", "Clear all"),
    "desk-state-holds": Text("未发现差错", "No mistakes"),
    "desk-state-mistakes": Text("{count} 处差错", "{count} mistake(s)"),
    "desk-state-remarks": Text("{count} 处提示", "{count} remark(s)"),
    "desk-state-doubt": Text("没有读准，请对照原文", "Not read for certain"),
    "desk-state-unread": Text("没能检查", "Not checked"),
    "desk-count-holds": Text("{count} 份未发现差错", "{count} without mistakes"),
    "desk-count-mistakes": Text("{count} 份有差错", "{count} with mistakes"),
    "desk-count-remarks": Text("{count} 份只有提示", "{count} with remarks only"),
    "desk-count-doubt": Text("{count} 份没有读准", "{count} not read for certain"),
    "desk-count-unread": Text("{count} 份没能检查", "{count} not checked"),
    "desk-more": Text("另有 {count} 处，打开看", "{count} more: open to see"),
    "desk-open": Text("看表格", "See the tables"),
    "desk-copy": Text("批注副本", "Annotated copy"),
    "desk-report": Text("检查报告（网页）", "Report (web page)"),
    "desk-workbook": Text("工作簿（Excel）", "Workbook (Excel)"),
    "desk-letter": Text("反馈意见（Word）", "Letter (Word)"),
    "desk-replace": Text("换成改好的文件", "Check the corrected file"),
    "desk-replace-label": Text("换成改好的文件，代替 {name}", "the corrected file in place of {name}"),
    "desk-remove": Text("移除", "Remove"),
    "desk-remove-label": Text("移除 {name}", "remove {name}"),
    "desk-all-of": Text("全部文件", "All files"),
    "desk-summary": Text("汇总（网页）", "Summary (web page)"),
    "desk-summary-xlsx": Text("汇总（Excel）", "Summary (Excel)"),
    "desk-letters": Text("全部反馈意见", "All letters"),
    "desk-everything": Text("全部打包下载", "Everything as .zip"),
    "desk-office": Text("落款机关", "Signed by"),
    "desk-by": Text("答复期限", "Answer until"),
    "desk-letter-fields": Text("反馈意见的落款和期限", "Signature and day of the letters"),
    "desk-changes": Text("与上一稿相比", "Compared with the draft before"),
    "desk-no-changes": Text("两稿都未发现差错。", "No mistakes in either draft."),
    "desk-last-year": Text("用来比较的上年年报：{names}", "Compared with last year's: {names}"),
    "desk-file-title": Text("{name} 的检查结果", "Result of {name}"),
    "desk-print": Text("打印用的页面", "Page for printing"),
    "desk-form": Text("{name}：表格和差错", "{name}: tables and mistakes"),
    "desk-copy-name": Text("{name}（批注）", "{name} (annotated)"),
    "desk-report-name": Text("{name}（检查报告）", "{name} (report)"),
    "desk-all-name": Text("年报检查", "reports checked"),
    "desk-summary-name": Text("汇总", "summary"),
    "desk-letters-name": Text("反馈意见", "letters"),
    "desk-copies-name": Text("批注副本", "annotated copies"),
}

_REFUSALS: Mapping[str, Text] = {
    "desk-wrong-host": Text("这个地址不属于本程序", "this address is not that of the program"),
    "desk-foreign": Text("不接受其他网页发来的请求", "requests of other pages are not answered"),
    "desk-wrong-token": Text(
        "地址不完整：请用程序打开时的网址，或向管理员要",
        "the address is not whole: use the one that the program opened",
    ),
    "desk-too-large": Text("一次最多 {megabytes} MB，请分几次", "at most {megabytes} MB at a time; send fewer files"),
    "desk-too-many": Text("一次最多 {files} 个文件，请分几次", "at most {files} files at a time; send fewer files"),
    "desk-full": Text("正在检查的人太多，请过一会儿再试", "too many requests at this moment; try again later"),
    "desk-crashed": Text(
        "程序出错了，这不是文件的问题。请重试；还是不行，请把做了什么告诉维护者。",
        "the program itself failed, which is no fault of the file; try again, or tell the maintainers",
    ),
    "desk-unknown": Text("没有这个页面", "there is no such page"),
    "desk-bad-request": Text("请求的写法不对：{what}", "the request is not of the right shape: {what}"),
    "desk-no-copy": Text("这种格式写不了批注", "this format takes no notes"),
}

_COMMAND: Mapping[str, Text] = {
    "desk-at": Text("请在浏览器里打开: {url}", "open in a browser: {url}"),
    "desk-end": Text("按 Ctrl-C 退出", "Ctrl-C ends the program"),
    "desk-extra": Text(
        "gouji desk 需要另装: pip install 'gouji[desk]'", "gouji desk needs more: pip install 'gouji[desk]'"
    ),
    "desk-no-token": Text(
        "{path} 里没有可用的口令：要一行至少 16 个字母、数字、- 或 _",
        "{path} holds no token: one line of at least 16 letters, digits, - or _",
    ),
    "desk-port": Text("--port “{value}”不是 0 到 65535 的数", "--port “{value}” is no number from 0 to 65535"),
    "desk-no-port": Text("不能在 {host}:{port} 上等待连接（{reason}）", "cannot listen on {host}:{port} ({reason})"),
}

DESK: Mapping[str, Text] = {**_PAGE, **_RESULTS, **_REFUSALS, **_COMMAND}
