from .pets import AsyncPets as AsyncPets, Pets as Pets
from .toys import AsyncToys as AsyncToys, Toys as Toys
