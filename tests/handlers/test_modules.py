"""No module of handlers may be written and then not be tried."""

import pkgutil
from importlib import import_module

import handlers


def test_every_module_that_answers_something_is_among_those_tried():
    found = {name for _, name, _ in pkgutil.iter_modules(handlers.__path__)}
    answering = {name for name in found if hasattr(import_module(f"handlers.{name}"), "router")}

    assert {module.__name__.removeprefix("handlers.") for module in handlers.MODULES} == answering
