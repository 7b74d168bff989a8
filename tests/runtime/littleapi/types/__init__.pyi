from . import things as things
