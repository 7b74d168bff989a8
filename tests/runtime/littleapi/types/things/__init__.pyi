from .events import ThingEvent as ThingEvent
from .events import WatchEvent as WatchEvent
from .part import Part as Part
from .thing import Bolt as Bolt
from .thing import Nut as Nut
from .thing import Piece as Piece
from .thing import Thing as Thing
from .thing import ThingPartParam as ThingPartParam
