"""What an officer sets for a client: when, where, what to bring; what the client answers; what came of it."""

from bot.domain.appointments.answers import (
    answer_proposal,
    coming,
    mark,
    not_coming,
    of_client,
    propose,
    upcoming_of_client,
)
from bot.domain.appointments.model import (
    Answer,
    Appointment,
    AppointmentOver,
    Details,
    InThePast,
    Outcome,
    Plan,
    Reason,
    TooFarAway,
    Word,
    checked_wall,
    zone_of,
)
from bot.domain.appointments.setting import NotLinked, cancel, for_newcomer, make, move, move_zone, of_officer
from bot.domain.appointments.steps import Step, steps

__all__ = [
    "Answer",
    "Appointment",
    "AppointmentOver",
    "Details",
    "InThePast",
    "NotLinked",
    "Outcome",
    "Plan",
    "Reason",
    "Step",
    "TooFarAway",
    "Word",
    "answer_proposal",
    "cancel",
    "checked_wall",
    "coming",
    "for_newcomer",
    "make",
    "mark",
    "move",
    "move_zone",
    "not_coming",
    "of_client",
    "of_officer",
    "propose",
    "steps",
    "upcoming_of_client",
    "zone_of",
]
