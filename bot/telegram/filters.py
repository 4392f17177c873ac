"""aiogram runs a filter that is not a coroutine in a thread; ours only look at what is there already."""

from collections.abc import Callable
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.handler import FilterObject


def run_at_once(router: Router) -> None:
    """Lets the plain filters of a router, and of those below it, run where they are: a thread costs more."""
    for observer in router.observers.values():
        for handler in (observer._handler, *observer.handlers):
            for one in handler.filters or ():
                _run_at_once(one)
    for below in router.sub_routers:
        run_at_once(below)


def _run_at_once(one: FilterObject) -> None:
    if not one.awaitable:
        one.callback = _as_coroutine(one.callback)
        one.awaitable = True


def _as_coroutine(plain: Callable[..., Any]) -> Callable[..., Any]:
    async def look(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the filter takes and says
        return plain(*args, **kwargs)

    return look
