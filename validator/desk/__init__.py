"""The page in the browser, and the same as a service: files come in by HTTP, and what was found goes out.

It knows HTTP, pages and limits of a service, and nothing of forms or rules: files go through `engine`, and what comes
back is made by `renderers` and `annotators`. `settings` says what a desk is like, `app` is the desk, `server` runs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.model.environment.front_door import names_of

if TYPE_CHECKING:
    from validator.desk.app import desk_app
    from validator.desk.settings import DeskSettings

__all__ = ["DeskSettings", "desk_app"]

__getattr__ = names_of(__name__, {"DeskSettings": "settings", "desk_app": "app"})
