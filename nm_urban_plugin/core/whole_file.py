"""Files that are whole or not there: written beside their place, put into it when complete, removed when it fails.

    with whole_file(path) as beside, open(beside, "w", encoding="utf-8") as stream:
        …

Windows refuses to replace or remove a file that anybody holds open, and paths of 260 characters and more: both are said
in words that name the remedy.
"""

from __future__ import annotations

import errno
import itertools
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .resources import BilingualError, why_no_file

#: The longest path that Windows takes without further settings (MAX_PATH less the closing zero).
LONGEST_PATH = 259
#: Pauses (s) between attempts: virus scanners and indexers hold a new file for a moment.
_PAUSES = (0.05, 0.15, 0.3, 0.5)

_number = itertools.count(1)


class NotWritten(BilingualError):
    """A file cannot be written; the message names the file, the cause and the remedy. An older file is as it was."""


@contextmanager
def whole_file(target: str | os.PathLike) -> Iterator[str]:
    """The path of a file to write; it takes the place of *target* when the block ends well, else it is removed.

    The name is short, as the longest path counts, and no other process or thread has the same. Raises NotWritten where
    the system refuses the file beside or the replacement; every other error of the block comes through as it is.
    """
    target = os.path.abspath(os.fspath(target))
    beside = os.path.join(os.path.dirname(target), f"~{os.getpid():x}-{next(_number):x}.part")
    try:
        yield beside
        replace(beside, target)
    except BaseException as error:
        left = _remains(beside)
        if isinstance(error, OSError) and error.filename in (None, beside, target):
            raise not_written(target, beside, error, left) from error
        raise


def replace(source: str, target: str) -> None:
    """Put a finished file in the place of another one. Raises OSError where the system refuses it for a second."""
    patiently(lambda: os.replace(source, target))


def patiently(attempt: Callable[[], None]) -> None:
    """Do it, again for about a second while the system says that the file is in use; then PermissionError."""
    for pause in _PAUSES:
        try:
            return attempt()
        except PermissionError:
            time.sleep(pause)
    return attempt()


def not_written(target: str, beside: str, error: OSError, left: bool = False) -> NotWritten:
    """What to tell the user; *left*: the unfinished file could not be removed."""
    length = max(len(target), len(beside))
    why = why_no_file(error)
    en, zh = f"{target} cannot be written: {why.en}.", f"无法写入 {target}：{why.zh}。"
    if isinstance(error, PermissionError) and os.path.exists(target):
        en = (f"{target} is open in another program, such as Excel or WPS, or may not be changed. Close it there, or "
              "choose another name.")
        zh = f"{target} 正被其他程序（如 Excel、WPS）打开，或不允许修改。请先在该程序中关闭，或另选文件名。"
    elif isinstance(error, PermissionError):
        en = f"No file may be written in the folder {os.path.dirname(target)}. Choose another folder."
        zh = f"文件夹 {os.path.dirname(target)} 不允许写入文件。请另选文件夹。"
    elif length > LONGEST_PATH or error.errno == errno.ENAMETOOLONG:
        en = (f"{target} cannot be written: the path has {length} characters, Windows allows {LONGEST_PATH}. Choose a "
              "folder with a shorter path.")
        zh = f"无法写入 {target}：路径长 {length} 个字符，Windows 最多允许 {LONGEST_PATH} 个。请选择路径较短的文件夹。"
    if left:
        en += f" The unfinished file {beside} could not be removed."
        zh += f"未写完的文件 {beside} 未能删除。"
    return NotWritten(en, zh)


def _remains(path: str) -> bool:
    """Remove a file; True where it is still there."""
    try:
        patiently(lambda: os.remove(path))
    except OSError:
        return os.path.lexists(path)
    return False
