from __future__ import annotations

from .mood import Mood as Mood
from .pet import Pet as Pet
from .pet_create_params import PetCreateParams as PetCreateParams
from .pet_list_params import PetListParams as PetListParams
