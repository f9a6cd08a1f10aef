"""The writer's thread: order kept, errors handed over, never a hang."""

import threading
import time

import pytest

from nm_urban.nm_urban_plugin.analysis.writing.background import Background


class Diary:
    def __init__(self, fail_at=None, slow=0.0):
        self.seen, self.ended, self.left, self.threads = [], 0, 0, set()
        self.fail_at, self.slow = fail_at, slow

    def begin(self):
        self.threads.add(threading.get_ident())
        return self.write

    def write(self, k):
        self.threads.add(threading.get_ident())
        time.sleep(self.slow)
        if k == self.fail_at:
            raise OSError("disk is full")
        self.seen.append(k)

    def end(self):
        self.threads.add(threading.get_ident())
        self.ended += 1
        if self.fail_at == "end":
            raise OSError("disk is full")

    def leave(self):
        self.threads.add(threading.get_ident())
        self.left += 1


def test_batches_are_written_in_order_on_one_thread_of_its_own():
    diary = Diary()
    writer = Background(diary.begin, diary.end, diary.leave)
    for k in range(100):
        writer.put(k)
    writer.finish()
    assert diary.seen == list(range(100)) and (diary.ended, diary.left) == (1, 0)
    assert len(diary.threads) == 1 and threading.get_ident() not in diary.threads


def test_without_a_batch_it_still_begins_and_ends():
    diary = Diary()
    Background(diary.begin, diary.end, diary.leave).finish()
    assert diary.ended == 1 and diary.threads


def test_an_error_comes_out_at_a_later_put_or_at_the_end():
    diary = Diary(fail_at=3)
    writer = Background(diary.begin, diary.end, diary.leave)
    with pytest.raises(OSError, match="full"):
        for k in range(10_000):
            writer.put(k)
    with pytest.raises(OSError, match="full"):
        writer.finish()
    assert diary.seen == [0, 1, 2] and (diary.ended, diary.left) == (0, 1)
    assert len(diary.threads) == 1


def test_giving_up_drops_what_waits_and_ends_the_thread():
    diary = Diary(slow=0.05)
    writer = Background(diary.begin, diary.end, diary.leave)
    for k in range(5):
        writer.put(k)
    writer.give_up()
    assert (diary.ended, diary.left) == (0, 1) and len(diary.seen) < 5
    writer.give_up()


def test_giving_up_never_waits_for_a_place_in_the_queue():
    diary = Diary(fail_at=0, slow=0.05)
    writer = Background(diary.begin, diary.end, diary.leave)
    with pytest.raises(OSError):
        for k in range(100):
            writer.put(k)
    writer.give_up()
    assert diary.left == 1


def test_an_error_at_the_very_end_is_raised():
    diary = Diary(fail_at="end")
    writer = Background(diary.begin, diary.end, diary.leave)
    writer.put(1)
    with pytest.raises(OSError, match="full"):
        writer.finish()
    assert (diary.ended, diary.left) == (1, 1)
