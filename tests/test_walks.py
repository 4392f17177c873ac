"""What holds for every button, every handler, every module: found by walking, so that nobody has to remember."""

import ast
import importlib
import inspect
import pkgutil
import typing
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType

import pytest
from aiogram import Dispatcher
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter

import bot
import handlers
from bot.telegram.bed_buttons import WHO
from bot.telegram.client_buttons import Nearest, PlaceCard, Wrong, WrongIs, tag
from bot.telegram.screens import Screen, Toast

ROOT = Path(__file__).parent.parent
#: Bot API: callback_data, in bytes
MOST_DATA = 64
MOST_LINES, MOST_FUNCTION_LINES = 400, 60
#: our ids have 53 bits; an id of the content is at most this long, and a territory's code is shorter
LARGEST_ID = 2**53 - 1
SLUG = "s" * 40
#: fields that hold a tag in place of an id
TAGGED = {(button.__name__, name) for button in (Nearest, PlaceCard, Wrong, WrongIs) for name in ("what", "where")}
#: fields of any button that hold something shorter than an id of the content
SHORT = {"house": tag("anything"), "room": "r" * 12, "who": max(WHO, key=len), "language": "ru"}
SOURCES = sorted(file for folder in ("bot", "handlers") for file in (ROOT / folder).rglob("*.py"))


def modules():
    """Every module of the bot and its handlers; migrations are scripts, and the command line runs when imported."""
    for package in (bot, handlers):
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations." not in found.name and not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


ALL = list(modules())


def buttons():
    found = {}
    for module in ALL:
        for thing in vars(module).values():
            if inspect.isclass(thing) and issubclass(thing, CallbackData) and thing is not CallbackData:
                found[f"{thing.__module__}.{thing.__qualname__}"] = thing
    return found


BUTTONS = buttons()


def largest(button, name, annotation):
    """The longest value that a button's field can have."""
    options = [one for one in typing.get_args(annotation) if one is not NoneType]
    if isinstance(annotation, UnionType) or typing.get_origin(annotation) is typing.Union:
        return max((largest(button, name, one) for one in options), key=lambda value: len(str(value)))
    if annotation is bool:
        return True
    if annotation is int:
        return LARGEST_ID
    if inspect.isclass(annotation) and issubclass(annotation, Enum):
        return max(annotation, key=lambda value: len(str(value.value)))
    assert annotation is str, f"{button.__name__}.{name}: how long can it be?"
    return tag("anything") if (button.__name__, name) in TAGGED else SHORT.get(name, SLUG)


def at_its_largest(button):
    return button(**{name: largest(button, name, field.annotation) for name, field in button.model_fields.items()})


@pytest.mark.parametrize("button", BUTTONS.values(), ids=BUTTONS)
def test_a_button_fits_64_bytes_at_its_largest_and_comes_back_as_it_was(button):
    large = at_its_largest(button)

    assert len(large.pack().encode()) <= MOST_DATA
    assert button.unpack(large.pack()) == large


def test_no_two_buttons_share_a_prefix():
    prefixes = [button.__prefix__ for button in BUTTONS.values()]

    assert sorted(prefixes) == sorted(set(prefixes))


def test_every_button_says_what_it_means():
    assert [name for name, button in BUTTONS.items() if not button.__doc__] == []


def test_every_handlers_module_is_set_up():
    there = {found.name for found in pkgutil.iter_modules(handlers.__path__)}
    set_up = {module.__name__.removeprefix("handlers.") for module in handlers.MODULES}

    assert there - {"errors"} == set_up
    assert handlers.MODULES[-1].__name__ == "handlers.stale"


def registered():
    dispatcher = Dispatcher(disable_fsm=True)
    handlers.setup(dispatcher)
    return {
        f"{handler.callback.__module__}.{handler.callback.__qualname__}": handler.callback
        for router in dispatcher.chain_tail
        for observer in router.observers.values()
        for handler in observer.handlers
        if handler.callback.__module__.startswith("handlers.")
    }


HANDLERS = registered()


@pytest.mark.parametrize("handler", HANDLERS.values(), ids=HANDLERS)
def test_a_handler_returns_a_screen_or_a_toast_or_nothing(handler):
    returned = typing.get_type_hints(handler)["return"]
    options = set(typing.get_args(returned)) or {returned}

    assert inspect.iscoroutinefunction(handler)
    assert options <= {Screen, Toast, NoneType}


def test_every_button_that_is_offered_is_answered():
    """A button's class stands in the filter of some handler."""
    dispatcher = Dispatcher(disable_fsm=True)
    handlers.setup(dispatcher)
    answered = {
        found.callback.callback_data
        for router in dispatcher.chain_tail
        for handler in router.callback_query.handlers
        for found in handler.filters
        if isinstance(found.callback, CallbackQueryFilter)
    }

    assert [name for name, button in BUTTONS.items() if button not in answered] == []


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_module_says_what_it_is_and_stays_small(file):
    source = file.read_text(encoding="utf-8")
    tree = ast.parse(source)

    assert ast.get_docstring(tree), "no docstring"
    assert len(source.splitlines()) <= MOST_LINES
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < MOST_FUNCTION_LINES, node.name
            assert node.returns is not None, f"{node.name} does not say what it returns"


def test_the_walk_has_found_something():
    """An empty walk would prove nothing."""
    assert len(BUTTONS) > 10
    assert len(HANDLERS) > 10
    assert len(SOURCES) > 50


def test_a_button_too_large_would_be_noticed():
    class Large(CallbackData, prefix="large"):
        place: str
        territory: str

    with pytest.raises(ValueError, match="64"):
        at_its_largest(Large).pack()
