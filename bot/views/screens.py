"""Views by name: a screen is stored as the name of its view and the arguments of its function.

`answer.screen(id="…")` makes what is stored: the type checker holds it against the function's parameters. What was
stored, perhaps by an earlier version, is checked against the same parameters before it is drawn.
"""

import inspect
from collections.abc import Callable
from functools import cached_property
from typing import Any, Concatenate, Generic, ParamSpec, cast, get_type_hints

from pydantic import BaseModel, ConfigDict, create_model

from bot.views.context import Screen, ViewContext
from bot.views.message import Message
from bot.views.stored import ScreenArguments

P = ParamSpec("P")


class View(Generic[P]):
    """A function that draws a screen, and the name under which the screen is stored."""

    def __init__(self, name: str, draw: Callable[Concatenate[ViewContext, P], Message]) -> None:
        self.name = name
        self._draw = draw
        self._parameters = list(inspect.signature(draw).parameters.values())[1:]  # without the context
        self.parameters = tuple(each.name for each in self._parameters)

    def __call__(self, context: ViewContext, *args: P.args, **kwargs: P.kwargs) -> Message:
        """Draw the screen."""
        return self._draw(context, *args, **kwargs)

    def screen(self, *args: P.args, **kwargs: P.kwargs) -> Screen:
        """Make what is stored, for `Turn.save` and `Turn.show`."""
        named = inspect.Signature(self._parameters).bind(*args, **kwargs).arguments
        return Screen(self.name, cast(ScreenArguments, named))

    def restored(self, context: ViewContext, screen: Screen) -> Message:
        """Draw a stored screen; ValidationError if its arguments are not those of the function."""
        arguments = self._arguments.model_validate(dict(screen.arguments))
        given = {name: getattr(arguments, name) for name in arguments.model_fields_set}
        draw: Callable[..., Message] = self._draw
        return draw(context, **given)

    @cached_property
    def _arguments(self) -> type[BaseModel]:
        hints = get_type_hints(self._draw)
        fields: dict[str, Any] = {
            each.name: (hints[each.name], ... if each.default is each.empty else each.default)
            for each in self._parameters
            if each.kind is not each.VAR_KEYWORD
        }
        return create_model(self.name, __config__=ConfigDict(arbitrary_types_allowed=True), **fields)


def view(name: str) -> Callable[[Callable[Concatenate[ViewContext, P], Message]], View[P]]:
    """Name a function that draws a screen."""
    return lambda draw: View(name, draw)
