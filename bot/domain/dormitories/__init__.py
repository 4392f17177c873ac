"""Places to sleep: how many are free, who holds one, who waits for one.

A room's places are occupied, held, out of order or free. A place is given by one conditional statement and by nothing
else, so two people never have the same bed; see ``bot/store/beds.py``.
"""

from bot.domain.dormitories.counts import Beds, Trust
from bot.domain.dormitories.holds import Hold, HoldState
from bot.domain.dormitories.houses import House, Needs, Sex, house_of, houses_of
from bot.domain.dormitories.waiting import Waiting

__all__ = ["Beds", "Hold", "HoldState", "House", "Needs", "Sex", "Trust", "Waiting", "house_of", "houses_of"]
