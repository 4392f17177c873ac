"""Notices of an office to many: written, sent and watched by officers, opened by those who agreed to them."""

from aiogram import F, Router
from aiogram.filters import StateFilter

from bot.telegram.notice_buttons import (
    CorrectNotice,
    DropNotice,
    JudgeNotice,
    LikeThis,
    MyNotices,
    NoticeAsks,
    NoticeCheck,
    NoticeDraft,
    NoticePreview,
    NoticeRead,
    NoticeReport,
    Notices,
    NoticeStatus,
    NoticeStep,
    NoticeText,
    NoticeTime,
    NoticeWhom,
    OpenNotice,
    SendNotice,
    WriteNotice,
)
from handlers.notices import reading, running, writing
from handlers.notices.writing import Writing


def router() -> Router:
    made = Router(name=__name__)
    made.message.filter(F.chat.type == "private")
    made.message.register(writing.text, StateFilter(Writing.text), F.text, ~F.text.startswith("/"))
    made.message.register(writing.time, StateFilter(Writing.time), F.text, ~F.text.startswith("/"))
    made.message.register(writing.not_words, StateFilter(Writing), ~F.text)
    made.callback_query.filter(F.message.chat.type == "private")
    for handler, button in (
        (running.list_all, Notices),
        (writing.begin, WriteNotice),
        (writing.draft, NoticeDraft),
        (writing.ask_text, NoticeText),
        (writing.whom, NoticeWhom),
        (writing.asks, NoticeAsks),
        (writing.ask_time, NoticeTime),
        (writing.drop, DropNotice),
        (running.preview, NoticePreview),
        (running.like_this, LikeThis),
        (running.check, NoticeCheck),
        (running.send, SendNotice),
        (running.status, NoticeStatus),
        (running.step, NoticeStep),
        (running.judge, JudgeNotice),
        (running.report, NoticeReport),
        (running.correct, CorrectNotice),
        (reading.open_one, OpenNotice),
        (reading.mark_read, NoticeRead),
        (reading.mine, MyNotices),
    ):
        made.callback_query.register(handler, button.filter())
    return made
